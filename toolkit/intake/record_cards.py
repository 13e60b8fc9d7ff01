"""A table with the names of its fields in the first column, one remark below the other → rows under a header."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.intake.columns import Row, names_field

_NAMED_SHARE = 0.6
"""Of the cells in the first column, from which on they are names."""


class Card(msgspec.Struct, frozen=True):
    """One remark written downwards."""

    number: int
    """Of its first row."""
    names: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, Row]:
        """Return it as a header and one row."""
        return Row(self.number, self.names), Row(self.number, self.values)


def read_cards(rows: Sequence[Row]) -> tuple[Card, ...]:
    """Return the remarks of a table that is written downwards, () if it is not.

    >>> [card.values for card in read_cards([Row(1, ("Fiche", "3")), Row(2, ("Remarque", "Trop court."))])]
    [('3', 'Trop court.')]
    """
    pairs = [_pair(row) for row in rows if any(cell.strip() for cell in row.cells)]
    named = [pair is not None and bool(names_field(pair[1])) for pair in pairs]
    if len(pairs) < 2 or None in pairs or sum(named) < _NAMED_SHARE * len(pairs):
        return ()
    if all(names_field(pair[2]) for pair in pairs[:1] if pair):
        return ()  # a header of two columns
    return _parted([pair for pair in pairs if pair is not None])


def _pair(row: Row) -> tuple[int, str, str] | None:
    """Return number, name and value of a row; None if it holds something else."""
    cells = [cell.strip() for cell in row.cells]
    held = [cell for cell in cells[1:] if cell]
    return (
        (row.number, cells[0].rstrip(" :"), held[0] if held else "") if cells[0] and len(held) <= 1 else None
    )


def _parted(pairs: Sequence[tuple[int, str, str]]) -> tuple[Card, ...]:
    """Begin a remark wherever the first name comes again."""
    starts = [index for index, pair in enumerate(pairs) if names_field(pair[1]) == names_field(pairs[0][1])]
    cards = []
    for start, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        part = pairs[start:end]
        cards.append(Card(part[0][0], tuple(pair[1] for pair in part), tuple(pair[2] for pair in part)))
    return tuple(cards)
