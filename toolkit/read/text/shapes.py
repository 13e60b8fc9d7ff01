"""Lines of plain text → what their shape says: list items, headings, table rows, wrapped paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Match: "- point", "• point", "* point". Near miss: "-5 %", "**bold**".
BULLET = re.compile(r"(?P<indent> \s* ) (?P<label> [-*+•◦▪‣–—·] ) \s+ (?P<text> \S .* )", re.VERBOSE)

# Match: "1. Title", "2.1 Title", "a) item", "(iv) item", "[42] text", "Article 5 - Title", "R12 text".
# Near miss: "2020 was", "12 mois".
NUMBERED = re.compile(
    r"""
    \s* (?:
        \d{1,3} (?: \. \d{1,3} )+ \.? \s
      | \d{1,3} [.)°] \s
      | [a-zA-Z] [.)] \s
      | [ivxIVX]{1,6} [.)] \s
      | \( (?: \d{1,3} | [a-zA-Z] | [ivxIVX]{1,6} ) \) \s
      | \[ \d{1,3} \] \s
      | § \s? \d
      | (?: article | annexe? | fiche | chapitre | chapter | section | titre | part | partie | recital | considérant )
        \s+ (?: n\s?° \s? )? (?: \d | [ivxIVX]+ \b | [A-Z] \b | premier )
      | R \d{1,3} \b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Match: "## Title", "# 1. Title ##". Near miss: "#1 in the list", "####### seven".
HASH_HEADING = re.compile(r"(?P<hashes> \#{1,6} ) \s+ (?P<text> \S .*? ) \s* \#* \s*", re.VERBOSE)

# Match: "=====", "-----", "~~~~". Near miss: "--", "=-=-=".
UNDERLINE = re.compile(r"\s* (?P<mark> [=\-~*^\"] ) (?P=mark){2,} \s*", re.VERBOSE)
_UNDERLINE_LEVELS = {"=": 1, "-": 2, "~": 3, "^": 4, '"': 4, "*": 1}

SHORT_SHARE = 0.7
"""A line shorter than this share of the usual width ends a paragraph."""


def underline_level(title: str, line: str) -> int | None:
    """Return the level, from 1, of the heading that `line` underlines; None if it does not.

    >>> underline_level("Objet", "=====")
    1
    """
    found = UNDERLINE.fullmatch(line)
    if found is None or not title.strip() or len(title) > 120:
        return None
    lengths = len(line.strip()), len(title.strip())
    return _UNDERLINE_LEVELS[found["mark"]] if lengths[0] >= 0.5 * lengths[1] else None


def wrap_width(lines: Sequence[str]) -> int:
    """Return the width at which a text was wrapped, 0 if its paragraphs are single lines.

    A text is wrapped when no line is longer than people set margins, and many lines nearly fill the width.
    """
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths or lengths[-1] > 120:
        return 0
    width = lengths[int(0.95 * (len(lengths) - 1))]
    full = sum(length > 0.8 * width for length in lengths)
    return width if width >= 30 and full >= 0.25 * len(lengths) else 0


def starts_block(line: str) -> bool:
    """Tell whether a line begins something of its own, whatever stands before it."""
    return bool(BULLET.match(line) or NUMBERED.match(line) or HASH_HEADING.fullmatch(line))
