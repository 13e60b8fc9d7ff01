"""A text of separated values (CSV, TSV, a Markdown table) → rows, if it is a table of comments."""

from __future__ import annotations

import csv
import io
import re

from toolkit.intake.columns import Row, find_layout
from toolkit.intake.vocabulary import plain

_SEPARATORS = (";", "\t", ",", "|")
_SAMPLE = 200_000
"""Characters that tell the separator."""
_NAMED_SHARE = 0.5
"""Columns with a known name, below which a line of text with commas is no header."""
# Match: "|---|:---:|", which sets the header of a Markdown table apart.
_RULE = re.compile(r"[\s|:-]+")
_SEPARATOR_LINE = re.compile(r"sep=(?P<mark>.)\r?\n")


def read_delimited(text: str) -> tuple[Row, ...]:
    r"""Return the rows of a table of comments, () if the text is none.

    >>> [row.cells for row in read_delimited("Fiche;Commentaire\n3;Délai trop court")]
    [('Fiche', 'Commentaire'), ('3', 'Délai trop court')]
    """
    stated = _SEPARATOR_LINE.match(text)
    if stated is not None:
        return _rows(text[stated.end() :], stated["mark"])
    best = max(_SEPARATORS, key=lambda mark: _fitness(text[:_SAMPLE], mark))
    if _fitness(text[:_SAMPLE], best) <= 0:
        return ()
    return _rows(text, best)


def _fitness(text: str, mark: str) -> float:
    """Return how well a separator parts a text into a table of comments with a header; 0 if not at all."""
    rows = _rows(text, mark)
    if len(rows) < 2:
        return 0.0
    layout = find_layout(rows)
    if layout is None or layout.first_row == 0:
        return 0.0
    named = sum(1.0 for field in layout.fields if field)
    return (
        0.0
        if named < _NAMED_SHARE * layout.width
        else named + _evenness(rows[layout.first_row :], layout.width)
    )


def _evenness(rows: tuple[Row, ...], width: int) -> float:
    return sum(len(row.cells) == width for row in rows) / max(len(rows), 1)


def _rows(text: str, mark: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows: list[Row] = []
    try:
        for cells in reader:
            kept = _trimmed(cells, mark)
            if any(cell.strip() for cell in kept):
                rows.append(Row(reader.line_num, kept))
    except csv.Error:
        return ()
    return tuple(rows)


def _trimmed(cells: list[str], mark: str) -> tuple[str, ...]:
    """Return cells without what a Markdown table has around them."""
    if mark != "|":
        return tuple(cells)
    if all(not cell.strip() or _RULE.fullmatch(cell) for cell in cells) and not plain(" ".join(cells)):
        return ()
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cell.strip() for cell in cells)
