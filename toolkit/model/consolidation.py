"""What the desk finds among comments (repetitions, contradictions, things not to file) and what people decide about it."""

from __future__ import annotations

from typing import Literal

import msgspec

GroupKind = Literal["duplicate", "contradiction"]
Severity = Literal["high", "medium", "low"]
VerdictKind = Literal["apart", "agreed", "accepted"]


class Grounds(msgspec.Struct, frozen=True):
    """Why comments stand in one group: `rule` is the key of its sentence, `words` what was compared."""

    rule: str
    words: str = ""
    weight: float = 0.0


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Comments that say the same (`duplicate`), or that cannot both be filed (`contradiction`)."""

    id: str
    """From its members, so that it is the same in each run: "dup-c3-c17", "con-c4-c9"."""
    kind: GroupKind
    comment_ids: tuple[str, ...]
    provision_ids: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...] = ()
    """Of a contradiction: the ids of those who want the one thing, and of those who want the other."""
    score: float
    grounds: tuple[Grounds, ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person should look at before the response is filed."""

    key: str
    """From rule, place and words, so that a person's acceptance of it lasts until the words change."""
    rule: str
    """"admission", "personal_name", "ip_address", "unanswered", "contradiction", "quote_gone", "weekday", …"""
    severity: Severity
    comment_id: str = ""
    provision_id: str = ""
    field: str = ""
    """Of the comment: "text", "rationale", "proposed"; "" where no words are meant."""
    start: int = 0
    end: int = 0
    words: str = ""
    """`field[start:end]`."""
    message: str
    """What it is, in the language of the messages."""
    suggestion: str = ""
    accepted_by: str = ""
    accepted_because: str = ""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on a group (`apart`: not the same after all; `agreed`: settled) or a finding (`accepted`)."""

    subject: str
    """Id of the group or key of the finding."""
    kind: VerdictKind
    actor: str
    time: str
    reason: str = ""
