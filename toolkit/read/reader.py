"""A file → a `Reading`, whatever the format: checks, media type, hash, the format's reader, and a look at the result."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from toolkit.errors import BrokenInput, LimitExceeded, UsageError
from toolkit.messages import _, reason_of
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read import media_type
from toolkit.read.silence import has_text

_Reader = Callable[[Path, ReadOptions], Reading]


def read_file(path: Path, options: ReadOptions) -> Reading:
    """Read a document of any kind that we know; the kind is found in the content.

    The result holds some visible text, and its document the file's name, hash and media type.

    Raises:
        BrokenInput: missing, a folder, unreadable, empty, damaged, or without any text.
        LimitExceeded: larger than `options.max_bytes`, or unpacking to more.
        WrongType: of a kind that we do not read.
        PasswordNeeded: encrypted.
        NoTextLayer: pictures of pages.
    """
    _check(path, options)
    kind = media_type.sniff(path)
    reading = _reader(kind, ocr=options.ocr)(path, options)
    _refuse_silence(reading, path)
    document = msgspec.structs.replace(
        reading.document, sha256=_sha256(path), name=_name(path), media_type=kind
    )
    return msgspec.structs.replace(reading, document=document)


def _check(path: Path, options: ReadOptions) -> None:
    if path.is_dir():
        raise BrokenInput(_("it is a folder."), where=str(path), hint=_("Name the file itself."))
    try:
        size = path.stat().st_size
        if path.is_file():  # opening a pipe would wait for somebody to write
            with path.open("rb"):
                pass
    except FileNotFoundError as error:
        raise BrokenInput(_("there is no such file."), where=str(path), hint=_("Check the path.")) from error
    except (OSError, ValueError) as error:
        told = _("it cannot be opened ({detail}).").format(detail=reason_of(error))
        raise BrokenInput(told, where=str(path), hint=_("Check the path and its permissions.")) from error
    if not path.is_file():
        raise BrokenInput(
            _("it is a pipe or a device, not a file."), where=str(path), hint=_("Save it as a file first.")
        )
    if size == 0:
        raise BrokenInput(_("the file is empty."), where=path.name, hint=_("Ask for it again."))
    if size > options.max_bytes:
        limit = options.max_bytes // (1024 * 1024)
        told = _("it is larger than {limit} MiB.").format(limit=limit)
        raise LimitExceeded(told, where=path.name, hint=_("Split it, or take out its pictures."))


def _name(path: Path) -> str:
    """Return the name of a file, whose bytes need not be UTF-8, as text that can be kept."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _reader(kind: str, *, ocr: bool = False) -> _Reader:
    """Import the reader of a media type: the libraries behind them are heavy."""
    if kind == media_type.PDF and ocr:
        from toolkit.read.pdf.ocr import read_scanned_pdf

        return read_scanned_pdf
    if kind == media_type.PDF:
        from toolkit.read.pdf.reader import read_pdf

        return read_pdf
    if kind == media_type.DOCX:
        from toolkit.read.docx.reader import read_docx

        return read_docx
    if kind == media_type.ODT:
        from toolkit.read.odt.reader import read_odt

        return read_odt
    if kind == media_type.HTML:
        from toolkit.read.html.reader import read_html

        return read_html
    if kind == media_type.TEXT:
        from toolkit.read.text.reader import read_text

        return read_text
    raise UsageError(f"no reader for {kind}")


def _refuse_silence(reading: Reading, path: Path) -> None:
    """No text out of a file that is not empty is a failure, never a result."""
    if has_text(reading.blocks):
        return
    reasons = " ".join(issue.message for issue in reading.issues)
    raise BrokenInput(
        _("no text was found in it.") + (f" {reasons}" if reasons else ""),
        where=path.name,
        hint=_("If it shows pictures of pages, print it to PDF and run OCR on it."),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
