"""Bytes with a name → an answer that a browser saves under that name, with the media type that its suffix has."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".toml": "application/toml",
    ".json": "application/json",
    ".xml": "application/akn+xml",
    ".ics": "text/calendar; charset=utf-8",
}
_ANY = "application/octet-stream"


def attachment(content: bytes, name: str) -> Response:
    """Return a file to be saved; the name may hold any letters (RFC 6266, RFC 8187)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(char if char.isalnum() or char in "-._ " else "-" for char in plain)
    disposition = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe='')}"
    kind = _TYPES.get(PurePath(name).suffix.lower(), _ANY)
    return Response(content, media_type=kind, headers={"content-disposition": disposition})
