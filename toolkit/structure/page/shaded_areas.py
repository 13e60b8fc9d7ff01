"""Shaded and framed areas of the pages → for each line, the key of the visible box that it lies in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolkit.model.layout import Block, Box, Shade
from toolkit.model.reading import Reading

_MIN_LINES = 2
"""Fewer lines on a ground are a heading bar or a marked word."""
_MAX_SHARE = 0.75
"""Of a page's height: more is the page's background."""
_SAME_EDGE_PT = 4.0


def containers(blocks: Sequence[Block], reading: Reading) -> list[str]:
    """Return for each block the key of its box, "" outside; a box that goes on over pages has one key."""
    heights = {page.number: page.height_pt for page in reading.pages}
    by_page: dict[int, list[Shade]] = {}
    for shade in reading.shades:
        height = heights.get(shade.page_number, 0.0)
        if shade.box.bottom - shade.box.top <= _MAX_SHARE * height:
            by_page.setdefault(shade.page_number, []).append(shade)
    keys = _keys(blocks, [_home(block, by_page) for block in blocks])
    counts = Counter(keys)
    return [key if counts[key] >= _MIN_LINES else "" for key in keys]


def _home(block: Block, by_page: dict[int, list[Shade]]) -> Shade | None:
    """Return the largest area that holds the middle of a block: inner areas are part of its design."""
    if block.box is None or block.page_number is None:
        return None
    x, y = block.box.x0 + 1, (block.box.top + block.box.bottom) / 2
    for shade in by_page.get(block.page_number, ()):
        if shade.box.x0 <= x <= shade.box.x1 and shade.box.top <= y <= shade.box.bottom:
            return shade if block.box.x1 <= shade.box.x1 + 12 else None
    return None


def _keys(blocks: Sequence[Block], homes: list[Shade | None]) -> list[str]:
    keys: list[str] = []
    names: dict[int, str] = {}
    previous: Shade | None = None
    for block, home in zip(blocks, homes, strict=True):
        if home is None:
            keys.append("")
            if block.role == "body":
                previous = None
            continue
        if id(home) not in names:
            known = names[id(previous)] if previous is not None and _goes_on(previous, home) else ""
            kind = "table " if home.is_field else ""
            names[id(home)] = known or f"{kind}p{home.page_number}-{len(names) + 1}"
        keys.append(names[id(home)])
        previous = home
    return keys


def _goes_on(before: Shade, after: Shade) -> bool:
    return (
        after.page_number == before.page_number + 1
        and before.fill == after.fill
        and _aligned(before.box, after.box)
    )


def _aligned(one: Box, other: Box) -> bool:
    return abs((one.x1 - one.x0) - (other.x1 - other.x0)) <= _SAME_EDGE_PT
