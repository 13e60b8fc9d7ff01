"""The draft as a file: identity and metadata."""

from __future__ import annotations

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about the file itself. Dates are ISO 8601 strings, "" where unknown."""

    sha256: str
    """Of the file's bytes, lower-case hex."""
    name: str
    """File name without folder."""
    media_type: str
    """As found in the content, not from the name: application/pdf, text/html, …"""
    title: str = ""
    issuer: str = ""
    language: str = ""
    """"fr", "en", another ISO 639-1 code, or "" if undetermined."""
    version: str = ""
    """Version label, as printed in the document or given by a person."""
    created: str = ""
    modified: str = ""
    page_count: int | None = None
    """Printed or PDF pages; None for formats that have none."""
    reader: str = ""
    """Which reader produced the text, e.g. "pdfium", "pdfium+repair", "docx", "html"."""
