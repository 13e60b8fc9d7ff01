"""pdfium's text page → the few facts we ask of it, by calls made as cheap as ctypes allows.

A call per character is what makes readers on pdfium slow. The text comes in one piece; boxes are asked at
the ends of words; font, colour and rendering once for each text object.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from toolkit.model.layout import Style

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


def _cheap(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a pdfium function that takes and gives plain addresses: half the cost of typed pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_text_object = _cheap(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_loose_box = _cheap(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_matrix = _cheap(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_font_size = _cheap(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_origin = _cheap(pdfium.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
_font_of = _cheap(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
_render_mode = _cheap(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_fill_color = _cheap(pdfium.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)
_marked_content = _cheap(pdfium.FPDFPageObj_GetMarkedContentID, _INT, _POINTER)

_BOLD_NAME = re.compile(
    r"""
      bold | black | heavy | semibold | demi         # Calibri-Bold; not "Boldini" in practice
    | (?<![a-z])medi(?![a-z])                        # NimbusRomNo9L-Medi; not Medium
    | ^(cm|sf|ec|lm)(ss)?bx | ^cmssbx | ^ecbx        # CMBX12; not CMR10
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITALIC_NAME = re.compile(r"italic|oblique|(?<![a-z])ital?(?![a-z])|^cmti|^cmsl", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FAMILY_END = re.compile(r"[-,].*$|(?:PS)?MT$")


class Font(msgspec.Struct, frozen=True):
    """What a font's descriptor says."""

    family: str
    bold: bool
    italic: bool


class TextObject(msgspec.Struct, frozen=True, gc=False):
    """One show-text operation: everything that is the same for all its characters."""

    style: Style
    quarter_turns: int
    """Clockwise, of the writing direction in the page's own space."""
    baseline_x: float
    baseline_y: float
    invisible: bool
    marked_content: int
    address: int


class Fonts:
    """Fonts of one document and the styles made of them, each made once."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._styles: dict[tuple[int, float, str], Style] = {}

    def style(self, font_address: int, size: float, color: str) -> Style:
        """Return the style of text in a font at an effective size in points."""
        key = (font_address, round(size * 10) / 10, color)
        known = self._styles.get(key)
        if known is None:
            font = self._font(font_address)
            known = Style(size_pt=key[1], font=font.family, bold=font.bold, italic=font.italic, color=color)
            self._styles[key] = known
        return known

    def _font(self, address: int) -> Font:
        if address not in self._fonts:
            self._fonts[address] = _describe(address)
        return self._fonts[address]


def _describe(address: int) -> Font:
    pointer = ctypes.cast(address, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(pointer, buffer, 256)
    name = _SUBSET.sub("", buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace"))
    weight = pdfium.FPDFFont_GetWeight(pointer)
    angle = ctypes.c_int(0)
    pdfium.FPDFFont_GetItalicAngle(pointer, angle)
    flags = max(0, pdfium.FPDFFont_GetFlags(pointer))
    bold = bool(_BOLD_NAME.search(name)) or bool(flags & (1 << 18)) or 650 <= weight <= 1000
    italic = bool(_ITALIC_NAME.search(name)) or (bool(flags & (1 << 6)) and angle.value != 0)
    return Font(_FAMILY_END.sub("", name), bold, italic)


class TextLayer:
    """Text of one open page with access to the places of its characters.

    `text` has one code point a character as far as pdfium allows; indexes into it are what the methods take.
    """

    def __init__(self, text_page: Any, fonts: Fonts) -> None:
        self._page = ctypes.cast(text_page, ctypes.c_void_p).value
        self._fonts = fonts
        self._objects: dict[int, TextObject] = {}
        self._rectangle = (ctypes.c_float * 4)()
        self._rectangle_address = ctypes.addressof(self._rectangle)
        self.text, self._indexes = _whole_text(text_page)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of a character's cell in the page's own space."""
        if self._indexes is not None:
            index = self._indexes[index]
        _loose_box(self._page, index, self._rectangle_address)
        left, top, right, bottom = self._rectangle
        return left, bottom, right, top

    def text_object(self, index: int) -> TextObject | None:
        """Return the show-text operation of a character; None for characters that pdfium made up."""
        if self._indexes is not None:
            index = self._indexes[index]
        address = _text_object(self._page, index)
        if not address:
            return None
        known = self._objects.get(address)
        if known is None:
            known = self._objects[address] = self._ask(address, index)
        return known

    def baseline(self, index: int) -> tuple[float, float]:
        """Return a character's origin in the page's own space."""
        if self._indexes is not None:
            index = self._indexes[index]
        x, y = ctypes.c_double(), ctypes.c_double()
        _origin(self._page, index, ctypes.addressof(x), ctypes.addressof(y))
        return x.value, y.value

    def _ask(self, address: int, index: int) -> TextObject:
        matrix = (ctypes.c_float * 6)()
        _matrix(self._page, index, ctypes.addressof(matrix))
        across_x, across_y, up_x, up_y = matrix[0], matrix[1], matrix[2], matrix[3]
        scale = (up_x * up_x + up_y * up_y) ** 0.5
        size = abs(_font_size(self._page, index)) * (scale or 1.0)
        mode = _render_mode(address)
        style = self._fonts.style(_font_of(address) or 0, size, _color(address))
        if mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE and not style.bold:
            style = msgspec.structs.replace(style, bold=True)
        x, y = ctypes.c_double(), ctypes.c_double()
        _origin(self._page, index, ctypes.addressof(x), ctypes.addressof(y))
        return TextObject(
            style=style,
            quarter_turns=_quarter_turns(across_x, across_y),
            baseline_x=x.value,
            baseline_y=y.value,
            invisible=mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            marked_content=_marked_content(address),
            address=address,
        )


def _whole_text(text_page: Any) -> tuple[str, list[int] | None]:
    """Return a page's text and, where its indexes differ from pdfium's own, the map to these."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return "", None
    buffer = ctypes.create_string_buffer((count * 2 + 2) * 2)
    written = pdfium.FPDFText_GetText(
        text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    )
    text = buffer.raw[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
    if len(text) == count:
        return text, None
    indexes = []
    unit = 0
    for character in text:
        indexes.append(max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, unit)))
        unit += 2 if ord(character) > 0xFFFF else 1
    return text, indexes


def _color(address: int) -> str:
    channels = (ctypes.c_uint * 4)()
    start = ctypes.addressof(channels)
    if not _fill_color(address, start, start + 4, start + 8, start + 12):
        return ""
    red, green, blue, _alpha = channels
    return "" if red == green == blue == 0 else f"#{red:02x}{green:02x}{blue:02x}"


def _quarter_turns(across_x: float, across_y: float) -> int:
    """Return how far clockwise the writing direction is turned, to the nearest quarter."""
    if abs(across_x) >= abs(across_y):
        return 0 if across_x >= 0 else 2
    return 3 if across_y > 0 else 1
