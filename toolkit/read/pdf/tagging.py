"""Structure tree of a tagged PDF → what each marked content on a page is said to be."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

_MAX_ELEMENTS = 20_000
_HEADING = re.compile(r"H([1-9])?$")
"""H, H1 … H6; not Head."""


class Tagged(msgspec.Struct, frozen=True):
    """One element of the structure tree that holds marked content of a page."""

    kind: str
    """H1 … H6, P, Lbl, LBody, Note, TOCI, TD, Caption …"""
    level: int | None = None
    """For headings."""
    element: int = 0
    """Number of the element on the page, in tree order."""


def read_tags(page: Any) -> dict[int, Tagged]:
    """Return the meaning of each marked-content id of a page; {} where the page is not tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, Tagged] = {}
    try:
        stack = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            for index in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
        ]
        _walk(stack, found)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return found


def _walk(stack: list[Any], found: dict[int, Tagged]) -> None:
    contexts = [""] * len(stack)
    visited = 0
    while stack and visited < _MAX_ELEMENTS:
        element, context = stack.pop(), contexts.pop()
        visited += 1
        if not element:
            continue
        kind = _kind(element)
        context = kind if _HEADING.match(kind) or kind in ("TOC", "Note", "Caption", "Table") else context
        tagged = _tagged(kind, context, visited)
        for index in reversed(range(pdfium.FPDF_StructElement_CountChildren(element))):
            marked = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if marked >= 0:
                found.setdefault(marked, tagged)
            else:
                stack.append(pdfium.FPDF_StructElement_GetChildAtIndex(element, index))
                contexts.append(context)


def _tagged(kind: str, context: str, number: int) -> Tagged:
    named = context if context and kind in ("Span", "Link", "Reference", "P", "Lbl", "LBody") else kind
    match = _HEADING.match(named)
    return Tagged(named, int(match[1] or 1) if match else None, number)


def _kind(element: Any) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    if length <= 2 or length > 200:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
