"""What programs send: frozen, and strict, for a field that we do not know is a mistake."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from toolkit.desk import Language
from toolkit.model.comment import Position, State
from toolkit.model.consolidation import VerdictKind
from toolkit.model.contribution import PlacementState
from toolkit.model.response import Ordering
from toolkit.model.tag import Wish
from toolkit.workspace.coverage import MarkState
from toolkit.workspace.progress import WorkState

Limit = Annotated[int, Meta(ge=1, le=1000)]
Offset = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Number = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Name = Annotated[str, Meta(min_length=1, max_length=300)]
Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""ISO 8601, or ""."""
Text = Annotated[str, Meta(max_length=1_000_000)]
Names = Annotated[tuple[Name, ...], Meta(min_length=1, max_length=10_000)]


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is sent: no field that we do not know."""


class Paging(Sent, frozen=True, kw_only=True):
    """Which part of a list."""

    limit: Limit = 100
    offset: Offset = 0


class NewWorkspace(Sent, frozen=True, kw_only=True):
    """What is known of a consultation besides its draft."""

    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$")]
    """Of the folder, as it stands in addresses."""
    file_name: Annotated[str, Meta(min_length=1, max_length=200)]
    """Of the draft."""
    title: Text = ""
    issuer: Text = ""
    respondent: Text = ""
    contact: Text = ""
    deadline: Day = ""
    internal_deadline: Day = ""


class ProvisionQuery(Sent, frozen=True, kw_only=True):
    """Any of the values of a parameter, all of the parameters; words as for `consult search`."""

    words: Annotated[str, Meta(max_length=1000)] = ""
    role: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    page: tuple[Number, ...] = ()
    reference: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    state: tuple[WorkState, ...] = ()
    limit: Limit = 100
    offset: Offset = 0


class TagDecisions(Sent, frozen=True, kw_only=True):
    """A person's word on tags."""

    wishes: Annotated[tuple[Wish, ...], Meta(min_length=1, max_length=100)]
    reason: Text = ""


class CommentQuery(Paging, frozen=True, kw_only=True):
    """Any of the values of a parameter, all of the parameters."""

    provision: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    state: tuple[State, ...] = ()
    position: tuple[Position, ...] = ()


class NewComment(Sent, frozen=True, kw_only=True):
    """A comment to be kept; its author is whoever sends it."""

    provision_id: Annotated[str, Meta(max_length=300)]
    """"" for the draft as a whole."""
    quote: Text = ""
    position: Position | None = None
    """By default what a proposed wording implies, or the template."""
    text: Text = ""
    proposed: Text = ""
    deletion: bool = False
    rationale: Text = ""
    role: str = ""
    reply_to: str = ""
    template: str = ""
    fields: dict[str, Text] = {}
    """Of the template."""
    language: Language | None = None
    """Of the template; by default the draft's."""
    submit: bool = False
    """Whether it is submitted at once; else it is a draft."""


class CommentPreview(Sent, frozen=True, kw_only=True):
    """What a template is to make of a provision."""

    provision_id: Name
    template: Name
    quote: Text = ""
    fields: dict[str, Text] = {}
    language: Language | None = None


class CommentChange(Sent, frozen=True, kw_only=True):
    """What is to be different about a comment; what is left out stays."""

    revision: Number | None = None
    """That was read; may be given as If-Match instead."""
    text: Text | UnsetType = UNSET
    proposed: Text | UnsetType = UNSET
    deletion: bool | UnsetType = UNSET
    rationale: Text | UnsetType = UNSET
    quote: Text | UnsetType = UNSET
    position: Position | UnsetType = UNSET


class StateChange(Sent, frozen=True, kw_only=True):
    """The state that a comment is to have, and why."""

    state: State
    reason: Text = ""
    revision: Number | None = None


class Choice(Sent, frozen=True, kw_only=True):
    """Provisions to be answered."""

    provision_ids: Names
    reason: Text = ""


class Reading(Sent, frozen=True, kw_only=True):
    """Provisions that the sender has read."""

    provision_ids: Names
    role: str = ""
    """By default the sender's."""
    state: MarkState = "no_comment"


class RoleQuery(Sent, frozen=True, kw_only=True):
    """For which roles; all of the profile without any."""

    role: tuple[str, ...] = ()


class OneRole(Sent, frozen=True, kw_only=True):
    """For which role; by default the sender's."""

    role: str = ""


class LanguageQuery(Sent, frozen=True, kw_only=True):
    """In which language; by default the draft's."""

    language: Language | None = None


class Contributed(Sent, frozen=True, kw_only=True):
    """What is known of a file that somebody sent."""

    file_name: Annotated[str, Meta(min_length=1, max_length=200)]
    author: Text = ""
    """Wins over what the file says, like `role`."""
    role: str = ""
    dry_run: bool = False


class RemarkQuery(Paging, frozen=True, kw_only=True):
    """Any of the values of a parameter, all of the parameters."""

    state: tuple[PlacementState, ...] = ()
    file: tuple[str, ...] = ()
    """SHA-256 of files."""
    provision: tuple[str, ...] = ()
    superseded: bool = False


class Placing(Sent, frozen=True, kw_only=True):
    """Where a remark belongs."""

    provision_id: str | None = None
    """None confirms what is proposed; "" means the draft as a whole."""
    quote: Text = ""
    why: Text = ""


class Why(Sent, frozen=True, kw_only=True):
    """A reason."""

    reason: Annotated[str, Meta(min_length=1, max_length=100_000)]


class Merging(Sent, frozen=True, kw_only=True):
    """Comments that become one; what is None stays as the toolkit proposes."""

    comment_ids: Annotated[tuple[Name, ...], Meta(min_length=2, max_length=1000)]
    text: Text | None = None
    proposed: Text | None = None
    position: Position | None = None
    rationale: Text | None = None
    revisions: dict[str, Number] = {}
    """Comment id → the revision that was read: a later change is a conflict."""


class Rejecting(Sent, frozen=True, kw_only=True):
    """Comments that are left out, and why."""

    comment_ids: Names
    reason: Annotated[str, Meta(min_length=1, max_length=100_000)]


class Minority(Sent, frozen=True, kw_only=True):
    """Whether a comment is kept as the view of some."""

    minority: bool = True


class Judgement(Sent, frozen=True, kw_only=True):
    """A word on a group: not the same after all, or settled."""

    kind: VerdictKind
    reason: Text = ""


class Assigning(Sent, frozen=True, kw_only=True):
    """Who answers for provisions and all under them."""

    provision_ids: Names
    to: Name
    """Id of a role, or name of a person."""
    due: Day = ""


class Whose(Sent, frozen=True, kw_only=True):
    """Whose assignment."""

    to: Name


class Signing(Sent, frozen=True, kw_only=True):
    """For which role the sender signs."""

    role: Name
    remark: Text = ""
    content_sha256: Annotated[str, Meta(max_length=64)] = ""
    """Of the content that was read, as other signatures name it: another content is a conflict."""


class JournalQuery(Sent, frozen=True, kw_only=True):
    """Which acts: the last ones, or those that touched something."""

    touching: Annotated[str, Meta(max_length=300)] = ""
    last: Limit = 100


class ExportQuery(Sent, frozen=True, kw_only=True):
    """Which part, in which order, as which kind of file."""

    section: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    state: tuple[State, ...] = ()
    author: tuple[str, ...] = ()
    position: tuple[Position, ...] = ()
    by: Ordering = "section"
    suffix: Annotated[str, Meta(max_length=10)] = ""
    """Of formats that have several, such as "xlsx"."""
    anonymous: bool = False
    with_remarks: bool = False
    language: Language | None = None
