"""A comment table → an XLSX workbook: the table as its owner lays it out, and a sheet that says what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from toolkit.export.comment_tables.cells import cell_rows, sheet_name, write_row
from toolkit.export.comment_tables.table import CommentTable
from toolkit.export.printable import printable, shortened
from toolkit.messages import text_in
from toolkit.model.response import Consultation

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_A4 = 9
_CHARACTERS = 150
"""Width of all columns together."""
_ROWS_TO_CHOOSE = 200
"""Empty rows below the comments in which a type can be chosen too."""


def new_workbook(
    buffer: BytesIO, *, title: str, consultation: Consultation, content_sha256: str, now: datetime
) -> Workbook:
    """Return a workbook that is dated `now` and says which answer it holds."""
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    created = now.replace(tzinfo=None)
    properties = {"title": shortened(title, 200), "author": shortened(consultation.respondent, 200)}
    book.set_properties({**properties, "subject": shortened(consultation.title, 200), "created": created})
    book.set_custom_property("ContentSHA256", content_sha256, "text")
    if consultation.draft_sha256:
        book.set_custom_property("DraftSHA256", consultation.draft_sha256, "text")
    return book


def table_workbook(made: CommentTable, consultation: Consultation, *, now: datetime) -> bytes:
    """Return the workbook's content."""
    buffer = BytesIO()
    facts = {"content_sha256": made.content_sha256, "consultation": consultation, "now": now}
    with new_workbook(buffer, title=made.title, **facts) as book:  # type: ignore[arg-type]  # the three facts
        name = sheet_name(made.sheet)
        _write_table(book, name, made)
        _write_about(book, sheet_name(text_in(made.language, "About this file"), [name]), made)
    return buffer.getvalue()


def _write_table(book: Workbook, name: str, made: CommentTable) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    plain = book.add_format({"bold": True})
    sheet = book.add_worksheet(name)
    for column, width in enumerate(made.widths):
        sheet.set_column(column, column, max(6, _CHARACTERS * width // sum(made.widths)))
    colon = text_in(made.language, "{label}:")
    sheet.write_string(0, 0, printable(made.title), plain)
    for number, (label, value) in enumerate(made.header, start=1):
        sheet.write_string(number, 0, f"{colon.format(label=label)} {value}".rstrip())
    head = len(made.header) + 2
    write_row(sheet, head, made.headings, bold)
    number = head
    key_column = 0
    for row in made.rows:
        for cells in cell_rows(row, key_column=key_column, language=made.language):
            number += 1
            write_row(sheet, number, cells, wrapped)
    for column, choices in enumerate(made.choices):
        if choices:
            rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
            sheet.data_validation(head + 1, column, number + _ROWS_TO_CHOOSE, column, rule)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8{_footer(made.notes)}&R&P / &N")


def _footer(notes: Sequence[str]) -> str:
    """Return the notes as a page footer, which holds 255 characters; the sheet about the file has them whole."""
    return shortened("  ".join(notes), 200).replace("&", "&&")


def _write_about(book: Workbook, name: str, made: CommentTable) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    told = text_in(made.language, "Content (SHA-256)")
    notes = [("", note) for note in made.notes]
    for number, line in enumerate([("", made.title), *made.header, *notes, (told, made.content_sha256)]):
        write_row(sheet, number, tuple(map(printable, line)), wrapped)
