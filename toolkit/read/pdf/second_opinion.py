"""A page on which pdfium finds no text → the same page read by pdfplumber."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.model.layout import Style
from toolkit.read.pdf.characters import clean_word
from toolkit.read.pdf.frame import Frame
from toolkit.read.pdf.lines import Placement, read_lines
from toolkit.read.pdf.page import PageContent, count_letters
from toolkit.read.pdf.words import Word

_EMPTY_BYTES = 60
"""Of a content stream as stored: less holds no text, only what programs write on every page."""


_UNMAPPED = re.compile(r"\(cid:\d+\)")
"""What pdfminer writes for a glyph that stands for no character."""


def read_page_by_pdfplumber(path: Path, content: PageContent, password: str) -> PageContent:
    """Return `content` with what pdfplumber reads on its page; unchanged if that is nothing."""
    import pdfplumber

    number = content.page.number
    if not _has_content(path, number - 1, password):
        return content
    try:
        with pdfplumber.open(path, password=password or None, pages=[number]) as pdf:
            page = pdf.pages[0]
            found = page.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=False)
            width, height = float(page.width), float(page.height)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # pdfminer raises anything on broken files; pdfium's answer stands then
        return content
    words = [_word(item) for item in found]
    words = [word for word in words if word.text]
    if not count_letters(words):
        return content
    frame = Frame(0.0, 0.0, width, height)
    issue = Issue(
        "warning",
        _("page {number}").format(number=number),
        _("The main reader found no text here; a slower one did. Compare the page with the original."),
    )
    return msgspec.structs.replace(
        content,
        page=msgspec.structs.replace(content.page, width_pt=width, height_pt=height),
        blocks=read_lines(words, Placement(number, frame, frame)),
        issues=[*content.issues, issue],
        letters=count_letters(words),
        wants_second_opinion=False,
        by_pdfplumber=True,
    )


def _has_content(path: Path, index: int, password: str) -> bool:
    """Tell a page that may draw something from an empty one, without interpreting it."""
    import pikepdf

    try:
        with pikepdf.open(path, password=password) as pdf:
            contents = pdf.pages[index].get("/Contents")
            streams = contents if isinstance(contents, pikepdf.Array) else [contents]
            return any(
                len(stream.read_raw_bytes()) > _EMPTY_BYTES for stream in streams if stream is not None
            )
    except (pikepdf.PdfError, IndexError, AttributeError, TypeError, ValueError):
        return True


def _word(item: dict[str, object]) -> Word:
    x0, x1, top, bottom, size = (float(str(item[key])) for key in ("x0", "x1", "top", "bottom", "size"))
    style = Style(size_pt=round(size, 1), font=str(item["fontname"]).partition("+")[2])
    return Word(
        clean_word(_UNMAPPED.sub("", str(item["text"]))),
        x0,
        top,
        x1,
        bottom,
        bottom - 0.2 * size,
        style,
        "space",
    )
