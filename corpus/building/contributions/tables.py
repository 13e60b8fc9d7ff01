"""A contributor's table → a workbook or a file of comma-separated values."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter

from building.contributions.documents import table_of
from building.contributions.source import Sent
from building.contributions.times import moment

WIDTHS = {"number": 6, "clause": 22, "category": 10}
WIDE = 48


def write_workbook(sent: Sent) -> bytes:
    """Return a workbook with a title above the table, as people make them."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"author": sent.author, "created": moment(sent.date).replace(tzinfo=None)})
        sheet = book.add_worksheet(sent.sheet)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, sent.title, bold)
        for column, (_head, name) in enumerate(sent.columns):
            sheet.set_column(column, column, WIDTHS.get(name, WIDE))
        for number, row in enumerate(table_of(sent)):
            for column, words in enumerate(row):
                if words:
                    sheet.write_string(number + 2, column, words, wrapped if number else bold)
    return packed.getvalue()


def write_csv(sent: Sent) -> bytes:
    """Return comma-separated values as a spreadsheet program saves them."""
    written = StringIO(newline="")
    csv.writer(written).writerows(table_of(sent))
    return written.getvalue().encode("utf-8-sig")
