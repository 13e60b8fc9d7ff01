"""pdfium's functions, bound so that they take and give plain addresses.

A reader on pdfium spends its time in the calls, not in pdfium: typed pointers, a lock released and taken again
and a Python frame around each cost more than the work. These are called by `map` over whole pages, with places in
one array for the answers.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_POINTER, _INT, _LONG, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong, ctypes.c_double


def address_of(handle: Any) -> int:
    """Return the address behind one of pypdfium2's typed pointers."""
    return ctypes.cast(handle, _POINTER).value or 0


def fields(array: Any, step: int, *, start: int = 0) -> range:
    """Return the addresses of fields of an array, `step` bytes apart, the first `start` bytes in."""
    first = ctypes.addressof(array)
    return range(first + start, first + ctypes.sizeof(array), step)


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


# Of a character of a text page, by its index
text_object = _bound(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
matrix_at = _bound(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
font_size_at = _bound(pdfium.FPDFText_GetFontSize, _DOUBLE, _POINTER, _INT)
origin_at = _bound(pdfium.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)

# Of a page object
font_of = _bound(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
fill_color = _bound(pdfium.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)
marked_content = _bound(pdfium.FPDFPageObj_GetMarkedContentID, _INT, _POINTER)
kind_of = _bound(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
bounds = _bound(pdfium.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
matrix_of = _bound(pdfium.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
segment_count = _bound(pdfium.FPDFPath_CountSegments, _INT, _POINTER)

# What holds page objects
object_count = _bound(pdfium.FPDFPage_CountObjects, _INT, _POINTER)
object_at = _bound(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object_count = _bound(pdfium.FPDFFormObj_CountObjects, _INT, _POINTER)
form_object_at = _bound(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, _LONG)

# Of an element of the structure tree
element_type = _bound(pdfium.FPDF_StructElement_GetType, _LONG, _POINTER, _POINTER, _LONG)
child_count = _bound(pdfium.FPDF_StructElement_CountChildren, _INT, _POINTER)
child_at = _bound(pdfium.FPDF_StructElement_GetChildAtIndex, _POINTER, _POINTER, _INT)
child_marked_content = _bound(pdfium.FPDF_StructElement_GetChildMarkedContentID, _INT, _POINTER, _INT)
