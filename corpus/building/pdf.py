"""Print a DOCX as a tagged PDF with bookmarks, and learn from it on which page each heading stands.

LibreOffice does the printing; it is needed only when the samples are rebuilt.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pikepdf

from building.draft import Draft
from building.inline import plain

FILTER = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
TIMEOUT_SECONDS = 120


def has_printer() -> bool:
    """Tell whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def print_pdf(docx: bytes, target: Path, *, day: date) -> None:
    """Write the PDF; dates and identifiers depend on the content and `day` alone.

    Raises:
        subprocess.CalledProcessError: LibreOffice failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{target.stem}.docx"
        source.write_bytes(docx)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            FILTER,
            "--outdir",
            f"{folder}/out",
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)  # noqa: S603 - our own file
        _settle(Path(folder) / "out" / target.name, target, day)


def _settle(printed: Path, target: Path, day: date) -> None:
    """Replace what the clock put into the file."""
    stamp = f"D:{day:%Y%m%d}080000Z"
    with pikepdf.open(printed) as pdf:
        pdf.docinfo["/CreationDate"] = stamp
        if "/ModDate" in pdf.docinfo:
            del pdf.docinfo["/ModDate"]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        for key in {"/DocChecksum", "/ID"} & set(pdf.trailer.keys()):
            del pdf.trailer[key]
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def find_pages(draft: Draft, pdf_path: Path) -> dict[str, int]:
    """Return the page number, from 1, of each heading of the contents, by its anchor.

    Raises:
        ValueError: the bookmarks are not the headings of the draft.
    """
    headings = [
        (node.anchor, plain(node.heading)) for node, parent in draft.body.walk() if _in_contents(node.kind)
    ]
    bookmarks = _bookmarks(pdf_path)
    pages: dict[str, int] = {}
    for (anchor, heading), (title, page) in zip(headings, bookmarks, strict=True):
        if not _words(title).endswith(_words(heading)):
            raise ValueError(f"bookmark {title!r} stands where {heading!r} should be")
        pages[anchor] = page
    return pages


def _in_contents(kind: str) -> bool:
    return kind in ("part", "fiche", "annex", "section", "recommendation")


def _bookmarks(pdf_path: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    with pikepdf.open(pdf_path) as pdf, pdf.open_outline() as outline:
        number_of = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            found.append((item.title, number_of[item.destination[0].objgen]))
    return found


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
