"""Units → what the first pages say about the document, where the file itself does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import msgspec

from toolkit.model.document import Document
from toolkit.model.reading import Reading
from toolkit.structure.language import guess_language
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import issuers

_COVER_UNITS = 40

# "Version 1.2", "v2.0 du 3 mars 2024"; not: "versions précédentes"
_VERSION = re.compile(r"\b(?:version|v\.?)\s?(?P<label>\d+(?:\.\d+){0,2}[a-z]?)\b", re.IGNORECASE)

# what programs write where an author wrote nothing: "Microsoft Word - projet v3.docx", "untitled"
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)|^untitled|^sans titre|\.(?:docx?|pdf|odt|indd|qxd)$", re.IGNORECASE
)


def complete_document(reading: Reading, units: Sequence[Unit]) -> Document:
    """Fill in title, issuer, language, version and page count where they are missing."""
    document = reading.document
    cover = list(islice(units, _COVER_UNITS))
    return msgspec.structs.replace(
        document,
        title=document.title if _is_title(document.title) else _title(cover),
        issuer=document.issuer or _issuer(cover),
        language=document.language[:2] or guess_language(unit.text for unit in units),
        version=document.version or _version(cover),
        page_count=document.page_count or len(reading.pages) or None,
    )


def _is_title(title: str) -> bool:
    return bool(title.strip()) and not _NO_TITLE.search(title.strip())


def _title(cover: Sequence[Unit]) -> str:
    """Take what the format calls the title, else the largest text of the cover, else the first heading."""
    named = [unit for unit in cover if unit.block.role == "title" and unit.text]
    if named:
        return " ".join(named[0].text.split())
    texts = [
        unit
        for unit in cover
        if unit.text and unit.block.kind in ("paragraph", "line") and len(unit.text) < 300
    ]
    largest = max(texts, key=lambda unit: (unit.block.style.size_pt, unit.is_heading), default=None)
    return " ".join(largest.text.split()) if largest is not None and largest.is_heading else ""


def _issuer(cover: Sequence[Unit]) -> str:
    text = " ".join(unit.text for unit in cover).replace("’", "'")
    lowered = text.lower()
    for name, short in issuers().items():
        if name in text or (len(name) > 10 and name.lower() in lowered):
            return short
    return ""


def _version(cover: Sequence[Unit]) -> str:
    for unit in cover:
        found = _VERSION.search(unit.text) if len(unit.text) < 200 else None
        if found:
            return found["label"]
    return ""
