"""Shipped word lists (TOML) → typed values, read once."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

from toolkit.model.stems import fold, stem
from toolkit.resources import shipped

T = TypeVar("T", bound=msgspec.Struct)


@cache
def _content(name: str) -> Any:
    return msgspec.toml.decode((shipped("vocabularies") / f"{name}.toml").read_bytes())


def read_words(name: str, kind: type[T]) -> T:
    """Return the shipped vocabulary file `name` (without suffix) as a value of `kind`.

    Raises:
        FileNotFoundError: the installation is incomplete.
        msgspec.ValidationError: the file does not have the form of `kind`.
    """
    return msgspec.convert(_content(name), type=kind)


class PastWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a past tense in one language, with their accents; empty endings where a language has none."""

    verbs: frozenset[str]
    auxiliaries: frozenset[str]
    participles: tuple[str, ...]
    """Their endings."""
    other_participles: tuple[str, ...]
    """Endings that other words have as well: believed right after an auxiliary."""
    endings: tuple[str, ...]
    other_endings: tuple[str, ...]
    """Longer endings that are of another tense ("devrait")."""
    never: frozenset[str]


class _Modality(msgspec.Struct, forbid_unknown_fields=True):
    """`modality.toml` as written."""

    fr: dict[str, tuple[str, ...]]
    en: dict[str, tuple[str, ...]]
    duty_verbs: dict[str, tuple[str, ...]]
    verb_endings: dict[str, tuple[str, ...]]
    passive: dict[str, tuple[str, ...]]
    infinitive: dict[str, tuple[str, ...]]
    kind_of_text: dict[str, tuple[str, ...]]
    descriptive: dict[str, tuple[str, ...]]
    explaining: dict[str, tuple[str, ...]]
    reminder: dict[str, tuple[str, ...]]
    pronouns: dict[str, tuple[str, ...]]
    future: dict[str, tuple[str, ...]]
    past: dict[str, PastWords]


class Cues(msgspec.Struct, frozen=True):
    """Words of modality in one language."""

    patterns: dict[str, tuple[str, ...]]
    """modality, or "none" → patterns as in `modality.toml`."""
    duty_stems: frozenset[str]
    verb_endings: tuple[str, ...]
    passive_words: frozenset[str]
    infinitive_endings: tuple[str, ...]
    never_infinitive: frozenset[str]
    instruction_words: frozenset[str]
    """English instructions are recognised by the verb itself."""
    requirement_words: tuple[str, ...]
    guide_words: tuple[str, ...]
    descriptive_headings: frozenset[str]
    explaining_headings: frozenset[str]
    pronouns: frozenset[str]
    reminders: frozenset[str]
    future: frozenset[str]


@cache
def cues(language: str) -> Cues:
    """Return the words of modality in "fr" or "en"."""
    raw = read_words("modality", _Modality)
    own = "en" if language == "en" else "fr"
    return Cues(
        patterns=raw.en if own == "en" else raw.fr,
        duty_stems=frozenset(stem(verb, language) for verb in raw.duty_verbs[own]),
        verb_endings=raw.verb_endings[own],
        passive_words=frozenset(raw.passive[own]),
        infinitive_endings=() if own == "en" else raw.infinitive["endings"],
        never_infinitive=frozenset(raw.infinitive["never"]),
        instruction_words=frozenset(raw.infinitive["en"] if own == "en" else ()),
        requirement_words=tuple(fold(word) for word in raw.kind_of_text["requirements"]),
        guide_words=tuple(fold(word) for word in raw.kind_of_text["guide"]),
        descriptive_headings=frozenset(fold(heading) for heading in raw.descriptive[own]),
        explaining_headings=frozenset(fold(heading) for heading in raw.explaining[own]),
        reminders=frozenset(fold(word) for word in raw.reminder[own]),
        pronouns=frozenset(raw.pronouns[own]),
        future=frozenset(raw.future[own]),
    )


@cache
def past_words(language: str) -> PastWords:
    """Return the words of a past tense in "fr" or "en"."""
    return read_words("modality", _Modality).past["en" if language == "en" else "fr"]


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Small words of one language (see `grammar.toml`)."""

    determiners: frozenset[str]
    prepositions: frozenset[str]
    genitives: frozenset[str]
    agents: frozenset[str]
    before_verb: frozenset[str]
    negations: frozenset[str]
    only: frozenset[str]
    clitics: frozenset[str]
    adverb_endings: tuple[str, ...]
    descriptive_endings: tuple[str, ...]
    conditions: frozenset[str]
    naming: frozenset[str]
    common: frozenset[str]
    untelling: frozenset[str]


class _Grammars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fr: Grammar
    en: Grammar


@cache
def small_words(language: str) -> Grammar:
    """Return the small words of "fr" or "en"."""
    grammars = read_words("grammar", _Grammars)
    return grammars.en if language == "en" else grammars.fr
