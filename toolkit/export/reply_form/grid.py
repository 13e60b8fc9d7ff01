"""A table of a form → the cell that a target means by the words beside and above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from toolkit.export.reply_form.mapping import Target


class Cell(msgspec.Struct, frozen=True):
    """A cell of a row; rows and columns count from 1, merged columns as many."""

    row: int
    column: int
    text: str


def same_words(one: str, other: str) -> bool:
    """Tell whether two labels are the same but for case, spaces and a colon at the end."""
    return _plain(one) == _plain(other)


def locate(rows: Sequence[Sequence[Cell]], target: Target) -> tuple[int, int] | None:
    """Return row and column of the cell that a target means, None if the table has none.

    Without a column, it is the first empty cell beside the label, or the one right beside it.
    """
    row = _row(rows, target.row)
    if row is None:
        return None
    column = _column(rows, row, target.column) if target.column else _free(row)
    return None if column is None else (row[0].row, column)


def labels(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the words by which the rows can be named."""
    return [row[0].text for row in rows if row and row[0].text]


def free_cells(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, Cell, str]]:
    """Yield label, cell and header of each cell that stands empty beside a label."""
    for index, row in enumerate(rows):
        if not row or not row[0].text:
            continue
        for cell in row[1:]:
            if not cell.text:
                yield row[0], cell, _header(rows[:index], cell.column)


def _header(rows: Sequence[Sequence[Cell]], column: int) -> str:
    above = (cell.text for row in rows[:1] for cell in row if cell.column == column)
    return next(above, "")


def _row(rows: Sequence[Sequence[Cell]], wanted: int | str) -> Sequence[Cell] | None:
    if isinstance(wanted, int):
        return next((row for row in rows if row and row[0].row == wanted), None)
    return next((row for row in rows if row and same_words(row[0].text, wanted)), None)


def _column(rows: Sequence[Sequence[Cell]], row: Sequence[Cell], wanted: int | str) -> int | None:
    if isinstance(wanted, int):
        return wanted
    above = (cell for other in rows if other and other[0].row <= row[0].row for cell in other)
    return next((cell.column for cell in above if same_words(cell.text, wanted)), None)


def _free(row: Sequence[Cell]) -> int | None:
    beside = row[1:]
    empty = next((cell.column for cell in beside if not cell.text), None)
    return empty or next((cell.column for cell in beside), None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(" :")
