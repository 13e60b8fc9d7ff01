"""Words of a page → printed lines in reading order, as blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from toolkit.model.layout import Block, BlockRole, Box, Call, Run, Style
from toolkit.read.pdf.columns import Fragment, reading_regions
from toolkit.read.pdf.frame import Frame
from toolkit.read.pdf.side_notes import part_side_notes
from toolkit.read.pdf.tagging import Tagged
from toolkit.read.pdf.words import Word

_WIDE_GAP = 0.9
"""In ems: words further apart are not of one fragment."""
_CELL_GAP = 1.9
"""In ems: words further apart are in different cells."""
_SPACE = 0.11
"""In ems: the narrowest gap that is a space."""
_SPLIT_LETTER = 0.06
"""In ems: a capital this close before small letters belongs to them (InDesign: "I mpliquer")."""
_RAISED_SIZE = 0.83
_RAISED_BY = 0.12
"""Size and rise of a superscript, against the line's main size."""

_SIDE_LABEL_REACH = 14
"""In ems: how far a label in the margin stands from its text at most."""

# "R12", "3.1.", "42", "(a)", "P-1"; not "Oui".
_SIDE_LABEL = re.compile(r"[(\[]?(?:[A-Z]{0,3}-?\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxIVX]{1,5})[.)\]]?")

# A footnote's call: "1", "12", "(3)", "*", "a"; not "er", "2n", "1234", nor the "e" and "o" of ordinals.
_CALL_MARK = re.compile(r"[(\[]?(?P<mark>\d{1,3}|\*{1,4}|†|‡|[a-df-np-z])[)\]]?(?P<rest>[.,;:»)]*)")
_UNIT = re.compile(r"(?:^|[\s/(])[kcmd]?m$|\d$|[)=+^]$|(?:^|\s)[A-Za-z]$")
"""What exponents, ordinals and abbreviations follow: "km", "10", "M"; not "CNIL"."""

_ROLES: dict[str, BlockRole] = {
    "Note": "note",
    "FENote": "note",
    "Footnote": "note",
    "TOC": "toc",
    "TOCI": "toc",
    "Caption": "caption",
}
"""Of standard structure types; headings are told by their level."""


class Placement(msgspec.Struct, frozen=True):
    """Which page the lines are on and how its frame relates to the page as displayed."""

    page_number: int
    frame: Frame
    displayed: Frame
    tags: dict[int, Tagged] = {}
    """What the structure tree says of the page's marked contents."""


def read_lines(words: Sequence[Word], placement: Placement) -> list[Block]:
    """Return the printed lines of a page, columns resolved, marks along the margin last."""
    turned = [word for word in words if word.quarter_turns]
    return [
        *(_block(line, placement) for line in _upright_lines(words, placement.frame.width)),
        *_margin_blocks(turned, placement),
    ]


def read_text(words: Sequence[Word], placement: Placement) -> str:
    """Return the text of a table's cell, one printed line after the other as `read_lines` finds them."""
    if len(words) == 1:
        return words[0].text
    texts = [_set_line(line)[1].text for line in _upright_lines(words, placement.frame.width)]
    turned = [word for word in words if word.quarter_turns]
    texts += [block.text for block in _margin_blocks(turned, placement)]
    return "\n".join(texts).replace("\t", " ")


def _upright_lines(words: Sequence[Word], page_width: float) -> list[list[Word]]:
    text, side_notes = part_side_notes(fragments(word for word in words if not word.quarter_turns))
    lines: list[list[Word]] = []
    for region in reading_regions(text, page_width):
        lines.extend(visual_lines(region))
    for note in side_notes:
        place = _beside(note, lines)
        lines[place:place] = visual_lines(note)
    return lines


def _beside(note: Sequence[Fragment], lines: Sequence[Sequence[Word]]) -> int:
    """Return where in reading order a side note belongs: before the line that it starts beside."""
    middle = (note[0].top + note[0].bottom) / 2
    return next(
        (place for place, line in enumerate(lines) if max(word.bottom for word in line) > middle), len(lines)
    )


def fragments(words: Iterable[Word]) -> list[Fragment]:
    """Group words in stream order that stand next to each other on one baseline."""
    found: list[Fragment] = []
    current: Fragment | None = None
    for word in words:
        if current is not None and _continues(current, word):
            current.words.append(word)
            current.length += len(word.text) + 1
            if word.x1 > current.x1:  # noqa: PLR1730  # a call of max costs more than all the rest
                current.x1 = word.x1
            if word.top < current.top:  # noqa: PLR1730
                current.top = word.top
            if word.bottom > current.bottom:  # noqa: PLR1730
                current.bottom = word.bottom
            if word.style.size_pt > current.size:
                current.size, current.baseline = word.style.size_pt, word.baseline
        else:
            size = word.style.size_pt or word.bottom - word.top
            current = Fragment(
                [word], word.x0, word.top, word.x1, word.bottom, word.baseline, size, len(word.text)
            )
            found.append(current)
    return found


def _continues(fragment: Fragment, word: Word) -> bool:
    last = fragment.words[-1]
    own_size, size = word.style.size_pt, fragment.size
    larger = (own_size if own_size > size else size) or 10.0
    if not -0.5 * larger <= word.x0 - last.x1 <= _WIDE_GAP * larger or last.hidden != word.hidden:
        return False
    rise = word.baseline - fragment.baseline
    smaller = own_size or larger
    reach = 0.25 * (smaller if smaller < size else size)
    if -reach <= rise <= reach:
        return True
    middle = (word.top + word.bottom) / 2
    return fragment.top <= middle <= fragment.bottom and abs(rise) <= 0.6 * larger


def visual_lines(region: Sequence[Fragment]) -> list[list[Word]]:
    """Put fragments of one region that share a baseline on one line, left to right, lines top down."""
    lines: list[Fragment] = []
    for fragment in sorted(region, key=_place):
        home = next((line for line in lines[:-7:-1] if _shares_line(line, fragment)), None)
        if home is None:
            lines.append(msgspec.structs.replace(fragment, words=list(fragment.words)))
        else:
            _add(home, fragment)
    lines = _with_side_labels(_with_raised(lines))
    lines.sort(key=_place)
    return [sorted(line.words, key=_left_edge) for line in lines]


def _place(fragment: Fragment) -> tuple[float, float]:
    return fragment.baseline, fragment.x0


def _left_edge(word: Word) -> float:
    return word.x0


def _add(line: Fragment, fragment: Fragment) -> None:
    line.words.extend(fragment.words)
    line.length += fragment.length + 1
    line.x0, line.x1 = min(line.x0, fragment.x0), max(line.x1, fragment.x1)
    line.top, line.bottom = min(line.top, fragment.top), max(line.bottom, fragment.bottom)
    if fragment.size > line.size:
        line.size, line.baseline = fragment.size, fragment.baseline


def _shares_line(line: Fragment, fragment: Fragment) -> bool:
    if abs(line.baseline - fragment.baseline) > 0.35 * min(line.size, fragment.size):
        return False
    return line.words[0].hidden == fragment.words[0].hidden and _is_free(line, fragment)


def _is_free(line: Fragment, fragment: Fragment) -> bool:
    slack = 0.3 * min(line.size, fragment.size)
    if fragment.x0 >= line.x1 - slack or fragment.x1 <= line.x0 + slack:
        return True
    return all(word.x1 <= fragment.x0 + slack or word.x0 >= fragment.x1 - slack for word in line.words)


def _with_raised(lines: list[Fragment]) -> list[Fragment]:
    """Put lines that are only a raised mark onto the line whose words they stand beside."""
    kept: list[Fragment] = []
    raised: list[Fragment] = []
    for line in lines:
        (raised if len(line.words) <= 2 and line.x1 - line.x0 < 3 * line.size else kept).append(line)
    for mark in raised:
        middle = (mark.top + mark.bottom) / 2
        home = next(
            (
                line
                for line in kept
                if mark.size <= 0.85 * line.size
                and line.top <= middle <= line.baseline
                and line.words[0].hidden == mark.words[0].hidden
                and any(
                    -1 <= mark.x0 - word.x1 <= line.size or -1 <= word.x0 - mark.x1 <= line.size
                    for word in line.words
                )
                and _is_free(line, mark)
            ),
            None,
        )
        if home is None:
            kept.append(mark)
        else:
            _add(home, mark)
    return kept


def _with_side_labels(lines: list[Fragment]) -> list[Fragment]:
    """Put a label that stands alone in a column of its own ("R12", "3.1") before the line beside it."""
    labels = [line for line in lines if len(line.words) == 1 and _SIDE_LABEL.fullmatch(line.words[0].text)]
    if not labels:
        return lines
    taken: set[int] = set()
    for label in labels:
        beside = [
            line
            for line in lines
            if line is not label
            and id(line) not in taken
            and line.words[0].hidden == label.words[0].hidden
            and 0 < line.x0 - label.x1 <= _SIDE_LABEL_REACH * label.size
            and min(line.bottom, label.bottom) - max(line.top, label.top) >= 0.4 * (label.bottom - label.top)
        ]
        if beside:
            home = min(beside, key=_top)
            taken.add(id(label))
            home.words.extend(label.words)
            home.x0 = label.x0
    return [line for line in lines if id(line) not in taken]


def _top(line: Fragment) -> float:
    return line.top


class _Stretch(msgspec.Struct, gc=False):
    start: int
    end: int
    style: Style


class _Text:
    """Text of a line being put together."""

    def __init__(self, first: Word) -> None:
        self.text = ""
        self.stretches: list[_Stretch] = []
        self.calls: list[Call] = []
        self.cells = [first.x0]

    def append(self, text: str, style: Style) -> None:
        start = len(self.text)
        self.text += text
        last = self.stretches[-1] if self.stretches else None
        if last is not None and last.style is style:
            last.end = len(self.text)
        else:
            self.stretches.append(_Stretch(start, len(self.text), style))

    def runs(self, main: Style) -> tuple[Run, ...]:
        """Return the stretches that look different from most of the text."""
        return tuple(
            Run(stretch.start, stretch.end, stretch.style)
            for stretch in self.stretches
            if stretch.style is not main and stretch.style != main
        )


def _block(words: Sequence[Word], placement: Placement) -> Block:
    main, built = _set_line(words)
    said = _said_of(words, placement.tags) if placement.tags else None
    return Block(
        kind="line",
        text=built.text,
        role=_ROLES.get(said.kind, "body") if said else "body",
        outline_level=said.level if said else None,
        style=main,
        runs=built.runs(main),
        page_number=placement.page_number,
        box=placement.frame.box_in(placement.displayed, Box(*_around(words))),
        calls=tuple(built.calls),
        hidden=words[0].hidden,
        columns=tuple(built.cells) if len(built.cells) > 1 else (),
    )


def _set_line(words: Sequence[Word]) -> tuple[Style, _Text]:
    """Return the style of most of a line, and its text."""
    style = words[0].style
    if all(word.style is style for word in words):  # most lines
        return style, _text_in_one_style(words, style.size_pt or words[0].bottom - words[0].top)
    style = _main_style(words)
    return style, _text_in_styles(words, style)


def _around(words: Sequence[Word]) -> tuple[float, float, float, float]:
    """Return the edges of the rectangle around words."""
    return (
        min([word.x0 for word in words]),
        min([word.top for word in words]),
        max([word.x1 for word in words]),
        max([word.bottom for word in words]),
    )


def _main_style(words: Sequence[Word]) -> Style:
    weights: Counter[Style] = Counter()
    for word in words:
        weights[word.style] += len(word.text)
    return weights.most_common(1)[0][0]


def _text_in_one_style(words: Sequence[Word], size: float) -> _Text:
    built = _Text(words[0])
    parts = [words[0].text]
    for previous, word in pairwise(words):
        separator = _separator(previous, word, size)
        if separator == "\t":
            built.cells.append(word.x0)
        parts.append(separator)
        parts.append(word.text)
    built.text = "".join(parts)
    return built


def _text_in_styles(words: Sequence[Word], main: Style) -> _Text:
    """Put together the text of a line in which raised marks may be calls of notes."""
    size = main.size_pt or words[0].bottom - words[0].top
    baseline = next(word.baseline for word in words if word.style is main or word.style == main)
    small = _RAISED_SIZE * size
    built = _Text(words[0])
    previous: Word | None = None
    for word in words:
        separator = "" if previous is None else _separator(previous, word, size)
        if separator == "\t":
            built.cells.append(word.x0)
        style = word.style
        previous = word
        if style.size_pt <= small and baseline - word.baseline >= _RAISED_BY * size:
            style = msgspec.structs.replace(style, superscript=True)
            if built.text and _take_call(built, word.text, style):
                continue
        built.text += separator
        built.append(word.text, style)
    return built


def _said_of(words: Sequence[Word], tags: dict[int, Tagged]) -> Tagged | None:
    """Return what the structure tree says of most of the words."""
    contents = {word.marked_content for word in words}
    if len(contents) == 1:
        return tags.get(contents.pop())
    votes: Counter[Tagged] = Counter()
    for word in words:
        tagged = tags.get(word.marked_content)
        if tagged is not None:
            votes[tagged] += len(word.text)
    return votes.most_common(1)[0][0] if votes else None


def _separator(previous: Word, word: Word, size: float) -> str:
    gap = word.x0 - previous.x1
    if word.joint == "glued":
        return "" if gap < 0.5 * size else " "
    if gap >= _CELL_GAP * size:
        return "\t"
    if word.joint == "space":
        return "" if gap < _SPLIT_LETTER * size and _is_split_letter(previous.text, word.text) else " "
    return " " if gap > _SPACE * size else ""


def _is_split_letter(letter: str, rest: str) -> bool:
    return len(letter) == 1 and letter.isalpha() and letter.isupper() and rest[0].isalpha()


def _take_call(built: _Text, text: str, style: Style) -> bool:
    """Note a footnote's call and leave its mark out of the text; False if it is not one."""
    match = _CALL_MARK.fullmatch(text)
    if match is None or _UNIT.search(built.text):
        return False
    built.calls.append(Call(len(built.text), "", match["mark"]))
    if match["rest"]:
        built.append(match["rest"], style)
    return True


def _margin_blocks(words: Sequence[Word], placement: Placement) -> list[Block]:
    """Join words set along the margin (vertical marks, stamps) to one block a stretch."""
    stretches: list[list[Word]] = []
    for word in words:
        last = stretches[-1][-1] if stretches else None
        if last is not None and last.quarter_turns == word.quarter_turns and word.joint != "line":
            stretches[-1].append(word)
        else:
            stretches.append([word])
    return [_margin_block(stretch, placement) for stretch in stretches]


def _margin_block(words: Sequence[Word], placement: Placement) -> Block:
    text = words[0].text + "".join(("" if word.joint == "glued" else " ") + word.text for word in words[1:])
    return Block(
        kind="line",
        text=text,
        role="margin",
        style=words[0].style,
        page_number=placement.page_number,
        box=placement.frame.box_in(placement.displayed, Box(*_around(words))),
        hidden=words[0].hidden,
    )
