"""`vocabularies/admissions.toml` and a sentence → whether it admits a weakness or tells of an incident, all things weighed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Literal

import msgspec

from toolkit.consolidate.findings.lexicon import whole_words
from toolkit.resources import shipped

Admitted = Literal["admission", "incident"]
Scope = Literal["grammar", "said", "all"]


class Cue(msgspec.Struct, frozen=True):
    """Something that speaks for an admission or an incident (a positive weight) or against it."""

    name: str
    weight: float
    scope: Scope = "grammar"
    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Balance(msgspec.Struct, frozen=True):
    """What is weighed for one of the two, and from which sum on it is there."""

    threshold: float
    cues: tuple[Cue, ...]


class Balances(msgspec.Struct, frozen=True):
    """The whole file: see the comments in it."""

    admission: Balance
    incident: Balance


class _Pattern(msgspec.Struct, frozen=True):
    """A cue as it is looked for in one language."""

    cue: Cue
    words: re.Pattern[str]


@cache
def balances() -> Balances:
    """Return what the shipped file says."""
    path = shipped("vocabularies") / "admissions.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Balances)


def _balance(kind: Admitted) -> Balance:
    return balances().admission if kind == "admission" else balances().incident


@cache
def _patterns(kind: Admitted, language: str) -> tuple[_Pattern, ...]:
    worded = ((cue, getattr(cue, language)) for cue in _balance(kind).cues)
    return tuple(_Pattern(cue, whole_words(words)) for cue, words in worded if words)


@cache
def _weights(kind: Admitted) -> dict[str, float]:
    return {cue.name: cue.weight for cue in _balance(kind).cues}


def outweighs(kind: Admitted, cues: Collection[str]) -> bool:
    """Tell whether cues, by their names, make an admission or an incident together; others than its own do not count.

    >>> outweighs("admission", {"own", "age", "workaround"}), outweighs("admission", {"own", "age", "draft"})
    (True, False)
    """
    weights = _weights(kind)
    return sum(weights.get(name, 0.0) for name in cues) >= _balance(kind).threshold


def worded_cues(kind: Admitted, sentence: str, said: str, *, language: str) -> Iterator[str]:
    """Yield the names of the cues whose words a sentence holds, as `plain` writes it.

    Args:
        kind: what is weighed.
        sentence: the whole of it.
        said: what the speaker states in it, without what is only supposed, owed or thought.
        language: "fr" or "en".
    """
    for pattern in _patterns(kind, language):
        if pattern.words.search(sentence if pattern.cue.scope == "all" else said):
            yield pattern.cue.name
