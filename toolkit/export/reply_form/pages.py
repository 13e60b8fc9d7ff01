"""A filling → a document or a text to copy from into an online questionnaire: a page for each field, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from toolkit.export.printable import printable, shortened
from toolkit.export.reply_form.answers import Cut, Filled, Filling
from toolkit.export.reply_form.mapping import Unit
from toolkit.export.terms import Terms
from toolkit.export.word.markup import Row, run, w
from toolkit.export.word.package import Identity, open_template, package_bytes, set_language, text_width
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import ParagraphStyle, StyleSheet, TableStyle
from toolkit.model.comment import Comment
from toolkit.model.response import Response

_LONGEST_TITLE = 110
_LONGEST_QUESTION = 200
_RULE = "─" * 72


def form_pages(
    response: Response, filling: Filling, *, template: bytes, shipped: bytes, now: datetime
) -> bytes:
    """Return the Word document in the styles of `template`, dated `now`."""
    document = open_template(template, name="response.docx")
    reference = open_template(shipped, name="response.docx")
    styles = StyleSheet(document.styles.element, reference.styles.element)
    pen = Pen(response, styles, text_width=text_width(document))
    facts = _Facts(response, filling)
    _write_overview(pen, facts)
    for number, filled in enumerate(filling.fields, start=1):
        _write_field(pen, facts, filled, number)
    _write_left(pen, facts)
    body = document.element.body
    for element in reversed(pen.body):
        body.insert(0, element)
    set_language(document, pen.terms.locale)
    consultation = response.consultation
    Identity(
        title=facts.title,
        author=consultation.respondent,
        subject=shortened(consultation.title, _LONGEST_TITLE),
        locale=pen.terms.locale,
        custom={"ContentSHA256": response.content_sha256, "DraftSHA256": consultation.draft_sha256},
    ).apply(document, now)
    return package_bytes(document)


def form_text(response: Response, filling: Filling) -> bytes:
    """Return the same as plain text."""
    facts = _Facts(response, filling)
    lines = [facts.title, response.consultation.title, *facts.counting(), ""]
    for filled in filling.fields:
        lines += [_RULE, facts.heading(filled), *facts.state(filled), _RULE, "", filled.text, ""]
    left = list(facts.left())
    if left:
        lines += [_RULE, facts.left_title, _RULE, "", *left, ""]
    lines.append(f"{facts.terms.gettext('Content (SHA-256)')}: {response.content_sha256}")
    return ("\n".join(map(printable, lines)) + "\n").encode()


class _Facts:
    """Says what stands above each answer."""

    def __init__(self, response: Response, filling: Filling) -> None:
        self.terms = Terms(response.language)
        self.filling = filling
        self._comments = {
            comment.id: comment
            for section in response.sections
            for answer in section.answers
            for comment in answer.comments
        }
        self.title = self.terms.gettext("Answers for the online form")
        self.left_title = self.terms.gettext("Comments that are in no field")

    def heading(self, filled: Filled) -> str:
        """Name a field."""
        return shortened(
            " · ".join(filter(None, (filled.field.id, filled.field.question))), _LONGEST_QUESTION
        )

    def counting(self) -> Iterator[str]:
        """Say how lengths are counted."""
        _ = self.terms.gettext
        yield _(
            "Characters are counted as browsers count them: spaces too, a line end as one, most emoji as two. "
            "A form that counts a line end as two takes less."
        )

    def length(self, filled: Filled) -> str:
        """Say how long an answer is, and of how much."""
        _ = self.terms.gettext
        if filled.field.limit:
            told = _("{length} of {limit}").format(length=filled.length, limit=filled.field.limit)
        else:
            told = str(filled.length)
        return f"{told} {self.unit(filled.field.unit)}"

    def unit(self, unit: Unit) -> str:
        """Name what is counted."""
        _ = self.terms.gettext
        return _("words") if unit == "words" else _("characters")

    def state(self, filled: Filled) -> Iterator[str]:
        """Say whether an answer fits, and what to leave out if it does not."""
        _ = self.terms.gettext
        yield self.length(filled)
        if not filled.excess:
            return
        unit = self.unit(filled.field.unit)
        yield _("Too long by {excess} {unit}.").format(excess=filled.excess, unit=unit)
        if filled.cuts:
            yield _("It fits without:")
        for cut in filled.cuts:
            yield self._cut(cut, unit)

    def _cut(self, cut: Cut, unit: str) -> str:
        _ = self.terms.gettext
        names = {
            "quotation": _("the words quoted"),
            "rationale": _("the rationale"),
            "minority": _("the minority view"),
            "text": _("the text"),
        }
        told = _("– {what} of {id} ({length} {unit}): {words}")
        return told.format(
            what=names[cut.kind], id=cut.comment_id, length=cut.length, unit=unit, words=cut.words
        )

    def left(self) -> Iterator[str]:
        """Yield a line for each comment that no field takes."""
        for comment_id in self.filling.left:
            yield f"{comment_id}: {shortened(_words_of(self._comments[comment_id]), _LONGEST_QUESTION)}"


def _words_of(comment: Comment) -> str:
    return comment.text or comment.proposed or comment.rationale or comment.quote


def _write_overview(pen: Pen, facts: _Facts) -> None:
    _ = pen.terms.gettext
    pen.tell(ParagraphStyle.TITLE, facts.title)
    pen.tell(ParagraphStyle.SUBTITLE, pen.response.consultation.title)
    for line in facts.counting():
        pen.tell(ParagraphStyle.READING_NOTE, line)
    headings = (_("Field"), _("Length"), _("State"))
    rows: list[Row] = [[pen.cell(ParagraphStyle.TABLE_HEADING, text) for text in headings]]
    for filled in facts.filling.fields:
        cells = (facts.heading(filled), facts.length(filled), _state(filled, pen.terms))
        rows.append([pen.cell(ParagraphStyle.TABLE_TEXT, text) for text in cells])
    pen.table(TableStyle.RESPONSE, (6, 3, 2), rows, caption=facts.title)
    pen.tell(ParagraphStyle.CLOSING_NOTE, f"{_('Content (SHA-256)')}: {pen.response.content_sha256}")


def _state(filled: Filled, terms: Terms) -> str:
    _ = terms.gettext
    if not filled.text:
        return _("empty")
    return _("too long") if filled.excess else _("fits")


def _write_field(pen: Pen, facts: _Facts, filled: Filled, number: int) -> None:
    _start_page(pen, facts.heading(filled), bookmark=f"field_{number}")
    for line in facts.state(filled):
        pen.tell(ParagraphStyle.READING_NOTE, line)
    pen.tell(ParagraphStyle.REMARK_LABEL, pen.terms.gettext("Answer"))
    for line in filled.text.split("\n") if filled.text else ():
        # An empty paragraph copies as the empty line that was counted.
        pen.say(ParagraphStyle.NORMAL, *([run(line)] if line else []))


def _write_left(pen: Pen, facts: _Facts) -> None:
    lines = list(facts.left())
    if lines:
        _start_page(pen, facts.left_title, bookmark="no_field")
        for line in lines:
            pen.tell(ParagraphStyle.NORMAL, line)


def _start_page(pen: Pen, title: str, *, bookmark: str) -> None:
    pen.heading(1, title, bookmark=bookmark)
    properties = pen.body[-1][0]
    properties.insert(1, w("pageBreakBefore"))
