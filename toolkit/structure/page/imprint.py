"""Addresses of the authority: the letterhead at the foot of the first page, the imprint on the back cover.

Neither runs from page to page, so only what they say tells them: a postal code with its town, a telephone number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from toolkit.model.layout import Block
from toolkit.model.reading import Reading

_FOOT_SHARE = 0.2
"""Of the first page's height: its foot."""
_GAP_EM = 1.5
"""In font sizes: what parts a letterhead from the text above it, at least."""
_MOST_LINES = 15
_LONGEST = 90
_SENTENCE = 40
_FEWEST_PAGES = 4

# "75334 PARIS CEDEX 07", "75 334 PARIS", "01 53 73 22 22", "+44 20 7946 0958", "SW1A 2AA"; not "RGPD 2016/679"
_ADDRESS = re.compile(
    r"""
    \b \d{2} \s? \d{3} \s+ [A-ZÀ-Ý]{3,}
    | \b 0\d (?: [ .] \d\d ){4} \b
    | \+ \d{2} (?: [ .()-]? \d ){8,11} \b
    | \b [A-Z]{1,2} \d [A-Z\d]? \s \d [A-Z]{2} \b
    """,
    re.VERBOSE,
)


def find_imprint(reading: Reading) -> set[int]:
    """Return the indexes of the lines that are the letterhead or the imprint."""
    if not reading.pages:
        return set()
    pages = _lines_of_pages(reading, {1, len(reading.pages)})
    heights = {page.number: page.height_pt for page in reading.pages}
    found = _letterhead(pages.get(1, []), heights.get(1, 0.0))
    if len(reading.pages) >= _FEWEST_PAGES:
        found |= _back_cover(pages.get(len(reading.pages), []))
    return found


def _lines_of_pages(reading: Reading, wanted: set[int]) -> Mapping[int, list[tuple[int, Block]]]:
    pages: dict[int, list[tuple[int, Block]]] = {}
    for index, block in enumerate(reading.blocks):
        if block.page_number in wanted and block.role == "body":
            pages.setdefault(block.page_number or 0, []).append((index, block))
    return pages


def _letterhead(page: Sequence[tuple[int, Block]], height: float) -> set[int]:
    """Return the small lines below the last wide gap of the first page, if an address is among them."""
    lines = [(index, block) for index, block in page if block.kind == "line" and block.box is not None]
    lines.sort(key=lambda item: _top(item[1]))
    sizes = Counter(block.style.size_pt for _index, block in lines for _ in block.text)
    if not sizes:
        return set()
    text_size = sizes.most_common(1)[0][0]
    foot: list[tuple[int, Block]] = []
    for index, block in reversed(lines):
        if block.style.size_pt >= text_size or block.calls or _top(block) < (1 - _FOOT_SHARE) * height:
            break
        foot.append((index, block))
    if len(foot) == len(lines) or not foot:
        return set()
    above = lines[-len(foot) - 1][1]
    assert above.box is not None
    parted = _top(foot[-1][1]) - above.box.bottom >= _GAP_EM * above.style.size_pt
    return {index for index, _block in foot} if parted and _has_address(foot) else set()


def _back_cover(page: Sequence[tuple[int, Block]]) -> set[int]:
    """Return all lines of a last page that holds an address and no running text."""
    if not 0 < len(page) <= _MOST_LINES or any(_is_text(block) for _index, block in page):
        return set()
    return {index for index, _block in page} if _has_address(page) else set()


def _is_text(block: Block) -> bool:
    text = block.text
    return block.kind != "line" or len(text) > _LONGEST or (len(text) > _SENTENCE and text.endswith("."))


def _has_address(lines: Iterable[tuple[int, Block]]) -> bool:
    return any(_ADDRESS.search(block.text) for _index, block in lines)


def _top(block: Block) -> float:
    return block.box.top if block.box is not None else 0.0
