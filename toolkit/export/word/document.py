"""A response → the bytes of a Word document, part by part in the order in which it is read.

cover · contents · summary of positions · comments · index by role · annex · closing note
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from toolkit.export.printable import shortened
from toolkit.export.terms import Terms
from toolkit.export.word.answers import AnswerWriter
from toolkit.export.word.back import write_annex, write_closing_note, write_role_index
from toolkit.export.word.front import contents, write_cover, write_summary
from toolkit.export.word.package import Identity, open_template, package_bytes, set_language, text_width
from toolkit.export.word.pen import Pen
from toolkit.export.word.styles import StyleSheet
from toolkit.model.response import Response

_LONGEST_TITLE, _LONGEST_SUBJECT = 110, 70
"""Both are printed on each page, on one line."""


def write_docx(
    response: Response, *, template: bytes, shipped: bytes, template_name: str, now: datetime
) -> bytes:
    """Return the response as a Word document in the styles of `template`.

    Styles that the template lacks come from `shipped`. `now` goes into the document's properties and nowhere
    else.

    Raises:
        BrokenInput: the template is not a Word document.
    """
    document = open_template(template, name=template_name)
    reference = open_template(shipped, name="response.docx")
    styles = StyleSheet(document.styles.element, reference.styles.element)
    pen = Pen(response, styles, text_width=text_width(document))
    _write_parts(pen)
    body = document.element.body
    for element in reversed(pen.body):
        body.insert(0, element)
    set_language(document, pen.terms.locale)
    _identity(response, pen.terms).apply(document, now)
    return package_bytes(document)


def _write_parts(pen: Pen) -> None:
    write_cover(pen)
    after_cover = len(pen.body)
    write_summary(pen)
    answers = AnswerWriter(pen)
    answers.write_sections()
    write_role_index(pen, answers.titles, answers.bookmarks)
    write_annex(pen)
    write_closing_note(pen)
    pen.body[after_cover:after_cover] = contents(pen)


def _identity(response: Response, terms: Terms) -> Identity:
    consultation = response.consultation
    title = terms.gettext("Response to the public consultation")
    if consultation.title:
        title = terms.gettext("Response to the public consultation: {title}").format(title=consultation.title)
    custom: dict[str, Any] = {
        "ContentSHA256": response.content_sha256,
        "DraftSHA256": consultation.draft_sha256,
        "ResponseSchema": str(response.schema),
    }
    return Identity(
        title=shortened(title, _LONGEST_TITLE),
        author="" if response.anonymous else consultation.respondent,
        subject=shortened(consultation.title, _LONGEST_SUBJECT),
        locale=terms.locale,
        custom=custom,
    )
