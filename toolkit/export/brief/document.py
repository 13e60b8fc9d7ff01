"""A brief → the bytes of a Word document of one page, in the fonts and colours of the response's template.

Sizes, spaces and margins are the brief's own: they decide whether it fits on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from docx.oxml.ns import qn

from toolkit.export.brief.content import Brief, DemandLine, brief_of
from toolkit.export.printable import shortened
from toolkit.export.terms import Terms
from toolkit.export.word.markup import Columns, Element, Letters, Row, paragraph, run, table, w
from toolkit.export.word.package import Identity, open_template, package_bytes, set_language, text_width
from toolkit.export.word.styles import StyleSheet, TableStyle
from toolkit.model.dossier import Dossier
from toolkit.model.response import Response

_MARGIN = "850"
"""15 mm, in twentieths of a point."""


class _Look(msgspec.Struct, frozen=True):
    """A paragraph style: half-points of its letters, twentieths of a point around it."""

    name: str
    size: int
    before: int
    after: int
    bold: bool = False
    rule: bool = False


_TITLE = _Look("Brief Title", 32, 0, 20, bold=True)
_SUBJECT = _Look("Brief Subject", 21, 0, 60)
_HEADING = _Look("Brief Heading", 21, 110, 40, bold=True, rule=True)
_TEXT = _Look("Brief Text", 18, 0, 40)
_CELL = _Look("Brief Cell", 18, 10, 10)
_SMALL = _Look("Brief Small", 16, 0, 20)
_STRONG = "Brief Strong"


def write_brief(
    response: Response,
    dossier: Dossier,
    *,
    template: bytes,
    shipped: bytes,
    template_name: str,
    now: datetime,
) -> bytes:
    """Return the brief as a Word document; see `write_docx` for the templates.

    Raises:
        BrokenInput: the template is not a Word document.
    """
    document = open_template(template, name=template_name)
    reference = open_template(shipped, name="response.docx")
    styles = StyleSheet(document.styles.element, reference.styles.element)
    _add_styles(document.styles.element)
    _make_page(document)
    terms = Terms(response.language)
    content = brief_of(response, dossier, terms)
    body = document.element.body
    for element in reversed(list(_elements(content, styles, text_width(document)))):
        body.insert(0, element)
    set_language(document, terms.locale)
    Identity(
        title=f"{content.title} — {shortened(content.subject, 80)}",
        author="" if response.anonymous else response.consultation.respondent,
        subject=content.subject,
        locale=terms.locale,
        custom={"ContentSHA256": response.content_sha256},
    ).apply(document, now)
    return package_bytes(document)


def _elements(content: Brief, styles: StyleSheet, width: int) -> Iterator[Element]:
    yield _line(_TITLE, content.title)
    yield _line(_SUBJECT, content.subject)
    yield _line(_SMALL, content.facts)
    if content.demands:
        yield _line(_HEADING, content.demands_title)
        head = [[_line(_CELL, name)] for name in content.demands_head]
        rows = [head, *(_row(number, demand) for number, demand in enumerate(content.demands, start=1))]
        columns = Columns.shared((0.8, 11, 4), width)
        yield table(styles.id(TableStyle.RESPONSE), columns, rows, caption=content.demands_title)
        if content.more_demands:
            yield _line(_SMALL, content.more_demands)
    for part in content.parts:
        yield _line(_HEADING, part.title)
        yield from (_line(_TEXT, line) for line in part.lines)
    yield _line(_SMALL, content.closing)


def _row(number: int, demand: DemandLine) -> Row:
    title = paragraph(_id(_CELL.name), run(demand.title, Letters(_id(_STRONG))))
    return [[_line(_CELL, str(number))], [title, _line(_CELL, demand.gist)], [_line(_SMALL, demand.facts)]]


def _line(look: _Look, text: str) -> Element:
    return paragraph(_id(look.name), run(" ".join(text.split())))


def _id(name: str) -> str:
    return name.replace(" ", "")


def _add_styles(styles: Any) -> None:
    """Put the brief's own styles in the place of any that the template has by the same names."""
    names = {_id(_STRONG), *(_id(look.name) for look in (_TITLE, _SUBJECT, _HEADING, _TEXT, _CELL, _SMALL))}
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) in names:
            styles.remove(style)
    for look in (_TITLE, _SUBJECT, _HEADING, _TEXT, _CELL, _SMALL):
        styles.append(_style(look))
    strong = w("style", w("name", val=_STRONG), w("rPr", w("b")), type="character", customStyle="1")
    strong.set(qn("w:styleId"), _id(_STRONG))
    styles.append(strong)


def _style(look: _Look) -> Element:
    properties = w("pPr")
    if look.rule:
        properties.append(w("keepNext"))
        properties.append(w("pBdr", w("bottom", val="single", sz="4", space="1", color="8A94A3")))
    properties.append(
        w("spacing", before=str(look.before), after=str(look.after), line="240", lineRule="auto")
    )
    letters = w(
        "rPr", *([w("b")] if look.bold else []), w("sz", val=str(look.size)), w("szCs", val=str(look.size))
    )
    style = w("style", w("name", val=look.name), properties, letters, type="paragraph", customStyle="1")
    style.set(qn("w:styleId"), _id(look.name))
    return style


def _make_page(document: Any) -> None:
    """Take the running headers away and make the margins narrow."""
    for section in document.element.body.iter(qn("w:sectPr")):
        for tag in ("w:headerReference", "w:footerReference", "w:titlePg"):
            for found in section.findall(qn(tag)):
                section.remove(found)
        margins = section.find(qn("w:pgMar"))
        for side in ("top", "right", "bottom", "left"):
            margins.set(qn(f"w:{side}"), _MARGIN)
