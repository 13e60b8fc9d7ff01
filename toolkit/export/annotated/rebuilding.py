"""A parsed draft → a Word document with its words: what comments and changes are written into where the draft is no DOCX.

Headings have real heading styles, numbers are typed text, notes are footnotes, a box is a bordered cell. Every
provision has a bookmark made from its id, and every page of the original a hidden one where it begins.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import count, groupby

from lxml import etree

from toolkit.export.annotated.locating import letters_of
from toolkit.export.annotated.names import P_PR, VAL, W_NS
from toolkit.export.annotated.names import w as tag
from toolkit.export.annotated.notes import NotesPart
from toolkit.export.annotated.package import DocxPackage
from toolkit.export.printable import is_right_to_left, printable
from toolkit.export.tables import even_rows
from toolkit.export.terms import LOCALES, Terms
from toolkit.export.word.markup import MOST_COLUMNS, Columns, Element, Letters, bookmarked, run, table, w
from toolkit.export.word.styles import ParagraphStyle, StyleSheet, TableStyle
from toolkit.model.provision import NoteCall, Outline, ParsedDraft, Provision
from toolkit.resources import shipped

_TEMPLATE = ("response", "response.docx")
_DEEPEST_HEADING = 6
_HEADINGS = (ParagraphStyle.HEADING_1, ParagraphStyle.HEADING_2, ParagraphStyle.HEADING_3)
_UNHEADED = frozenset({"table", "figure"})
"""Kinds whose heading is a caption."""
_INDENT = 360
"""Of an item below what it belongs to, in twentieths of a point."""
_DEEPEST_INDENT = 6
_BOX_MARGIN = 120
_LONGEST_BOOKMARK = 40
_DIGEST = 10
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"

# Matches what a name of a bookmark cannot hold: "-", ".", a space; not "é", "_", a digit.
_NOT_IN_NAMES = re.compile(r"\W")


def provision_bookmark(provision_id: str) -> str:
    """Return the name of the bookmark of a provision: unique, and at most 40 characters as Word allows.

    >>> provision_bookmark("fiche-13.2.a")
    'prov_fiche_13_2_a_869c8ffa66'
    """
    digest = hashlib.sha256(provision_id.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    readable = _NOT_IN_NAMES.sub("_", printable(provision_id))[: _LONGEST_BOOKMARK - _DIGEST - 6]
    return f"prov_{readable}_{digest}"


def page_bookmark(page_number: int) -> str:
    """Return the name of the hidden bookmark at which a page of the original begins."""
    return f"_page_{page_number}"


def rebuild(draft: ParsedDraft, *, language: str) -> bytes:
    """Return a DOCX file with the provisions of a draft, and a note in `language` that says what it is."""
    package = DocxPackage((shipped("templates").joinpath(*_TEMPLATE)).read_bytes())
    styles_root = package.xml(package.related(package.main, "styles"))
    body = package.xml(package.main).find(tag("body"))
    assert body is not None  # of our own template
    page = body[-1]
    _bare(page)
    for element in [element for element in body if element is not page]:
        body.remove(element)
    builder = _Builder(draft, styles_root, Terms(language), text_width=_text_width(page))
    for element in builder.document():
        page.addprevious(element)
    builder.notes.write(package)
    _name(package, draft)
    return package.content()


def _bare(page: etree._Element) -> None:
    """Leave out the header, which names a respondent, and the first page without footer."""
    for element in [*page.findall(tag("headerReference")), *page.findall(tag("titlePg"))]:
        page.remove(element)


def _text_width(page: etree._Element) -> int:
    size, margins = page.find(tag("pgSz")), page.find(tag("pgMar"))
    assert size is not None  # of our own template
    assert margins is not None
    sides = (margins.get(tag(side), "0") for side in ("left", "right"))
    return int(size.get(tag("w"), "0")) - sum(map(int, sides))


def _name(package: DocxPackage, draft: ParsedDraft) -> None:
    """Give the document the draft's title, also where the footer repeats it, and its language."""
    title = " ".join(printable(draft.document.title or draft.document.name).split())
    core = package.xml(package.related("", "core-properties"))
    for found in core.iter(_DC_TITLE):
        found.text = title
    for found in package.xml(package.related(package.main, "footer")).iter(tag("fldSimple")):
        if found.get(tag("instr"), "").strip() == "TITLE":
            next(found.iter(tag("t"))).text = title
    language = draft.document.language
    for found in package.xml(package.related(package.main, "styles")).iter(tag("lang")):
        if language:
            found.set(VAL, LOCALES.get(language, language))


class _Builder:
    """Writes provisions as paragraphs and tables."""

    def __init__(self, draft: ParsedDraft, styles: etree._Element, terms: Terms, *, text_width: int) -> None:
        self.notes = NotesPart()
        self._draft = draft
        self._outline = Outline(draft.provisions)
        self._styles_root = styles
        self._styles = StyleSheet(styles, styles)
        self._terms = terms
        self._text_width = text_width
        self._numbers = count(1)
        self._page = 0
        self._called = {call.provision_id for item in draft.provisions for call in item.calls}

    def document(self) -> Iterator[Element]:
        """Yield the content of the body."""
        yield from self._cover()
        for box, members in groupby(self._shown(), key=self._box):
            made = [element for provision in members for element in self._provision(provision)]
            yield from [self._framed(made)] if box and made else made
            if box and made:
                yield self._paragraph(ParagraphStyle.READING_NOTE)  # programs join tables that touch

    def _cover(self) -> Iterator[Element]:
        document = self._draft.document
        told = self._terms.gettext(
            "This document was rebuilt from {name} (SHA-256 {hash}) to carry comments; its pages and its look are "
            "not those of the original, its words are."
        )
        said = told.format(name=document.name, hash=document.sha256)
        yield self._paragraph(ParagraphStyle.READING_NOTE, run(said, Letters(language=self._terms.locale)))
        headings = (letters_of(item.heading or item.text) for item in self._draft.provisions)
        if document.title and letters_of(document.title) not in headings:
            yield self._paragraph(ParagraphStyle.TITLE, run(document.title))

    def _shown(self) -> Iterator[Provision]:
        for provision in self._draft.provisions:
            is_called = provision.kind == "footnote" and provision.id in self._called
            if not provision.hidden and not is_called:
                yield provision

    def _box(self, provision: Provision) -> str:
        """Return the id of the outermost box that a provision is or stands in, "" if there is none."""
        chain = (provision, *self._outline.ancestors(provision.id))
        return next((item.id for item in reversed(chain) if item.kind == "box"), "")

    def _provision(self, provision: Provision) -> list[Element]:
        made: list[Element] = []
        number = provision.number
        if provision.heading:
            made.append(self._heading(provision, f"{number} " if number else ""))
            number = ""
        if provision.text or number:
            made += self._text(provision, number)
        if provision.rows:
            made += self._rows(provision)
        self._bookmark(provision, made)
        return made

    def _heading(self, provision: Provision, prefix: str) -> Element:
        content = [*([run(prefix)] if prefix else []), *self._runs(provision, "heading", provision.heading)]
        if provision.kind in _UNHEADED:
            return self._paragraph(ParagraphStyle.QUOTE_HEADING, *content)
        above = sum(bool(item.heading) for item in self._outline.ancestors(provision.id))
        made = self._paragraph(ParagraphStyle.HEADING_3, *content)
        properties = made.find(P_PR)
        assert properties is not None  # every paragraph has a style
        properties[0].set(VAL, self._heading_style(min(above + 1, _DEEPEST_HEADING)))
        properties.append(w("pageBreakBefore", val="0"))
        return made

    def _heading_style(self, depth: int) -> str:
        """Return the id of a heading style; those that the template lacks look like its last one."""
        if depth <= len(_HEADINGS):
            return self._styles.id(_HEADINGS[depth - 1])
        name, last = f"Heading{depth}", self._styles.id(ParagraphStyle.HEADING_3)
        styles = {style.get(tag("styleId")): style for style in self._styles_root.iter(tag("style"))}
        if name not in styles:
            made = copy.deepcopy(styles[last])
            made.set(tag("styleId"), name)
            for path, value in (
                (tag("name"), f"heading {depth}"),
                (f".//{tag('outlineLvl')}", str(depth - 1)),
            ):
                found = made.find(path)
                if found is not None:
                    found.set(VAL, value)
            self._styles_root.append(made)
        return name

    def _text(self, provision: Provision, number: str) -> list[Element]:
        made: list[Element] = []
        offset = 0
        depth = min(self._depth(provision), _DEEPEST_INDENT)
        for line in provision.text.split("\n"):
            content = self._runs(provision, "text", line, offset)
            offset += len(line) + 1
            if not made and number:
                content = [run(f"{number} " if line else number), *content]
            if content:
                paragraph = self._paragraph(ParagraphStyle.NORMAL, *content, backwards=is_right_to_left(line))
                if depth:
                    properties = paragraph.find(P_PR)
                    assert properties is not None  # every paragraph has a style
                    properties.append(w("ind", left=str(depth * _INDENT)))
                made.append(paragraph)
        return made

    def _depth(self, provision: Provision) -> int:
        """Return how many items a provision is or stands in, at most as many as there are steps of indent."""
        chain = (provision, *self._outline.ancestors(provision.id))
        return sum(item.kind == "item" for item in chain)

    def _runs(self, provision: Provision, name: str, text: str, offset: int = 0) -> list[Element]:
        """Return a stretch of a field, calls of footnotes where they stand in it."""
        calls = [
            call
            for call in provision.calls
            if call.field == name and call.provision_id and offset <= call.offset <= offset + len(text)
        ]
        made: list[Element] = []
        at = 0
        for call in sorted(calls, key=lambda call: call.offset):
            if call.offset - offset > at:
                made.append(run(text[at : call.offset - offset]))
            at = call.offset - offset
            made += self._call(call)
        return [*made, *([run(text[at:])] if text[at:] else [])]

    def _call(self, call: NoteCall) -> list[Element]:
        note = self._outline.by_id.get(call.provision_id)
        return [] if note is None else self.notes.call(note, next(self._numbers), provision_bookmark(note.id))

    def _rows(self, provision: Provision) -> list[Element]:
        rows = [_narrow(row) for row in even_rows(provision.rows)]
        columns = Columns.shared([1] * len(rows[0]), self._text_width)
        cells = [[[self._paragraph(ParagraphStyle.TABLE_TEXT, run(cell))] for cell in row] for row in rows]
        for call in provision.calls:
            if call.field == "rows":
                cells[-1][-1][0].extend(self._call(call))
        made = table(
            self._styles.id(TableStyle.QUOTE),
            columns,
            cells,
            caption=provision.heading or provision.id,
            header=len(rows) > 1,
        )
        return [made, self._paragraph(ParagraphStyle.TABLE_TEXT)]

    def _framed(self, content: Iterable[Element]) -> Element:
        """Put content into a bordered table of one cell, in which a table is never last."""
        sides = ("top", "left", "bottom", "right")
        properties = w(
            "tblPr",
            w("tblW", w=str(self._text_width), type="dxa"),
            w("tblBorders", *(w(side, val="single", sz="6", space="0", color="7F7F7F") for side in sides)),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *(w(side, w=str(_BOX_MARGIN), type="dxa") for side in sides)),
        )
        cell = w("tc", w("tcPr", w("tcW", w=str(self._text_width), type="dxa")), *content)
        grid = w("tblGrid", w("gridCol", w=str(self._text_width)))
        return w("tbl", properties, grid, w("tr", cell))

    def _bookmark(self, provision: Provision, made: list[Element]) -> None:
        """Put the provision's bookmark, and that of a page that begins here, into its first paragraph."""
        first = next((found for element in made for found in element.iter(f"{{{W_NS}}}p")), None)
        if first is None:
            return
        names = [provision_bookmark(provision.id)]
        if (provision.page_number or 0) > self._page:
            self._page = provision.page_number or 0
            names.append(page_bookmark(self._page))
        for name in names:
            opening, closing = bookmarked(next(self._numbers), name)
            first.insert(1, opening)
            first.append(closing)

    def _paragraph(self, style: ParagraphStyle, *content: Element, backwards: bool = False) -> Element:
        properties = w("pPr", w("pStyle", val=self._styles.id(style)))
        if backwards:
            properties.append(w("bidi"))
        return w("p", properties, *content)


def _narrow(row: tuple[str, ...]) -> tuple[str, ...]:
    """Put what would be a 64th column and more into the last one that Word can show."""
    if len(row) <= MOST_COLUMNS:
        return row
    return (*row[: MOST_COLUMNS - 1], " | ".join(row[MOST_COLUMNS - 1 :]))
