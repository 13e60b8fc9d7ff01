"""A DOCX template → an empty document in its styles; a document → bytes that are the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml import etree

from toolkit.errors import BrokenInput
from toolkit.export.printable import printable, shortened
from toolkit.messages import _

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can have."""

_LONGEST_PROPERTY = 250
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""Format id of user-defined properties (MS-OSHARED 2.3.3.2.3)."""


def open_template(data: bytes, *, name: str) -> Any:
    """Return the template as a python-docx document without its sample content.

    Raises:
        BrokenInput: `data` is not a DOCX package, or does not say how large a page is.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (
        OpcError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        AttributeError,
    ) as error:
        raise _unusable(_("is not a Word template that can be opened."), name) from error
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    if not _has_page(document):
        raise _unusable(_("is a Word template without page setup."), name)
    return document


def _unusable(message: str, name: str) -> BrokenInput:
    return BrokenInput(message, where=name, hint=_("Save it in Word as .docx, or leave the template out."))


def _has_page(document: Any) -> bool:
    """Tell whether the document says how wide its pages and margins are."""
    return any(
        None not in (section.page_width, section.left_margin, section.right_margin)
        for section in document.sections
    )


def text_width(document: Any) -> int:
    """Return the width of the text area of the first section in twentieths of a point."""
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    return round(int(width) / int(Twips(1)))


def set_language(document: Any, locale: str) -> None:
    """Make `locale` ("fr-FR") the language of everything that does not say another."""
    styles, settings = document.styles.element, document.settings.element
    for language in styles.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), locale)
    for language in settings.iterfind(qn("w:themeFontLang")):
        language.set(qn("w:val"), locale)


class Identity:
    """What a document says about itself: core properties, custom properties, and fields that repeat them."""

    def __init__(
        self, *, title: str, author: str, subject: str, locale: str, custom: Mapping[str, str]
    ) -> None:
        self._title = shortened(title, _LONGEST_PROPERTY)
        self._author = shortened(author, _LONGEST_PROPERTY)
        self._subject = shortened(subject, _LONGEST_PROPERTY)
        self._locale = locale
        self._custom = custom

    def apply(self, document: Any, now: datetime) -> None:
        """Write it into the document, dated `now`."""
        core = document.core_properties
        core.title, core.author, core.subject = self._title, self._author, self._subject
        core.last_modified_by, core.language, core.revision = self._author, self._locale, 1
        core.created = core.modified = now.replace(tzinfo=None)
        self._add_custom(document.part.package)
        values = {"TITLE": self._title, "AUTHOR": self._author, "SUBJECT": self._subject}
        for section in document.sections:
            for margin in (
                section.header,
                section.footer,
                section.first_page_header,
                section.first_page_footer,
            ):
                if not margin.is_linked_to_previous:
                    _fill_fields(margin._element, values)

    def _add_custom(self, package: Any) -> None:
        for key, relation in list(package.rels.items()):
            if relation.reltype == _CUSTOM_RELATION:
                del package.rels[key]
        properties = "".join(
            f'<property fmtid="{_USER_PROPERTIES}" pid="{number}" name={quoteattr(name)}>'
            f"<vt:lpwstr>{escape(printable(value))}</vt:lpwstr></property>"
            for number, (name, value) in enumerate(self._custom.items(), start=2)
        )
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Properties {_CUSTOM_NAMES}>{properties}</Properties>'
        )
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, content.encode(), package)
        package.relate_to(part, _CUSTOM_RELATION)


def package_bytes(document: Any) -> bytes:
    """Return the document as a package whose entries are sorted and undated."""
    raw = io.BytesIO()
    document.save(raw)
    made = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(made, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()


def _fill_fields(margin: Any, values: Mapping[str, str]) -> None:
    """Store the results of fields that repeat a property, for programs that do not compute fields."""
    for simple in margin.iter(qn("w:fldSimple")):
        name = _field_name(simple.get(qn("w:instr"), ""))
        if name in values:
            _set_text(list(simple.iter(qn("w:t"))), values[name])
    for name, result in _complex_fields(margin):
        if name in values:
            _set_text(result, values[name])


def _complex_fields(margin: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield name and result texts of the fields that are marked by characters; Word saves them so."""
    name, texts, in_result = "", [], False
    for node in margin.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        if node.tag == qn("w:instrText"):
            name = name or _field_name(node.text or "")
        elif node.tag == qn("w:t"):
            if in_result:
                texts.append(node)
        elif node.get(qn("w:fldCharType")) == "separate":
            in_result = True
        elif node.get(qn("w:fldCharType")) == "end":
            yield name, texts
            name, texts, in_result = "", [], False


def _field_name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _set_text(nodes: list[Any], value: str) -> None:
    for index, node in enumerate(nodes):
        node.text = "" if index else value
