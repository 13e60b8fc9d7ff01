"""Text → words as the index knows them: where each stands, its folded form and its stem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from toolkit.model.stems import fold, stem
from toolkit.resources import shipped

# A run of letters and digits: "l'incident" is two words, "sous-traitant" two, "L. 1110-4" three.  Not: "_", "…", emoji.
_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A word at `start:end` of a text."""

    start: int
    end: int
    form: str
    """Without case and accents."""
    stem: str


def split_words(text: str, language: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for match in _WORD.finditer(text):
        form = fold(match.group())
        yield Word(match.start(), match.end(), form, stem(form, language))


class _Grammar(msgspec.Struct):
    common: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return words too common to search for beside others."""
    raw = msgspec.toml.decode(
        (shipped("vocabularies") / "grammar.toml").read_bytes(), type=dict[str, _Grammar]
    )
    grammar = raw.get(language) or raw["en"]
    words = grammar.common | grammar.determiners | grammar.prepositions
    return frozenset(part for word in words for part in _WORD.findall(word))
