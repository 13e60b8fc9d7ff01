"""Words of a remark → the amounts and dates in them, so that "24 h" and "un jour" are the same and "2028" is earlier.

Durations and how often something is done are one kind: both are counted in hours, and a remark that wants "tous les
six mois" instead of "une fois par an" differs from the draft in the same way as one that wants six months for a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from toolkit.consolidate.lexicon import tokens, vocabulary
from toolkit.model.stems import fold

Kind = Literal["time", "date", "count"]
_SAME_TIME = 0.05
"""Share by which two times may differ and be one: 90 days are a quarter."""
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LARGEST_DAY = 31
_DAY = 24
_TENS = range(20, 61, 10)


class Figure(msgspec.Struct, frozen=True):
    """An amount: hours for a time, (year, month, day) with zeros for a date, a number for a count."""

    kind: Kind
    amount: float = 0.0
    date: tuple[int, int, int] = (0, 0, 0)
    words: str = ""
    """As written."""

    def same(self, other: Figure) -> bool:
        """Tell whether both may mean one amount: "2030" and "31 décembre 2030" may."""
        if self.kind != other.kind:
            return False
        if self.kind == "date":
            pairs = zip(self.date, other.date, strict=True)
            return all(not one or not two or one == two for one, two in pairs)
        if self.kind == "count":
            return self.amount == other.amount
        return abs(self.amount - other.amount) <= _SAME_TIME * max(self.amount, other.amount)

    def later(self, other: Figure) -> bool:
        """Tell whether this is more, or a later date, than a figure of the same kind."""
        return (self.date, self.amount) > (other.date, other.amount)


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text, each once.

    >>> [one.amount for one in figures("sous 24 heures, puis trois fois par an")]
    [24.0, 2920.0]
    >>> figures("entre 20 h 30 et la fermeture, à 21 h"), figures("à porter à 12 h")[0].amount
    ((), 12.0)
    >>> figures("fin 2030")[0].date, figures("Article 12")
    ((2030, 0, 0), ())
    """
    return _figures(text.strip())


@lru_cache(maxsize=65536)
def _figures(text: str) -> tuple[Figure, ...]:
    words = tokens(text)
    if not words:
        return ()
    reader = _Reader(words)
    found: dict[tuple[Kind, float, tuple[int, int, int]], Figure] = {}
    for index in reader.telling():
        figure = reader.at(index)
        if figure is not None:
            found.setdefault((figure.kind, figure.amount, figure.date), figure)
    return tuple(found.values())


class _Reader:
    def __init__(self, words: Sequence[str]) -> None:
        self._written = words
        self._words = [fold(word) for word in words]
        self._list = vocabulary()

    def telling(self) -> list[int]:
        """Return the indexes of the words with which a figure can end or begin."""
        known = self._list
        return [
            index
            for index, word in enumerate(self._words)
            if word[:1].isdigit() or word in known.numbers or word in known.periods or word in known.hours
        ]

    def at(self, index: int) -> Figure | None:
        """Return the figure that ends with, or is introduced by, the word at an index."""
        word = self._words[index]
        if word in self._list.periods:
            return Figure("time", float(self._list.periods[word]), words=self._written[index])
        if word in self._list.hours and self._is_each(index):
            return self._rate(index)
        number = self._number(index)
        if number is None:
            return None
        unit = self._word(index + 1)
        if unit == "h" and self._is_time_of_day(index, number):
            return None
        if unit in self._list.hours:
            return Figure("time", number * self._list.hours[unit], words=self._said(index, index + 2))
        return self._bare(index, number)

    def _is_time_of_day(self, index: int, number: float) -> bool:
        """Tell whether "21 h" is one: "21 h 30", "avant 21 h", "à 21 h"; not "porter à 21 h", "48 h"."""
        if number >= _DAY or number != int(number):
            return False
        before = self._word(index - 1)
        if self._word(index + 2).isdigit() or before in self._list.figures.clock:
            return True
        return before == "a" and self._word(index - 2) not in self._list.figures.until

    def _bare(self, index: int, number: float) -> Figure | None:
        if not self._words[index][0].isdigit() or self._word(index - 1) in self._list.figures.citing:
            return None
        if self._word(index - 1) == "h" and self._word(index - 2).isdigit():
            return None  # the minutes of "20 h 30"
        if _FIRST_YEAR <= number <= _LAST_YEAR:
            return self._date(index, int(number))
        if self._word(index + 1) in self._list.months or self._word(index + 2) in self._list.months:
            return None
        return Figure("count", number, words=self._said(index, index + 2))

    def _date(self, index: int, year: int) -> Figure:
        month = self._list.months.get(self._word(index - 1), 0)
        before = index - 3 if self._word(index - 2) == "er" else index - 2
        day = self._number(before) if month else None
        first = before if day else index - 1 if month else index
        known = int(day) if day and day <= _LARGEST_DAY else 0
        return Figure("date", date=(year, month, known), words=self._said(first, index + 1))

    def _rate(self, index: int) -> Figure:
        """Return how often "une fois par an", "twice a year" is."""
        times = 1.0
        first = index - 1
        for back in range(max(index - 4, 0), index):
            if self._words[back] in self._list.figures.twice:
                times, first = 2.0, back
            if self._words[back] in self._list.figures.times:
                times, first = self._number(back - 1) or 1.0, back - 1
        hours = self._list.hours[self._words[index]]
        return Figure("time", hours / times, words=self._said(max(first, 0), index + 1))

    def _is_each(self, index: int) -> bool:
        before = " ".join(self._words[max(index - 2, 0) : index])
        introduced = any(before == each or before.endswith(f" {each}") for each in self._list.figures.each)
        # "mise à jour" folds to "a jour": in French "a" is no word for each.
        return introduced and not (before.endswith("a") and self._written[index - 1] != "a")

    def _number(self, index: int) -> float | None:
        word = self._word(index)
        if word[:1].isdigit():
            try:
                return float(word.replace(",", "."))
            except ValueError:
                return None
        value = self._list.numbers.get(word)
        tens = self._list.numbers.get(self._word(index - 1))
        if value is not None and tens is not None and tens in _TENS and value < _TENS.step:
            return float(tens + value)
        return None if value is None else float(value)

    def _word(self, index: int) -> str:
        return self._words[index] if 0 <= index < len(self._words) else ""

    def _said(self, start: int, end: int) -> str:
        return " ".join(self._written[start:end])
