"""Any Unicode text → text that a file can hold and a reader can see.

XML 1.0 forbids control characters, lone surrogates and two noncharacters. Dropping them would hide that
something was there, so each is shown as its control picture (␀ for NUL) or as U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

# Matches the ends of line that text brings along: "\r\n", "\r", vertical tab, form feed, U+2028. Not "\n", "\t".
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Matches NUL, ESC, DEL to APC, a lone surrogate, U+FFFE; not a tab, a line feed, an emoji, U+FFFD.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_CONTROL_PICTURES = 0x2400
_REPLACEMENT = "\ufffd"


def printable(text: str) -> str:
    r"""Return `text` with "\n" as the only line end and without characters that XML forbids."""
    if text.isascii() and text.isprintable():
        return text
    return _FORBIDDEN.sub(_picture, _LINE_ENDS.sub("\n", text))


def count_forbidden(value: Any) -> int:
    """Count the characters in the texts of a model value that are shown as a picture."""
    if isinstance(value, str):
        return len(_FORBIDDEN.findall(_LINE_ENDS.sub("\n", value)))
    if isinstance(value, Mapping):
        return sum(map(count_forbidden, value.values()))
    if isinstance(value, msgspec.Struct):
        return sum(count_forbidden(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, tuple | list):
        return sum(map(count_forbidden, value))
    return 0


def paragraphs(text: str) -> tuple[str, ...]:
    """Split printable text at its line ends; empty lines are left out."""
    return tuple(line.strip() for line in printable(text).split("\n") if line.strip())


def shortened(text: str, limit: int) -> str:
    """Return `text` on one line, cut at a word with an ellipsis if it is longer than `limit` characters."""
    line = " ".join(printable(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left (rule P2 of UAX #9)."""
    directions = (unicodedata.bidirectional(character) for character in text[:2000])
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else _REPLACEMENT
