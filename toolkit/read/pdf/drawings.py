"""Path and image objects of a page → rectangles that matter: fills, frames, ruling lines, pictures."""

from __future__ import annotations

import ctypes
import math
from itertools import chain, repeat
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from toolkit.model.layout import Box, Shade
from toolkit.read.pdf import calls
from toolkit.read.pdf.frame import Frame

_MAX_OBJECTS = 4000
"""A page; a technical drawing has more, and none of them is a table."""
_DRAWN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
_DEEPEST = 4
"""Forms inside forms."""
_THIN_PT = 4.0
"""Bounds of a stroked line include its width."""
_SMALLEST_DOT_PT, _LARGEST_DOT_PT = 1.5, 8.0
_JOINT_PT = 2.5
_WHITE = ("#ffffff", "#fefefe", "#fdfdfd")
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_CORNERS = calls.Places(ctypes.c_float, 4, parts=4)
_MATRIX = calls.Places(ctypes.c_float, 6)
_MODE = calls.Places(ctypes.c_int, 2, parts=2)
_COLOR = calls.Places(ctypes.c_uint, 4, parts=4)

Matrix = tuple[float, float, float, float, float, float]


class Drawings(msgspec.Struct):
    """What is drawn on one page, in its frame."""

    fills: list[tuple[Box, str]] = []
    """Filled rectangles thicker than a line, with "#rrggbb"."""
    frames: list[Box] = []
    """Stroked rectangles without fill."""
    fields: list[Box] = []
    """Frames of a form."""
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
    handle = calls.Handle(calls.address_of(page))
    count = calls.object_count(handle)
    items = list(map(calls.object_at, repeat(handle), range(min(count, _MAX_OBJECTS))))
    _collect(items, _IDENTITY, frame, drawings, 0)
    drawings.object_count = count
    return drawings


def text_width(page: Any) -> float:
    """Return how wide the text on an open page is, piece by piece; infinite where form objects may hold more."""
    handle = calls.Handle(calls.address_of(page))
    items = list(map(calls.object_at, repeat(handle), range(calls.object_count(handle))))
    kinds = list(map(calls.kind_of, items))
    if pdfium.FPDF_PAGEOBJ_FORM in kinds:
        return math.inf
    shown = [item for item, kind in zip(items, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
    boxes = _bounds(shown, _IDENTITY, Frame(0.0, 0.0, 0.0, 0.0))
    return sum(box.x1 - box.x0 for box in boxes)


def _collect(items: list[calls.Handle], matrix: Matrix, frame: Frame, drawings: Drawings, depth: int) -> None:
    kinds = list(map(calls.kind_of, items))
    drawings.text_count += kinds.count(pdfium.FPDF_PAGEOBJ_TEXT)
    drawn = [(item, kind) for item, kind in zip(items, kinds, strict=True) if kind in _DRAWN]
    boxes = _bounds([item for item, _kind in drawn], matrix, frame)
    for (item, kind), box in zip(drawn, boxes, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _collect_path(item, box, frame, drawings)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            (drawings.dots if _is_dot(box) else drawings.images).append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = min(calls.form_object_count(item), _MAX_OBJECTS)
            inside = list(map(calls.form_object_at, repeat(item), range(count)))
            _collect(inside, _times(_matrix_of(item), matrix), frame, drawings, depth + 1)


def _collect_path(item: calls.Handle, box: Box, frame: Frame, drawings: Drawings) -> None:
    if box.x1 < 0 or box.bottom < 0 or box.x0 > frame.width or box.top > frame.height:
        return
    filled, stroked = _draw_mode(item)
    if not filled and not stroked:
        return
    if _is_dot(box):
        drawings.dots.append(box)
        return
    width, height = box.x1 - box.x0, box.bottom - box.top
    if min(width, height) <= _THIN_PT:
        if max(width, height) > max(4.0, 3 * min(width, height)):
            drawings.rules.append(box)
        return
    if calls.segment_count(item) > 12:  # not a rectangle: one with rounded corners has 9
        drawings.complex = True
        return
    color = _color(item) if filled else ""
    if color:
        drawings.fills.append((box, color))
    if stroked and (not color or color in _WHITE):
        drawings.frames.append(box)


def _draw_mode(item: calls.Handle) -> tuple[int, int]:
    """Return whether a path is filled and whether it is stroked."""
    filled, stroked = _MODE.ask(calls.draw_mode, [item])
    return filled, stroked


def _is_dot(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return min(width, height) >= _SMALLEST_DOT_PT and max(width, height) <= min(
        _LARGEST_DOT_PT, 1.7 * min(width, height)
    )


def _bounds(items: list[calls.Handle], matrix: Matrix, frame: Frame) -> list[Box]:
    corners = _CORNERS.ask(calls.bounds, items)
    boxes: list[Box] = []
    for left, bottom, right, top in zip(*[iter(corners)] * 4, strict=True):
        if matrix is _IDENTITY:
            boxes.append(frame.box(left, bottom, right, top))
        else:
            points = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
            across, up = [x for x, _y in points], [y for _x, y in points]
            boxes.append(frame.box(min(across), min(up), max(across), max(up)))
    return boxes


def _matrix_of(item: calls.Handle) -> Matrix:
    a, b, c, d, e, f = _MATRIX.ask(calls.matrix_of, [item])
    return (a, b, c, d, e, f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _color(item: calls.Handle) -> str:
    red, green, blue, alpha = _COLOR.ask(calls.fill_color, [item])
    return f"#{red:02x}{green:02x}{blue:02x}" if alpha >= 8 else ""


def shades(drawings: Drawings, frame: Frame, page_number: int) -> list[Shade]:
    """Return the filled and framed areas of a page that a passage could lie in, outermost first."""
    page_area = frame.width * frame.height
    found: dict[tuple[int, int, int, int], Shade] = {}
    framed = [(box, "") for box in chain(drawings.fields, drawings.frames)]
    candidates = [*_stacked(drawings.fills), *framed]
    for box, fill in candidates:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if fill in _WHITE or height < 14 or width < 0.2 * frame.width or width * height > 0.9 * page_area:
            continue
        key = (round(box.x0 / 3), round(box.top / 3), round(box.x1 / 3), round(box.bottom / 3))
        found.setdefault(key, Shade(page_number, box, fill, is_field=box in drawings.fields))
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
