"""The content of a file → what kind of contribution it is: a workbook, a mail, or a document that `read` knows."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from toolkit.errors import WrongType
from toolkit.messages import _
from toolkit.read import media_type

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["workbook", "eml", "msg", "word", "pdf", "text", "document"]

_KINDS: dict[str, Kind] = {
    media_type.DOCX: "word",
    media_type.ODT: "word",
    media_type.PDF: "pdf",
    media_type.TEXT: "text",
}
_HEAD_BYTES = 16 * 1024
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
# Matches the headers that every mail has some of. Near miss: "De : Marie" of a memorandum.
_HEADER = re.compile(
    rb"^(?P<name> From | Date | Subject | Message-ID | MIME-Version | Received | Return-Path | To | Delivered-To | Reply-To | Content-Type ) : [ \t]?",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_FIRST_LINE = re.compile(rb"(?:From [^\r\n]+\r?\n)?[!-9;-~]+:[ \t]?[^\r\n]*\r?\n")


def kind_of(path: Path) -> Kind:
    """Return the kind of a file, found in its content alone.

    Raises:
        WrongType: another kind; the hint says how to get a readable one.
        PasswordNeeded: encrypted.
        BrokenInput: it begins like a package and is none.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PK") and (names := _package_names(path)):
        if "xl/workbook.xml" in names:
            return "workbook"
        if "xl/workbook.bin" in names:
            raise WrongType(
                _("it is a binary spreadsheet (.xlsb)."), where=path.name, hint=_("Save it as XLSX.")
            )
    if head.startswith(_OLE2) and _OUTLOOK in path.read_bytes():
        return "msg"
    if _is_mail(head):
        return "eml"
    return _document_kind(path)


def _package_names(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def _is_mail(head: bytes) -> bool:
    """Tell whether a file begins with the headers of a mail: the first line is one, and two are of every mail."""
    start = head.lstrip(b"\xef\xbb\xbf\r\n")
    if _FIRST_LINE.match(start) is None or b"%PDF-" in head[: media_type.PDF_JUNK_BYTES]:
        return False
    headers = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    found = {item["name"].lower() for item in _HEADER.finditer(headers)}
    return bool(found & {b"from", b"received", b"return-path"}) and len(found) >= 2


def _document_kind(path: Path) -> Kind:
    try:
        found = media_type.sniff(path)
    except WrongType as error:
        hint = _("Give it as DOCX, XLSX, ODT, PDF, HTML, CSV, plain text or a mail (.eml, .msg).")
        raise WrongType(error.message, where=error.where, hint=hint) from error
    return _KINDS.get(found, "document")
