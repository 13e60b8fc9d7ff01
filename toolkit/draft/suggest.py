"""A provision with its tags → the comment template to begin with, and why.

The rules are data: `templates/comments/suggestions.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache

import msgspec

from toolkit.model.provision import Provision
from toolkit.model.tag import Facet, Tag
from toolkit.resources import shipped

_SHOWN_WORDS = 3


class Suggestion(msgspec.Struct, frozen=True):
    """The name of a template and one sentence that says why."""

    template: str
    reason: str


class _Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fr: str
    en: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    template: str
    reason: _Texts
    modalities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    facet: Facet | None = None
    words: _Words = _Words()


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[_Rule, ...]


def suggest(provision: Provision, tags: Sequence[Tag], *, language: str) -> Suggestion:
    """Return the template that fits best; `language` is that of the reason, the words of both are looked for."""
    for rule in _rules():
        found = _words_in(provision, rule.words)
        if _tags_fit(rule, tags) and (found or rule.words == _Words()):
            reason = rule.reason.fr if language == "fr" else rule.reason.en
            return Suggestion(rule.template, reason.format(words=", ".join(found[:_SHOWN_WORDS])))
    raise ValueError("the last rule of suggestions.toml must have no conditions")


def _tags_fit(rule: _Rule, tags: Sequence[Tag]) -> bool:
    asked: tuple[tuple[Facet, tuple[str, ...]], ...] = (
        ("modality", rule.modalities),
        ("topic", rule.topics),
        ("role", rule.roles),
    )
    values_fit = all(
        any(tag.facet == facet and tag.value in values for tag in tags) for facet, values in asked if values
    )
    return values_fit and (rule.facet is None or any(tag.facet == rule.facet for tag in tags))


def _words_in(provision: Provision, words: _Words) -> list[str]:
    """Return the words of a rule that stand in a provision, in the order in which they are met."""
    if words == _Words():
        return []
    pattern, printed = _pattern(words)
    met = pattern.findall(_folded(f"{provision.heading} {provision.text}"))
    return list(dict.fromkeys(printed[word] for word in met))


@cache
def _pattern(words: _Words) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for any of the words, longest first, and how each is written."""
    printed = {_folded(word): word for word in sorted((*words.fr, *words.en), key=len, reverse=True)}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, printed))})\b"), printed


def _folded(text: str) -> str:
    """Return `text` in small letters, without accents, with plain apostrophes and spaces."""
    letters = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join("".join(letters).casefold().replace("’", "'").split())


@cache
def _rules() -> tuple[_Rule, ...]:
    path = shipped("templates") / "comments" / "suggestions.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Rules).rules
