"""Text → the dates, durations and frequencies that it names, as ISO 8601.

A date is "2026-03-31" or "2026-03"; a duration "P20Y", "PT72H", "P1Y6M"; a frequency a repeating interval: "R/P1Y" is
once a year, "R/P6M" twice a year, "R3/P1M" three times in each month where no even interval exists.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.model.stems import plain_characters
from toolkit.tag.numerals import parse_number
from toolkit.tag.time_words import TimeGrammar, TimeWords, time_grammar

_SURE, _LIKELY = 0.95, 0.8
_TYPOGRAPHIC_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_NEAR = 90
"""Characters around a duration or date in which the words that give its kind are looked for."""
# Before the date of a document that its number names: "PA-066 du".  Not: "à compter du".
_NUMBERED = re.compile(r"\d[\w./-]* (?:du|of)$")
_HALVES = {"P1Y": "P6M", "P6M": "P3M", "P1M": "P15D", "P1D": "PT12H", "PT1H": "PT30M", "PT1M": "PT30S"}
_SIZES = {
    "PT1S": 0,
    "PT1M": 1,
    "PT30M": 1,
    "PT1H": 2,
    "P1D": 3,
    "P1W": 4,
    "P1M": 5,
    "P3M": 6,
    "P6M": 7,
    "P1Y": 8,
}


class Moment(NamedTuple):
    """A date, duration or frequency at `start:end` of a text."""

    start: int
    end: int
    value: str
    rule: str
    """`deadline.date`, `.force`, `.response`, `.retention`, `.frequency`, `.duration`."""
    score: float


def find_moments(text: str, language: str, *, taken: Sequence[tuple[int, int]] = ()) -> list[Moment]:
    """Return what a text says about time, in its order, outside the spans that are `taken`."""
    plain = plain_characters(text).replace(_TYPOGRAPHIC_APOSTROPHE, "'")
    grammar = time_grammar(language)
    kept: list[Moment] = []
    hours = (match.span() for match in grammar.clock.finditer(plain) if not match.group("measured"))
    occupied = [*taken, *hours]
    for source in (_dates, _frequencies, _durations):
        for moment in source(plain, grammar):
            if not any(start < moment.end and moment.start < end for start, end in occupied):
                occupied.append((moment.start, moment.end))
                kept.append(moment)
    return sorted(kept)


def read_moment(name: str, *, language: str) -> tuple[str, ...]:
    """Return the values of what a person calls a deadline.

    >>> read_moment("72h", language="fr"), read_moment("20 ans", language="fr")
    (('PT72H',), ('P20Y',))
    """
    return tuple(moment.value for moment in find_moments(name, language))


# Dates


def _dates(plain: str, grammar: TimeGrammar) -> Iterator[Moment]:
    words = grammar.words
    for match in grammar.date.finditer(plain):
        parts = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}
        month = parts["month"]
        number = int(month) if month.isdigit() else words.months[month]
        value = _iso_date(int(parts["year"]), number, int(parts["day"]) if "day" in parts else None)
        before = plain[max(0, match.start() - _NEAR) : match.start()].rstrip()
        if value and not before.endswith(words.documents) and not _NUMBERED.search(before):
            force = _said_before(plain, match.start(), grammar.force)
            yield Moment(*match.span(), value, "deadline.force" if force else "deadline.date", _SURE)


def _iso_date(year: int, month: int, day: int | None) -> str:
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return ""
    return date.isoformat() if day else f"{date:%Y-%m}"


# Frequencies


def _frequencies(plain: str, grammar: TimeGrammar) -> Iterator[Moment]:
    words = grammar.words
    for match in grammar.frequency.finditer(plain):
        count = _times_said(match, words)
        if count and match.group("counted") not in words.months:  # "by 31 March each year"
            period = words.units[match.group("unit") or match.group("unit2")]
            yield Moment(*match.span(), _repeating(count, period), "deadline.frequency", _SURE)
    for match in grammar.every.finditer(plain):
        value = _interval(match, words)
        if value:
            yield Moment(*match.span(), value, "deadline.frequency", _SURE)
    for match in grammar.adverb.finditer(plain):
        if not _only_named(plain, match, grammar):
            value = f"R/{words.frequencies[match.group('adverb')]}"
            yield Moment(*match.span(), value, "deadline.frequency", _LIKELY)


def _only_named(plain: str, match: re.Match[str], grammar: TimeGrammar) -> bool:
    """Tell "congés annuels" and "daily life" from "revue annuelle"."""
    before = plain[max(0, match.start() - 30) : match.start()].rstrip()
    after = plain[match.end() : match.end() + 30].lstrip()
    return bool(
        grammar.never_often_after.match(after)
        if grammar.adjectives_first
        else grammar.never_often_before.search(before)
    )


def _opens_account(plain: str, span: tuple[int, int]) -> bool:
    """Tell whether words stand before a comma at the start of a sentence: "Le lendemain, les écrans étaient noirs"."""
    before = plain[: span[0]].rstrip()
    return (not before or before[-1] in ".;!?\n") and plain[span[1] :].lstrip().startswith(",")


def _times_said(match: re.Match[str], words: TimeWords) -> int | None:
    adverb = match.group("adverb")
    return {"once": 1, "twice": 2}[adverb] if adverb else _count(match.group("number"), words)


def _interval(match: re.Match[str], words: TimeWords) -> str:
    """Return the interval of "tous les deux ans", "deux fois tous les trois ans", "every other week"."""
    found = {name.rstrip("23"): value for name, value in match.groupdict().items() if value}
    period = words.units[found["unit"]]
    number = 2 if "other" in found else _count(found["number"], words) if "number" in found else 1
    times = _count(found["times"], words) if "times" in found else 1
    if not number or not times or (period == "PT1S" and number == 1):  # "chaque seconde compte"
        return ""
    return _repeating(times, _multiplied(period, number))


def _count(number: str, words: TimeWords) -> int | None:
    return parse_number(number, words.numbers, frozenset(words.joining))


def _repeating(count: int, period: str) -> str:
    """Write `count` times in a period as one interval where it divides evenly: 2 in "P1Y" is "R/P6M"."""
    months = {"P1Y": 12, "P6M": 6, "P3M": 3}.get(period)
    if count == 1:
        return f"R/{period}"
    if months and months % count == 0:
        return f"R/P{months // count}M"
    return f"R{count}/{period}"


def _multiplied(period: str, count: int) -> str:
    """Multiply an ISO 8601 duration of one unit.

    >>> _multiplied("P3M", 2), _multiplied("PT1H", 72)
    ('P6M', 'PT72H')
    """
    prefix, number, unit = re.fullmatch(r"(PT?)(\d+)([A-Z])", period).groups()  # type: ignore[union-attr]  # from the vocabulary
    return f"{prefix}{int(number) * count}{unit}"


# Durations


def _durations(plain: str, grammar: TimeGrammar) -> Iterator[Moment]:
    words = grammar.words
    for match in grammar.following.finditer(plain):
        yield Moment(*match.span("unit"), words.units[match.group("unit")], "deadline.response", _SURE)
    for match in grammar.said.finditer(plain):
        if _opens_account(plain, match.span()):
            continue
        yield Moment(
            *match.span(), words.said[" ".join(match.group("said").split())], "deadline.response", _LIKELY
        )
    for match in grammar.half_of.finditer(plain):
        half = _HALVES.get(words.units[match.group("unit")])
        if half:
            yield Moment(*match.span(), half, _duration_rule(plain, match.span(), grammar), _LIKELY)
    for match, end, value in _lengths(plain, grammar):
        span = (match.start(), end)
        if _no_duration(plain, span, grammar):
            continue
        rule = _duration_rule(plain, span, grammar)
        certain = rule != "deadline.duration" or plain[: span[0]].rstrip().endswith(words.lasting)
        article = match.group("number") in words.articles and end == match.end("unit")
        if article and not certain and _short(words.units[match.group("unit")]):
            continue  # "un jour férié", "a second factor"
        yield Moment(*span, value, rule, _SURE if certain else _LIKELY)


def _lengths(plain: str, grammar: TimeGrammar) -> Iterator[tuple[re.Match[str], int, str]]:
    """Yield what may be durations, with their end and value."""
    match = grammar.duration.search(plain)
    while match:
        end, value = _length(match, grammar.words)
        if value:
            yield match, end, value
        match = grammar.duration.search(plain, end)


def _length(match: re.Match[str], words: TimeWords) -> tuple[int, str]:
    """Return where a duration ends and its value, "" if it has none; a smaller unit after it belongs to it."""
    count, unit = _count(match.group("number"), words), words.units[match.group("unit")]
    if not count:
        return match.end(), ""
    value = _multiplied(unit, count)
    if match.group("half") or match.group("half_inside"):
        return match.end(), _joined(value, _HALVES.get(unit, ""))
    if match.group("number2"):
        more, smaller = _count(match.group("number2"), words), words.units[match.group("unit2")]
        if more and _SIZES.get(smaller, 99) < _SIZES.get(unit, -1):
            return match.end(), _joined(value, _multiplied(smaller, more))
    return match.end("unit"), value


def _joined(first: str, second: str) -> str:
    """Join two durations, the larger first.

    >>> _joined("P1Y", "P6M"), _joined("PT1H", "PT30M"), _joined("P1D", "PT12H")
    ('P1Y6M', 'PT1H30M', 'P1DT12H')
    """
    rest = second.removeprefix("PT" if first.startswith("PT") else "P")
    return first + rest


def _short(period: str) -> bool:
    return period.startswith("PT") or period.endswith("D")


def _no_duration(plain: str, span: tuple[int, int], grammar: TimeGrammar) -> bool:
    """Tell an age, a service window or a span of the past from a duration."""
    before = plain[max(0, span[0] - _NEAR) : span[0]].rstrip()
    after = plain[span[1] : span[1] + 20].lstrip(" '")  # "two years' imprisonment"
    words = grammar.words
    return (
        before.endswith(words.never_before)
        or after.startswith(words.never_after)
        or grammar.older.search(before) is not None
        or (before.endswith(words.since) and not _said_before(plain, span[0], grammar.idle))
    )


def _duration_rule(plain: str, span: tuple[int, int], grammar: TimeGrammar) -> str:
    words = grammar.words
    before = plain[max(0, span[0] - _NEAR) : span[0]].rstrip()
    until = before.endswith(words.until)
    if not until and (
        before.endswith(words.within) or plain[span[1] :].lstrip().startswith(words.within_after)
    ):
        return "deadline.response"
    if _said_before(plain, span[0], grammar.keeping) or _said_after(plain, span[1], grammar.keeping):
        return "deadline.retention"
    ends = until and not _said_before(plain, span[0], grammar.ending)
    return "deadline.response" if ends else "deadline.duration"


def _said_before(plain: str, position: int, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(re.split(r"[.;!?]\s", plain[max(0, position - _NEAR) : position])[-1]))


def _said_after(plain: str, position: int, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(re.split(r"[.;:!?]", plain[position : position + _NEAR])[0]))
