"""Units → what the first pages say about the document, where the file itself does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import msgspec

from toolkit.model.document import Document
from toolkit.model.layout import Block
from toolkit.model.reading import Reading
from toolkit.structure.about.document_title import find_title
from toolkit.structure.about.issuer import find_issuer
from toolkit.structure.language import guess_language
from toolkit.structure.unit import Unit

_COVER_UNITS = 40
_COVER_BLOCKS = 80
"""Of lines, which are shorter."""

# "Version 1.2", "v2.0 du 3 mars 2024"; not: "versions précédentes"
_VERSION = re.compile(r"\b(?:version|v\.?)\s?(?P<label>\d+(?:\.\d+){0,2}[a-z]?)\b", re.IGNORECASE)


def complete_document(reading: Reading, units: Sequence[Unit]) -> Document:
    """Fill in title, issuer, language, version and page count where they are missing."""
    document = reading.document
    first = list(islice(units, _COVER_UNITS))
    cover = [unit for unit in first if unit.page_number in (None, 1)] or first
    page = _first_page(reading.blocks)
    title = find_title(document.title, cover, page, units)
    return msgspec.structs.replace(
        document,
        title=title,
        issuer=document.issuer or find_issuer(document.title, cover, page),
        # programs write their own default language into files: the words are the better witness
        language=guess_language(unit.text for unit in units) or document.language[:2],
        version=document.version or _version(first),
        page_count=document.page_count or len(reading.pages) or None,
    )


def _first_page(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the first page that has any; of formats without pages, as many as a cover may hold."""
    first = blocks[0].page_number if blocks else None
    return [block for block in islice(blocks, _COVER_BLOCKS) if block.page_number == first]


def _version(cover: Sequence[Unit]) -> str:
    for unit in cover:
        found = _VERSION.search(unit.text) if len(unit.text) < 200 else None
        if found:
            return found["label"]
    return ""
