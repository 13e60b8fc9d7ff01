"""Headings under which a remark stands in its file, and its subject → provisions with that heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from toolkit.intake.placing.words import plain_words
from toolkit.model.provision import Provision
from toolkit.structure.labels.numbering import split_label

_ALIKE = 88.0
"""Percent of letters that agree in headings with a typing error or without an article."""
_TELLING = 8
"""Characters: shorter headings are not compared by likeness."""


class Headed(NamedTuple):
    """A provision by its index, and whether its heading is the same to the letter."""

    provision_index: int
    is_same: bool


class Headings:
    """Finds provisions by heading."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._by_words: dict[str, list[int]] = defaultdict(list)
        for index, provision in enumerate(provisions):
            if provision.heading:
                self._by_words[plain_words(provision.heading)].append(index)
        self._every = list(self._by_words)
        self._known: dict[str, tuple[Headed, ...]] = {}

    def find(self, heading: str) -> tuple[Headed, ...]:
        """Return the provisions with a heading, with or without its number."""
        if heading not in self._known:
            self._known[heading] = self._find(heading)
        return self._known[heading]

    def _find(self, heading: str) -> tuple[Headed, ...]:
        written = [plain_words(heading), plain_words(_without_label(heading))]
        for words in written:
            if words in self._by_words:
                return tuple(Headed(index, is_same=True) for index in self._by_words[words])
        words = written[-1]
        if len(words) < _TELLING:
            return ()
        near = process.extractOne(words, self._every, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return tuple(Headed(index, is_same=False) for index in self._by_words[near[0]]) if near else ()


def _without_label(heading: str) -> str:
    found = split_label(heading.strip())
    return heading[found[1] :] if found else heading
