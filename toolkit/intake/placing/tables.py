"""`data/*.toml` → the weights of evidence, the words that name places, and words that mean the same, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_DATA = Path(__file__).parent / "data"


class Thresholds(msgspec.Struct, frozen=True):
    """From which confidence a remark is placed or proposed, and how much speaks for no provision at all."""

    placed: float
    proposed: float
    nowhere: float
    sufficient: float


class EvidenceTable(msgspec.Struct, frozen=True):
    """Weights by the name of a rule."""

    thresholds: Thresholds
    weights: dict[str, float]


class NameWords(msgspec.Struct, frozen=True):
    """What people call places in a draft."""

    kinds: dict[str, tuple[str, ...]]
    """Kind of provision → words for it."""
    any_kind: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    """What is counted → words for it."""
    ordinals: dict[str, int]
    """Word → number; negative from the end."""
    inner_first: tuple[str, ...]
    """Words between a place and what holds it."""
    joining: tuple[str, ...]
    ranging: tuple[str, ...]


class Synonyms(msgspec.Struct, frozen=True):
    """Groups of phrases that mean the same, by a name of the group."""

    groups: dict[str, tuple[str, ...]]
    common: dict[str, tuple[str, ...]]
    """Language → words that tell nothing of a subject."""


@cache
def evidence_table() -> EvidenceTable:
    """Return the weights of evidence."""
    return msgspec.toml.decode((_DATA / "evidence.toml").read_bytes(), type=EvidenceTable)


@cache
def name_words() -> NameWords:
    """Return the words that name places."""
    return msgspec.toml.decode((_DATA / "names.toml").read_bytes(), type=NameWords)


@cache
def synonyms() -> Synonyms:
    """Return words that mean the same."""
    return msgspec.toml.decode((_DATA / "synonyms.toml").read_bytes(), type=Synonyms)
