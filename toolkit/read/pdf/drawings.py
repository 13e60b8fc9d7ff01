"""Path and image objects of a page → rectangles that matter: fills, frames, ruling lines, pictures."""

from __future__ import annotations

import ctypes
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from toolkit.model.layout import Box, Shade
from toolkit.read.pdf.frame import Frame

_MAX_OBJECTS = 4000
"""A page; a technical drawing has more, and none of them is a table."""
_THIN_PT = 4.0
"""Bounds of a stroked line include its width."""
_SMALLEST_DOT_PT, _LARGEST_DOT_PT = 1.5, 8.0
_JOINT_PT = 2.5
_WHITE = ("#ffffff", "#fefefe", "#fdfdfd")
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


class Drawings(msgspec.Struct):
    """What is drawn on one page, in its frame."""

    fills: list[tuple[Box, str]] = []
    """Filled rectangles thicker than a line, with "#rrggbb"."""
    frames: list[Box] = []
    """Stroked rectangles without fill."""
    rules: list[Box] = []
    """Horizontal and vertical lines, and rectangles thin enough to be one."""
    images: list[Box] = []
    dots: list[Box] = []
    """Shapes and pictures as small as a bullet."""
    object_count: int = 0
    text_count: int = 0
    complex: bool = False
    """Shapes other than rectangles are there; what lies under a word is not known."""


def read_drawings(page: Any, frame: Frame) -> Drawings:
    """Collect the drawings of an open page, those inside form objects included."""
    drawings = Drawings([], [], [], [], [])
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(min(count, _MAX_OBJECTS)):
        _collect(pdfium.FPDFPage_GetObject(page, index), _IDENTITY, frame, drawings, 0)
    drawings.object_count = count
    return drawings


def _collect(item: Any, matrix: Matrix, frame: Frame, drawings: Drawings, depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        drawings.text_count += 1
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        _collect_path(item, matrix, frame, drawings)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = _bounds(item, matrix, frame)
        if box is not None:
            (drawings.dots if _is_dot(box) else drawings.images).append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = _times(_matrix_of(item), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            _collect(pdfium.FPDFFormObj_GetObject(item, index), inner, frame, drawings, depth + 1)


def _collect_path(item: Any, matrix: Matrix, frame: Frame, drawings: Drawings) -> None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    if not fill_mode.value and not stroked.value:
        return
    box = _bounds(item, matrix, frame)
    if box is None or box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height:
        return
    if _is_dot(box):
        drawings.dots.append(box)
        return
    width, height = box.x1 - box.x0, box.bottom - box.top
    if min(width, height) <= _THIN_PT:
        if max(width, height) > max(4.0, 3 * min(width, height)):
            drawings.rules.append(box)
        return
    if pdfium.FPDFPath_CountSegments(item) > 12:  # not a rectangle: one with rounded corners has 9
        drawings.complex = True
        return
    color = _color(item) if fill_mode.value else ""
    if color:
        drawings.fills.append((box, color))
    if stroked.value and (not color or color in _WHITE):
        drawings.frames.append(box)


def _is_dot(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return min(width, height) >= _SMALLEST_DOT_PT and max(width, height) <= min(
        _LARGEST_DOT_PT, 1.7 * min(width, height)
    )


def _bounds(item: Any, matrix: Matrix, frame: Frame) -> Box | None:
    corners = (ctypes.c_float * 4)()
    cells = [ctypes.c_float.from_buffer(corners, 4 * i) for i in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *cells):
        return None
    left, bottom, right, top = corners
    if matrix is not _IDENTITY:
        points = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(p[0] for p in points), max(p[0] for p in points)
        bottom, top = min(p[1] for p in points), max(p[1] for p in points)
    return frame.box(left, bottom, right, top)


def _matrix_of(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _color(item: Any) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha) or alpha.value < 8:
        return ""
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"


def shades(drawings: Drawings, frame: Frame, page_number: int) -> list[Shade]:
    """Return the filled and framed areas of a page that a passage could lie in, outermost first."""
    page_area = frame.width * frame.height
    found: dict[tuple[int, int, int, int], Shade] = {}
    candidates = [*_stacked(drawings.fills), *((box, "") for box in drawings.frames)]
    for box, fill in candidates:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if fill in _WHITE or height < 14 or width < 0.2 * frame.width or width * height > 0.9 * page_area:
            continue
        key = (round(box.x0 / 3), round(box.top / 3), round(box.x1 / 3), round(box.bottom / 3))
        found.setdefault(key, Shade(page_number, box, fill))
    return sorted(found.values(), key=lambda shade: -_area(shade.box))


def _stacked(fills: list[tuple[Box, str]]) -> list[tuple[Box, str]]:
    """Join fills of one colour that touch or overlap: word processors shade paragraph by paragraph."""
    joined: list[tuple[Box, str]] = []
    for box, fill in sorted(fills, key=lambda item: (item[1], round(item[0].x0), item[0].top)):
        if joined:
            above, color = joined[-1]
            level = abs(above.x0 - box.x0) <= _JOINT_PT and abs(above.x1 - box.x1) <= _JOINT_PT
            if color == fill and level and box.top - above.bottom <= _JOINT_PT:
                joined[-1] = (Box(above.x0, above.top, above.x1, max(above.bottom, box.bottom)), color)
                continue
        joined.append((box, fill))
    return joined


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
