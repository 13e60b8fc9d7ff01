"""Facets and their values → what people call them, and the colours of their chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import _, current_language
from toolkit.model.labels import kind_label, role_labels
from toolkit.model.tag import MODALITIES, Tag
from toolkit.tag.explain import tag_label
from toolkit.web.rooms.reading.filtering import Facet

if TYPE_CHECKING:
    from toolkit.web.snapshot import Snapshot

_TONES = {
    "obligation": "2",
    "prohibition": "5",
    "recommendation": "4",
    "permission": "6",
    "information": "plain",
}


def tone_of(facet: Facet, value: str) -> str:
    """Return the colour of a chip."""
    if facet == "modality":
        return _TONES.get(value, "plain")
    return "1" if facet == "role" else "plain"


def value_labels(snapshot: Snapshot) -> dict[Facet, dict[str, str]]:
    """Return what the values of each facet are called, in the order in which they are offered."""
    profile, language = snapshot.profile, current_language()
    states = {
        "unread": _("unread"),
        "read": _("read"),
        "commented": _("commented"),
        "selected": _("selected"),
    }
    kinds = dict.fromkeys(item.kind for item in snapshot.draft.provisions)
    modalities = (Tag(facet="modality", value=value, score=1.0, rule="") for value in MODALITIES)
    return {
        "role": role_labels(profile),
        "modality": {tag.value: tag_label(tag, profile, language) for tag in modalities},
        "topic": {item.id: item.label(language) for item in profile.topics},
        "kind": {kind: kind_label(kind) for kind in kinds},
        "state": states,
    }
