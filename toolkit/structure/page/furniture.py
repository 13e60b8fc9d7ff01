"""Reading → blocks of the draft's own text, and furniture: running lines, page numbers, contents, margins.

Running lines are told by place *and* repetition: the same words at the same height on several pages, numbers
in them either constant or counting with the pages. A line that merely repeats is content.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from statistics import median
from typing import Literal

import msgspec

from toolkit.model.layout import Block, Furniture, FurnitureRole
from toolkit.model.reading import Reading
from toolkit.structure.page.contents_pages import contents_entries, find_contents, is_contents_title
from toolkit.structure.page.imprint import find_imprint
from toolkit.structure.page.margin_marks import part_margin_marks
from toolkit.structure.page.page_tables import join_tables
from toolkit.structure.page.vertical_titles import find_vertical_titles, lead_their_pages

_ZONE_LINES = 5
"""Lines from the top and from the bottom of a page that may be running lines …"""
_ZONE_SHARE = 0.17
"""… and the share of the page's height within which they stand."""
_SAME_HEIGHT_PT = 4.0
_ROW_SHARE = 0.35
"""Of the pages: a row used this often by running lines belongs to them, whatever it says on other pages."""
_BODY_SHARE = 0.15
"""Of the pages: where other text is as near to the page's edge more often, a repeated line is content."""
_ROW_OF_PAGES = 3
"""Pages one after the other on which a line that runs over a part of a draft stands."""
_LEADING = 1.5
"""In font sizes: between two lines of one paragraph, at most."""
_SENTENCE = 30
"""Characters of a line that may be the rest of a sentence rather than a page number."""
_TITLE_LETTERS = 8
"""Fewer may be on a cover by chance."""
_FEW_PAGES = 6
"""A line of so short a draft cannot run over more than a few pages."""

_NUMBER = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")

# "12", "- 3 -", "Page 3 sur 47", "3/47", "xii"; not "3.1" or "Article 3".
_PAGE_NUMBER = re.compile(
    r"""
    [\s\-–—|/.\[(]* (?:page|seite|p\.)? \s*
    (?: \d{1,4} (?:\s*(?:/|sur|of|von|de)\s*\d{1,4})? | [ivxl]{1,7} )
    [\s\-–—|/\])]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOLD_PAGE = re.compile(r"\bpage\s+\d+\s*(?:/|sur|of)\s*\d+|^\d{1,3}\s*/\s*\d{1,3}$", re.IGNORECASE)

Zone = Literal["top", "bottom"]
_ZONES: tuple[Zone, Zone] = ("top", "bottom")


class _Line(msgspec.Struct):
    """A line near the top or bottom of its page."""

    index: int
    page_number: int
    zone: Zone
    height: float
    """Of its middle, from the page's top or bottom edge."""
    signature: str
    numbers: tuple[int, ...]
    look: tuple[float, str, bool]


def separate_furniture(reading: Reading) -> tuple[tuple[Block, ...], tuple[Furniture, ...]]:
    """Part the draft's own text from furniture; both keep reading order.

    Blocks that the format itself calls header, footer or contents are furniture in every format; running
    lines and contents pages are searched for in `line` blocks only. Tables continued on the next page come
    out as one; the header row repeated there is furniture.
    """
    reading = msgspec.structs.replace(reading, blocks=tuple(part_margin_marks(reading.blocks)))
    roles = _told_by_format(reading)
    if any(block.kind == "line" for block in reading.blocks):
        roles.update(_running_lines(reading))
        for index in find_imprint(reading):
            roles.setdefault(index, "footer")
        rest = [(index, block) for index, block in enumerate(reading.blocks) if index not in roles]
        for index in find_contents(rest):
            roles[index] = "toc"
    titles = find_vertical_titles(reading.blocks, _announced(reading, roles))
    ordered = lead_their_pages(reading.blocks, titles)
    kept = [block for index, block in ordered if index in titles or index not in roles]
    furniture = [_furniture(reading.blocks[index], roles[index]) for index in sorted(roles.keys() - titles)]
    joined, repeated = join_tables(kept)
    return tuple(joined), (*furniture, *repeated)


def _announced(reading: Reading, roles: dict[int, FurnitureRole]) -> Iterator[str]:
    """Yield the titles of bookmarks and of the contents lists."""
    yield from (mark.title for mark in reading.outline)
    listed = (
        _furniture(reading.blocks[index], role) for index, role in sorted(roles.items()) if role == "toc"
    )
    yield from (entry.title for entry in contents_entries(listed))


def _told_by_format(reading: Reading) -> dict[int, FurnitureRole]:
    roles: dict[int, FurnitureRole] = {}
    for index, block in enumerate(reading.blocks):
        match block.role:
            case "header" | "footer" | "page_number" | "toc" | "margin":
                roles[index] = block.role
                before = reading.blocks[index - 1] if index else block
                if block.role == "toc" and before.role == "body" and is_contents_title(before.text):
                    roles[index - 1] = "toc"
    return roles


def _furniture(block: Block, role: FurnitureRole) -> Furniture:
    text = block.text or "\n".join("\t".join(row) for row in block.rows)
    label = f"{block.label} " if block.label else ""
    marks = "".join(f" {call.mark}" for call in block.calls)
    return Furniture(label + text + marks, role, block.page_number, block.box)


def _running_lines(reading: Reading) -> dict[int, FurnitureRole]:
    lines = _zone_lines(reading)
    groups: dict[tuple[Zone, str], list[_Line]] = {}
    for line in lines:
        groups.setdefault((line.zone, line.signature), []).append(line)
    accepted: list[_Line] = []
    others = {zone: sorted((line for line in lines if line.zone == zone), key=_height) for zone in _ZONES}
    for group in sorted(groups.values(), key=_nearness):
        found = _repeated(group, len(reading.pages))
        zone = group[0].zone
        if found and _is_outside_body(found, others[zone], len(reading.pages)):
            accepted.extend(found)
            own = {line.index for line in found}
            others[zone] = [line for line in others[zone] if line.index not in own]
    cover = "".join(_bare(block.text) for block in reading.blocks if block.page_number == 1)
    titles = [
        group for group in groups.values() if len(group) >= _ROW_OF_PAGES and _is_on_cover(group[0], cover)
    ]
    accepted.extend(_over_part(titles, lines, accepted))
    accepted.extend(_same_rows(lines, accepted, len(reading.pages)))
    accepted = _without_rests(accepted, lines)
    roles: dict[int, FurnitureRole] = {
        line.index: _role(reading.blocks[line.index], line) for line in accepted
    }
    for index, block in enumerate(reading.blocks):
        if index not in roles and _is_speck(block):
            roles[index] = "watermark"
    return roles


def _height(line: _Line) -> float:
    return line.height


def _nearness(group: list[_Line]) -> tuple[float, int]:
    """Order groups from the page's edge inward: a line can only run if all that is nearer to the edge does."""
    return round(median(line.height for line in group) / _SAME_HEIGHT_PT), -len(group)


def _role(block: Block, line: _Line) -> FurnitureRole:
    if _PAGE_NUMBER.fullmatch(block.text):
        return "page_number"
    return "header" if line.zone == "top" else "footer"


def _is_speck(block: Block) -> bool:
    """Tell a lone dot, as drawing programs leave it, from text."""
    return block.kind == "line" and len(block.text) <= 2 and block.text.strip(".,·") == "" and not block.calls


def _zone_lines(reading: Reading) -> list[_Line]:
    heights = {page.number: page.height_pt for page in reading.pages}
    by_page: dict[int, list[tuple[int, Block]]] = {}
    for index, block in enumerate(reading.blocks):
        if block.kind == "line" and block.box is not None and block.page_number and not _is_speck(block):
            by_page.setdefault(block.page_number, []).append((index, block))
    found: list[_Line] = []
    for page_number, numbered in by_page.items():
        found.extend(_zones_of_page(page_number, numbered, heights.get(page_number) or 842.0))
    return found


def _zones_of_page(page_number: int, numbered: list[tuple[int, Block]], height: float) -> Iterable[_Line]:
    ordered = sorted(numbered, key=lambda item: _middle(item[1]))
    tops = [item for item in ordered[:_ZONE_LINES] if _middle(item[1]) < _ZONE_SHARE * height]
    bottoms = [item for item in ordered[-_ZONE_LINES:] if _middle(item[1]) > (1 - _ZONE_SHARE) * height]
    for index, block in tops:
        yield _line(index, block, page_number, "top", _middle(block))
    for index, block in bottoms:
        yield _line(index, block, page_number, "bottom", height - _middle(block))


def _middle(block: Block) -> float:
    assert block.box is not None
    return (block.box.top + block.box.bottom) / 2


def _line(index: int, block: Block, page_number: int, zone: Zone, height: float) -> _Line:
    numbers = tuple(int(number[-9:]) for number in _NUMBER.findall(block.text))
    signature = _SPACES.sub(" ", _NUMBER.sub("#", block.text)).strip().casefold()
    if not numbers and _roman(signature):
        numbers, signature = (_roman(signature),), "#"
    look = (block.style.size_pt, block.style.font, block.style.bold)
    return _Line(index, page_number, zone, height, signature, numbers, look)


def _roman(text: str) -> int:
    """Return the value of a lower-case roman page number below 90; 0 if it is none."""
    if not re.fullmatch(r"(?:x[lc]|l?x{0,3})(?:i[xv]|v?i{0,3})", text) or not text:
        return 0
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _repeated(group: list[_Line], page_count: int) -> list[_Line]:
    """Return the lines of one signature that run from page to page."""
    if len(group) == 1:
        return []
    height = median(line.height for line in group)
    level = [line for line in group if abs(line.height - height) <= _SAME_HEIGHT_PT]
    needed = 2 if page_count <= _FEW_PAGES or "#" in group[0].signature else 3
    if len({line.page_number for line in level}) < needed:
        return []
    return _counting(level)


def _is_outside_body(found: list[_Line], others: list[_Line], page_count: int) -> bool:
    """Tell a running line from text that often stands first: nowhere is other text as near to the edge.

    `others` are the lines of the zone that are not known to be running, nearest to the edge first.
    """
    height, look = median(line.height for line in found), found[0].look
    own = {line.index for line in found}
    own_pages = {line.page_number for line in found}
    most = max(1, _BODY_SHARE * page_count)
    nearer: set[int] = set()
    for line in others:
        if line.height > height + _SAME_HEIGHT_PT or len(nearer) > most:
            break
        is_level = line.height > height - _SAME_HEIGHT_PT and line.page_number in own_pages
        is_alike = line.look == look and abs(line.height - height) <= _SAME_HEIGHT_PT
        if line.index not in own and not is_level and not is_alike:
            nearer.add(line.page_number)
    return len(nearer) <= most


def _over_part(
    groups: Iterable[list[_Line]], lines: Sequence[_Line], accepted: Sequence[_Line]
) -> Iterator[_Line]:
    """Yield the lines that run over a part of the draft only: on pages in a row, with only such lines outside them.

    `groups` are lines with words of the cover: any other line that stands first on a few pages may be a heading.
    """
    taken = {line.index for line in accepted}
    on_page: dict[tuple[int, Zone], list[_Line]] = {}
    for line in lines:
        on_page.setdefault((line.page_number, line.zone), []).append(line)
    for group in sorted(groups, key=_nearness):
        for run in _page_runs([line for line in group if line.index not in taken]):
            outside = (
                other.index in taken or other.height >= line.height - _SAME_HEIGHT_PT
                for line in run
                for other in on_page[line.page_number, line.zone]
            )
            if len(run) >= _ROW_OF_PAGES and all(outside) and len(_counting(run)) == len(run):
                taken.update(line.index for line in run)
                yield from run


def _is_on_cover(line: _Line, cover: str) -> bool:
    """Tell whether the first page, told by its letters alone, has the words of a line."""
    words = _bare(line.signature)
    return len(words) >= _TITLE_LETTERS and line.page_number > 1 and words in cover


def _bare(text: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFD", text.casefold())))


def _page_runs(group: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of one signature that stand at the same place on pages in a row."""
    run: list[_Line] = []
    for line in group:
        last = run[-1] if run else None
        if last is not None and (
            line.page_number != last.page_number + 1
            or abs(line.height - last.height) > 1
            or line.look != last.look
        ):
            yield run
            run = []
        run.append(line)
    yield run


def _without_rests(accepted: Sequence[_Line], lines: Sequence[_Line]) -> list[_Line]:
    """Leave out lines of notes and paragraphs that happen to begin or end pages alike: the body is right beside them."""
    taken = {line.index for line in accepted}
    of_zone = {zone: {line.index: line for line in lines if line.zone == zone} for zone in _ZONES}
    inward = {"top": 1, "bottom": -1}
    return [
        line
        for line in accepted
        if not _is_rest(line, of_zone[line.zone].get(line.index + inward[line.zone]), taken)
    ]


def _is_rest(line: _Line, inner: _Line | None, taken: Set[int]) -> bool:
    """Tell whether a long line and the one next to it, further from the page's edge, are of one paragraph."""
    if inner is None or inner.page_number != line.page_number or inner.index in taken:
        return False
    if len(line.signature) < _SENTENCE:
        return False
    return inner.look == line.look and 0 < inner.height - line.height < _LEADING * line.look[0]


def _counting(lines: list[_Line]) -> list[_Line]:
    """Return the lines whose numbers are constant or count with the pages."""
    if not lines[0].numbers:
        return lines
    kept = lines
    has_page_number = False
    for column in zip(*(line.numbers for line in lines), strict=True):
        numbers = {line.index: number for number, line in zip(column, lines, strict=True)}
        value, constant = Counter(column).most_common(1)[0]
        distances = Counter(numbers[line.index] - line.page_number for line in lines)
        offset, counting = distances.most_common(1)[0]
        if counting >= constant and counting >= max(2, 0.5 * len(lines)):
            has_page_number = True
            kept = [line for line in kept if numbers[line.index] - line.page_number == offset]
        elif constant >= 0.6 * len(lines):
            kept = [line for line in kept if numbers[line.index] == value]
        else:
            return []
    needed = 2 if has_page_number else 3
    return kept if len(kept) >= needed else []


def _same_rows(lines: list[_Line], accepted: list[_Line], page_count: int) -> list[_Line]:
    """Return further lines in the rows that running lines use on many pages, looking like them."""
    taken = {line.index for line in accepted}
    rows: dict[tuple[Zone, int, tuple[float, str, bool]], set[int]] = {}
    for line in accepted:
        for near in (-1, 0, 1):
            rows.setdefault((line.zone, round(line.height) + near, line.look), set()).add(line.page_number)
    needed = max(2 if page_count <= _FEW_PAGES else 3, _ROW_SHARE * page_count)
    return [
        line
        for line in lines
        if line.index not in taken and len(rows.get((line.zone, round(line.height), line.look), ())) >= needed
    ]
