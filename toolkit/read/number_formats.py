"""Numbers → printed labels: the number formats of Word, HTML and OpenDocument under Word's names."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def format_number(number: int, kind: str, *, language: str = "en") -> str:
    """Write `number` as Word's number format `kind` does (ISO 29500-1, 17.18.59); unknown formats are decimal.

    >>> [format_number(4, kind) for kind in ("upperRoman", "lowerLetter", "decimalZero", "ordinal")]
    ['IV', 'd', '04', '4th']
    >>> format_number(1, "ordinal", language="fr"), format_number(28, "lowerLetter")
    ('1er', 'bb')
    """
    if kind in {"none", "bullet"}:
        return ""
    if kind in _WORDED:
        return _worded(number, kind, language)
    writer = _WRITERS.get(kind, str)
    return writer(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    digits = []
    for worth, digit in _ROMAN:
        count, number = divmod(number, worth)
        digits.append(digit * count)
    return "".join(digits)


def _letters(number: int) -> str:
    """After z come aa, bb, cc, as in Word (not aa, ab as in spreadsheets)."""
    if not 0 < number <= 780:
        return str(number)
    return _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)


_WORDED = frozenset({"ordinal", "cardinalText", "ordinalText"})
_WRITERS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
}


def _worded(number: int, kind: str, language: str) -> str:
    words = _words()["fr" if language.startswith("fr") else "en"]
    listed = words.get(kind, {}).get(str(number))
    if listed is not None:
        return listed
    return str(number) if kind == "cardinalText" else f"{number}{_ordinal_ending(number, language)}"


def _ordinal_ending(number: int, language: str) -> str:
    if language.startswith("fr"):
        return "er" if number == 1 else "e"
    if 11 <= number % 100 <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("number_words.toml").read_text("utf-8"))
