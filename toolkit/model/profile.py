"""Roles, topics and their vocabularies for one kind of organisation, as loaded from data files."""

from __future__ import annotations

import msgspec


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
    role_terms: dict[str, dict[str, tuple[str, ...]]] = {}
    """role id → language → terms."""
    topic_terms: dict[str, dict[str, tuple[str, ...]]] = {}
    """topic id → language → terms."""
