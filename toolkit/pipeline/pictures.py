"""A workspace's draft → pictures of its pages, drawn once and kept below the workspace.

The folder is derived from the draft's file, like the search index: it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from toolkit.errors import StorageError, UnknownName, UsageError
from toolkit.files import write_atomic
from toolkit.limits import Limits, call_limited
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.model.document import Document
    from toolkit.read.pdf.pictures import PageSize
    from toolkit.workspace.store import Workspace

PICTURE_FOLDER = ".pages"
SCALES = (1.0, 1.5, 2.0, 3.0)
"""Pixels for each point that pictures are kept in; what is asked for is rounded up to one of them."""
DRAWING_LIMITS = Limits(memory_mib=1024, seconds=30)
_PDF = "application/pdf"
_DRAWING = threading.BoundedSemaphore(2)
"""So many pages are drawn at once, however many are asked for."""


def has_pictures(document: Document) -> bool:
    """Tell whether the draft has pages that can be shown as they are printed."""
    return document.media_type == _PDF and bool(document.page_count)


def page_sizes(workspace: Workspace, document: Document) -> tuple[PageSize, ...]:
    """Return the size of each page of the draft that `document` tells of.

    Raises:
        UsageError: it has no pages.
        InputRefused: the file can no longer be read.
    """
    from toolkit.read.pdf.pictures import PageSize

    kept = _folder(workspace, document) / "sizes.json"
    told = _kept(kept, lambda: _asked(workspace, document, "measure_order", page_number=1))
    return msgspec.json.decode(told, type=tuple[PageSize, ...])


def page_picture(workspace: Workspace, document: Document, page_number: int, *, scale: float = 1.5) -> bytes:
    """Return the PNG of a page, from 1.

    Raises:
        UnknownName: there is no such page.
        UsageError: the draft has no pages.
        InputRefused: the file can no longer be read.
    """
    if not 1 <= page_number <= (document.page_count or 0):
        raise UnknownName(_("the draft has no page {number}.").format(number=page_number))
    fitting = next((known for known in SCALES if known >= scale), SCALES[-1])
    kept = _folder(workspace, document) / f"{page_number}-{fitting:g}.png"
    return _kept(
        kept, lambda: _asked(workspace, document, "draw_order", page_number=page_number, scale=fitting)
    )


def file_page(path: Path, page_number: int, *, scale: float = 1.5) -> bytes:
    """Return the PNG of a page, from 1, of a PDF file that is kept nowhere.

    Raises:
        BrokenInput: there is no such page, or it cannot be drawn.
    """
    from toolkit.read.pdf.pictures import PictureOrder

    order = PictureOrder(path=os.fsencode(path.absolute()), page_number=page_number, scale=scale)
    with _DRAWING:
        return call_limited(
            "toolkit.read.pdf.pictures:draw_order",
            msgspec.json.encode(order),
            limits=DRAWING_LIMITS,
            where=path.name,
        )


def _folder(workspace: Workspace, document: Document) -> Path:
    if not has_pictures(document):
        raise UsageError(_("the draft has no pages that could be shown."), where=document.name)
    return workspace.folder / PICTURE_FOLDER / document.sha256[:16]


def _asked(
    workspace: Workspace, document: Document, function: str, *, page_number: int, scale: float = 1.0
) -> bytes:
    from toolkit.read.pdf.pictures import PictureOrder

    path = os.fsencode(workspace.draft_file().absolute())
    order = PictureOrder(path=path, page_number=page_number, scale=scale)
    return call_limited(
        f"toolkit.read.pdf.pictures:{function}",
        msgspec.json.encode(order),
        limits=DRAWING_LIMITS,
        where=document.name,
    )


def _kept(target: Path, make: Callable[[], bytes]) -> bytes:
    """Return what is kept, or make it and keep it where the folder can be written."""
    if target.is_file():
        return target.read_bytes()
    with _DRAWING:
        if target.is_file():  # made while this one waited
            return target.read_bytes()
        content = make()
    with contextlib.suppress(OSError, StorageError):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(target, content)
    return content
