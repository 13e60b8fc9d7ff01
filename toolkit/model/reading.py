"""The result of reading one file, handed from `read` to `structure`."""

from __future__ import annotations

import msgspec

from toolkit.model.document import Document
from toolkit.model.issue import Issue
from toolkit.model.layout import Block, OutlineEntry, Page, Shade, View


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read. Limits on the whole child process are `toolkit.limits.Limits`."""

    password: str = ""
    view: View = "accepted"
    """Tracked changes as accepted, or the text as it was before them."""
    ocr: bool = False
    """Recognise the text of pages that are pictures."""
    ocr_language: str = "fra"
    """As tesseract names languages: "fra", "eng", "fra+eng"."""
    jobs: int = 1
    """Processes that read the pages of one PDF; the result is the same."""
    max_pages: int = 5000
    max_bytes: int = 512 * 1024 * 1024
    """Of the file itself and, for packages (DOCX, ODT), of its unpacked parts together."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a reader found in a file, in reading order."""

    document: Document
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    shades: tuple[Shade, ...] = ()
    issues: tuple[Issue, ...] = ()
