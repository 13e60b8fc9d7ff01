"""Rows of words → where they stand in a text: a matcher for the patterns of `modality.toml`.

Patterns are looked up by their first word, so that a word which begins none costs nothing; spaCy's `Matcher` asks
every pattern at every word, which takes forty times as long for the gaps and alternatives used here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from toolkit.model.stems import fold

_GAPS = {"*": 3, "**": 14}
_NEGATIONS = frozenset(["pas", "plus", "jamais", "not", "never"])


class Place(NamedTuple):
    """One place in a row: any of `words`, any inflection of `stems`, or up to `gap` words of no matter."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    gap: int = 0


class Row(NamedTuple):
    """A pattern and what it is a cue of."""

    label: str
    places: tuple[Place, ...]


class Words(NamedTuple):
    """A text as rows are matched against it, word by word."""

    lowers: list[str]
    norms: list[str]
    passable: list[bool]
    """Whether a gap may run over the word: not over punctuation, line breaks and negations."""


def parse_row(pattern: str, norm: Callable[[str], str]) -> tuple[Place, ...]:
    """Read a pattern in the notation of `modality.toml`.

    >>> parse_row("ne * doit", str)[1]
    Place(words=frozenset(), stems=frozenset(), gap=3)
    """
    places = []
    for part in pattern.split():
        choices = part.split("|")
        stems = frozenset(norm(choice[1:]) for choice in choices if choice.startswith("~"))
        words = frozenset(fold(choice) for choice in choices if not choice.startswith("~"))
        places.append(Place(gap=_GAPS[part]) if part in _GAPS else Place(words, stems))
    return tuple(places)


class CueFinder:
    """Finds rows in analysed texts; where they overlap, the longest wins, then the first listed."""

    def __init__(self) -> None:
        self._by_word: defaultdict[str, list[Row]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[Row]] = defaultdict(list)

    def learn(self, patterns: Mapping[str, Iterable[str]], norm: Callable[[str], str]) -> None:
        """Add patterns, by the label they stand for; `norm` gives the stem of a word."""
        for label, listed in patterns.items():
            for pattern in listed:
                row = Row(label, parse_row(pattern, norm))
                for word in row.places[0].words:
                    self._by_word[word].append(row)
                for stem in row.places[0].stems:
                    self._by_stem[stem].append(row)

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["cues"]`."""
        lowers = ["" if _is_month(token) else token.lower_ for token in doc]
        norms = [token.norm_ for token in doc]
        passable = [word[:1].isalnum() and word not in _NEGATIONS for word in lowers]
        found = sorted(self._matches(Words(lowers, norms, passable)), key=lambda match: match[0] - match[1])
        doc.spans["cues"] = [Span(doc, start, end, label=label) for start, end, label in _apart(found)]
        return doc

    def _matches(self, words: Words) -> Iterator[tuple[int, int, str]]:
        for position, (lower, norm) in enumerate(zip(words.lowers, words.norms, strict=True)):
            for row in (*self._by_word.get(lower, ()), *self._by_stem.get(norm, ())):
                end = _reach(words, position, row.places)
                if end:
                    yield position, end, row.label


def _is_month(token: Token) -> bool:
    """Tell the month from the verb: "May 2026", "14 May"."""
    around = token.doc[max(token.i - 1, 0) : token.i + 2]
    return token.text == "May" and any(word.is_digit for word in around)


def _reach(words: Words, position: int, places: Sequence[Place]) -> int:
    """Return where the longest match of `places` at `position` ends; 0 if there is none."""
    if not places:
        return position
    place, rest = places[0], places[1:]
    if place.gap:
        longest = 0
        for skipped in range(place.gap + 1):
            longest = max(longest, _reach(words, position + skipped, rest))
            if position + skipped >= len(words.lowers) or not words.passable[position + skipped]:
                break
        return longest
    if position >= len(words.lowers):
        return 0
    if words.lowers[position] in place.words or words.norms[position] in place.stems:
        return _reach(words, position + 1, rest)
    return 0


def _apart(matches: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep of overlapping matches the one that comes first, and return what is kept in text order."""
    taken: set[int] = set()
    kept = []
    for start, end, label in matches:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end, label))
    return sorted(kept)
