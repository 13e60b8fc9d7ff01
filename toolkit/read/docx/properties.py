"""docProps → what the file says about itself: title, dates, language, pages."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.read.block_text import squeeze
from toolkit.read.package import Package

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"


@dataclass(frozen=True)
class Properties:
    """Properties of an Open XML package, "" or None where not stated."""

    title: str = ""
    language: str = ""
    created: str = ""
    modified: str = ""
    page_count: int | None = None
    """As Word counted when it last saved."""


def read_properties(package: Package) -> Properties:
    """Read the core and the extended properties; missing parts are no fault."""
    names = {relation.kind: relation.target for relation in package.relations("").values()}
    core = package.optional_xml(names.get("core-properties", "docProps/core.xml"))
    extended = package.optional_xml(names.get("extended-properties", "docProps/app.xml"))
    pages = _text(extended, f"{_APP}Pages")
    return Properties(
        title=_text(core, f"{_DC}title"),
        language=_text(core, f"{_DC}language"),
        created=_text(core, f"{_TERMS}created"),
        modified=_text(core, f"{_TERMS}modified"),
        page_count=int(pages) if pages.isdecimal() else None,
    )


def _text(root: etree._Element | None, name: str) -> str:
    return squeeze(root.findtext(name) or "") if root is not None else ""
