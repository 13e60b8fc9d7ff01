"""Turn rows into Word tables: a repeated header row, joined cells, and the one-cell tables that are boxes."""

from __future__ import annotations

from lxml.etree import _Element

from building.draft import Node
from building.inline import plain
from building.word_text import WordText
from building.word_xml import paragraph, w

WIDTH_TWIPS = 9354
"""Between the margins of an A4 page."""
HEADER_FILL, BOX_FILL = "0B5563", "EAF4F5"
LETTER_TWIPS, CELL_MARGINS_TWIPS = 97, 260
"""Room for one letter of a table’s text, and for both margins of a cell."""


def data_table(node: Node, texts: WordText) -> _Element:
    """Make the table of a unit; notes are called from its cells in reading order."""
    widths = column_widths(node.rows)
    notes = list(node.notes)
    rows = [_row(node.rows, index, widths, texts, notes) for index in range(len(node.rows))]
    return _table("DraftTable", widths, rows)


def box_table(content: list[_Element]) -> _Element:
    """Make a bordered table of one cell."""
    cell = w("tc", _cell_properties(WIDTH_TWIPS, fill=BOX_FILL), *content)
    return _table("DraftBox", [WIDTH_TWIPS], [w("tr", cell)])


def column_widths(rows: list[list[str]]) -> list[int]:
    """Give each column its longest word, then share the rest by what its longest text needs beyond; in twips."""
    columns = [[plain(cell) for cell in column] for column in zip(*rows, strict=True)]
    words = [max(map(len, " ".join(column).split(" "))) for column in columns]
    least = [CELL_MARGINS_TWIPS + LETTER_TWIPS * letters for letters in words]
    needs = [max(map(len, column)) - letters for column, letters in zip(columns, words, strict=True)]
    rest = max(0, WIDTH_TWIPS - sum(least))
    widths = [minimum + rest * need / (sum(needs) or 1) for minimum, need in zip(least, needs, strict=True)]
    whole = [round(width * WIDTH_TWIPS / sum(widths)) for width in widths]
    whole[-1] += WIDTH_TWIPS - sum(whole)
    return whole


def _table(style: str, widths: list[int], rows: list[_Element]) -> _Element:
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=WIDTH_TWIPS, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *rows)


def _row(rows: list[list[str]], index: int, widths: list[int], texts: WordText, notes: list[str]) -> _Element:
    header = (w("tblHeader"),) if index == 0 else ()
    properties = w("trPr", w("cantSplit"), *header)
    cells = []
    for column, words in enumerate(rows[index]):
        if words == "<":
            continue
        span = _span(rows[index], column)
        width = sum(widths[column : column + span])
        fill = HEADER_FILL if index == 0 else ""
        tc = _cell_properties(width, span=span, merge=_merge(rows, index, column), fill=fill)
        shown = "" if words == "^" else words
        called = [notes.pop(0) for _ in range(shown.count("[^]"))]
        style = "TableText" if index else "TableHeader"
        cells.append(w("tc", tc, paragraph(style, *texts.line(shown, called))))
    return w("tr", properties, *cells)


def _span(row: list[str], column: int) -> int:
    end = column + 1
    while end < len(row) and row[end] == "<":
        end += 1
    return end - column


def _merge(rows: list[list[str]], index: int, column: int) -> str:
    if rows[index][column] == "^":
        return "continue"
    goes_on = index + 1 < len(rows) and rows[index + 1][column] == "^"
    return "restart" if goes_on else ""


def _cell_properties(width: int, *, span: int = 1, merge: str = "", fill: str = "") -> _Element:
    parts = [w("tcW", w=width, type="dxa")]
    if span > 1:
        parts.append(w("gridSpan", val=span))
    if merge:
        parts.append(w("vMerge", val=merge))
    if fill:
        parts.append(w("shd", val="clear", color="auto", fill=fill))
    return w("tcPr", *parts)
