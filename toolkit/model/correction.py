"""What a person decides about the structure of the draft, so that it survives another parse of it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Literal

import msgspec

from toolkit.model.issue import Issue
from toolkit.model.provision import ParsedDraft, Provision, rows_text

Action = Literal["kind", "number", "heading", "parent", "merge", "split", "furniture", "undo"]


class Anchor(msgspec.Struct, frozen=True):
    """A provision by its id and its words: either may change, and both tell that it is the one."""

    provision_id: str
    words: str
    """SHA-256 of `words_of`, so that it is found under another id, and not mistaken for another under this one."""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """One decision. They are applied in their order; an `undo` takes an earlier one back and both stay on record."""

    number: int = 0
    """From 1, given by the workspace."""
    action: Action
    anchor: Anchor
    value: str = ""
    """The new kind, number, heading; the words that the second part starts with; the furniture's role; for an
    `undo`, the number of what it undoes. "" as a number or heading means that there is none."""
    parent: Anchor | None = None
    """For the action "parent": what it stands under; None for the top."""
    excerpt: str = ""
    """How the provision began, for people."""
    actor: str = ""
    time: str = ""
    reason: str = ""


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as people decided, and what the decisions did to its provisions."""

    parsed: ParsedDraft
    """As the parser left it."""
    draft: ParsedDraft
    moved: dict[str, str] = {}
    """Id that is gone → id of the provision that took its words."""
    parted: dict[str, str] = {}
    """Id of a part that was split off → id of the provision it was split from."""
    lost: tuple[Issue, ...] = ()
    """What could not be applied; also among the issues of the draft."""


def words_of(provision: Provision) -> str:
    """Return number, heading, text and cells as one line: what the draft prints, however it is parted into fields."""
    fields = (provision.number, provision.heading, provision.text, rows_text(provision))
    return " ".join(unicodedata.normalize("NFC", " ".join(fields)).split())


def anchor_of(provision: Provision) -> Anchor:
    """Return what finds a provision again, however its words are spaced."""
    letters = "".join(words_of(provision).split())
    return Anchor(provision.id, hashlib.sha256(letters.encode()).hexdigest())


def standing(corrections: tuple[Correction, ...]) -> tuple[Correction, ...]:
    """Return the corrections that are in force, in their order: neither undone nor an undo."""
    undone = {item.value for item in corrections if item.action == "undo"}
    return tuple(item for item in corrections if item.action != "undo" and str(item.number) not in undone)
