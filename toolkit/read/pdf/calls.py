"""pdfium's functions, bound so that a call from Python costs as little as ctypes allows.

A reader on pdfium spends its time in the calls, not in pdfium: typed pointers, a lock released and taken again
and a Python frame around each cost more than the work. These are called by `map` over whole pages, with places
for the answers that are made once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, TypeVar

import pypdfium2.raw as pdfium

_POINTER, _INT, _LONG, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong, ctypes.c_double

_Subject = TypeVar("_Subject")


class Handle(ctypes.c_void_p):
    """A pointer that pdfium gave, to be given back as it is; false if there is nothing."""


def address_of(handle: Any) -> int:
    """Return the address behind one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, _POINTER).value or 0


class Places:
    """Room for the numbers that a function answers with, used again for each call.

    Each row has `width` numbers; the function takes `parts` pointers, each to its share of the row. A row of
    zeros is what it does not answer.
    """

    _ROWS = 1024

    def __init__(self, number: type[Any], width: int, *, parts: int = 1) -> None:
        self._width = width
        self._array: Any = (number * (width * self._ROWS))()
        row, share = ctypes.sizeof(number) * width, ctypes.sizeof(number) * width // parts
        self._row_bytes = row
        self._references = [
            [ctypes.byref(self._array, line * row + part * share) for line in range(self._ROWS)]
            for part in range(parts)
        ]

    def ask_at(self, page: Handle, function: Any, indexes: Sequence[int]) -> list[Any]:
        """Return what a function says of each index on a page, row after row in one list."""
        answers: list[Any] = []
        for part in self._parts(indexes):
            answers += self._answers(map(function, repeat(page), part, *self._references), len(part))
        return answers

    def ask(self, function: Any, items: Sequence[Handle]) -> list[Any]:
        """Return what a function says of each page object, row after row in one list."""
        answers: list[Any] = []
        for part in self._parts(items):
            answers += self._answers(map(function, part, *self._references), len(part))
        return answers

    def _parts(self, subjects: Sequence[_Subject]) -> Iterable[Sequence[_Subject]]:
        return (subjects[start : start + self._ROWS] for start in range(0, len(subjects), self._ROWS))

    def _answers(self, calls: Iterable[object], rows: int) -> list[Any]:
        ctypes.memset(self._array, 0, rows * self._row_bytes)
        deque(calls, maxlen=0)
        answers: list[Any] = self._array[: rows * self._width]
        return answers


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function to call by `map`.

    Without types of its arguments nothing is converted: it takes handles, references, and numbers as C ints.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


# Of a character of a text page, by its index
text_object = _bound(pdfium.FPDFText_GetTextObject, _POINTER)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, _INT)
matrix_at = _bound(pdfium.FPDFText_GetMatrix, _INT)
font_size_at = _bound(pdfium.FPDFText_GetFontSize, _DOUBLE)
origin_at = _bound(pdfium.FPDFText_GetCharOrigin, _INT)

# Of a page object
font_of = _bound(pdfium.FPDFTextObj_GetFont, _POINTER)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, _INT)
fill_color = _bound(pdfium.FPDFPageObj_GetFillColor, _INT)
marked_content = _bound(pdfium.FPDFPageObj_GetMarkedContentID, _INT)
kind_of = _bound(pdfium.FPDFPageObj_GetType, _INT)
bounds = _bound(pdfium.FPDFPageObj_GetBounds, _INT)
matrix_of = _bound(pdfium.FPDFPageObj_GetMatrix, _INT)
draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, _INT)
segment_count = _bound(pdfium.FPDFPath_CountSegments, _INT)

# What holds page objects
object_count = _bound(pdfium.FPDFPage_CountObjects, _INT)
object_at = _bound(pdfium.FPDFPage_GetObject, Handle)
form_object_count = _bound(pdfium.FPDFFormObj_CountObjects, _INT)
form_object_at = _bound(pdfium.FPDFFormObj_GetObject, Handle, _POINTER, _LONG)

# Of an element of the structure tree
element_type = _bound(pdfium.FPDF_StructElement_GetType, _LONG)
child_count = _bound(pdfium.FPDF_StructElement_CountChildren, _INT)
child_at = _bound(pdfium.FPDF_StructElement_GetChildAtIndex, Handle)
child_marked_content = _bound(pdfium.FPDF_StructElement_GetChildMarkedContentID, _INT)
