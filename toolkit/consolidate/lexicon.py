"""`vocabularies/consolidation.toml` → words and phrases as remarks are compared by, one lexicon a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from toolkit.model.stems import fold, stem
from toolkit.resources import shipped

LANGUAGES = ("fr", "en")

# Matches "24", "3,5"; "délai", "R12", "2030"; "?". Not the apostrophe of "l'accès", which parts two words.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]\w*|\?")


class FigureWords(msgspec.Struct, frozen=True):
    """Words around figures."""

    each: tuple[str, ...]
    times: frozenset[str]
    twice: frozenset[str]
    clock: frozenset[str]
    until: frozenset[str]
    citing: frozenset[str]


class FunctionWords(msgspec.Struct, frozen=True):
    """Words that say nothing about the subject."""

    function: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """All of the file; see the comments in it."""

    fr: FunctionWords
    en: FunctionWords
    concepts: dict[str, tuple[str, ...]]
    wants: dict[str, dict[str, tuple[str, ...]]]
    asks: dict[str, tuple[str, ...]]
    upholds: dict[str, tuple[str, ...]]
    force: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    hours: dict[str, float]
    periods: dict[str, float]
    figures: FigureWords
    months: dict[str, int]


class Phrases:
    """Rows of stems by what they stand for; the longest that begins at a word counts."""

    def __init__(self, meanings: Mapping[str, Iterable[str]], language: str) -> None:
        self._rows: dict[str, list[tuple[list[str], str]]] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases:
                row = [stem(word, language) for word in tokens(phrase)]
                self._rows.setdefault(row[0], []).append((row, meaning))
        for rows in self._rows.values():
            rows.sort(key=lambda entry: -len(entry[0]))

    def found(self, stems: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, meaning) of the phrases in a row of stems, from left to right, none overlapping."""
        rows = self._rows
        last = 0
        for index in [place for place, first in enumerate(stems) if first in rows]:
            if index < last:
                continue
            for row, meaning in rows[stems[index]]:
                if stems[index : index + len(row)] == row:
                    last = index + len(row)
                    yield index, last, meaning
                    break


class Lexicon:
    """What the words of one language mean."""

    def __init__(self, language: str, words: Vocabulary) -> None:
        self.language = language
        listed = words.fr.function if language == "fr" else words.en.function
        silent = (*listed, *words.hours, *words.months, *words.numbers)
        self.function = frozenset(stem(word, language) for entry in silent for word in tokens(entry))
        self.spoken = frozenset(fold(word) for word in listed)
        self.concepts = Phrases(words.concepts, language)
        self.wants = Phrases(words.wants[language], language)
        self.asks = Phrases({"ask": words.asks[language]}, language)
        self.upholds = Phrases({"uphold": words.upholds[language]}, language)

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word; "nous demandons" is the verb "demander"."""
        stems = [stem(word, self.language) for word in words]
        if self.language == "fr":
            for index, word in enumerate(words):
                if word.endswith("ons") and "nous" in stems[max(index - 2, 0) : index]:
                    stems[index] = stem(f"{word[:-3]}er", "fr")
        return stems

    def meanings(self, stems: list[str]) -> frozenset[str]:
        """Return what words are about: concepts, and the stems of words that belong to none.

        >>> sorted(lexicon("fr").meanings(lexicon("fr").stems(tokens("le calendrier du MFA"))))
        ['#deadline', '#two_factors']
        """
        about: set[str] = set()
        last = 0
        for start, end, concept in self.concepts.found(stems):
            about.update(stems[last:start])
            about.add(f"#{concept}")
            last = end
        about.update(stems[last:])
        return frozenset(word for word in about if word not in self.function and _is_word(word))


def tokens(text: str) -> list[str]:
    """Return the words and figures of a text as written, and its question marks."""
    return _TOKEN.findall(text)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of consolidation, read once, all keys folded."""
    content = (shipped("vocabularies") / "consolidation.toml").read_bytes()
    read = msgspec.toml.decode(content, type=Vocabulary)
    return msgspec.structs.replace(
        read,
        numbers={fold(word): value for word, value in read.numbers.items()},
        hours={fold(word): value for word, value in read.hours.items()},
        periods={fold(word): value for word, value in read.periods.items()},
        months={fold(word): value for word, value in read.months.items()},
    )


@cache
def force_of() -> Mapping[str, str]:
    """Return what each modal word, folded, demands: "must", "should", "may", "forbidden", "allowed"."""
    return {fold(word): force for force, words in vocabulary().force.items() for word in words}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of "fr" or "en"."""
    return Lexicon(language, vocabulary())


@lru_cache(maxsize=65536)
def _spoken_in(word: str) -> tuple[bool, bool]:
    plain = fold(word)
    return plain in lexicon("fr").spoken, plain in lexicon("en").spoken


def language_of(words: Sequence[str], otherwise: str) -> str:
    """Return the language whose function words prevail; where neither does, the other one given.

    >>> language_of(tokens("the deadline is too short"), "fr")
    'en'
    """
    return _prevailing(words) or _fallback(otherwise)


def _prevailing(words: Sequence[str]) -> str:
    """Return the language whose function words prevail, "" where neither does."""
    counts = [0, 0]
    for word in words:
        french, english = _spoken_in(word)
        counts[0] += french
        counts[1] += english
    return "" if counts[0] == counts[1] else LANGUAGES[counts[1] > counts[0]]


def _fallback(language: str) -> str:
    return language if language in LANGUAGES else "en"


class Heard(NamedTuple):
    """A text as remarks are compared by: its words, the lexicon of its language, their stems."""

    words: tuple[str, ...]
    lexicon: Lexicon
    stems: list[str]


def hear(text: str, otherwise: str) -> Heard:
    """Return the words of a text with their stems; `otherwise` is its language where its words do not tell.

    It is remembered: several rules ask for the same words.
    """
    words, language = _words_of(text.strip())
    spoken = lexicon(language or _fallback(otherwise))
    return Heard(words, spoken, list(_stems(words, spoken.language)))


@lru_cache(maxsize=32768)
def _words_of(text: str) -> tuple[tuple[str, ...], str]:
    words = tuple(tokens(text))
    return words, _prevailing(words)


@lru_cache(maxsize=32768)
def _stems(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(lexicon(language).stems(words))


def _is_word(word: str) -> bool:
    return word.startswith("#") or (len(word) > 1 and not word[0].isdigit())
