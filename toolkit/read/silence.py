"""Blocks → whether anything was said; and the error where a document shows only pictures."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.errors import NoTextLayer
from toolkit.messages import _
from toolkit.model.layout import Block


def has_text(blocks: Iterable[Block]) -> bool:
    """Tell whether some block holds a letter or a digit."""
    return any(
        any(map(str.isalnum, text))
        for block in blocks
        for text in (block.text, *(cell for row in block.rows for cell in row))
    )


def pictures_only(where: str) -> NoTextLayer:
    """Return the error for a document of pictures without text."""
    return NoTextLayer(
        _("it holds pictures and no text."),
        where=where,
        hint=_(
            "Print it to PDF, install the OCR extra (`pip install 'consultation-toolkit[ocr]'`) and run `ocrmypdf` on it."
        ),
    )
