"""One organisation's answer to a consultation, ready to be written in any format.

Built by `consolidate`, written by `export`. `content_sha256` is computed from everything below except the
presentation (`ordering`, `language`), so that every format of the same answer carries the same hash.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.provision import Provision

Ordering = Literal["section", "role", "author"]


class Consultation(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, about what, until when. Dates are ISO 8601, "" where unknown."""

    title: str
    issuer: str = ""
    draft_name: str = ""
    draft_version: str = ""
    draft_sha256: str = ""
    deadline: str = ""
    internal_deadline: str = ""
    respondent: str = ""
    """The organisation that answers."""
    contact: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A provision as printed in the draft with everything said about it."""

    provision: Provision
    path: tuple[str, ...]
    """Labels of the ancestors and of the provision itself, top down."""
    comments: tuple[Comment, ...] = ()
    prompts: tuple[str, ...] = ()
    """Drafting help printed where there is no comment yet (one paragraph each)."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Answers under one heading: a part of the draft, a role or an author, by `Response.ordering`."""

    id: str
    title: str
    answers: tuple[Answer, ...]


class RoleEntry(msgspec.Struct, frozen=True):
    """One line of the index by role: which answered provisions concern it."""

    role: str
    label: str
    provision_ids: tuple[str, ...]


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer."""

    consultation: Consultation
    language: Literal["fr", "en"]
    ordering: Ordering = "section"
    date: str = ""
    """Of the response, ISO 8601."""
    sections: tuple[Section, ...] = ()
    role_index: tuple[RoleEntry, ...] = ()
    read_without_comment: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(provision id, path) of provisions somebody marked as read without comment and nobody commented."""
    content_sha256: str = ""
