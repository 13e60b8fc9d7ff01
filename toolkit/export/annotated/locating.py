"""The provisions of a draft, and a document's text → where each field of each provision stands in it.

Both are read in the same order, so every long field that is found near where the last one ended is an anchor; what
lies between two anchors is looked for between them. Compared are letters and digits alone: numbering that Word
computes, symbols, hyphens and spaces differ between what is stored and what was read.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from toolkit.export.annotated.manuscript import Line, Manuscript
from toolkit.model.provision import Provision, rows_text

_ANCHOR = 24
"""Letters and digits from which on a field is an anchor."""
_NEAR = 4_000
"""How far behind the last anchor the next one may lie without being the only one of its words."""
_PROBE = 20
"""Letters at both ends of a field that are looked for where the whole of it is not found."""
_MOST_TRIES = 40
_MARGIN = 100
"""Characters beside the letters of a field among which its first and last marks stand."""
_FIELDS = ("heading", "text", "rows")


class Range(msgspec.Struct, frozen=True):
    """Half-open stretch of the manuscript's text."""

    start: int
    end: int


@dataclass
class Place:
    """Where a provision stands; `number` is only there where it is typed text."""

    fields: dict[str, Range] = field(default_factory=dict)
    number: Range | None = None

    @property
    def whole(self) -> Range:
        """From its first character to its last one."""
        found = [*self.fields.values(), *([self.number] if self.number else [])]
        return Range(min(item.start for item in found), max(item.end for item in found))


@dataclass
class _Unit:
    provision: Provision
    field: str
    text: str
    core: str
    at: int = -1
    """Where it was found among letters and digits, -1 until then."""
    length: int = 0

    @property
    def end(self) -> int:
        return self.at + self.length


class Letters:
    """Letters and digits of some lines, with where each stands in the manuscript."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.places: list[int] = []
        self.begins: set[int] = set()
        self.ends: set[int] = set()
        found: list[str] = []
        for line in lines:
            if line.contents:
                continue
            self.begins.add(len(found))
            for offset, character in enumerate(line.text, start=line.start):
                for letter in _folded(character):
                    found.append(letter)
                    self.places.append(offset)
            self.ends.add(len(found))
        self.text = "".join(found)

    def index(self, offset: int) -> int:
        """Return the index of the first letter at or after an offset of the manuscript."""
        return bisect_left(self.places, offset)


def letters_of(text: str) -> str:
    """Return what of a text is compared."""
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    """Return the letters and digits of a character without case, accents and ligatures: "ﬂ" is "fl"."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", character).lower()))


class Locator:
    """Knows where the provisions of a draft stand in a manuscript, and finds words in them."""

    def __init__(self, provisions: Sequence[Provision], manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self.body = Letters([line for line in manuscript.lines if not line.note])
        self._notes = Letters([line for line in manuscript.lines if line.note])
        self.places: dict[str, Place] = {}
        self._locate(_units(provisions, notes=False), self.body, self._notes)
        self._locate(_units(provisions, notes=True), self._notes, self.body)

    def find(self, words: str, within: Range) -> Range | None:
        """Return where words stand in a stretch of the manuscript for the first time."""
        core = letters_of(words)
        line = self._manuscript.line_at(within.start)
        letters = self._notes if line.note else self.body
        start, end = letters.index(within.start), letters.index(within.end)
        at = letters.text.find(core, start, end) if core else -1
        return None if at < 0 else self._stretch(letters, at, at + len(core), words, within)

    def _locate(self, units: Sequence[_Unit], letters: Letters, others: Letters) -> None:
        """Look for units where they belong, and where they are not, for their words among the `others`."""
        _Search(letters, units).run()
        for unit in units:
            if unit.at >= 0:
                self._keep(unit, letters)
            elif len(unit.core) >= _ANCHOR and others.text.count(unit.core) == 1:
                unit.at, unit.length = others.text.find(unit.core), len(unit.core)
                self._keep(unit, others)

    def _keep(self, unit: _Unit, letters: Letters) -> None:
        limits = Range(0, len(self._manuscript.text))
        stretch = self._stretch(letters, unit.at, unit.end, unit.text, limits)
        place = self.places.setdefault(unit.provision.id, Place())
        place.fields[unit.field] = stretch
        number = unit.provision.number
        if number and place.number is None:
            line = self._manuscript.line_at(stretch.start)
            before = self._manuscript.text[line.start : stretch.start]
            if number and before.strip() and letters_of(before) == letters_of(number):
                place.number = Range(line.start, stretch.start)

    def _stretch(self, letters: Letters, at: int, end: int, words: str, limits: Range) -> Range:
        """Return letters [at, end) as a stretch of the manuscript, with the marks that `words` begin and end with."""
        start, stop = letters.places[at], letters.places[end - 1] + 1
        while stop < limits.end and unicodedata.combining(self._manuscript.text[stop]):
            stop += 1
        opening = words[: next((i for i, c in enumerate(words) if c.isalnum()), 0)]
        closing = words[len(words) - next((i for i, c in enumerate(reversed(words)) if c.isalnum()), 0) :]
        start -= _matching(
            self._manuscript.text[max(limits.start, start - _MARGIN) : start][::-1], opening[::-1]
        )
        stop += _matching(self._manuscript.text[stop : min(limits.end, stop + _MARGIN)], closing)
        return Range(start, stop)


def _matching(text: str, marks: str) -> int:
    """Return how many characters of `text` are `marks`, whatever spaces stand between them."""
    length = at = 0
    for mark in marks:
        if mark.isspace():
            continue
        while at < len(text) and text[at].isspace() and text[at] != "\n":
            at += 1
        if at >= len(text) or text[at] != mark:
            break
        at += 1
        length = at
    return length


def _units(provisions: Sequence[Provision], *, notes: bool) -> list[_Unit]:
    found = []
    for provision in provisions:
        if (provision.kind == "footnote") is not notes or provision.hidden:
            continue
        for name, text in zip(
            _FIELDS, (provision.heading, provision.text, rows_text(provision)), strict=True
        ):
            core = letters_of(text)
            if core:
                found.append(_Unit(provision, name, text, core))
    return found


class _Search:
    """Finds units in letters, both in the same order."""

    def __init__(self, letters: Letters, units: Sequence[_Unit]) -> None:
        self._letters = letters
        self._units = units

    def run(self) -> None:
        """Set where each unit stands."""
        self._find_anchors()
        for gap, low, high in self._gaps():
            self._fill(gap, low, high)
        for gap, low, high in self._gaps():
            for unit in gap:
                self._find_roughly(unit, low, high)

    def _find_anchors(self) -> None:
        text, cursor = self._letters.text, 0
        for unit in self._units:
            if len(unit.core) < _ANCHOR:
                continue
            at = text.find(unit.core, cursor, cursor + _NEAR + len(unit.core))
            if at < 0:
                at = text.find(unit.core, cursor)
                at = -1 if at >= 0 and text.find(unit.core, at + 1) >= 0 else at
            if at >= 0:
                unit.at, unit.length = at, len(unit.core)
                cursor = unit.end

    def _gaps(self) -> Iterator[tuple[list[_Unit], int, int]]:
        """Yield units in a row that are not found yet, with the letters between which they must stand."""
        gap: list[_Unit] = []
        low = 0
        for unit in self._units:
            if unit.at < 0:
                gap.append(unit)
                continue
            if gap:
                yield gap, low, unit.at
            gap, low = [], unit.end
        if gap:
            yield gap, low, len(self._letters.text)

    def _fill(self, gap: Sequence[_Unit], low: int, high: int) -> None:
        """Find units from the last one backwards: a heading stands right before its text, not in the contents."""
        for unit in reversed(gap):
            at = self._best(unit.core, low, high)
            if at >= 0:
                unit.at, unit.length = at, len(unit.core)
                high = at

    def _best(self, core: str, low: int, high: int) -> int:
        """Return the last place that ends with its line, of these the last that also begins one; else the last."""
        ending = last = -1
        at = self._letters.text.rfind(core, low, high)
        for _try in range(_MOST_TRIES):
            if at < 0:
                break
            last = at if last < 0 else last
            if at + len(core) in self._letters.ends:
                if at in self._letters.begins:
                    return at
                ending = at if ending < 0 else ending
            at = self._letters.text.rfind(core, low, at + len(core) - 1)
        return ending if ending >= 0 else last

    def _find_roughly(self, unit: _Unit, low: int, high: int) -> None:
        """Find a unit by its two ends, or by its words if they stand at one place of the document only."""
        text, core = self._letters.text, unit.core
        if len(core) < _ANCHOR:
            return
        head, tail = core[:_PROBE], core[-_PROBE:]
        start = text.find(head, low, high)
        stop = text.find(tail, start, high) + len(tail) if start >= 0 else -1
        if start >= 0 and stop >= len(tail) and 0.6 < (stop - start) / len(core) < 1.6:
            unit.at, unit.length = start, stop - start
            return
        at = text.find(core)
        if at >= 0 and text.find(core, at + 1) < 0:
            unit.at, unit.length = at, len(core)
        elif unit.field == "rows":
            self._find_cell(unit, low, high)

    def _find_cell(self, unit: _Unit, low: int, high: int) -> None:
        """Stand on the longest cell of a table whose cells are stored in another order than they are read."""
        cells = (letters_of(cell) for row in unit.provision.rows for cell in row)
        core = max(cells, key=len)
        at = self._letters.text.find(core, low, high)
        if at >= 0:
            unit.at, unit.length = at, len(core)
