"""What a PDF says about itself beside its pages: bookmarks, labels, dates, language, things attached."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.messages import _, ngettext
from toolkit.model.issue import Issue
from toolkit.model.layout import OutlineEntry, Page
from toolkit.read.pdf.characters import clean_word

_MAX_BOOKMARKS = 20_000

# "D:20230401101500+02'00'" and "D:2023"; not "April 2023".
_DATE = re.compile(
    r"""
    (?:D:)? (?P<year>\d{4}) (?P<month>\d\d)? (?P<day>\d\d)?
    (?: (?P<hour>\d\d) (?P<minute>\d\d)? (?P<second>\d\d)? )?
    (?P<zone> Z | [+-]\d\d'?\d\d )?
    """,
    re.VERBOSE,
)


def read_outline(pdf: Any, pages: dict[int, Page]) -> tuple[OutlineEntry, ...]:
    """Return the bookmarks in order; entries of a looping or broken tree end where it breaks."""
    entries: list[OutlineEntry] = []
    try:
        for bookmark in pdf.get_toc(max_depth=12):
            if len(entries) >= _MAX_BOOKMARKS:
                break
            entries.append(_entry(bookmark, pages))
    except (pypdfium2.PdfiumError, UnicodeError, ValueError):
        return tuple(entries)
    return tuple(entry for entry in entries if entry.title)


def _entry(bookmark: Any, pages: dict[int, Page]) -> OutlineEntry:
    title = " ".join(filter(None, (clean_word(word) for word in (bookmark.get_title() or "").split())))
    target = bookmark.get_dest()
    index = target.get_index() if target is not None else None
    if index is None or index < 0:
        return OutlineEntry(title, bookmark.level + 1)
    page = pages.get(index + 1)
    top = _target_top(target, page) if page is not None else None
    return OutlineEntry(title, bookmark.level + 1, index + 1, top)


def _target_top(target: Any, page: Page) -> float | None:
    flags = [ctypes.c_int() for _unused in range(3)]
    x, y, zoom = (ctypes.c_float() for _unused in range(3))
    if not pdfium.FPDFDest_GetLocationInPage(target.raw, *flags, x, y, zoom) or not flags[1].value:
        return None
    return min(max(0.0, page.height_pt - y.value), page.height_pt)


def page_label(pdf: Any, index: int) -> str:
    """Return the label that the PDF declares for a page; "" if none."""
    try:
        label: str = pdf.get_page_label(index)
    except (pypdfium2.PdfiumError, UnicodeError):
        return ""
    return label.strip()


def read_metadata(pdf: Any) -> dict[str, str]:
    """Return title, created, modified and language, cleaned; keys without value are absent."""
    try:
        raw: dict[str, str] = pdf.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeError):
        raw = {}
    found = {
        "title": " ".join(filter(None, (clean_word(word) for word in raw.get("Title", "").split()))),
        "created": iso_date(raw.get("CreationDate", "")),
        "modified": iso_date(raw.get("ModDate", "")),
        "language": _language(pdf),
    }
    return {key: value for key, value in found.items() if value}


def _language(pdf: Any) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(pdf, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFCatalog_GetLanguage(pdf, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    tag = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return tag[:2].lower() if re.match(r"[A-Za-z]{2}(?:-|$)", tag) else ""


def iso_date(raw: str) -> str:
    """Return a PDF date as ISO 8601; "" if it is none.

    >>> iso_date("D:20230401101500+02'00'"), iso_date("April")
    ('2023-04-01T10:15:00+02:00', '')
    """
    match = _DATE.match(raw.strip())
    if match is None:
        return ""
    day = "-".join(part for part in match.group("year", "month", "day") if part)
    if not match["hour"]:
        return day
    zone = (match["zone"] or "").replace("'", "")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{match['hour']}:{match['minute'] or '00'}:{match['second'] or '00'}{zone}"


def attachment_issues(pdf: Any, name: str) -> list[Issue]:
    """Report embedded files and scripts, which are never written or run."""
    issues = []
    files = pdfium.FPDFDoc_GetAttachmentCount(pdf)
    if files > 0:
        message = ngettext(
            "The PDF carries {count} embedded file; it was not read.",
            "The PDF carries {count} embedded files; they were not read.",
            files,
        ).format(count=files)
        issues.append(Issue("info", name, message))
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) > 0:
        issues.append(Issue("info", name, _("The PDF carries scripts; they were not run.")))
    return issues
