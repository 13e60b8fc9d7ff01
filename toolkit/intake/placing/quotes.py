"""Words that somebody quotes → where the draft has them: exactly, with typing errors, in pieces, or over several provisions.

Three words in a row tell where a quotation may stand; there it is compared letter by letter.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from toolkit.intake.placing.words import Passage, cut_words

_ROW = 3
_ALIKE = 84.0
"""Percent of letters that agree where a quotation has typing errors."""
_AS_GOOD = 0.04
_TRIED = 12
"""Passages compared letter by letter, at most."""
_PART = 0.55
"""Share of the words of a quotation that one provision must have, where it goes over several."""
_TELLING = 18.0
"""Nats: words that rare place a quotation alone (about three words that few provisions have)."""
_COMMON = 60
"""A word that more passages have does not find a quotation alone."""

# Matches what stands for words left out: "[…]", "(...)", "…", "...".
_LEFT_OUT = re.compile(r"[\[(]\s?(?:…|\.{3})\s?[\])]|…|\.{3,}")


class Hit(NamedTuple):
    """Where words stand: `quote` as the draft prints them; `share` of what was asked for, `telling` from 0 to 1."""

    provision_index: int
    rule: str
    quote: str
    share: float
    telling: float


class _Place(NamedTuple):
    """Where words stand: which passage, its first and last word, and how far they agree."""

    passage_index: int
    span: tuple[int, int]
    share: float = 1.0


class Quotes:
    """Finds quotations in the passages of one draft."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._joined = [" ".join(item.words) for item in passages]
        self._rows: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._of_provision: dict[int, list[int]] = defaultdict(list)
        for index, item in enumerate(passages):
            self._of_provision[item.provision_index].append(index)
            for word in set(item.words):
                self._holders[word].append(index)
            for row in set(_rows(item.words)):
                self._rows[row].append(index)
        self._known: dict[str, tuple[Hit, ...]] = {}

    def find(self, quote: str) -> tuple[Hit, ...]:
        """Return every place of a quotation, best first; () where it stands nowhere."""
        if quote not in self._known:
            self._known[quote] = tuple(self._find(quote))
        return self._known[quote]

    def find_in(self, quote: str, provision_index: int) -> str:
        """Return the words of one provision that are quoted, as printed; "" if it has none like them."""
        words = cut_words(quote).words
        for rule in (self._exact, self._alike):
            found = next(rule(words, self._of_provision.get(provision_index, ())), None)
            if found is not None:
                return _with_stop(self._passages[found.passage_index], found.span, quote)
        return ""

    def _find(self, quote: str) -> list[Hit]:
        pieces = [words for part in _LEFT_OUT.split(quote) if (words := cut_words(part).words)]
        if not pieces:
            return []
        if len(pieces) > 1:
            return self._in_pieces(pieces)
        words = pieces[0]
        telling = min(1.0, self._information(words) / _TELLING)
        exact = list(self._exact(words, self._likely(words)))
        if exact:
            return [self._hit(place, "quote", telling, quote) for place in exact]
        alike = list(self._alike(words, self._likely(words)))
        if alike:
            best = max(place.share for place in alike)
            near = [place for place in alike if place.share >= best - _AS_GOOD]
            return [self._hit(place, "quote_alike", telling, quote) for place in near]
        return self._over_several(words, telling)

    def _hit(self, place: _Place, rule: str, telling: float, quote: str) -> Hit:
        passage = self._passages[place.passage_index]
        printed = _with_stop(passage, place.span, quote)
        return Hit(passage.provision_index, rule, printed, place.share, telling)

    def _information(self, words: Iterable[str]) -> float:
        total = len(self._passages) + 1
        return sum(math.log(total / (1 + len(self._holders.get(word, ())))) for word in words)

    def _likely(self, words: Sequence[str]) -> list[int]:
        """Return the passages that have most rows of three words of a quotation, or its rarest words."""
        votes: Counter[int] = Counter()
        for row in set(_rows(words)):
            votes.update(self._rows.get(row, ()))
        if len(words) < _ROW + 3 or not votes:
            rare = sorted(
                {word for word in words if word in self._holders}, key=lambda word: len(self._holders[word])
            )
            for word in rare[:4]:
                if len(self._holders[word]) <= _COMMON or len(words) < _ROW:
                    votes.update(self._holders[word])
        limit = max(_TRIED, sum(count >= len(words) - 2 for count in votes.values()))
        return [index for index, _count in votes.most_common(limit)]

    def _exact(self, words: Sequence[str], likely: Iterable[int]) -> Iterator[_Place]:
        sought = f" {' '.join(words)} "
        for index in likely:
            start = f" {self._joined[index]} ".find(sought)
            if start >= 0:
                first = self._joined[index].count(" ", 0, start)
                yield _Place(index, (first, first + len(words) - 1))

    def _alike(self, words: Sequence[str], likely: Iterable[int]) -> Iterator[_Place]:
        sought = " ".join(words)
        for index in likely:
            text = self._joined[index]
            if len(text) < 0.8 * len(sought):
                continue
            found = fuzz.partial_ratio_alignment(sought, text, score_cutoff=_ALIKE)
            if found is not None:
                span = _word_span(text, found.dest_start, found.dest_end)
                yield _Place(index, span, found.score / 100)

    def _over_several(self, words: Sequence[str], telling: float) -> list[Hit]:
        """Return the provision that has the larger part of a quotation which goes over several."""
        rows = _rows(words)
        if len(rows) < _ROW:
            return []
        votes: Counter[int] = Counter()
        for row in set(rows):
            votes.update(self._rows.get(row, ()))
        ranked = votes.most_common(2)
        if not ranked or ranked[0][1] < max(2, 0.25 * len(rows)):
            return []
        index, count = ranked[0]
        share = count / len(rows)
        if share < _PART and len(ranked) > 1 and ranked[1][1] == count:
            return []
        passage = self._passages[index]
        span = self._common_span(words, passage)
        rule = "quote_alike" if share >= _PART and self._is_whole(span, passage) else "quote_part"
        return [Hit(passage.provision_index, rule, passage.printed(*span), share, telling)]

    def _is_whole(self, span: tuple[int, int], passage: Passage) -> bool:
        return span[1] - span[0] + 1 >= 0.9 * len(passage.words)

    def _common_span(self, words: Sequence[str], passage: Passage) -> tuple[int, int]:
        asked = set(_rows(words))
        places = [at for at, row in enumerate(_rows(passage.words)) if row in asked]
        return places[0], places[-1] + _ROW - 1

    def _in_pieces(self, pieces: Sequence[tuple[str, ...]]) -> list[Hit]:
        """Return the passages that have the most pieces, from the first piece to the last."""
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for words in pieces:
            likely = self._likely(words)
            for place in list(self._exact(words, likely)) or list(self._alike(words, likely)):
                spans[place.passage_index].append(place.span)
        most = max(map(len, spans.values()), default=0)
        telling = min(1.0, self._information([word for words in pieces for word in words]) / _TELLING)
        hits = []
        for index, found in spans.items():
            if len(found) == most:
                passage = self._passages[index]
                printed = passage.printed(min(found)[0], max(span[1] for span in found))
                rule = "quote" if most == len(pieces) else "quote_part"
                hits.append(Hit(passage.provision_index, rule, printed, most / len(pieces), telling))
        return hits


def _rows(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _ROW]) for at in range(len(words) - _ROW + 1)]


def _word_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the words, first and last, that a stretch of joined words covers for the most part."""
    first = text.count(" ", 0, start)
    begin, stop = text.rfind(" ", 0, start) + 1, text.find(" ", start)
    if stop > 0 and start > begin and (stop - start) * 2 < stop - begin:
        first += 1
    last = text.count(" ", 0, max(start, end - 1))
    return first, max(first, last)


_STOPS = ".;:!?»”)"


def _with_stop(passage: Passage, span: tuple[int, int], quote: str) -> str:
    """Return words as printed, with the stop that follows them where the quotation has one too."""
    end = passage.places[span[1]][1]
    printed = passage.printed(*span)
    following = passage.text[end : end + 1]
    return (
        printed + following if following in tuple(_STOPS) and quote.rstrip().endswith(following) else printed
    )
