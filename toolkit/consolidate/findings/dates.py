"""Dates in a text → those that do not exist, and those that are another weekday than is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from toolkit.consolidate.findings.confidential import Spot
from toolkit.consolidate.findings.lexicon import any_word, plain, vocabulary

# Matches "2027"; not "12027", "R12".
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|2\d)\d\d(?!\d)")


def wrong_dates(text: str) -> Iterator[Spot]:
    """Yield dates of the form "lundi 15 mars 2027", "Monday, 15 March 2027", "31/02/2027" that cannot be right.

    >>> [spot.rule for spot in wrong_dates("Le mardi 15 mars 2027, puis le 31 février 2027.")]
    ['weekday', 'no_such_date']
    """
    if not _YEAR.search(text):
        return
    seen = plain(text)
    for pattern in (_in_words(), _month_first(), _IN_FIGURES):
        for found in pattern.finditer(seen):
            rule = _mistake(found)
            if rule:
                yield Spot(rule, found.start(), found.end())


def _mistake(found: re.Match[str]) -> str:
    names = vocabulary().dates
    month = names.months.get(found["month"]) or int(found["month"])
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return "no_such_date"
    said = found["weekday"]
    return "weekday" if said and names.weekdays[said] != day.weekday() else ""


def _weekday() -> str:
    return rf"(?:\b(?P<weekday>{any_word(vocabulary().dates.weekdays)}),?\s+(?:le\s+|the\s+)?)?"


@cache
def _in_words() -> re.Pattern[str]:
    """Return what matches "lundi 1er mars 2027", "15th of March, 2027"; not "mars 2027"."""
    months = any_word(vocabulary().dates.months)
    return re.compile(
        rf"{_weekday()}\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{months}),?\s+(?P<year>(?:1[6-9]|2\d)\d\d)\b"
    )


@cache
def _month_first() -> re.Pattern[str]:
    """Return what matches "Monday, March 15, 2027"."""
    months = any_word(vocabulary().dates.months)
    return re.compile(
        rf"{_weekday()}\b(?P<month>{months})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<year>(?:1[6-9]|2\d)\d\d)\b"
    )


# Matches "31/02/2027", "lundi 15.03.2027"; not "2016/679", "7.2.1": the day comes first, as in France and Britain.
_IN_FIGURES = re.compile(
    r"(?:\b(?P<weekday>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+(?:le\s+)?)?"
    r"(?<![\d/.])(?P<day>\d{1,2})(?P<part>[/.])(?P<month>\d{1,2})(?P=part)(?P<year>(?:19|20)\d{2})(?![\d/]|\.\d)"
)
