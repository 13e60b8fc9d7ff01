"""PDF of pictures → Reading of the words that OCRmyPDF recognises on them, labelled as recognised.

Recognition errs where it matters most ("1er" as "Ler", "3." as "3:"), so the result says that it was recognised,
how, and how well the pages are scanned; gaps in numbering sequences are reported as for any draft. Pages that
have text keep it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.errors import BrokenInput, MissingExtra, NoTextLayer
from toolkit.messages import _
from toolkit.model.issue import Issue, Severity
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf.facts import read_metadata
from toolkit.read.pdf.opening import OpenFile, open_pdf
from toolkit.read.pdf.reader import read_pdf

_FEW_LETTERS = 8
_LOW_DPI, _UNRELIABLE_DPI = 150, 110
"""Measured on a French page: 0.3 % of characters wrong at 300 dpi, 0.6 % at 200 with noise, 10 % at 110."""


class _Scan(msgspec.Struct, frozen=True):
    """A page that is a picture; `dpi` is 0 where it cannot be told."""

    page_number: int
    dpi: int


def read_scanned_pdf(path: Path, options: ReadOptions) -> Reading:
    """Read a PDF file after recognising the text of its pictures; raises as `read_pdf` does.

    Raises:
        MissingExtra: OCRmyPDF, tesseract or its data for the language is not installed.
    """
    file = open_pdf(path, options)
    scans = list(_scans(file))
    metadata = read_metadata(file.pdf)
    file.pdf.close()
    if not scans:
        return read_pdf(path, options)
    with tempfile.TemporaryDirectory(prefix="consult-ocr-") as folder:
        recognised = recognise(path, options, Path(folder))
        try:
            reading = read_pdf(recognised, msgspec.structs.replace(options, password=""))
        except NoTextLayer as error:
            raise BrokenInput(
                _("no text could be recognised on its pages."),
                where=path.name,
                hint=_("Scan it again, upright and at 300 dpi."),
            ) from error
    # The recognised file was made just now: the document's dates are those of the original.
    document = msgspec.structs.replace(
        reading.document,
        title=metadata.get("title", ""),
        created=metadata.get("created", ""),
        modified=metadata.get("modified", ""),
        reader=f"{reading.document.reader}+ocr",
    )
    issues = (*_ocr_issues(scans, options.ocr_language), *reading.issues)
    return msgspec.structs.replace(reading, document=document, issues=issues)


def _scans(file: OpenFile) -> Iterator[_Scan]:
    """Yield the pages that have next to no text."""
    for index in range(len(file.pdf)):
        try:
            page = file.pdf[index]
            letters = sum(map(str.isalnum, page.get_textpage().get_text_range()))
        except pypdfium2.PdfiumError:
            continue
        if letters < _FEW_LETTERS:
            yield _Scan(index + 1, _resolution(page))


def _resolution(page: pypdfium2.PdfPage) -> int:
    """Return the resolution of the largest picture on a page, 0 if there is none."""
    largest = (0, 0)
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        facts = image.get_metadata()
        largest = max(
            largest, (facts.width * facts.height, round(min(facts.horizontal_dpi, facts.vertical_dpi)))
        )
    return largest[1]


def recognise(path: Path, options: ReadOptions, folder: Path) -> Path:
    """Write a copy of the file that has its words as a text layer, and return its path."""
    try:
        import ocrmypdf
        from ocrmypdf import exceptions
    except ImportError as error:
        raise MissingExtra(
            _("recognising text needs an optional part of the toolkit."),
            hint=_("Install it: pip install 'consultation-toolkit[ocr]'"),
        ) from error
    if shutil.which("tesseract") is None:
        raise _without_tesseract(options.ocr_language)
    target = folder / "recognised.pdf"
    try:
        ocrmypdf.ocr(
            _unlocked(path, options, folder),
            target,
            language=options.ocr_language.split("+"),
            deskew=True,
            rotate_pages=True,
            skip_text=True,
            output_type="pdf",
            optimize=0,
            use_threads=True,
            progress_bar=False,
            invalidate_digital_signatures=True,
            tagged_pdf_mode="ignore",
        )
    except exceptions.MissingDependencyError as error:
        raise _without_tesseract(options.ocr_language) from error
    except exceptions.ExitCodeException as error:
        detail = " ".join(str(error).split())[:200] or type(error).__name__
        raise BrokenInput(
            _("its text could not be recognised ({detail}).").format(detail=detail),
            where=path.name,
            hint=_("Print it to PDF anew and try again."),
        ) from error
    return target


def _unlocked(path: Path, options: ReadOptions, folder: Path) -> Path:
    """Return the file, or a copy without its password."""
    if not options.password:
        return path
    import pikepdf

    copy = folder / "unlocked.pdf"
    with pikepdf.open(path, password=options.password) as locked:
        locked.save(copy)
    return copy


def _without_tesseract(languages: str) -> MissingExtra:
    packages = " ".join(["tesseract-ocr", *(f"tesseract-ocr-{name}" for name in languages.split("+"))])
    return MissingExtra(
        _("recognising text needs tesseract with its data for {language}.").format(language=languages),
        hint=_("Install it: sudo apt-get install {packages}").format(packages=packages),
    )


def _ocr_issues(scans: Sequence[_Scan], language: str) -> Iterator[Issue]:
    told = _(
        "The text was recognised from pictures (OCR, {language}): compare numbers and references with the page."
    )
    yield _issue("warning", scans, told.format(language=language), "ocr.recognised")
    low = [scan for scan in scans if _UNRELIABLE_DPI < scan.dpi < _LOW_DPI]
    if low:
        told = _("The scan has a low resolution ({dpi} dpi): expect wrong characters; 300 dpi is good.")
        yield _issue("warning", low, told.format(dpi=min(scan.dpi for scan in low)), "ocr.resolution")
    unreliable = [scan for scan in scans if 0 < scan.dpi <= _UNRELIABLE_DPI]
    if unreliable:
        told = _(
            "The scan has a very low resolution ({dpi} dpi): its text is unreliable. Scan it again at 300 dpi."
        )
        message = told.format(dpi=min(scan.dpi for scan in unreliable))
        yield _issue("error", unreliable, message, "ocr.resolution")


def _issue(severity: Severity, scans: Sequence[_Scan], message: str, rule: str) -> Issue:
    first, last = scans[0].page_number, scans[-1].page_number
    where = (
        _("page {number}").format(number=first)
        if first == last
        else _("pages {first} to {last}").format(first=first, last=last)
    )
    return Issue(severity, where, message, rule, first)
