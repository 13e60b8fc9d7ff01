"""A form order → the Word document: who answers, how to, then a table for each provision.

Every table says which provision it is about in three ways, of which Word and LibreOffice keep at least two: see
`toolkit.model.form`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from docx.oxml.ns import qn

from toolkit.export.form.order import FormOrder
from toolkit.export.headings import answer_title
from toolkit.export.printable import printable, shortened
from toolkit.export.quotation import quoted_blocks
from toolkit.export.word.markup import (
    TABLE,
    Choice,
    Element,
    Row,
    Spread,
    answer_control,
    bookmarked,
    run,
    w,
)
from toolkit.export.word.package import Identity, open_template, package_bytes, set_language, text_width
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, StyleSheet, TableStyle
from toolkit.model import form
from toolkit.model.form import Field, Place
from toolkit.model.response import Answer

_LONGEST_TITLE = 110
_CELL_MARK = " · "
"""Between the cells of a quoted table's row."""


def form_document(order: FormOrder, *, template: bytes, now: datetime) -> bytes:
    """Return the form in the styles of `template`, dated `now` in its properties."""
    document = open_template(template, name="response.docx")
    styles = StyleSheet(document.styles.element, document.styles.element)
    writer = _FormWriter(order, Pen(order.response, styles, text_width=text_width(document)))
    writer.write()
    body = document.element.body
    for element in reversed(writer.pen.body):
        body.insert(0, element)
    set_language(document, writer.pen.terms.locale)
    _identity(order, writer).apply(document, now)
    return package_bytes(document)


def _identity(order: FormOrder, writer: _FormWriter) -> Identity:
    consultation = order.response.consultation
    words = dict.fromkeys(map(form.fingerprint, _own_words(writer.pen.body)))
    custom = {
        form.SCHEMA_PROPERTY: str(form.FORM_SCHEMA),
        form.DRAFT_PROPERTY: consultation.draft_sha256,
        form.WORKSPACE_PROPERTY: shortened(consultation.title, form.LONGEST_PROPERTY),
        form.ROLE_PROPERTY: order.role,
        form.ROLE_LABEL_PROPERTY: order.role_label,
        **_numbered(form.PROVISIONS_PROPERTY, (answer.provision.id for answer in writer.answers)),
        **_numbered(form.WORDS_PROPERTY, words),
        **_numbered(form.HINTS_PROPERTY, dict.fromkeys(map(form.fingerprint, writer.hints))),
    }
    return Identity(
        title=shortened(writer.title, _LONGEST_TITLE),
        author=consultation.respondent,
        subject=shortened(consultation.title, _LONGEST_TITLE),
        locale=writer.pen.terms.locale,
        custom=custom,
    )


def _numbered(name: str, values: Iterable[str]) -> dict[str, str]:
    """Spread values over as many properties as it takes."""
    lines = [""]
    for value in values:
        if len(lines[-1]) + len(value) + 1 > form.LONGEST_PROPERTY:
            lines.append("")
        lines[-1] = f"{lines[-1]} {value}".strip()
    return {f"{name}{number}": line for number, line in enumerate(lines, start=1)}


def _own_words(body: Sequence[Element]) -> Iterator[str]:
    for element in body:
        for paragraph in element.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


class _FormWriter:
    def __init__(self, order: FormOrder, pen: Pen) -> None:
        self.order = order
        self.pen = pen
        self.hints: dict[str, None] = {}
        self.title = pen.terms.gettext("Comment form")
        self.answers = [answer for section in order.response.sections for answer in section.answers]

    def write(self) -> None:
        """Write the document from its title to the last provision."""
        _ = self.pen.terms.gettext
        consultation = self.order.response.consultation
        self.pen.tell(ParagraphStyle.TITLE, self.title)
        self.pen.tell(ParagraphStyle.SUBTITLE, consultation.title or _("Consultation without title"))
        for line in self._instructions():
            self.pen.tell(ParagraphStyle.READING_NOTE, line)
        self._write_person()
        self.pen.tell(ParagraphStyle.HEADING_2, _("General remarks"))
        self._write_general()
        for section in self.order.response.sections:
            self.pen.tell(ParagraphStyle.HEADING_2, shortened(section.title, 220))
            for answer in section.answers:
                self._write_answer(answer)

    def _instructions(self) -> Iterator[str]:
        _ = self.pen.terms.gettext
        consultation = self.order.response.consultation
        yield _(
            "Fill in the cells to the right, only for the provisions on which you have something to say; an empty "
            "cell is no answer. If you have read a provision and have no comment, choose “No comment”."
        )
        yield _(
            "In “Proposed wording”, write the text as it should read. Several remarks on one provision may stand one "
            "below the other. Please leave the codes in square brackets: they bring your answer to the right place."
        )
        until = consultation.internal_deadline or consultation.deadline
        if until:
            yield _("Please send the form back by {date}.").format(date=self.pen.terms.date(until))

    def _write_person(self) -> None:
        _ = self.pen.terms.gettext
        fields: tuple[tuple[Field, str, str, str], ...] = (
            ("name", _("Your name"), self.order.person, _("Write your name here")),
            ("role", _("Your role"), self.order.role_label, _("Write your role here")),
        )
        caption = _("Who answers")
        rows: list[Row] = [[Spread(self.pen.cell(ParagraphStyle.TABLE_HEADING, caption), 2)]]
        rows += [self._row("", field, label, hint, filled=filled) for field, label, filled, hint in fields]
        self._table(rows, caption=caption)

    def _write_general(self) -> None:
        _ = self.pen.terms.gettext
        rows: list[Row] = [
            self._head("", _("On the draft as a whole")),
            self._row("", "text", _("Comment"), _("Write the comment here")),
        ]
        self._table(rows, caption=_("General remarks"))

    def _write_answer(self, answer: Answer) -> None:
        provision = answer.provision
        page = "" if provision.page_number is None else self.pen.terms.page(provision.page_number)
        title = _CELL_MARK.join(filter(None, (shortened(answer_title(answer), 160), page)))
        rows: list[Row] = [self._head(provision.id, title)]
        quote = list(self._quote(answer))
        if quote:
            rows.append([Spread(quote, 2)])
        rows += self._fields(provision.id)
        self._table(rows, caption=title)

    def _fields(self, provision_id: str) -> Iterator[Row]:
        _ = self.pen.terms.gettext
        choices = [Choice(name, label) for name, label in self.pen.terms.positions().items()]
        choices.append(Choice("no_comment", _("No comment")))
        names = " / ".join(choice.label for choice in choices)
        yield self._row(provision_id, "position", _("Position"), names, choices=choices)
        yield self._row(provision_id, "text", _("Comment"), _("Write the comment here"))
        yield self._row(
            provision_id, "proposed", _("Proposed wording"), _("Write the wording you propose here")
        )
        yield self._row(provision_id, "rationale", _("Rationale"), _("Write the reasons here"))

    def _quote(self, answer: Answer) -> Iterator[Element]:
        styles = {"heading": ParagraphStyle.QUOTE_HEADING, "note": ParagraphStyle.NOTE}
        for block in quoted_blocks(answer):
            lines = [_CELL_MARK.join(filter(None, row)) for row in block.rows] or [block.text]
            style = styles.get(block.kind, ParagraphStyle.QUOTE)
            yield from self.pen.lines(style, "\n".join(lines), quoted=True)

    def _head(self, provision_id: str, title: str) -> Row:
        code = self.pen.cell(ParagraphStyle.TABLE_CODE, form.visible_code(provision_id))
        return [code, self.pen.cell(ParagraphStyle.TABLE_HEADING, title, quoted=True)]

    def _row(
        self,
        provision_id: str,
        field: Field,
        label: str,
        hint: str,
        *,
        filled: str = "",
        choices: Sequence[Choice] = (),
    ) -> Row:
        self.hints.setdefault(hint)
        place = Place(provision_id, field)
        named = bookmarked(next(self.pen.numbers), form.cell_bookmark(place), run(label))
        letters = self.pen.letters(None if filled else CharacterStyle.HINT)
        content = self.pen.paragraph(ParagraphStyle.ANSWER, run(printable(filled) or hint, letters))
        control = answer_control(
            next(self.pen.numbers), tag=form.cell_tag(place), title=label, content=content, choices=choices
        )
        if filled:
            _drop_placeholder(control)
        return [[self.pen.paragraph(ParagraphStyle.ANSWER_LABEL, *named)], [control]]

    def _table(self, rows: Sequence[Row], *, caption: str) -> None:
        if self.pen.body[-1].tag == TABLE:  # programs join tables that touch
            self.pen.say(ParagraphStyle.NORMAL)
        self.pen.table(TableStyle.RESPONSE, (3, 10), rows, caption=caption)
        _keep_together(self.pen.body[-1])


def _drop_placeholder(control: Element) -> None:
    for sign in list(control.iter(qn("w:showingPlcHdr"))):
        parent = sign.getparent()
        if parent is not None:
            parent.remove(sign)


def _keep_together(table: Element) -> None:
    """Keep the head of a table on the page of what follows it: a code alone at a page's end helps nobody."""
    for row in table.findall(qn("w:tr"))[:2]:
        for properties in row.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, w("keepNext"))
