"""Letters set in little drawn shapes (level icons, seals) → set apart from the line they stand on."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.layout import Box
from toolkit.read.pdf.drawings import Drawings
from toolkit.read.pdf.words import Word

_SMALLEST_PT, _LARGEST_PT = 8.0, 40.0


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
            len(word.text.rstrip(".")) == 1
            and word.text[0].isalpha()
            and any(_fills(word, box) for box in shapes)
        )
        (icons if alone else text).append(word)
    return text, icons


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
