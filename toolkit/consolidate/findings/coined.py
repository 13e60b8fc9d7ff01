"""Words of a comment → names of makers and products that no list holds, by their shape and where they stand.

"CareLink v4.2 ne sait pas", "réglé en dur dans Orvalis", "notre éditeur, Medixia": a capital where none is due, a coined
form, a version, the place of a tool in the sentence. Each has a weight (`[coined]` in `vocabularies/findings.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.consolidate.findings.confidential import Spot
from toolkit.consolidate.findings.lexicon import coined_words, vocabulary
from toolkit.model.sentences import sentences_around

# Matches "Medixia", "CareLink", "e-Santix", "Hopital+", "Orvalis Lab" as two; not "DPI", "d'Orvalis" (its "Orvalis" does).
_CAPITAL = re.compile(
    r"(?<![\w@./\\-])(?:[a-z]-?)?[A-ZÀ-Þ][\w+]*[a-zà-ÿ][\w+]*(?:-[A-Z][\w+]*)*(?![\w@/\\-])"
)
# Matches "CareLink", "iDossier"; not "Medixia", "McDonald" of persons.
_HUMP = re.compile(r"[a-zà-ÿ][A-Z](?!c?[A-Z]?$)")
# Matches " v4.2", " version 7", " 11.3"; not " 2024", " 3 fois".
_VERSION = re.compile(r"\s(?:v\.?\s?\d|version\s\d|V\d|\d{1,2}\.\d)")
# A capital is due after these.
_SENTENCE_START = re.compile(r"(?:[.!?…\n:•–—-]\s*|[«“\"(]\s*)$")
_BEFORE = 40
"""Characters before a name in which its place shows."""


def coined_names(text: str) -> Iterator[Spot]:
    """Yield the names in the place of a maker or product.

    >>> text = "La durée est réglée en dur dans Orvalis."
    >>> [text[spot.start : spot.end] for spot in coined_names(text)]
    ['Orvalis']
    """
    for found in _CAPITAL.finditer(text):
        if _may_be_name(found) and _weight(text, found) >= coined_words().threshold:
            yield Spot("vendor", found.start(), found.end())


def _may_be_name(found: re.Match[str]) -> bool:
    name, ordinary = found[0], _ordinary()
    return name not in ordinary and (name.lower() not in ordinary or _HUMP.search(name) is not None)


def _weight(text: str, found: re.Match[str]) -> float:
    weights = coined_words().weights
    shape = set(_shape(text, found))
    if not shape:
        return 0.0  # a word that begins a sentence, like any other
    return sum(weights[cue] for cue in shape | set(_place(text, found)))


def _shape(text: str, found: re.Match[str]) -> Iterator[str]:
    name = found[0]
    is_due = _SENTENCE_START.search(text[max(0, found.start() - 3) : found.start()]) or not found.start()
    if not is_due:
        yield "capital"
    if _HUMP.search(name):
        yield "hump"
    if _VERSION.match(text, found.end()):
        yield "version"
    if _pattern("strong_affixes").search(name.lower()):
        yield from ("affix", "strong_affix")
    elif not is_due and _pattern("affixes").search(name.lower()):
        yield "affix"


def _place(text: str, found: re.Match[str]) -> Iterator[str]:
    start, end = sentences_around(text, found.start(), found.end())
    before = text[max(start, found.start() - _BEFORE) : found.start()]
    for cue in ("place", "tool_before", "dealt_with"):
        if _pattern(cue).search(before):
            yield cue
    if _pattern("does").match(text, found.end()):
        yield "does"
    if _pattern("trade").search(text, start, end):
        yield "trade"


@cache
def _pattern(cue: str) -> re.Pattern[str]:
    """Return what shows a cue: in the name (affixes), right before it, right after it (does), or in the sentence (trade)."""
    alternatives = "|".join(getattr(coined_words(), cue))
    forms = {
        "affixes": alternatives,
        "strong_affixes": alternatives,
        "does": rf"\s+(?:{alternatives})(?!\w)",
        "trade": rf"(?<!\w)(?:{alternatives})(?!\w)",
    }
    return re.compile(forms.get(cue, rf"(?<!\w)(?:{alternatives})$"), re.IGNORECASE)


@cache
def _ordinary() -> frozenset[str]:
    """Return capitalised words that are no names of products: public bodies, first names, words of every day."""
    words = vocabulary()
    known = words.products.common | words.persons.first_names | coined_words().ordinary
    return known | frozenset(words.dates.months) | frozenset(words.dates.weekdays)
