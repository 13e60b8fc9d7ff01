"""Words of a remark or its subject → the provisions that speak of the same things, by rare words they share.

Phrases that mean the same ("MFA", "authentification à deux facteurs") count as one word. Scores are those of BM25.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from toolkit.intake.placing.tables import synonyms
from toolkit.intake.placing.words import cut_words
from toolkit.model.profile import Profile
from toolkit.model.provision import Provision, rows_text
from toolkit.model.stems import fold, stem

_SATURATION = 1.2
_LENGTH = 0.6
_HEADING = 3
"""How much more often a word of the heading counts."""
_ASKED = 10
"""Words of a remark that are looked up, the rarest first."""
_SHORTEST = 3
_USUAL_GAIN = 1.4
"""Of a word that a provision has more than once."""
_WIDEST = 0.25
"""Share of the provisions beyond which a word tells nothing."""


class Scored(NamedTuple):
    """A provision by its index, with its score and the words that it shares as they were asked for, rarest first."""

    provision_index: int
    score: float
    words: tuple[str, ...]


class Phrases:
    """Finds phrases that stand for one thing, by their stems."""

    def __init__(self, groups: Iterable[tuple[str, Collection[str]]], language: str) -> None:
        self._language = language
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, phrases in groups:
            for phrase in phrases:
                stems = self.stems(phrase)
                if stems:
                    self._by_first[stems[0]].append((stems, name))

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of all words of a text."""
        return tuple(stem(word, self._language) for word in cut_words(text).words)

    def find(self, stems: Sequence[str]) -> list[tuple[str, range]]:
        """Return the things that stems in a row stand for, and which stems these are."""
        found: list[tuple[str, range]] = []
        for at, first in enumerate(stems):
            for phrase, name in self._by_first.get(first, ()):
                if tuple(stems[at : at + len(phrase)]) == phrase:
                    found.append((name, range(at, at + len(phrase))))
        return found


class Topics:
    """Scores the provisions of one draft by the words of a remark."""

    def __init__(self, provisions: Sequence[Provision], profile: Profile, language: str) -> None:
        self._language = language
        self._phrases = Phrases(_groups(profile, language), language)
        common = synonyms().common
        self._common = {stem(fold(word), language) for words in common.values() for word in words}
        self._postings: dict[str, list[tuple[int, float]]] = {}
        self._count = len(provisions)
        self._index(provisions)

    def _index(self, provisions: Sequence[Provision]) -> None:
        counted = [self._counted(provision) for provision in provisions]
        lengths = [sum(counts.values()) for counts in counted]
        mean = max(1.0, sum(lengths) / max(1, len(lengths)))
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, counts in enumerate(counted):
            longer = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[index] / mean)
            for term, count in counts.items():
                postings[term].append((index, count * (_SATURATION + 1) / (count + longer)))
        widest = max(4, _WIDEST * self._count)
        self._postings = {term: found for term, found in postings.items() if len(found) <= widest}

    def _counted(self, provision: Provision) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text, times in (
            (provision.heading, _HEADING),
            (provision.text, 1),
            (rows_text(provision) if provision.rows else "", 1),
        ):
            for term in self.terms(text):
                counts[term] += times
        counts.update({f"#{tag.value}": 1 for tag in provision.tags if tag.facet == "topic"})
        return counts

    def terms(self, text: str) -> list[str]:
        """Return the telling stems of a text, and the things that its phrases stand for."""
        return [term for term, _said in self._spoken(text)]

    def _spoken(self, text: str) -> list[tuple[str, str]]:
        """Return the terms of a text, each with the words of the text that it comes from."""
        cut = cut_words(text)
        stems = [stem(word, self._language) for word in cut.words]
        phrases = self._phrases.find(stems)
        told = {at for name, places in phrases if name.startswith("=") for at in places}
        kept = [
            (item, text[slice(*place)])
            for at, (item, place) in enumerate(zip(stems, cut.places, strict=True))
            if len(item) >= _SHORTEST and item not in self._common and at not in told
        ]
        named = (
            (name, text[cut.places[places.start][0] : cut.places[places.stop - 1][1]])
            for name, places in phrases
        )
        return [*kept, *named]

    def score(self, text: str, *, limit: int = 5) -> list[Scored]:
        """Return the provisions that share most with a text, best first."""
        said = {term: words for term, words in self._spoken(text) if term in self._postings}
        rarest = sorted(
            said,
            key=lambda term: (len(self._postings[term]), term),
        )[:_ASKED]
        scores: dict[int, float] = defaultdict(float)
        shared: dict[int, list[str]] = defaultdict(list)
        for term in rarest:
            rarity = self.rarity(term)
            for index, gain in self._postings[term]:
                scores[index] += rarity * gain
                shared[index].append(said[term])
        best = sorted(scores, key=lambda index: (-scores[index], index))[:limit]
        return [Scored(index, scores[index], tuple(dict.fromkeys(shared[index]))) for index in best]

    def most(self, text: str) -> float:
        """Return about what a provision scores that is about what a text is about."""
        terms = {term for term in self.terms(text) if not term.startswith("#")}
        if any(term.startswith("=") for term in terms):  # the draft may have another word for it
            terms &= self._postings.keys()
        return _USUAL_GAIN * sum(map(self.rarity, terms)) or 1.0

    def rarity(self, term: str) -> float:
        """Return how much a word tells, in nats."""
        holders = len(self._postings.get(term, ()))
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))


def _groups(profile: Profile, language: str) -> Iterable[tuple[str, Collection[str]]]:
    yield from ((f"={name}", phrases) for name, phrases in synonyms().groups.items())
    for topic in profile.topics:
        terms = profile.topic_terms.get(topic.id, {}).get(language, ())
        yield f"#{topic.id}", [term for term in (topic.label(language), *terms) if not term.startswith("=")]
