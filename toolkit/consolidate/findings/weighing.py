"""`vocabularies/admissions.toml` and a sentence → whether it admits a weakness or tells of an incident, all things weighed."""

from __future__ import annotations

import re
from collections.abc import Collection
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


class _Weighed(msgspec.Struct, frozen=True):
    """A cue as it is looked for in one language, and what those after it can still add or take away."""

    cue: Cue
    words: re.Pattern[str]
    gain: float
    loss: float


@cache
def balances() -> Balances:
    """Return what the shipped file says."""
    path = shipped("vocabularies") / "admissions.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Balances)


def _balance(kind: Admitted) -> Balance:
    return balances().admission if kind == "admission" else balances().incident


@cache
def _weighed(kind: Admitted, language: str) -> tuple[_Weighed, ...]:
    """Return the cues with words, those that speak for it first, the heaviest first."""
    cues = sorted(_balance(kind).cues, key=lambda cue: -cue.weight)
    worded = [(cue, getattr(cue, language)) for cue in cues if getattr(cue, language)]
    weights = [cue.weight for cue, _words in worded]
    return tuple(
        _Weighed(
            cue,
            whole_words(words),
            gain=sum(weight for weight in weights[place:] if weight > 0),
            loss=sum(weight for weight in weights[place:] if weight < 0),
        )
        for place, (cue, words) in enumerate(worded)
    )


@cache
def _weights(kind: Admitted) -> dict[str, float]:
    return {cue.name: cue.weight for cue in _balance(kind).cues}


def outweighs(kind: Admitted, sentence: str, said: str, *, grammar: Collection[str], language: str) -> bool:
    """Tell whether what speaks for an admission or an incident in a sentence outweighs what speaks against it.

    Args:
        kind: what is weighed.
        sentence: the whole of it, as `plain` writes it.
        said: what the speaker states in it, without what is only supposed, owed or thought.
        grammar: the names of the cues without words that it holds; those of the other kind do not count.
        language: "fr" or "en".
    """
    weights, threshold = _weights(kind), _balance(kind).threshold
    total = sum(weights.get(name, 0.0) for name in grammar)
    for item in _weighed(kind, language):
        if total + item.gain < threshold:
            return False
        if total + item.loss >= threshold:
            return True
        if item.words.search(sentence if item.cue.scope == "all" else said):
            total += item.cue.weight
    return total >= threshold
