"""A proposal about a provision, with its reason."""

from __future__ import annotations

from typing import Literal

import msgspec

Facet = Literal["role", "modality", "topic", "reference", "deadline"]
Source = Literal["rule", "model", "person"]
ROLES = ("dpo", "legal", "dim", "it", "ciso", "management", "care_team", "processor")
MODALITIES = ("obligation", "prohibition", "recommendation", "permission", "information")


class Wish(msgspec.Struct, frozen=True):
    """That a tag belongs to a provision, or does not."""

    facet: Facet
    value: str
    present: bool

    def __str__(self) -> str:
        """Return it as people type it."""
        if self.facet == "modality" and self.present:
            return f"modality={self.value}"
        name = self.value if self.facet == "role" else f"{self.facet}:{self.value}"
        return ("+" if self.present else "-") + name


class Evidence(msgspec.Struct, frozen=True):
    """Words that caused a tag: `text` at `start:end` (code points, half open) of a field of a provision."""

    field: Literal["heading", "text", "rows"]
    start: int
    end: int
    text: str
    provision_id: str = ""
    """The provision the words stand in, where it is not the tagged one (inherited from a heading above)."""


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one facet. `score` is a confidence from 0 to 1."""

    facet: Facet
    value: str
    """Role id, modality, topic id, reference identity ("eu:2016/679#art32"), ISO 8601 date or duration."""
    score: float
    rule: str
    """Name of the rule that decided ("role.subject", "modality.verb", "inherited", …): the key of its explanation."""
    evidence: tuple[Evidence, ...] = ()
    source: Source = "rule"
    label: str = ""
    """As a person would write it ("article 32 du RGPD", "20 ans"); "" where the value's own label serves."""
    applies_to: str = ""
    """Of a deadline: the words of the draft that it governs ("les journaux sont conservés")."""
    reason: str = ""
    """A person's own words, where `source` is "person"."""
