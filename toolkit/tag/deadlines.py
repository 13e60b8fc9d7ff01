"""Passages → tags for dates, durations, frequencies and response times, as ISO 8601.

A date is "2026-03-31" or "2026-03"; a duration "P20Y", "PT72H"; a frequency a repeating interval: "R/P1Y" is once a
year, "R/P6M" twice a year, "R3/P1M" three times in each month where no even interval exists. `Tag.rule` says what kind
it is: `deadline.date`, `.force`, `.response`, `.retention`, `.frequency`, `.duration`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from toolkit.model.tag import Evidence, Tag
from toolkit.tag.acts import plain_letters
from toolkit.tag.numerals import parse_number
from toolkit.tag.passages import Passage
from toolkit.tag.references import spans_of
from toolkit.tag.wordlists import read_words

_SURE, _LIKELY = 0.95, 0.8
_NEAR = 60
"""Characters before a duration or date in which the words that give its kind are looked for."""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of `deadlines.toml`."""

    numbers: dict[str, int]
    joining: tuple[str, ...]
    articles: tuple[str, ...]
    units: dict[str, str]
    months: tuple[str, ...]
    frequencies: dict[str, str]
    per: tuple[str, ...]
    times: tuple[str, ...]
    never_times: tuple[str, ...]
    every: tuple[str, ...]
    within: tuple[str, ...]
    following: tuple[str, ...]
    keeping: tuple[str, ...]
    force: tuple[str, ...]
    never_before: tuple[str, ...]
    never_after: tuple[str, ...]


class _File(msgspec.Struct, frozen=True):
    fr: _Words
    en: _Words


class Moment(NamedTuple):
    """A date, duration or frequency at `start:end` of a text."""

    start: int
    end: int
    value: str
    rule: str
    score: float


class _Grammar(NamedTuple):
    words: _Words
    frequency: re.Pattern[str]
    every: re.Pattern[str]
    adverb: re.Pattern[str]
    duration: re.Pattern[str]
    following: re.Pattern[str]
    date: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


@cache
def _grammar(language: str) -> _Grammar:
    """Compile the patterns of a language; they are matched against text without case and accents."""
    file = read_words("deadlines", _File)
    words = file.en if language == "en" else file.fr
    spelled = rf"(?:{_any(words.numbers)})(?:[\s-]+(?:(?:{_any(words.joining)})[\s-]+)?(?:{_any(words.numbers)})\b)*"
    # "72", "soixante-douze", "quinze (15)".  Not: "1.5", "L. 1110".
    number = rf"(?P<number>\b\d{{1,4}}\b(?![.,]\d)|\b{spelled})(?:\s*\(\s*\w+\s*\))?"
    unit = rf"(?P<unit>{_any(words.units)})\b"
    months = _any(words.months)
    return _Grammar(
        words,
        # "deux fois par an", "une revue par trimestre".  Not: "une fois par patient".
        re.compile(
            rf"{number}\s+(?:{_any(words.times)}|(?!(?:{_any(words.never_times)})\b)[a-z]+)\s+(?:{_any(words.per)})\s*{unit}|(?P<adverb>once|twice)\s+(?:{_any(words.per)})\s+(?P<unit2>{_any(words.units)})\b"
        ),
        # "tous les six mois", "chaque année".  Not: "tous les comptes".
        re.compile(rf"\b(?:{_any(words.every)})\s+(?:{number}\s+)?{unit}"),
        # "annuellement", "revue trimestrielle".  Not: "annulé".
        re.compile(rf"\b(?P<adverb>{_any(words.frequencies)})\b"),
        # "72 heures", "vingt ans", "2 mois".  Not: "2 moissons".
        re.compile(rf"(?<![\w.,-]){number}\s*(?:[a-z]+\s+)??{unit}"),
        # "dans le mois qui suit".  Not: "dans le mois de mai".
        re.compile(
            rf"\b(?:dans\s+l[ea']|within\s+the|within\s+an?)\s*{unit}\s+(?:{_any(words.following)})\b(?!\s+(?:{months}))"
        ),
        # "1er janvier 2026", "31/12/2025", "2025-12-31", "May 4, 2026", "mars 2026".  Not: "3 mars".
        re.compile(
            rf"""(?<![\w/.-])(?: (?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month>{months})\s+(?P<year>\d{{4}})
            | (?P<month2>{months})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year2>\d{{4}})
            | (?P<day3>\d{{1,2}})[/.](?P<month3>\d{{1,2}})[/.](?P<year3>\d{{4}})
            | (?P<year4>\d{{4}})-(?P<month4>\d{{2}})-(?P<day4>\d{{2}})
            | (?P<month5>{months})\s+(?P<year5>\d{{4}}) )(?![\w/])""",
            re.VERBOSE,
        ),
    )


def tag_deadlines(passages: Sequence[Passage], language: str, references: Sequence[Tag]) -> tuple[Tag, ...]:
    """Return one tag a value and kind, with every place; dates inside `references` belong to the cited act."""
    cited = list(spans_of(references))
    found: dict[tuple[str, str], tuple[Moment, list[Evidence]]] = {}
    for passage in passages:
        taken = [(start, end) for field, start, end in cited if field == passage.field]
        for moment in find_moments(passage.doc.text, language, taken=taken):
            quoted = passage.text[moment.start : moment.end]
            evidence = Evidence(passage.field, moment.start, moment.end, quoted, passage.provision_id)
            found.setdefault((moment.value, moment.rule), (moment, []))[1].append(evidence)
    return tuple(
        Tag(
            facet="deadline",
            value=moment.value,
            score=moment.score,
            rule=moment.rule,
            evidence=tuple(evidence),
            label=evidence[0].text,
        )
        for moment, evidence in found.values()
    )


def find_moments(text: str, language: str, *, taken: Sequence[tuple[int, int]] = ()) -> list[Moment]:
    """Return what a text says about time, in its order, outside the spans that are `taken`."""
    plain, grammar = plain_letters(text), _grammar(language)
    kept: list[Moment] = []
    occupied = list(taken)
    for source in (_dates, _frequencies, _durations):
        for moment in source(plain, grammar):
            if not any(start < moment.end and moment.start < end for start, end in occupied):
                occupied.append((moment.start, moment.end))
                kept.append(moment)
    return sorted(kept)


def _dates(plain: str, grammar: _Grammar) -> Iterator[Moment]:
    for match in grammar.date.finditer(plain):
        parts = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}
        month = parts["month"]
        number = int(month) if month.isdigit() else grammar.words.months.index(month) + 1
        value = _iso_date(int(parts["year"]), number, int(parts["day"]) if "day" in parts else None)
        if value:
            rule = (
                "deadline.force"
                if _said_before(plain, match.start(), grammar.words.force)
                else "deadline.date"
            )
            yield Moment(match.start(), match.end(), value, rule, _SURE)


def _iso_date(year: int, month: int, day: int | None) -> str:
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return ""
    return date.isoformat() if day else f"{date:%Y-%m}"


def _frequencies(plain: str, grammar: _Grammar) -> Iterator[Moment]:
    words = grammar.words
    for match in grammar.frequency.finditer(plain):
        adverb = match.group("adverb")
        count = {"once": 1, "twice": 2}[adverb] if adverb else _count(match, words)
        if count:
            period = words.units[match.group("unit") or match.group("unit2")]
            yield Moment(match.start(), match.end(), _repeating(count, period), "deadline.frequency", _SURE)
    for match in grammar.every.finditer(plain):
        count = _count(match, words) if match.group("number") else 1
        if count and words.units[match.group("unit")] != "PT1S":  # "chaque seconde compte" sets no interval
            value = f"R/{_times(words.units[match.group('unit')], count)}"
            yield Moment(match.start(), match.end(), value, "deadline.frequency", _SURE)
    for match in grammar.adverb.finditer(plain):
        value = f"R/{words.frequencies[match.group('adverb')]}"
        yield Moment(match.start(), match.end(), value, "deadline.frequency", _LIKELY)


def _count(match: re.Match[str], words: _Words) -> int | None:
    return parse_number(match.group("number"), words.numbers, frozenset(words.joining))


def _repeating(count: int, period: str) -> str:
    """Write `count` times in a period as one interval where it divides evenly: 2 in "P1Y" is "R/P6M"."""
    months = {"P1Y": 12, "P6M": 6, "P3M": 3}.get(period)
    if count == 1:
        return f"R/{period}"
    if months and months % count == 0:
        return f"R/P{months // count}M"
    return f"R{count}/{period}"


def _times(period: str, count: int) -> str:
    """Multiply an ISO 8601 duration of one unit.

    >>> _times("P3M", 2), _times("PT1H", 72)
    ('P6M', 'PT72H')
    """
    prefix, number, unit = re.fullmatch(r"(PT?)(\d+)([A-Z])", period).groups()  # type: ignore[union-attr]  # from the vocabulary
    return f"{prefix}{int(number) * count}{unit}"


def _durations(plain: str, grammar: _Grammar) -> Iterator[Moment]:
    words = grammar.words
    for match in grammar.following.finditer(plain):
        yield Moment(*match.span("unit"), words.units[match.group("unit")], "deadline.response", _SURE)
    for match in grammar.duration.finditer(plain):
        count = _count(match, words)
        if not count or _age(plain, match, words):
            continue
        rule = _duration_rule(plain, match, words)
        certain = rule != "deadline.duration"
        if (
            match.group("number") in words.articles
            and not certain
            and _short(words.units[match.group("unit")])
        ):
            continue  # "un jour férié", "a second factor"
        value = _times(words.units[match.group("unit")], count)
        yield Moment(match.start(), match.end(), value, rule, _SURE if certain else _LIKELY)


def _short(period: str) -> bool:
    return period.startswith("PT") or period.endswith("D")


def _age(plain: str, match: re.Match[str], words: _Words) -> bool:
    before = plain[max(0, match.start() - 30) : match.start()].rstrip()
    after = plain[match.end() : match.end() + 15]
    return before.endswith(words.never_before) or after.startswith(words.never_after)


def _duration_rule(plain: str, match: re.Match[str], words: _Words) -> str:
    before = plain[max(0, match.start() - 40) : match.start()].rstrip()
    if before.endswith(words.within):
        return "deadline.response"
    if _said_before(plain, match.start(), words.keeping):
        return "deadline.retention"
    return "deadline.duration"


def _said_before(plain: str, position: int, words: Sequence[str]) -> bool:
    before = plain[max(0, position - _NEAR) : position]
    sentence = re.split(r"[.;!?]\s", before)[-1]
    return any(word in sentence for word in words)
