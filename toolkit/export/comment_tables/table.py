"""A response and a layout → a table of texts, to be written as a document or a worksheet."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from toolkit.export.comment_tables.entries import Entry, document_name, entries
from toolkit.export.comment_tables.layout import Column, Field, HeaderValue, Layout
from toolkit.export.printable import printable
from toolkit.export.terms import Terms
from toolkit.model.filing import Filing
from toolkit.model.response import Response


class CommentTable(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed, in the response's language; rows have a cell for each column."""

    title: str
    sheet: str
    header: tuple[tuple[str, str], ...]
    """Label and value of each fact above the table."""
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    choices: tuple[tuple[str, ...], ...]
    """By column: what may be chosen there; () for any text."""
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    language: str
    content_sha256: str


def build_table(response: Response, layout: Layout, filing: Filing) -> CommentTable:
    """Lay out the comments of a response."""
    language = response.language
    types = tuple(filter(None, msgspec.structs.astuple(layout.types)))
    return CommentTable(
        title=layout.title.of(language),
        sheet=layout.sheet.of(language),
        header=tuple(
            (line.label(language), printable(_fact(line.value, response))) for line in layout.header
        ),
        headings=tuple(column.heading(language) for column in layout.column),
        widths=tuple(column.width for column in layout.column),
        choices=tuple(types if column.field == "type" else () for column in layout.column),
        rows=tuple(_rows(response, layout, filing)),
        notes=tuple(note.of(language) for note in layout.notes),
        language=language,
        content_sha256=response.content_sha256,
    )


def _rows(response: Response, layout: Layout, filing: Filing) -> Iterator[tuple[str, ...]]:
    types = {"ge": layout.types.ge, "te": layout.types.te, "ed": layout.types.ed}
    for entry in entries(response, filing):
        told = msgspec.structs.replace(entry, kind=types[entry.kind])
        if layout.change_in_comment and entry.proposed:
            told = msgspec.structs.replace(told, comment=f"{entry.comment}\n{entry.proposed}")
        yield tuple(_cell(told, column, response.language) for column in layout.column)


def _cell(entry: Entry, column: Column, language: str) -> str:
    text = printable(_value(entry, column.field))
    return text or ("" if column.general is None else column.general.of(language))


def _value(entry: Entry, field: Field) -> str:
    if not field:
        return ""
    value: str = getattr(entry, "kind" if field == "type" else field)
    return value


def _fact(value: HeaderValue, response: Response) -> str:
    consultation = response.consultation
    facts = {
        "date": Terms(response.language).date(response.date),
        "document": document_name(response),
        "project": consultation.title,
        "respondent": consultation.respondent,
        "contact": consultation.contact,
    }
    return facts[value]
