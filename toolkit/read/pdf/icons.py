"""Little drawn shapes: letters in them (level icons) are set apart from their line; before a line they are bullets."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.model.layout import Block, Box
from toolkit.read.pdf.drawings import Drawings
from toolkit.read.pdf.words import Word

_SMALLEST_PT, _LARGEST_PT = 8.0, 40.0
_BULLET_REACH_PT = 24.0
_DEPTH_PT = 6


def part_icons(words: Sequence[Word], drawings: Drawings) -> tuple[list[Word], list[Word]]:
    """Return the words of the text, and the single letters that stand alone in a small shape each."""
    shapes = [box for box, _fill in drawings.fills if _is_small(box)] + [
        box for box in drawings.frames if _is_small(box)
    ]
    if not shapes:
        return list(words), []
    text: list[Word] = []
    icons: list[Word] = []
    for word in words:
        alone = (
            word.text[1:].strip(".") == ""
            and word.text[0].isalpha()
            and any(_fills(word, box) for box in shapes)
        )
        (icons if alone else text).append(word)
    return text, icons


def with_drawn_bullets(blocks: Sequence[Block], dots: Sequence[Box]) -> list[Block]:
    """Return the lines with a "•" as label where a dot is drawn just before them."""
    if not dots:
        return list(blocks)
    levels = _levels(dots)
    marked = []
    for block in blocks:
        dot = next((dot for dot in dots if _is_before(dot, block)), None)
        if dot is None:
            marked.append(block)
        else:
            marked.append(msgspec.structs.replace(block, label="•", list_level=levels[round(dot.x0)]))
    return marked


def _levels(dots: Sequence[Box]) -> dict[int, int]:
    """Return the depth of each left edge of a dot: edges a few points apart are of one depth."""
    levels: dict[int, int] = {}
    last, level = -100, -1
    for edge in sorted({round(dot.x0) for dot in dots}):
        if edge - last > _DEPTH_PT:
            level += 1
        last, levels[edge] = edge, level
    return levels


def _is_before(dot: Box, block: Block) -> bool:
    box = block.box
    if block.kind != "line" or box is None or not block.text or not block.text[0].isalnum():
        return False
    middle = (dot.top + dot.bottom) / 2
    height = box.bottom - box.top
    return (
        0 <= box.x0 - dot.x1 <= _BULLET_REACH_PT
        and box.top + 0.15 * height <= middle <= box.bottom - 0.1 * height
    )


def _is_small(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return min(width, height) >= _SMALLEST_PT and max(width, height) <= min(
        _LARGEST_PT, 1.6 * min(width, height)
    )


def _fills(word: Word, box: Box) -> bool:
    """Tell whether the word stands in the middle of the shape."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return abs(x - (box.x0 + box.x1) / 2) < 0.2 * (box.x1 - box.x0) and abs(
        y - (box.top + box.bottom) / 2
    ) < 0.35 * (box.bottom - box.top)
