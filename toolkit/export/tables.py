"""The rows of a quoted table → rows that can be printed: even, without empty columns, covered cells joined.

A draft's rows say "" both for an empty cell and for one that a merged cell covers. Below a row that fills every column,
each column means something and an empty cell is one; above it, as in a form that has no such row, cells are merged.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.export.printable import printable


class Cell(msgspec.Struct, frozen=True):
    """A text over one or more columns."""

    text: str
    columns: int = 1


def even_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows with the same number of cells, each on one line, without columns and rows that are empty."""
    width = max(1, *map(len, rows))
    even = [[*map(_one_line, row), *("",) * (width - len(row))] for row in rows]
    used = [index for index in range(width) if any(row[index] for row in even)] or [0]
    return tuple(tuple(row[index] for index in used) for row in even if any(row)) or (("",),)


def joined_cells(rows: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Return even rows with covered cells joined to the merged cell before them."""
    full = (index for index, row in enumerate(rows) if all(row[1:]))  # the corner of a header may be empty
    header = next(full, len(rows))
    return tuple(
        _joined(row) if index < header or _is_title(row) else tuple(map(Cell, row))
        for index, row in enumerate(rows)
    )


def _is_title(row: Sequence[str]) -> bool:
    """Tell whether only the first of several cells is filled: a line between the rows, or a remark below them."""
    return len(row) > 2 and bool(row[0]) and not any(row[1:])


def _joined(row: Sequence[str]) -> tuple[Cell, ...]:
    cells = [Cell(row[0])]
    for text in row[1:]:
        if text or not cells[-1].text:
            cells.append(Cell(text))
        else:
            cells[-1] = Cell(cells[-1].text, cells[-1].columns + 1)
    return tuple(cells)


def _one_line(cell: str) -> str:
    return " ".join(printable(cell).split())
