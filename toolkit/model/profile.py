"""Roles, topics and their vocabularies for one kind of organisation, as loaded from data files."""

from __future__ import annotations

import msgspec

Vocabulary = dict[str, tuple[str, ...]]
"""language → words or phrases."""


class Named(msgspec.Struct, frozen=True):
    """An id with its labels in both languages."""

    id: str
    fr: str
    en: str
    about_fr: str = ""
    about_en: str = ""

    def label(self, language: str) -> str:
        """Return the label in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The roles that provisions are routed to and the topics they are sorted by."""

    name: str
    roles: tuple[Named, ...]
    topics: tuple[Named, ...]
    role_terms: dict[str, Vocabulary] = {}
    """role id → language → terms."""
    topic_terms: dict[str, Vocabulary] = {}
    """topic id → language → terms."""
    role_marks: dict[str, Vocabulary] = {}
    """Words that nearly settle the role by themselves."""
    role_hints: dict[str, Vocabulary] = {}
    """Words that speak for a role only together with others."""
    topic_hints: dict[str, Vocabulary] = {}
    """Words that speak for a topic only together with others."""
    role_actors: dict[str, Vocabulary] = {}
    """How a text names a person or thing in the role: as the subject of a duty it is bound by it."""
    role_outside: dict[str, Vocabulary] = {}
    """Actors who do their work elsewhere, as service providers: the organisation checks it and does not do it."""
    role_things: dict[str, Vocabulary] = {}
    """Things in the role's charge, as a supplier's product: as the subject of a duty they bind it more weakly."""
    role_examples: dict[str, Vocabulary] = {}
    """Sentences that have to be tagged with the role: `consult profile check` tries them."""
    topic_roles: dict[str, dict[str, float]] = {}
    """topic id → role id → how strongly the topic alone speaks for the role, from 0 to 1."""
    organisation: Vocabulary = {}
    """How a text names the organisation that answers: a duty laid on it goes to whoever owns the subject."""
    ignored: Vocabulary = {}
    """Phrases that hide the terms inside them: "tenir compte" is not about accounts."""
