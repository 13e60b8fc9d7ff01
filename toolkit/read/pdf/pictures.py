"""A page of a PDF file → the picture that a reader sees, as PNG; and the sizes of all pages.

Both run in a limited child: what pdfium makes of a stranger's page is never drawn in the process that serves people.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import msgspec

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.model.reading import ReadOptions

MOST_PIXELS = 12_000_000
"""A poster is drawn smaller than asked for, so that no page fills the memory."""


class PictureOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of which file to draw; `scale` is pixels for each point."""

    path: bytes
    page_number: int
    scale: float = 1.0


class PageSize(msgspec.Struct, frozen=True):
    """Of a page as displayed, in points."""

    width_pt: float
    height_pt: float


def draw_order(payload: bytes) -> bytes:
    """Return the PNG of a page that a `PictureOrder` asks for.

    Raises:
        BrokenInput: the page cannot be drawn.
    """
    import pypdfium2

    from toolkit.read.pdf.opening import open_pdf

    order = msgspec.json.decode(payload, type=PictureOrder)
    path = Path(os.fsdecode(order.path))
    pdf = open_pdf(path, ReadOptions()).pdf
    drawn = io.BytesIO()
    try:
        page = pdf[order.page_number - 1]
        scale = min(order.scale, (MOST_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
        page.render(scale=scale).to_pil().convert("RGB").save(drawn, "PNG", optimize=False, compress_level=4)
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise BrokenInput(
            _("page {number} cannot be drawn.").format(number=order.page_number), where=path.name
        ) from error
    return drawn.getvalue()


def measure_order(payload: bytes) -> bytes:
    """Return the sizes of all pages of the file in a `PictureOrder` as a JSON list of `PageSize`."""
    from toolkit.read.pdf.opening import open_pdf

    order = msgspec.json.decode(payload, type=PictureOrder)
    pdf = open_pdf(Path(os.fsdecode(order.path)), ReadOptions()).pdf
    return msgspec.json.encode([PageSize(*map(float, pdf.get_page_size(index))) for index in range(len(pdf))])
