"""Matrix → an XLSX workbook: provisions on one sheet, counts by section on another.

Every cell is text or a number that we computed: nothing of a draft can become a formula or a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from toolkit.export.matrix.table import Matrix
from toolkit.export.matrix.terms import MARKS, MatrixTerms
from toolkit.export.printable import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST_CELL = 32_767
_WIDTHS = (16, 7, 10, 70, 16)
_ROLE_WIDTH = 11
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same matrix gives the same bytes: no clock."""


def write_spreadsheet(matrix: Matrix) -> bytes:
    """Return the workbook's content."""
    buffer, terms = BytesIO(), MatrixTerms(matrix.language)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": printable(matrix.title), "created": _EPOCH})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        centred = book.add_format({"align": "center", "valign": "top"})
        _provisions(book.add_worksheet(terms.provisions[:31]), matrix, terms, (bold, wrapped, centred))
        _counts(book.add_worksheet(terms.counts[:31]), matrix, terms, (bold, wrapped, centred))
    return buffer.getvalue()


def _provisions(sheet: Worksheet, matrix: Matrix, terms: MatrixTerms, formats: Sequence[Format]) -> None:
    bold, wrapped, centred = formats
    roles = [role.label(matrix.language) for role in matrix.roles]
    for column, heading in enumerate(("id", *terms.headings, *roles)):
        _text(sheet, 0, column, heading, bold)
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else _ROLE_WIDTH)
    for number, row in enumerate(matrix.rows, start=1):
        _text(sheet, number, 0, row.provision_id, wrapped)
        if row.page_number is not None:
            sheet.write_number(number, 1, row.page_number, centred)
        _text(sheet, number, 2, row.number, wrapped)
        _text(sheet, number, 3, row.title, wrapped)
        _text(sheet, number, 4, terms.modality(row.modality), wrapped)
        for place, cell in enumerate(row.cells):
            if cell:
                _text(sheet, number, len(_WIDTHS) + place, MARKS[cell], centred)
    _finish(sheet, rows=len(matrix.rows), columns=len(_WIDTHS) + len(roles))


def _counts(sheet: Worksheet, matrix: Matrix, terms: MatrixTerms, formats: Sequence[Format]) -> None:
    bold, wrapped, centred = formats
    roles = [role.label(matrix.language) for role in matrix.roles]
    for column, heading in enumerate((terms.section, *roles)):
        _text(sheet, 0, column, heading, bold)
        sheet.set_column(column, column, _ROLE_WIDTH if column else _WIDTHS[3])
    lines = [(count.title, count.numbers) for count in matrix.counts]
    for number, (title, counted) in enumerate((*lines, (terms.total, matrix.totals)), start=1):
        _text(sheet, number, 0, title, wrapped)
        for place, amount in enumerate(counted, start=1):
            sheet.write_number(number, place, amount, centred)
    _finish(sheet, rows=0, columns=0)


def _text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    sheet.write_string(row, column, printable(text)[:_LONGEST_CELL], style)


def _finish(sheet: Worksheet, *, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if rows:
        sheet.autofilter(0, 0, rows, columns - 1)
