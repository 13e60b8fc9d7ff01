"""How much of a brief a printed page holds, reckoned on the safe side: no layout program is asked.

Letters count as wide as in running text with a margin, and those of East Asian scripts double.
"""

from __future__ import annotations

import math
import unicodedata

import msgspec

_PAGE_HEIGHT_PT = 757.0
"""Of A4 without the brief's margins of 15 mm."""
_SAFETY = 0.98
_LINE_CHARACTERS, _CELL_CHARACTERS, _FACTS_CHARACTERS = 114, 88, 33
"""That fit on a line of the page, of the demands' column and of the one beside it."""
_CAPITAL = 1.3
_BROAD = "MWmw@%—…"
_LINE_PT, _SMALL_PT, _GAP_PT, _HEADING_PT, _TITLE_PT = 11.0, 9.8, 2.2, 21.0, 24.0


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each are shown at most."""

    demands: int = 9
    statements: int = 5
    reasons: int = 3
    minorities: int = 3
    due: int = 4
    letters: int = 100
    """Per cent of the usual length to which texts are cut."""

    def smaller(self) -> Room:
        """Return the room with one less of what there is most of, then with shorter texts, down to the least."""
        least = msgspec.structs.asdict(_LEAST)
        del least["letters"]
        free = {name: getattr(self, name) - fewest for name, fewest in least.items()}
        most = max(free, key=lambda name: free[name])
        if free[most]:
            return msgspec.structs.replace(self, **{most: getattr(self, most) - 1})
        return msgspec.structs.replace(self, letters=max(self.letters - 20, _LEAST.letters))


_LEAST = Room(demands=2, statements=1, reasons=1, minorities=1, due=1, letters=40)


class Height:
    """Adds up the lines of a page."""

    def __init__(self) -> None:
        self._points = _TITLE_PT

    def heading(self) -> None:
        """Count a heading."""
        self._points += _HEADING_PT

    def text(self, words: str, *, small: bool = False) -> None:
        """Count a text as wide as the page."""
        height = _SMALL_PT if small else _LINE_PT
        self._points += _lines(words, _LINE_CHARACTERS) * height + _GAP_PT

    def row(self, title: str, gist: str, facts: str) -> None:
        """Count a row of the table of demands."""
        left = _lines(title, _CELL_CHARACTERS) + _lines(gist, _CELL_CHARACTERS)
        self._points += max(left * _LINE_PT, _lines(facts, _FACTS_CHARACTERS) * _SMALL_PT) + 2 * _GAP_PT

    @property
    def fits(self) -> bool:
        """Whether all of it is on one page."""
        return self._points <= _PAGE_HEIGHT_PT * _SAFETY


def _lines(words: str, characters: int) -> int:
    """Count the lines of a text that breaks between words, and inside one that is longer than a line."""
    lines, used = 1, 0.0
    for word in words.split(" "):
        width = sum(map(_width, word))
        if used and used + 1 + width > characters:
            lines, used = lines + 1, 0.0
        used += width + bool(used)
        over = math.ceil(used / characters) - 1
        if over > 0:
            lines, used = lines + over, used - over * characters
    return lines


def _width(char: str) -> float:
    """Return how wide a letter is beside one of running text."""
    if unicodedata.east_asian_width(char) in "WF":
        return 2.2
    if char in _BROAD:
        return 1.9
    return _CAPITAL if char.isupper() else 1.0
