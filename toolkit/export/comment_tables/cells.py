"""Texts → cells of a worksheet: never formulas or links, none longer than a cell may be, nothing cut off unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.export.printable import printable
from toolkit.messages import text_in

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
"""UTF-16 code units (Excel specifications and limits)."""
_LONGEST_NAME = 31

# Matches what a worksheet's name must not hold: "a/b", "[1]", "x:y".
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def cell_rows(cells: Sequence[str], *, key_column: int, language: str) -> Iterator[tuple[str, ...]]:
    """Yield a row, and rows below it for what its cells cannot hold.

    Those begin with "(continued)" where text goes on and repeat the cell of `key_column`.
    """
    marker = text_in(language, "(continued)")
    texts = [printable(cell) for cell in cells]
    if all(_fits(text) for text in texts):
        yield tuple(texts)
        return
    pieces = [tuple(_pieces(text, marker)) for text in texts]
    for number, row in enumerate(zip_longest(*pieces, fillvalue="")):
        key = texts[key_column]
        yield tuple(
            key if number and column == key_column and not cell else cell for column, cell in enumerate(row)
        )


def write_row(sheet: Worksheet, number: int, cells: Sequence[str], style: Format) -> None:
    """Write texts as texts."""
    for column, text in enumerate(cells):
        if text:
            sheet.write_string(number, column, text, style)
        else:
            sheet.write_blank(number, column, None, style)


def sheet_name(words: str, taken: Sequence[str] = ()) -> str:
    """Return a name that a worksheet may have: no forbidden character, at most 31 long, unlike those `taken`.

    >>> sheet_name("Coverage [1/2]"), sheet_name("History"), sheet_name("A", ["a"])
    ('Coverage -1-2-', 'History_', 'A 2')
    """
    name = _UNFIT.sub("-", words).strip(" '")[:_LONGEST_NAME] or "-"
    if name.casefold() == "history":  # Excel keeps that name for itself
        name += "_"
    known, free, number = {other.casefold() for other in taken}, name, 1
    while free.casefold() in known:
        number += 1
        free = f"{name[: _LONGEST_NAME - 4]} {number}"
    return free


def _fits(text: str) -> bool:
    # No character has more than two code units.
    return len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL


def _pieces(text: str, marker: str) -> Iterator[str]:
    """Yield a text in parts that fit, cut between words where it can be."""
    first, rest = True, text
    while rest or first:
        lead = "" if first else f"{marker} "
        end = _cut(rest, LONGEST_CELL - len(lead))
        yield lead + rest[:end]
        first, rest = False, rest[end:]


def _cut(text: str, limit: int) -> int:
    """Return how many characters of `text` fit."""
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return len(text)
    head = text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
    space = max(head.rfind(" "), head.rfind("\n"))
    return space + 1 if space > len(head) // 2 else len(head)
