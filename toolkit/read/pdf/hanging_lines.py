"""Words in the cells of a table → the same, with lines that hang out of a cell too low for them put back into it.

Forms have rows of fixed height; what is typed into them may reach over the line into the cell below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from toolkit.read.pdf.grids import Cell
from toolkit.read.pdf.words import Word

_STEP = (0.8, 1.4)
"""In ems: between two lines of one cell."""
_REACH_PT = 0.5
"""How far a hanging line starts above its cell's lower edge, at least."""


def with_hanging_lines(
    homes: Mapping[int, int], words: Sequence[Word], cells: Sequence[Cell]
) -> dict[int, int]:
    """Return the cell of each word by its index; `homes` says in which cell a word's middle lies.

    A line hangs where it follows its cell's last line in the file, one step below it and over the edge, and the
    cell that it hangs into has text of its own on other lines.
    """
    mended = dict(homes)
    for before, index in pairwise(homes):
        home, above, word = homes[index], mended[before], words[index]
        if home == above or not _hangs(words[before], word, cells[above]):
            continue
        line = [at for at, cell in homes.items() if cell == home and _level(words[at], word)]
        others = [at for at, cell in homes.items() if cell == home and not _level(words[at], word)]
        if others and all(_is_within(words[at], cells[above]) for at in line):
            mended.update(dict.fromkeys(line, above))
    return mended


def _hangs(before: Word, word: Word, cell: Cell) -> bool:
    size = word.style.size_pt or word.bottom - word.top
    step = word.baseline - before.baseline
    over = word.top <= cell[3] - _REACH_PT and word.bottom > cell[3]
    return over and _STEP[0] * size <= step <= _STEP[1] * size and _is_within(word, cell)


def _level(one: Word, other: Word) -> bool:
    return abs(one.baseline - other.baseline) < 1.0


def _is_within(word: Word, cell: Cell) -> bool:
    return cell[0] <= word.x0 and word.x1 <= cell[2]
