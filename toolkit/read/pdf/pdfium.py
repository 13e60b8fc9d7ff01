"""pdfium's text page → the few facts we ask of it, by calls made as cheap as ctypes allows.

A call per character is what makes readers on pdfium slow. The text comes in one piece; boxes are asked at
the ends of words; font, colour and rendering once for each text object.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

import msgspec
import pypdfium2.raw as pdfium

from toolkit.model.layout import Style
from toolkit.read.pdf import calls

_FILL_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE

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

_CELLS = calls.Places(ctypes.c_float, 4)
_MATRICES = calls.Places(ctypes.c_float, 6)
_ORIGINS = calls.Places(ctypes.c_double, 2, parts=2)
_COLORS = calls.Places(ctypes.c_uint, 4, parts=4)


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


class Look(NamedTuple):
    """What pdfium says of how a text object looks."""

    font_address: int
    font_size: float
    up_x: float
    up_y: float
    """Where the matrix takes one point upwards."""
    mode: int
    color: str


class Fonts:
    """Fonts of one document and the styles made of them, each made once."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._looks: dict[Look, Style] = {}
        self._styles: dict[Style, Style] = {}

    def style(self, look: Look) -> Style:
        """Return the style of text, its effective size in tenths of a point."""
        known = self._looks.get(look)
        if known is None:
            style = self._style(look)
            known = self._looks[look] = self._styles.setdefault(style, style)
        return known

    def _style(self, look: Look) -> Style:
        size = abs(look.font_size) * ((look.up_x * look.up_x + look.up_y * look.up_y) ** 0.5 or 1.0)
        font = self._font(look.font_address)
        return Style(
            size_pt=round(size * 10) / 10,
            font=font.family,
            bold=font.bold or look.mode == _FILL_STROKE,
            italic=font.italic,
            color=look.color,
        )

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

    `text` has one code point a character as far as pdfium allows; indexes into it are what the methods take,
    as many at once as the caller has: most of the cost is in the single call.
    """

    def __init__(self, text_page: Any, fonts: Fonts) -> None:
        self._page = calls.Handle(calls.address_of(text_page))
        self._fonts = fonts
        self._objects: dict[int | None, TextObject | None] = {None: None}
        self.text, self._indexes = _whole_text(text_page)

    def boxes(self, indexes: Sequence[int]) -> list[float]:
        """Return left, top, right, bottom of each character's cell in the page's own space, all in one list."""
        return _CELLS.ask_at(self._page, calls.loose_box, self._raw(indexes))

    def text_objects(self, indexes: Sequence[int]) -> list[TextObject | None]:
        """Return the show-text operation of each character; None for characters that pdfium made up."""
        raw = self._raw(indexes)
        addresses = list(map(calls.text_object, repeat(self._page), raw))
        known = self._objects
        first = dict(zip(reversed(addresses), reversed(raw), strict=True))
        new = [address for address in first if address not in known]
        if new:
            known.update(zip(new, self._ask(new, [first[address] for address in new]), strict=True))
        return list(map(known.__getitem__, addresses))

    def baseline(self, index: int) -> tuple[float, float]:
        """Return a character's origin in the page's own space."""
        return self._origins(self._raw([index]))[0]

    def _raw(self, indexes: Sequence[int]) -> Sequence[int]:
        """Return pdfium's own indexes."""
        known = self._indexes
        return indexes if known is None else [known[index] for index in indexes]

    def _ask(self, addresses: list[int], indexes: Sequence[int]) -> list[TextObject]:
        """Ask everything about text objects; `indexes` holds a character of each."""
        matrices = _MATRICES.ask_at(self._page, calls.matrix_at, indexes)
        items = list(map(calls.Handle, addresses))
        facts = zip(
            zip(*[iter(matrices)] * 6, strict=True),
            map(calls.font_size_at, repeat(self._page), indexes),
            map(calls.font_of, items),
            map(calls.render_mode, items),
            fill_colors(items),
            self._origins(indexes),
            map(calls.marked_content, items),
            strict=True,
        )
        return [self._text_object(*fact) for fact in facts]

    def _origins(self, indexes: Sequence[int]) -> list[tuple[float, float]]:
        places = _ORIGINS.ask_at(self._page, calls.origin_at, indexes)
        return list(zip(places[0::2], places[1::2], strict=True))

    def _text_object(
        self,
        matrix: tuple[float, ...],
        font_size: float,
        font: int | None,
        mode: int,
        color: str,
        origin: tuple[float, float],
        marked_content: int,
    ) -> TextObject:
        across_x, across_y, up_x, up_y, _x, _y = matrix
        style = self._fonts.style(Look(font or 0, font_size, up_x, up_y, mode, color))
        turns = 0 if across_x > 0 and across_y == 0 else _quarter_turns(across_x, across_y)
        return TextObject(style, turns, *origin, mode == _INVISIBLE, marked_content)


def fill_colors(items: Sequence[calls.Handle]) -> list[str]:
    """Return the fill colour of page objects as "#rrggbb"; "" for black and where there is none."""
    channels = _COLORS.ask(calls.fill_color, items)
    return [
        f"#{red:02x}{green:02x}{blue:02x}" if red or green or blue else ""
        for red, green, blue in zip(channels[0::4], channels[1::4], channels[2::4], strict=True)
    ]


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


def _quarter_turns(across_x: float, across_y: float) -> int:
    """Return how far clockwise the writing direction is turned, to the nearest quarter."""
    if abs(across_x) >= abs(across_y):
        return 0 if across_x >= 0 else 2
    return 3 if across_y > 0 else 1
