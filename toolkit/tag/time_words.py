"""`deadlines.toml` → the patterns of dates, durations and frequencies in one language.

They are matched against text without case and accents (`plain_characters`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec

from toolkit.tag.wordlists import read_words

_NOTHING = r"(?!)"


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of `deadlines.toml`."""

    numbers: dict[str, int]
    joining: tuple[str, ...]
    half: tuple[str, ...]
    half_of: tuple[str, ...]
    going_on: tuple[str, ...]
    articles: tuple[str, ...]
    units: dict[str, str]
    months: dict[str, int]
    frequencies: dict[str, str]
    per: tuple[str, ...]
    times: tuple[str, ...]
    never_times: tuple[str, ...]
    every: tuple[str, ...]
    every_other: tuple[str, ...]
    one_in_two: tuple[str, ...]
    within: tuple[str, ...]
    within_after: tuple[str, ...]
    until: tuple[str, ...]
    said: dict[str, str]
    followed: tuple[str, ...]
    following: tuple[str, ...]
    linking: tuple[str, ...]
    lasting: tuple[str, ...]
    ending: tuple[str, ...]
    since: tuple[str, ...]
    idle: tuple[str, ...]
    keeping: tuple[str, ...]
    force: tuple[str, ...]
    never_before: tuple[str, ...]
    never_after: tuple[str, ...]
    persons: tuple[str, ...]
    older: tuple[str, ...]
    clock_from: tuple[str, ...]
    clock_between: tuple[str, ...]
    clock_and: tuple[str, ...]
    clock_never_after: tuple[str, ...]
    clock: tuple[str, ...]
    measuring: tuple[str, ...]
    never_often: tuple[str, ...]
    documents: tuple[str, ...]


class _File(msgspec.Struct, frozen=True):
    fr: TimeWords
    en: TimeWords


class TimeGrammar(NamedTuple):
    """The words of a language and the patterns made of them."""

    words: TimeWords
    frequency: re.Pattern[str]
    every: re.Pattern[str]
    adverb: re.Pattern[str]
    duration: re.Pattern[str]
    half_of: re.Pattern[str]
    following: re.Pattern[str]
    said: re.Pattern[str]
    date: re.Pattern[str]
    clock: re.Pattern[str]
    older: re.Pattern[str]
    keeping: re.Pattern[str]
    ending: re.Pattern[str]
    idle: re.Pattern[str]
    force: re.Pattern[str]
    never_often_before: re.Pattern[str]
    never_often_after: re.Pattern[str]
    adjectives_first: bool
    """Whether adjectives stand before their noun: "daily life"."""


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) or _NOTHING


@cache
def time_grammar(language: str) -> TimeGrammar:
    """Compile the patterns of "fr" or "en"."""
    file = read_words("deadlines", _File)
    words = file.en if language == "en" else file.fr
    unit, times, per = _any(words.units), _any(words.times), _any(words.per)
    number = _number(words)
    return TimeGrammar(
        words=words,
        # "deux fois par an", "une revue par trimestre".  Not: "une fois par patient".
        frequency=re.compile(
            rf"(?P<number>{number})\s+(?P<counted>{times}|(?!(?:{_any(words.never_times)})\b)[a-z]+)\s+(?:{per})\s*(?P<unit>{unit})\b|(?P<adverb>once|twice)\s+(?:{per})\s+(?P<unit2>{unit})\b"
        ),
        every=_every(words, number),
        # "annuellement", "revue trimestrielle".  Not: "annulé".
        adverb=re.compile(rf"\b(?P<adverb>{_any(words.frequencies)})\b"),
        duration=_duration(words, number),
        # "half a year".  Not: "half the year".
        half_of=re.compile(rf"\b(?:{_any(words.half_of)})\s+(?P<unit>{unit})\b"),
        # "dans le mois qui suit".  Not: "dans le mois de mai".
        following=re.compile(
            rf"\b(?:{_any(words.followed)})\s*(?P<unit>{unit})\s+(?:{_any(words.following)})\b(?!\s+(?:{_any(words.months)}))"
        ),
        # "le jour même", "sous huitaine".  Not: "sans délai".
        said=re.compile(rf"\b(?P<said>{_any(words.said)})\b"),
        date=_date(_any(words.months)),
        clock=_clock(words),
        # "mineurs de moins de", before an age.  Not: "demandes de plus de".
        older=re.compile(rf"\b(?:{_any(words.persons)})\s+(?:{_any(words.older)})$"),
        keeping=re.compile(rf"\b(?:{_any(words.keeping)})"),
        ending=re.compile(rf"\b(?:{_any(words.ending)})"),
        idle=re.compile(rf"\b(?:{_any(words.idle)})"),
        force=re.compile(rf"\b(?:{_any(words.force)})\b"),
        never_often_before=re.compile(rf"(?<!\w)(?:{_any(words.never_often)})$"),
        never_often_after=re.compile(rf"(?:{_any(words.never_often)})\b"),
        adjectives_first=language == "en",
    )


def _clock(words: TimeWords) -> re.Pattern[str]:
    """Match "à 18 h", "entre 8 h et 18 h"; with `measured`, "limitée à 12 heures"; not "de 12 à 24 heures"."""
    hour = r"(?:[01]?\d|2[0-4])\s*h(?:eures?)?"
    return re.compile(
        rf"""(?<![\w'])(?P<measured>(?:{_any(words.measuring)})\w*\s+)?(?:
        (?<!\d\ )(?:\b(?:{_any(words.clock_from)})\s+\d{{1,2}}\s*h(?:eures?)?\s+)?\b(?:{_any(words.clock)})\s+{hour}\b
        |\b(?:{_any(words.clock_between)})\s+{hour}(?:\s*[0-5]\d)?\s+(?:{_any(words.clock_and)})\s+{hour}(?:\s*[0-5]\d)?\b(?!\s+(?:{_any(words.clock_never_after)})))""",
        re.VERBOSE,
    )


def _number(words: TimeWords) -> str:
    """Match "72", "soixante-douze", "quinze (15)"; not "1.5", "L. 1110"."""
    one, joining = _any(words.numbers), _any(words.joining)
    halves = _any({phrase.split()[-1] for phrase in words.half})
    spelled = rf"(?:{one})(?:[\s-]+(?:(?:{joining})[\s-]+)?(?:{one})\b(?!\s+(?:{halves})\b))*"
    return rf"\b\d{{1,4}}\b(?![.,]\d)|\b{spelled}\b"


_REPEATED = r"(?:\s*\(\s*\w+\s*\))?"
"""The number once more, in brackets: "quinze (15)"."""


_NO_ELISION = r"(?!(?<=\b\w)')"
"""After a unit of one letter: not the "j" of "j'ai"."""
_SHORT_UNIT = 3
"""Letters of a unit that may stand without a space: "72h", "30min"."""


def _every(words: TimeWords, number: str) -> re.Pattern[str]:
    """Match "tous les six mois", "une fois tous les quinze jours", "every other week"; not "tous les comptes"."""
    unit = _any(words.units)
    return re.compile(
        rf"""\b(?:(?P<times>{number})\s+(?:{_any(words.times)})\s+)?(?:{_any(words.every)})\s+(?:(?P<number>{number}){_REPEATED}\s+)?(?P<unit>{unit})\b
        |\b(?P<other>(?:{_any(words.every_other)}))\s+(?P<unit2>{unit})\b
        |\b(?:{_any(words.articles)})\s+(?P<unit3>{unit})\s+(?P<other2>(?:{_any(words.one_in_two)}))\b""",
        re.VERBOSE,
    )


def _duration(words: TimeWords, number: str) -> re.Pattern[str]:
    """Match "72 heures", "72h", "24-48 hours", "five working days", "deux ans et demi"; not "2 moissons", "en 2024 j'ai"."""
    unit, half = _any(words.units), _any(words.half)
    short = _any(name for name in words.units if len(name) <= _SHORT_UNIT)
    return re.compile(
        rf"""(?<![\w.,-])(?:\d{{1,3}}-(?=\d{{1,3}}[\s-]*(?:{unit})\b))?(?P<number>{number}|\d{{1,4}}(?=(?:{short})\b)){_REPEATED}(?:\s+(?P<half_inside>{half}))?[\s-]*(?:[a-z]+\s+(?![a-z]\b))??(?P<unit>{unit})\b{_NO_ELISION}
        (?:\s+(?P<half>{half})\b|\s*(?:{_any(words.going_on)})?\s+(?P<number2>{number})\s*(?P<unit2>{unit})\b)?""",
        re.VERBOSE,
    )


def _date(months: str) -> re.Pattern[str]:
    """Match "1er janvier 2026", "31/12/2025", "2025-12-31", "May 4, 2026", "mars 2026"; not "3 mars"."""
    return re.compile(
        rf"""(?<![\w/.-])(?: (?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month>{months})\.?,?\s+(?P<year>\d{{4}})
        | (?P<month2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year2>\d{{4}})
        | (?P<day3>\d{{1,2}})[/.](?P<month3>\d{{1,2}})[/.](?P<year3>\d{{4}})
        | (?P<year4>\d{{4}})-(?P<month4>\d{{2}})-(?P<day4>\d{{2}})
        | (?P<month5>{months})\s+(?P<year5>\d{{4}}) )(?![\w/])""",
        re.VERBOSE,
    )
