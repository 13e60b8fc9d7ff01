"""Characters as a PDF holds them → text as a person would type it.

Line-end hyphens survive so that paragraphs can join words: U+2010 where the file itself marks the hyphen
as soft, "-" where it may also belong to a compound.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"
LINE_BREAK_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at a line's end; the next line follows without a break."""
HYPHENATION = "\u2010"

_INVISIBLE = re.compile(
    r"""
    [\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\uffff]   # zero width, directions, non-characters
  | [\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]                          # controls: InDesign leaves \x07 after notes
    """,
    re.VERBOSE,
)
_UNUSUAL = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac]")

_UNUSUAL_IN_TEXT = re.compile(_UNUSUAL.pattern.replace("[^", r"[^\s", 1))

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SYMBOL_FONT = {  # code points 0xF000 + code in Adobe's Symbol encoding
    "\uf0a3": "≤", "\uf0b3": "≥", "\uf0ae": "→", "\uf0ac": "←", "\uf0b1": "±", "\uf0b4": "×", "\uf0b9": "≠",
    "\uf0bb": "≈", "\uf0bc": "…", "\uf0d2": "®", "\uf0d3": "©", "\uf0d4": "™", "\uf020": " ", "\uf02d": "-",
}  # fmt: skip
_REPLACED = str.maketrans({**_LIGATURES, **_SYMBOL_FONT})
_PRIVATE_BULLET = re.compile(r"[\ue000-\uf8ff]")


def is_plain(text: str) -> bool:
    """Tell whether `clean_word` leaves every word of a text as it is."""
    return not _UNUSUAL_IN_TEXT.search(text)


@lru_cache(maxsize=16_384)
def clean_word(raw: str) -> str:
    r"""Return one word of a page, normalised; "" if nothing visible is left.

    >>> clean_word("e\u0301ﬃcace\x07"), clean_word("\uf0b7"), clean_word("sécu\ufffe")
    ('éfficace', '•', 'sécu-')
    """
    if not _UNUSUAL.search(raw):
        return raw
    if raw[-1] in (LINE_BREAK_HYPHEN, "\x02"):
        raw = raw[:-1] + "-"
    elif raw[-1] == SOFT_HYPHEN:
        raw = raw[:-1] + HYPHENATION
    text = _INVISIBLE.sub("", raw.translate(_REPLACED)).replace(SOFT_HYPHEN, "").replace("\xa0", " ").strip()
    if len(text) == 1 and _PRIVATE_BULLET.match(text):
        return "•"
    return unicodedata.normalize("NFC", text)
