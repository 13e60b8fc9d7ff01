"""A comment table → a Word document: A4 across, facts in the page header, the table's header on every page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from toolkit.export.comment_tables.table import CommentTable
from toolkit.export.printable import shortened
from toolkit.export.terms import LOCALES
from toolkit.export.word.markup import Columns, Element, Letters, Row, field, paragraph, run, table
from toolkit.export.word.package import Identity, open_template, package_bytes, set_language, text_width
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, StyleSheet, TableStyle
from toolkit.messages import text_in
from toolkit.model.response import Consultation

_MARGIN, _HEADER = Mm(12), Mm(8)
_LONGEST_TITLE = 110


def table_document(
    made: CommentTable, consultation: Consultation, *, template: bytes, shipped: bytes, now: datetime
) -> bytes:
    """Return the document in the styles of `template`, dated `now` in its properties and nowhere else."""
    document = open_template(template, name="response.docx")
    reference = open_template(shipped, name="response.docx")
    writer = _TableWriter(made, StyleSheet(document.styles.element, reference.styles.element), document)
    writer.write()
    set_language(document, LOCALES[made.language])
    Identity(
        title=shortened(made.title, _LONGEST_TITLE),
        author=consultation.respondent,
        subject=shortened(consultation.title, _LONGEST_TITLE),
        locale=LOCALES[made.language],
        custom={"ContentSHA256": made.content_sha256, "DraftSHA256": consultation.draft_sha256},
    ).apply(document, now)
    return package_bytes(document)


class _TableWriter:
    def __init__(self, made: CommentTable, styles: StyleSheet, document: Any) -> None:
        self._made = made
        self._styles = styles
        self._document = document
        self._section = document.sections[0]

    def write(self) -> None:
        _lay_across(self._section)
        width = text_width(self._document)
        self._fill_margin(self._section.header, list(self._above(width)))
        self._fill_margin(self._section.footer, list(self._below()))
        rows: list[Row] = [[self._cell(ParagraphStyle.TABLE_HEADING, text) for text in self._made.headings]]
        rows += [[self._cell(ParagraphStyle.TABLE_TEXT, text) for text in row] for row in self._made.rows]
        body = self._document.element.body
        columns = Columns.shared(self._made.widths, width)
        body.insert(0, self._paragraph(ParagraphStyle.TABLE_TEXT, ""))
        body.insert(0, table(self._table_style(), columns, rows, caption=self._made.title))

    def _above(self, width: int) -> Iterator[Element]:
        """Yield the title and the facts, which each page repeats."""
        cells = [
            [self._paragraph(ParagraphStyle.TABLE_TEXT, f"{self._labelled(label)} {value}".rstrip())]
            for label, value in (("", self._made.title), *self._made.header)
        ]
        columns = Columns.shared([2] + [1] * len(self._made.header), width)
        yield table(self._table_style(), columns, [cells], caption=self._made.title, header=False)
        yield self._paragraph(ParagraphStyle.TABLE_TEXT, "")

    def _labelled(self, label: str) -> str:
        return text_in(self._made.language, "{label}:").format(label=label) if label else ""

    def _below(self) -> Iterator[Element]:
        """Yield notes, page number and content hash."""
        for note in self._made.notes:
            yield self._paragraph(ParagraphStyle.FOOTER, note)
        page, of = text_in(self._made.language, "page"), text_in(self._made.language, "of")
        code = Letters(self._styles.id(CharacterStyle.CODE))
        yield paragraph(
            self._styles.id(ParagraphStyle.FOOTER),
            run(f"{page} "),
            *field("PAGE", "1"),
            run(f" {of} "),
            *field("NUMPAGES", "1"),
            run("   "),
            run(self._made.content_sha256, code),
        )

    def _fill_margin(self, margin: Any, elements: list[Element]) -> None:
        margin.is_linked_to_previous = False
        for child in list(margin._element):
            margin._element.remove(child)
        for element in elements:
            margin._element.append(element)

    def _table_style(self) -> str:
        return self._styles.id(TableStyle.RESPONSE)

    def _cell(self, style: ParagraphStyle, text: str) -> list[Element]:
        return [self._paragraph(style, line) for line in text.split("\n")]

    def _paragraph(self, style: ParagraphStyle, text: str) -> Element:
        return paragraph(self._styles.id(style), *([run(text)] if text else []))


def _lay_across(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Mm(24), Mm(24)
    section.header_distance = section.footer_distance = _HEADER
    section.different_first_page_header_footer = False
