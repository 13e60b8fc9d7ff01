"""Comments and the tree of the draft → the pairs of them that are on the same or neighbouring provisions and share words.

Rare words count more. The work grows with the number of words shared, not with the number of pairs: a word that most
comments of a family use, and a pair without a word in common, cost nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toolkit.consolidate.demands import Demand
from toolkit.consolidate.names import has_name
from toolkit.model.provision import Outline

_MOST_HOLDERS = 400
"""A word that more comments of one family share tells none of them from the others."""
_LEAST_SHARED = 0.12
"""Cosine below which a pair on one provision is not looked at."""
_LEAST_BESIDE = 0.35
"""The same for pairs on different provisions."""
_DEPTH = 2
"""Generations down to which provisions are of one family."""

Pair = tuple[int, int]


class Neighbours:
    """Which of many comments may be about the same, by the places of their provisions and their words."""

    def __init__(self, demands: Sequence[Demand], outline: Outline) -> None:
        self._outline = outline
        self._demands = demands
        self._above = {key: self._line(key) for key in {demand.comment.provision_id for demand in demands}}
        self._texts = {key: self._text(key) for key in self._above}
        # Sorted: sums of the same weights in another order may differ in their last figure, and so what is found.
        self._marks = [sorted(marks(demand)) for demand in demands]
        self.rarity = Rarity(demands)

    def related(self, one: Demand, two: Demand) -> bool:
        """Tell whether two comments are on the same provision, or one is on what stands above the other's."""
        left, right = one.comment.provision_id, two.comment.provision_id
        return left == right or left in self._above[right] or right in self._above[left]

    def together(self, one: Demand, two: Demand) -> bool:
        """Tell whether two comments are on one provision: a heading and the text under it are one."""
        return self._texts[one.comment.provision_id] == self._texts[two.comment.provision_id]

    def siblings(self, one: Demand, two: Demand) -> bool:
        """Tell whether two comments are on provisions directly under the same one."""
        left, right = self._above[one.comment.provision_id], self._above[two.comment.provision_id]
        return bool(left and right) and left[0] == right[0]

    def families(self) -> Iterator[list[int]]:
        """Yield the places of the comments on each provision and on what is directly, or next but one, under it."""
        members: dict[str, list[int]] = defaultdict(list)
        for place, demand in enumerate(self._demands):
            key = demand.comment.provision_id
            for holder in (key, *self._above[key]):
                members[holder].append(place)
        yield from (found for found in members.values() if len(found) > 1)

    def pairs(self) -> set[Pair]:
        """Return the pairs of places, the smaller first, of comments that share enough words and are neighbours."""
        found: set[Pair] = set()
        for family in self.families():
            found.update(pair for pair in self._sharing(family) if self._are_near(*pair))
        return found

    def _are_near(self, left: int, right: int) -> bool:
        one, two = self._demands[left], self._demands[right]
        return self.related(one, two) or self.siblings(one, two)

    def _line(self, provision_id: str) -> tuple[str, ...]:
        if provision_id not in self._outline.by_id:
            return ()
        return tuple(step.id for step in self._outline.ancestors(provision_id)[:_DEPTH])

    def _text(self, provision_id: str) -> str:
        """Return the id of the heading that a paragraph without name of its own stands under, if it has no other."""
        found = self._outline.by_id.get(provision_id)
        above = self._outline.by_id.get(found.parent_id or "") if found is not None else None
        if found is None or above is None or has_name(found) or found.kind == "item":
            return provision_id
        return provision_id if above.text or not has_name(above) else above.id

    def _sharing(self, family: Sequence[int]) -> Iterator[Pair]:
        """Yield the pairs within a family whose words are alike, by the cosine of what they share."""
        holders: dict[str, list[int]] = defaultdict(list)
        norms = np.zeros(len(family))
        for place, index in enumerate(family):
            for word in self._marks[index]:
                holders[word].append(place)
                norms[place] += self.rarity[word] ** 2
        codes, weights = self._products(holders, len(family))
        if not len(codes):
            return
        kinds, where = np.unique(codes, return_inverse=True)
        sums = np.bincount(where, weights=weights)
        one, two = kinds // len(family), kinds % len(family)
        units = [self._texts[self._demands[index].comment.provision_id] for index in family]
        places = np.unique(units, return_inverse=True)[1]
        least = np.where(places[one] == places[two], _LEAST_SHARED, _LEAST_BESIDE)
        alike = sums >= least * np.sqrt(norms[one] * norms[two])
        for left, right in zip(one[alike].tolist(), two[alike].tolist(), strict=True):
            pair = family[left], family[right]
            yield min(pair), max(pair)

    def _products(
        self, holders: dict[str, list[int]], size: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        codes: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
        weights: list[NDArray[np.float64]] = [np.empty(0)]
        for word, places in holders.items():
            if 1 < len(places) <= _MOST_HOLDERS:
                row = np.array(places, dtype=np.int64)
                left, right = _upper(len(row))
                codes.append(row[left] * size + row[right])
                weights.append(np.full(len(left), self.rarity[word] ** 2))
        return np.concatenate(codes), np.concatenate(weights)


@lru_cache(maxsize=_MOST_HOLDERS)
def _upper(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of each pair of so many things, the smaller first."""
    left, right = np.triu_indices(size, 1)
    return left, right


def marks(demand: Demand) -> frozenset[str]:
    """Return the words of a comment and what it wants, as marks by which comments are found to be alike."""
    wanted = {f"={figure.kind}:{figure.amount:.2g}:{figure.date[0]}" for figure in demand.named}
    if demand.force:
        wanted.add(f"={demand.force}")
    if demand.stance != "open":
        wanted.add(f"={demand.stance}")
    return demand.about | wanted


class Rarity:
    """How seldom each mark is: the logarithm of how many comments there are to each that bears it."""

    def __init__(self, demands: Sequence[Demand]) -> None:
        counts = Counter(word for demand in demands for word in marks(demand))
        total = len(demands) + 1
        self._weights = {word: math.log(1 + total / count) for word, count in counts.items()}
        self.highest = max(self._weights.values(), default=1.0)
        self._sums: dict[tuple[frozenset[str], frozenset[str]], float] = {}

    def sum_of(self, words: frozenset[str], less: frozenset[str], *, share: float) -> float:
        """Return the sum of the weights of words, of which those in `less` count for a share alone."""
        key = words, less
        known = self._sums.get(key)
        if known is None:
            weights = self._weights
            known = math.fsum(
                weights.get(word, self.highest) * (share if word in less else 1.0) for word in words
            )
            self._sums[key] = known
        return known

    def __getitem__(self, word: str) -> float:
        return self._weights.get(word, self.highest)
