"""Forms on the first page ("Title: …", "Lead department: …") → the values of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from toolkit.model.layout import Block
from toolkit.structure.normalise import normalise

_LONGEST_VALUE = 300

# "IA No: 12", "Lead department or agency:"; not "see the note below, which says: no", "12:30".
_FIELD = re.compile(r"(?P<name>[^\W\d_][^:.,;?!\n]{0,50}?)\s?:(?=\s|$)\s*(?P<value>.*)")


def read_field(blocks: Iterable[Block], names: Sequence[str]) -> str:
    """Return the value of the first field called by one of the names (in small letters), "" if there is none.

    A value in a table's cell goes on over the lines below it up to the next field, one outside tables may stand
    on the next line if its own holds nothing.
    """
    for cell in _cells(blocks):
        lines = [line for line in normalise(cell).split("\n") if line]
        for index, line in enumerate(lines):
            field = _FIELD.fullmatch(line)
            if field is None or field["name"].lower() not in names:
                continue
            below = takewhile(lambda text: not _FIELD.fullmatch(text), lines[index + 1 :])
            value = " ".join(filter(None, (field["value"], *below)))
            if 0 < len(value) <= _LONGEST_VALUE:
                return value.removesuffix(".")
    return ""


def _cells(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if block.kind != "table":
            yield block.text
        for row in block.rows:
            for index, cell in enumerate(row):
                name = cell.strip()
                # the value may have a cell of its own beside the name
                beside = (
                    next(filter(None, row[index + 1 :]), "")
                    if name.endswith(":") and "\n" not in name
                    else ""
                )
                yield f"{name}\n{beside}" if beside else cell
