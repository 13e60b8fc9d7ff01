"""PDF file → Reading: lines in reading order, tables, bookmarks, shaded areas, what is odd about the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from toolkit.errors import BrokenInput, LimitExceeded, NoTextLayer
from toolkit.limits import report_progress
from toolkit.messages import _
from toolkit.model.document import Document
from toolkit.model.layout import Block, Shade
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf.facts import attachment_issues, page_label, read_metadata, read_outline
from toolkit.read.pdf.opening import PLAIN, OpenFile, broken, open_pdf, repair_pdf
from toolkit.read.pdf.page import ENOUGH_LETTERS, PageContent, read_page
from toolkit.read.pdf.pdfium import Fonts
from toolkit.read.pdf.second_opinion import read_page_by_pdfplumber

_PICTURED_SHARE = 0.9
_FEWEST_PAGES = 8
"""Of a worker: fewer are read before it has begun."""
_MOST_PAGES = 100
"""Read before the file is closed and opened again."""
_MAX_SECOND_OPINIONS = 20
"""Pages; pdfplumber is slow, and a file that needs it on more pages has no text that helps."""


def read_pdf(path: Path, options: ReadOptions) -> Reading:
    """Read a PDF file.

    Raises:
        PasswordNeeded: it is encrypted and the password is missing or wrong.
        NoTextLayer: (nearly) all its pages are pictures.
        LimitExceeded: it is larger or has more pages than `options` allow.
        BrokenInput: it is damaged beyond repair or holds no text at all.
    """
    _check_size(path, options)
    file = open_pdf(path, options)
    contents = list(_contents(file, path, options))
    if not any(content.loaded for content in contents):
        if file.reader != PLAIN:
            raise broken(path)
        file = repair_pdf(path, options)
        contents = list(_contents(file, path, options))
    _require_text(contents, path)
    reading = _assemble(file, path, contents)
    file.pdf.close()
    return reading


def _check_size(path: Path, options: ReadOptions) -> None:
    size = path.stat().st_size
    if size > options.max_bytes:
        raise LimitExceeded(
            _("the file has {size} MiB, more than the allowed {limit} MiB.").format(
                size=size >> 20, limit=options.max_bytes >> 20
            ),
            where=path.name,
        )
    if size == 0:
        raise BrokenInput(_("the file is empty."), where=path.name, hint=_("Ask for the file again."))


def _contents(file: OpenFile, path: Path, options: ReadOptions) -> Iterator[PageContent]:
    second_opinions = 0
    for content in _pages(file, path, options):
        if content.wants_second_opinion and second_opinions < _MAX_SECOND_OPINIONS:
            second_opinions += 1
            yield read_page_by_pdfplumber(path, content, options.password)
        else:
            yield content


def _pages(file: OpenFile, path: Path, options: ReadOptions) -> Iterable[PageContent]:
    """Read all pages: here, or where several jobs are wanted by workers."""
    total = len(file.pdf)
    done = count(1)
    if file.reader != PLAIN:  # it lies in memory and cannot be opened anew
        return _reported(_read_part(file.pdf, range(total)), total)
    jobs = min(options.jobs, total // _FEWEST_PAGES)
    if jobs > 1:
        from toolkit.read.pdf.workers import read_by_workers

        return read_by_workers(
            lambda part: _read_anew(path, options, part),
            total,
            jobs=jobs,
            arrived=lambda: report_progress(next(done), total),
        )
    return _reported(_read_anew(path, options, range(total)), total)


def _read_anew(path: Path, options: ReadOptions, part: range) -> Iterator[PageContent]:
    """Open the file for some pages at a time: pdfium keeps in memory what it has read until it is closed."""
    for start in range(0, len(part), _MOST_PAGES):
        file = open_pdf(path, options)
        yield from _read_part(file.pdf, part[start : start + _MOST_PAGES])
        file.pdf.close()


def _read_part(pdf: Any, part: range) -> Iterator[PageContent]:
    fonts = Fonts()
    for index in part:
        yield read_page(pdf, index, fonts)


def _reported(contents: Iterable[PageContent], total: int) -> Iterator[PageContent]:
    for done, content in enumerate(contents, 1):
        yield content
        report_progress(done, total)


def _require_text(contents: list[PageContent], path: Path) -> None:
    pictured = sum(1 for content in contents if content.letters < ENOUGH_LETTERS and content.pictured)
    if any(content.letters for content in contents) and pictured <= _PICTURED_SHARE * len(contents):
        return
    if pictured:
        raise NoTextLayer(
            _("its pages are pictures without text."),
            where=path.name,
            hint=_("Have the text recognised: --ocr (`pip install 'consultation-toolkit[ocr]'`)."),
        )
    raise BrokenInput(
        _("no text could be found in it."),
        where=path.name,
        hint=_("Open it in another program; if text is seen there, save it anew."),
    )


def _assemble(file: OpenFile, path: Path, contents: list[PageContent]) -> Reading:
    pages = [
        msgspec.structs.replace(content.page, label=page_label(file.pdf, content.page.number - 1))
        for content in contents
    ]
    metadata = read_metadata(file.pdf)
    reader = file.reader
    if any(content.by_pdfplumber for content in contents):
        reader += "+pdfplumber"
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    document = Document(
        sha256=digest,
        name=path.name,
        media_type="application/pdf",
        title=metadata.get("title", ""),
        language=metadata.get("language", ""),
        created=metadata.get("created", ""),
        modified=metadata.get("modified", ""),
        page_count=len(contents),
        reader=reader,
    )
    blocks: list[Block] = []
    shades: list[Shade] = []
    issues = [*file.issues, *attachment_issues(file.pdf, path.name)]
    for content in contents:
        blocks.extend(content.blocks)
        shades.extend(content.shades)
        issues.extend(content.issues)
    return Reading(
        document=document,
        blocks=tuple(blocks),
        pages=tuple(pages),
        outline=read_outline(file.pdf, {page.number: page for page in pages}),
        shades=tuple(shades),
        issues=tuple(issues),
    )
