"""What a contributor says about a provision, and what happened to it since."""

from __future__ import annotations

from typing import Literal

import msgspec

Position = Literal["support", "oppose", "amend", "question"]
State = Literal["draft", "submitted", "merged", "rejected", "approved", "withdrawn"]
POSITIONS = ("support", "oppose", "amend", "question")
STATES = ("draft", "submitted", "merged", "rejected", "approved", "withdrawn")


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A remark on a provision or on words quoted from it. Times are ISO 8601 in UTC."""

    id: str
    """Short and stable within a workspace: "c12"."""
    provision_id: str
    quote: str = ""
    """Words of the provision that the comment is about; "" for the whole provision."""
    author: str = ""
    role: str = ""
    position: Position = "question"
    text: str = ""
    proposed: str = ""
    """The wording the provision should have instead (of the quote, or of the whole text); "" if none proposed."""
    deletion: bool = False
    """Whether the quote, or the whole text, should be deleted; then nothing is proposed instead."""
    rationale: str = ""
    state: State = "draft"
    template: str = ""
    """Name of the comment template it was drafted from; "" if none."""
    sources: tuple[str, ...] = ()
    """Ids of the comments it was merged from."""
    remark: str = ""
    """Id of the remark of a contributor's file that it was made from ("r12"); "" if it was written here."""
    reply_to: str = ""
    """Id of the comment that it answers."""
    minority: bool = False
    """Whether it is kept as the view of some, beside what the others say."""
    reason: str = ""
    """Why it is in its state (for rejected and withdrawn)."""
    revision: int = 1
    """Counts the changes; a change made on an older revision is a conflict."""
    created: str = ""
    modified: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the append-only history of a comment."""

    comment_id: str
    revision: int
    time: str
    actor: str
    action: Literal["created", "edited", "state", "undone"]
    before: Comment | None = None
    after: Comment
