"""The first bytes of a file → its media type; what we do not read is refused with advice.

The name is never looked at: a page saved as `.docx` is HTML, and a PDF may begin with a mail header.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from toolkit.errors import BrokenInput, PasswordNeeded, WrongType
from toolkit.messages import _

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
TEXT = "text/plain"

HEAD_BYTES = 64 * 1024
PDF_JUNK_BYTES = 1024
"""How far into a file readers look for the PDF header (ISO 32000-1, note 13 of annex H)."""

# Match: b"%PDF-1.7". Near miss: b"%PDF" in prose.
_PDF_HEADER = re.compile(rb"%PDF-\d\.\d")

# Match: b"<p class='a'>", b"</div>", b"<!doctype html". Near miss: b"a <b c" (no tag of a page).
_HTML_TAG = re.compile(
    rb"""
    < (?: !doctype \s+ html
        | /? (?: html|head|body|title|meta|link|style|script|main|header|nav|article|section|div|p|h[1-6]|table|ul|ol|li|span|br )
          (?= [\s/>] ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Match: b"<?xml version='1.0'?>", b"<akomaNtoso xmlns=". Near miss: b"<html" is looked for first.
_XML_START = re.compile(rb"\s*<(?:\?xml\b|!--|[A-Za-z_][\w.:-]*[\s>/])")

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def sniff(path: Path) -> str:
    """Return the media type of a kind of document that we read, as found in the content.

    Raises:
        WrongType: another kind; the hint says how to get a readable one.
        PasswordNeeded: an office document that is encrypted as a whole.
        BrokenInput: it begins like a package and is none.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if _PDF_HEADER.search(head[: PDF_JUNK_BYTES + 8]):
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package_type(path)
    _refuse_known(path, head)
    return _text_type(path, head)


def _package_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            declared = _declared_type(package, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise BrokenInput(
            _("it begins like an office document but is truncated or damaged ({detail}).").format(
                detail=error
            ),
            where=path.name,
            hint=_("Ask for the file again, or open it in a word processor and save it anew."),
        ) from error
    declares_word = b"wordprocessingml" in declared and not names & {
        "xl/workbook.xml",
        "ppt/presentation.xml",
    }
    if declares_word or "word/document.xml" in names:
        return DOCX
    if declared.startswith(b"application/vnd.oasis.opendocument.text"):
        return ODT
    raise WrongType(_package_name(declared, names), where=path.name, hint=_readable())


def _declared_type(package: zipfile.ZipFile, names: set[str]) -> bytes:
    for name in ("[Content_Types].xml", "mimetype"):
        if name in names:
            with package.open(name) as part:
                return part.read(HEAD_BYTES)
    return b""


def _package_name(declared: bytes, names: set[str]) -> str:
    if "xl/workbook.xml" in names or b"spreadsheetml" in declared or b"opendocument.spreadsheet" in declared:
        return _("it is a spreadsheet, not a text document.")
    if (
        "ppt/presentation.xml" in names
        or b"presentationml" in declared
        or b"opendocument.presentation" in declared
    ):
        return _("it is a presentation, not a text document.")
    if declared.startswith(b"application/epub") or "META-INF/container.xml" in names:
        return _("it is an e-book, not a document of a kind we read.")
    return _("it is a ZIP archive, not a document.")


def _refuse_known(path: Path, head: bytes) -> None:
    if head.startswith(_OLE2):
        _refuse_ole2(path)
    if head.lstrip().startswith(b"{\\rtf"):
        raise WrongType(_("it is a Rich Text file."), where=path.name, hint=_as_docx())
    if head.startswith(_IMAGES) or head[:4] == b"RIFF" or head[4:12] in (b"ftypheic", b"ftypavif"):
        raise WrongType(
            _("it is a picture."),
            where=path.name,
            hint=_(
                "Make it a PDF with text first: `pip install 'consultation-toolkit[ocr]'`, then `ocrmypdf PICTURE OUT.pdf`."
            ),
        )


def _refuse_ole2(path: Path) -> None:
    """An old binary container holds either an encrypted modern document or a document from before 2007."""
    with path.open("rb") as file:
        content = file.read(64 * 1024 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PasswordNeeded(
            _("it is encrypted."),
            where=path.name,
            hint=_("Open it with its password and save a copy without one."),
        )
    if "WordDocument".encode("utf-16-le") in content:
        raise WrongType(_("it is a Word document from before 2007 (.doc)."), where=path.name, hint=_as_docx())
    raise WrongType(_("it is an old binary office file."), where=path.name, hint=_readable())


def _text_type(path: Path, head: bytes) -> str:
    if b"\0" in head and not head.startswith(_BOMS):
        raise WrongType(_("it is a binary file of an unknown kind."), where=path.name, hint=_readable())
    plain = head.replace(b"\0", b"")
    if b"\nContent-Type: multipart/related" in plain[:4096]:
        raise WrongType(_("it is a web archive (MHTML)."), where=path.name, hint=_("Save the page as HTML."))
    tags = len(_HTML_TAG.findall(plain))
    text_start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    if tags and (text_start.startswith(b"<") or tags >= 10):
        return HTML
    if _XML_START.match(text_start) and text_start.rstrip().endswith(b">"):
        raise WrongType(_("it is XML of a kind we do not read."), where=path.name, hint=_readable())
    return TEXT


def _readable() -> str:
    return _("Give the draft as PDF, DOCX, ODT, HTML or plain text.")


def _as_docx() -> str:
    return _("Open it in a word processor and save it as DOCX.")
