"""Who may do what to comments, who answers for which provisions until when, and who has signed."""

from __future__ import annotations

from typing import Literal

import msgspec

Duty = Literal["contributor", "lead", "legal", "approver"]
DUTIES: tuple[Duty, ...] = ("contributor", "lead", "legal", "approver")


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A provision, and all under it, that a person or everybody of a role has to answer or mark as read."""

    provision_id: str
    person: str = ""
    role: str = ""
    """Exactly one of `person` and `role` is given."""
    due: str = ""
    """ISO 8601 date; "" for the consultation's internal deadline."""
    actor: str = ""
    time: str = ""


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word that the response may be filed as far as a role is concerned."""

    role: str
    person: str
    content_sha256: str
    """Of the response signed for: after a later change it no longer counts."""
    time: str = ""
    remark: str = ""


class FieldLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The most characters that the form to be filed takes of one comment; 0 for no limit."""

    text: int = 0
    proposed: int = 0
    rationale: int = 0
    comment: int = 0
    """Of text, proposed wording and rationale together."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the workspace's journal, append-only: who did what, and what it takes to undo it."""

    number: int
    time: str
    actor: str
    action: str
    """"intake", "place", "merge", "reject", "assign", "sign", "accept", "undo", …"""
    subject: str = ""
    """Ids of what it was done to, parted by spaces."""
    detail: str = ""
    undone_by: int = 0
    """Number of the act that took it back; 0 while it stands."""
