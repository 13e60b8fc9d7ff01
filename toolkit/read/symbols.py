"""Characters of symbol fonts, which Word stores as private-use codes, → the characters that they show."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_PRIVATE_USE = range(0xF000, 0xF100)
UNKNOWN = "•"
"""Stands for a symbol whose glyph is not in the table: such characters are nearly always bullets."""


def printed(text: str, font: str) -> str:
    r"""Return what `text` shows when set in `font`.

    >>> printed("\uf0b7", "Symbol"), printed("\uf0fe", "Wingdings"), printed("a)", "Arial")
    ('•', '☑', 'a)')
    """
    table = _tables().get(font.lower())
    if table is None and not any(ord(character) in _PRIVATE_USE for character in text):
        return text
    return "".join(_glyph(character, table) for character in text)


def bullet(text: str, font: str) -> str:
    """Return the bullet that `text` shows; Word's second-level bullet is the letter o of a typewriter font."""
    return "○" if text == "o" else printed(text, font).strip()


def symbol(code: str, font: str) -> str:
    """Return what `w:sym` shows: `code` is four hexadecimal digits."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return printed(character, font)


def _glyph(character: str, table: dict[int, str] | None) -> str:
    code = ord(character)
    private = code in _PRIVATE_USE
    if not private and (table is None or code > 0xFF):
        return character
    shown = (table if table is not None else _tables()["symbol"]).get(code & 0xFF)
    return shown or (UNKNOWN if private else character)


@cache
def _tables() -> dict[str, dict[int, str]]:
    fonts = tomllib.loads(Path(__file__).with_name("symbol_fonts.toml").read_text("utf-8"))["fonts"]
    return {
        font.lower(): {int(code, 16): shown for code, shown in table.items()} for font, table in fonts.items()
    }
