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
from toolkit.model.sentences import sentence_bounds

# Matches "Medixia", "CareLink", "e-Santix", "Hopital+", "Orvalis Lab" as two; not "DPI", "d'Orvalis" (its "Orvalis" does).
_CAPITAL = re.compile(
    r"(?<![\w@./\\-])(?:[a-z]-?)?[A-ZÀ-Þ][\w+]*[a-zà-ÿ][\w+]*(?:-[A-Z][\w+]*)*(?![\w@/\\-])"
)
# Matches "CareLink", "iDossier"; not "Medixia", "McDonald" of persons.
_HUMP = re.compile(r"[a-zà-ÿ][A-Z](?!c?[A-Z]?$)")
# Matches " v4.2", " version 7", " 11.3"; not " 2024", " 3 fois".
_VERSION = re.compile(r"\s(?:v\.?\s?\d|version\s\d|V\d|\d{1,2}\.\d)")
_SENTENCE_START = re.compile(r"(?:^|[\n:•–—-]\s*|[«“\"(]\s*)$")
_BEFORE, _AFTER = 40, 30
"""Characters around a name in which its place shows."""


def coined_names(text: str) -> Iterator[Spot]:
    """Yield the names in the place of a maker or product.

    >>> text = "La durée est réglée en dur dans Orvalis."
    >>> [text[spot.start : spot.end] for spot in coined_names(text)]
    ['Orvalis']
    """
    for start, end in sentence_bounds(text):
        sentence = text[start:end]
        for found in _CAPITAL.finditer(sentence):
            if _is_name(sentence, found):
                yield Spot("vendor", start + found.start(), start + found.end())


def _is_name(sentence: str, found: re.Match[str]) -> bool:
    words, ordinary = coined_words(), _ordinary()
    name = found[0]
    if name in ordinary or (name.lower() in ordinary and not _HUMP.search(name)):
        return False
    return _weight(sentence, found) >= words.threshold


def _weight(sentence: str, found: re.Match[str]) -> float:
    weights = coined_words().weights
    return sum(weights[cue] for cue in _cues(sentence, found))


def _cues(sentence: str, found: re.Match[str]) -> Iterator[str]:
    name = found[0]
    before = sentence[max(0, found.start() - _BEFORE) : found.start()]
    after = sentence[found.end() : found.end() + _AFTER]
    is_due = _SENTENCE_START.search(sentence[: found.start()]) is not None
    if not is_due:
        yield "capital"
    if _HUMP.search(name):
        yield "hump"
    if _VERSION.match(after):
        yield "version"
    if _pattern("strong_affixes").search(name.lower()):
        yield from ("affix", "strong_affix")
    elif not is_due and _pattern("affixes").search(name.lower()):
        yield "affix"
    for cue in ("place", "tool_before", "dealt_with"):
        if _pattern(cue).search(before):
            yield cue
    if _pattern("does").match(after):
        yield "does"
    if _pattern("trade").search(sentence):
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
