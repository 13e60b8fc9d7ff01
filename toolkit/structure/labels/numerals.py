"""Numerals as printed ⇄ their values: digits, roman numerals, letters, and numerals spelled out."""

from __future__ import annotations

import re
from typing import Literal

from toolkit.structure.vocabulary import spelled_numerals

Style = Literal["arabic", "roman", "ROMAN", "alpha", "ALPHA", "bullet", ""]

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_TABLE = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

# Matches "Ier" of "Chapitre Ier"; not "II"
_ROMAN_ORDINAL = re.compile(r"[IVXLC]+(?:er|re)")

# Matches "II bis", "1er ter", "5A"; not "ibis", "IA"
_INSERTED = re.compile(
    r"""
    (?: \d+ | [IVXLC]+ ) (?: \ ?(?:er|re|ère)\b )?
    (?P<added> (?<=\d)[A-Z] | \ ?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies) )
    """,
    re.VERBOSE,
)


def value_of_roman(numeral: str) -> int | None:
    """Return the value of a well-formed roman numeral up to 199, in either case; None otherwise."""
    lowered = numeral.lower()
    total = 0
    for index, letter in enumerate(lowered):
        value = _ROMAN_VALUES.get(letter)
        if value is None:
            return None
        following = _ROMAN_VALUES.get(lowered[index + 1], 0) if index + 1 < len(lowered) else 0
        total += -value if following > value else value
    return total if 0 < total < 200 and roman(total) == lowered else None


def roman(value: int) -> str:
    """Write a number from 1 to 199 as a roman numeral in lower case."""
    written = ""
    for step, letters in _ROMAN_TABLE:
        while value >= step:
            written += letters
            value -= step
    return written


def insertion(numeral: str) -> str:
    """Return what tells a number put in later from the one it follows, as printed; "" if it is none.

    >>> insertion("II bis"), insertion("5A"), insertion("1er")
    (' bis', 'A', '')
    """
    inserted = _INSERTED.fullmatch(numeral)
    return inserted["added"] if inserted else ""


def readings(numeral: str) -> tuple[tuple[Style, int], ...]:
    """Return what a numeral can mean: ("arabic", 12), or both ("roman", 5) and ("alpha", 22) for "v".

    >>> readings("v")
    (('roman', 5), ('alpha', 22))
    """
    digits = re.match(r"\d+", numeral)
    if digits:
        return (("arabic", int(digits.group())),)
    spelled = spelled_numerals().get(numeral.lower())
    if spelled is not None:
        return (("arabic", spelled),)
    numeral = numeral.removesuffix(insertion(numeral))
    if _ROMAN_ORDINAL.fullmatch(numeral):
        numeral = numeral[:-2]
    found: list[tuple[Style, int]] = []
    upper = numeral.isupper()
    value = value_of_roman(numeral) if upper or numeral.islower() else None
    if value is not None:
        found.append(("ROMAN" if upper else "roman", value))
    if len(numeral) == 1 or (len(numeral) == 2 and numeral[0] == numeral[1]):
        letter = ord(numeral[0].lower()) - ord("a") + 1
        if 1 <= letter <= 26:
            found.append(("ALPHA" if upper else "alpha", letter + 26 * (len(numeral) - 1)))
    return tuple(found)
