"""File → open pdfium document, repaired by qpdf where pdfium cannot open it as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.errors import BrokenInput, LimitExceeded, PasswordNeeded
from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.model.reading import ReadOptions

PLAIN = "pdfium"
"""How a file is read that opens as it is."""


class OpenFile(msgspec.Struct):
    """An open document and how it was opened."""

    pdf: Any
    """pypdfium2.PdfDocument."""
    reader: str
    issues: list[Issue]


def open_pdf(path: Path, options: ReadOptions) -> OpenFile:
    """Open a PDF file.

    Raises:
        PasswordNeeded: it is encrypted and the password is missing or wrong.
        BrokenInput: neither pdfium nor qpdf makes sense of it, or it has no pages.
        LimitExceeded: it has more pages than `options.max_pages`.
    """
    try:
        pdf = pypdfium2.PdfDocument(path, password=options.password or None)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise _password_needed(path, options) from error
        return repair_pdf(path, options)
    if not 0 < len(pdf) <= options.max_pages:
        counted = len(pdf)
        pdf.close()
        try:
            return repair_pdf(path, options)
        except BrokenInput:
            if counted > options.max_pages:
                raise _too_many_pages(path, counted, options) from None
            raise
    return OpenFile(pdf, PLAIN, _protection(pdf, path))


def repair_pdf(path: Path, options: ReadOptions) -> OpenFile:
    """Let qpdf rebuild a damaged file in memory and open the result; raises as `open_pdf` does."""
    import pikepdf

    rebuilt = io.BytesIO()
    try:
        with pikepdf.open(path, password=options.password) as damaged:
            damaged.save(rebuilt)
        pdf = pypdfium2.PdfDocument(rebuilt.getvalue())
    except pikepdf.PasswordError as error:
        raise _password_needed(path, options) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError, RecursionError) as error:
        raise broken(path) from error
    if len(pdf) > options.max_pages:
        raise _too_many_pages(path, len(pdf), options)
    if not len(pdf):
        raise broken(path)
    message = _("The file is damaged; it was read after a repair. Compare the result with the original.")
    return OpenFile(pdf, "pdfium+repair", [Issue("warning", path.name, message), *_protection(pdf, path)])


def broken(path: Path) -> BrokenInput:
    """Return the error for a file that has no readable pages."""
    return BrokenInput(
        _("the PDF is damaged beyond repair or has no pages."),
        where=path.name,
        hint=_("Ask for the file again, or open it in another program and save it anew."),
    )


def _password_needed(path: Path, options: ReadOptions) -> PasswordNeeded:
    told = _("the password is wrong.") if options.password else _("the PDF is encrypted.")
    return PasswordNeeded(told, where=path.name, hint=_("Give its password with --password."))


def _too_many_pages(path: Path, count: int, options: ReadOptions) -> LimitExceeded:
    return LimitExceeded(
        _("it has {count} pages, more than the allowed {limit}.").format(
            count=count, limit=options.max_pages
        ),
        where=path.name,
        hint=_("Split the file and read the parts."),
    )


def _protection(pdf: Any, path: Path) -> list[Issue]:
    if pdfium.FPDF_GetSecurityHandlerRevision(pdf) < 0:
        return []
    return [Issue("info", path.name, _("The PDF is protected against changes or copying by its owner."))]
