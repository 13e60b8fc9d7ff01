"""Structure tree of a tagged PDF → what each marked content on a page is said to be."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from toolkit.read.pdf import calls

_MAX_ELEMENTS = 20_000
_LONGEST_NAME = 200
"""Bytes."""
_CONTEXTS = frozenset(("TOC", "Note", "Caption", "Table"))
_TRANSPARENT = frozenset(("Span", "Link", "Reference", "P", "Lbl", "LBody"))
"""Types that say less than what they stand in."""
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
    try:
        return _Walk().found_below(
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
        )
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Walk:
    """Depth first through one page's part of the structure tree."""

    def __init__(self) -> None:
        self._place = ctypes.create_string_buffer(_LONGEST_NAME)
        self._reference, self._room = ctypes.byref(self._place), ctypes.c_ulong(_LONGEST_NAME)
        self._kinds: dict[bytes, str] = {}

    def found_below(self, roots: Iterable[Any]) -> dict[int, Tagged]:
        found: dict[int, Tagged] = {}
        stack = [(calls.Handle(calls.address_of(root)), "") for root in roots]
        stack.reverse()
        visited = 0
        while stack and visited < _MAX_ELEMENTS:
            element, context = stack.pop()
            visited += 1
            if element.value is None:
                continue
            kind = self._kind(element)
            context = _opened_context(kind) or context
            tagged = None
            for index in range(calls.child_count(element) - 1, -1, -1):
                marked = calls.child_marked_content(element, index)
                if marked < 0:
                    stack.append((calls.child_at(element, index), context))
                elif marked not in found:
                    tagged = tagged or Tagged(*_meaning(kind, context), visited)
                    found[marked] = tagged
        return found

    def _kind(self, element: calls.Handle) -> str:
        length = calls.element_type(element, self._reference, self._room)
        if not 2 < length <= _LONGEST_NAME:
            return ""
        encoded = self._place.raw[: length - 2]
        known = self._kinds.get(encoded)
        if known is None:
            known = self._kinds[encoded] = encoded.decode("utf-16-le", "replace")
        return known


@lru_cache(maxsize=256)
def _opened_context(kind: str) -> str:
    """Return a type that says what stands in it, whatever its type; "" for others."""
    return kind if kind in _CONTEXTS or _HEADING.match(kind) else ""


@lru_cache(maxsize=1024)
def _meaning(kind: str, context: str) -> tuple[str, int | None]:
    """Return what marked content in an element of a type is, and the level of a heading."""
    named = context if context and kind in _TRANSPARENT else kind
    match = _HEADING.match(named)
    return named, int(match[1] or 1) if match else None
