"""One organisation's answer to a consultation, ready to be written in any format.

Built by `consolidate`, written by `export`. `content_sha256` is computed from everything below except the
presentation (`ordering`, `language`, `prompts`, titles and units) and of what is said about it (`drafts`,
`divergences`, `issues`, `scope`, `remarks`), so that every format and arrangement of the same answer
carries the same hash.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.contribution import Received
from toolkit.model.issue import Issue
from toolkit.model.profile import Named
from toolkit.model.provision import Provision

RESPONSE_SCHEMA = 1
"""Version of the JSON export."""

Ordering = Literal["section", "role", "author"]
FoldReason = Literal["merged", "same_words"]


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


class Folded(msgspec.Struct, frozen=True):
    """A comment that is not printed by itself because another one of the same answer speaks for it."""

    into: str
    """Id of the comment that speaks for it."""
    comment: Comment
    reason: FoldReason


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """The numbered or titled provision that answers on it and on its parts stand under together."""

    provision: Provision
    path: tuple[str, ...]
    """Labels of its ancestors and its own, top down."""
    title: str
    """What its heading in the response says: "R12. Généraliser l'authentification à deux facteurs"."""
    short: str
    """How one cites it: "R12"."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A provision as printed in the draft with everything said about it."""

    provision: Provision
    path: tuple[str, ...]
    """Labels of the ancestors and of the provision itself, top down."""
    comments: tuple[Comment, ...] = ()
    prompts: tuple[str, ...] = ()
    """Drafting help printed where there is no comment yet (one paragraph each)."""
    folded: tuple[Folded, ...] = ()
    """Sources of merged comments, and comments that say the same in the same words."""
    notes: tuple[Provision, ...] = ()
    """The footnotes that the provision and what is quoted with it call, in order."""
    unit: Unit | None = None
    """None where the provision stands for itself."""
    title: str = ""
    """What lists call it: "R16, c)". Answers of the same name are told apart by a quotation."""
    cited: str = ""
    """What it is called beside others of its unit: "R16, c)", "R12" for text without a number of its own."""
    quoted: tuple[Provision, ...] = ()
    """What stands under the provision and is quoted with it, in document order."""
    abridged: bool = False
    """Whether more stands under it than `quoted` holds."""
    introduction: str = ""
    """Of an item: the sentence that introduces its list, unless that is quoted before it."""
    quoted_above: bool = False
    """Whether an earlier answer on the same unit quotes all of it already."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Answers under one heading: a part of the draft, a role or an author, by `Response.ordering`."""

    id: str
    title: str
    answers: tuple[Answer, ...]


class SectionCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many comments of each position a section holds, and how many of its provisions have none."""

    section_id: str
    title: str
    support: int = 0
    oppose: int = 0
    amend: int = 0
    question: int = 0
    unanswered: int = 0


class RoleEntry(msgspec.Struct, frozen=True):
    """One line of the index by role: which answered provisions concern it."""

    role: str
    label: str
    provision_ids: tuple[str, ...]


class Divergence(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on whose words contributors contradict each other."""

    provision_id: str
    title: str
    comment_ids: tuple[str, ...]
    """What supports it first."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer."""

    schema: int = RESPONSE_SCHEMA
    consultation: Consultation
    language: Literal["fr", "en"]
    draft_language: str = ""
    """Language of the quoted provisions, "" if undetermined."""
    ordering: Ordering = "section"
    date: str = ""
    """Of the response, ISO 8601."""
    sections: tuple[Section, ...] = ()
    summary: tuple[SectionCount, ...] = ()
    """One entry a section, in their order."""
    roles: tuple[Named, ...] = ()
    """The roles that contributors may have, with their labels."""
    role_index: tuple[RoleEntry, ...] = ()
    read_without_comment: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(provision id, path) of provisions somebody marked as read without comment and nobody commented."""
    divergences: tuple[Divergence, ...] = ()
    drafts: int = 0
    """How many of the comments printed are still drafts."""
    issues: tuple[Issue, ...] = ()
    """What a person should look at before it is filed; not printed in it."""
    scope: tuple[str, ...] = ()
    """What it is limited to, in its language; empty for the whole answer. The hash is that of the part."""
    anonymous: bool = False
    """Whether the contributors' names were replaced: nothing else may then name them."""
    remarks: tuple[Received, ...] = ()
    """What the comments were made from, word for word, where it is asked for; not printed in it."""
    content_sha256: str = ""
