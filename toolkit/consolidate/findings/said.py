"""The words of one comment → what in them admits, reveals, is unfinished or is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from toolkit.consolidate.findings.admissions import admissions
from toolkit.consolidate.findings.case import Case
from toolkit.consolidate.findings.citing import Numbers
from toolkit.consolidate.findings.coined import coined_names
from toolkit.consolidate.findings.confidential import Spot, revealed
from toolkit.consolidate.findings.dates import wrong_dates
from toolkit.consolidate.findings.lexicon import MANY_TEXTS, vocabulary
from toolkit.consolidate.findings.named import (
    Known,
    introduced,
    named_products,
    persons,
    products,
)
from toolkit.model.provision import Outline, printed_text

FIELDS = ("text", "rationale", "proposed")
_PUBLIC_MAY_NAME = frozenset({"vendor", "host", "email", "phone", "personal_name", "amount", "contract"})


class WordRules:
    """The rules about words, with what they have to know of the draft and the team."""

    def __init__(self, case: Case, outline: Outline) -> None:
        asked = case.consultation
        public = "\n".join(
            (*map(printed_text, outline.by_id.values()), asked.contact, asked.respondent, asked.issuer)
        )
        authors = {item.author for item in case.comments}
        self._known = Known(authors | set(case.people), public=public)
        self._numbers = Numbers(outline)
        said = (getattr(item, field) for item in case.standing() for field in FIELDS)
        self._products = named_products(introduced(filter(None, said)))

    def spots(self, text: str, field: str) -> list[Spot]:
        """Return what is found in one field of a comment, in order, each stretch once.

        What is proposed for the draft speaks of nobody: there, nothing is admitted.
        """
        found = [spot for spot in self._all(text) if not self._is_known_to_all(spot, text)]
        if field != "proposed":
            found += [Spot(item.kind, item.start, item.end) for item in admissions(text)]
        return _apart(found)

    def _all(self, text: str) -> Iterator[Spot]:
        yield from _by_words_alone(text)
        yield from self._known.persons(text)
        if self._products is not None:
            for found in self._products.finditer(text):
                yield Spot("vendor", found.start(), found.end())
        yield from self._numbers.unknown(text)

    def _is_known_to_all(self, spot: Spot, text: str) -> bool:
        return spot.rule in _PUBLIC_MAY_NAME and self._known.is_public(text[spot.start : spot.end])


@lru_cache(maxsize=MANY_TEXTS)
def _by_words_alone(text: str) -> tuple[Spot, ...]:
    named = (*revealed(text), *products(text), *persons(text))
    coined = (spot for spot in coined_names(text) if not any(_overlap(spot, other) for other in named))
    return (*named, *coined, *wrong_dates(text), *_unfilled(text))


def _overlap(one: Spot, other: Spot) -> bool:
    return one.start < other.end and other.start < one.end


def _unfilled(text: str) -> Iterator[Spot]:
    for found in _field().finditer(text):
        yield Spot("unfilled", found.start(), found.end())


@cache
def _field() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary().fields.unfilled), re.IGNORECASE | re.MULTILINE)


def _apart(spots: list[Spot]) -> list[Spot]:
    """Drop what lies within another spot of the same rule, or of a rule that says more of the same words.

    A whole sentence (an admission) and words in it are two findings.
    """
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda item: (item.start, -item.end)):
        inside = [other for other in kept if other.start <= spot.start and spot.end <= other.end]
        if not any(
            other.rule == spot.rule or other.rule not in ("admission", "incident") for other in inside
        ):
            kept.append(spot)
    return kept
