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
_HEAD, _FIRST_LINES = 4, 12
_LONGEST = 300
_LINE = 90
_ACRONYM = 24
"""Names up to this length are also mentioned in passing."""

# "Version 1.2", "v2.0 du 3 mars 2024"; not: "versions précédentes"
_VERSION = re.compile(r"\b(?:version|v\.?)\s?(?P<label>\d+(?:\.\d+){0,2}[a-z]?)\b", re.IGNORECASE)

# what programs write where an author wrote nothing: "Microsoft Word - projet v3.docx", "untitled"
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)|^untitled|^sans titre|\.(?:docx?|pdf|odt|indd|qxd)$", re.IGNORECASE
)


def complete_document(reading: Reading, units: Sequence[Unit]) -> Document:
    """Fill in title, issuer, language, version and page count where they are missing."""
    document = reading.document
    first = list(islice(units, _COVER_UNITS))
    cover = [unit for unit in first if unit.page_number in (None, 1)] or first
    return msgspec.structs.replace(
        document,
        title=document.title if _is_title(document.title) else _title(cover),
        issuer=document.issuer or _issuer(cover),
        # programs write their own default language into files: the words are the better witness
        language=guess_language(unit.text for unit in units) or document.language[:2],
        version=document.version or _version(first),
        page_count=document.page_count or len(reading.pages) or None,
    )


def _is_title(title: str) -> bool:
    return bool(title.strip()) and not _NO_TITLE.search(title.strip())


def _title(cover: Sequence[Unit]) -> str:
    """Take what the format calls the title, else the largest text of the cover, else its first line."""
    named = [unit for unit in cover if unit.block.role == "title" and unit.text]
    if named:
        return " ".join(named[0].text.split())
    texts = [
        unit for unit in cover if unit.block.kind in ("paragraph", "line") and 0 < len(unit.text) < _LONGEST
    ]
    largest = max(texts, key=lambda unit: unit.block.style.size_pt, default=None)
    if largest is None or largest.text.endswith((".", ";", ",", ":")):
        return ""
    return " ".join(largest.text.split())


def _issuer(cover: Sequence[Unit]) -> str:
    """Find a known authority, else a cover line that is named like one; short names only on lines of their own."""
    top = cover[:_FIRST_LINES]
    for name, short in issuers().names.items():
        is_acronym = len(name) <= _ACRONYM
        near, longest = (top[:_HEAD], _LINE) if is_acronym else (top, _LONGEST)
        if any(name.lower() in _plain(unit.text) for unit in near if len(unit.text) <= longest):
            return short
    return next((unit.text for unit in top if _is_named_like_an_issuer(unit)), "")


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _is_named_like_an_issuer(unit: Unit) -> bool:
    line = unit.text.lower()
    if len(line) > _LINE or unit.block.role == "title" or line.endswith((".", ":", ";")):
        return False
    known = issuers()
    named = line.startswith(known.opening) or line.endswith(known.closing)
    return named and not any(character.isdigit() for character in line)


def _version(cover: Sequence[Unit]) -> str:
    for unit in cover:
        found = _VERSION.search(unit.text) if len(unit.text) < 200 else None
        if found:
            return found["label"]
    return ""
