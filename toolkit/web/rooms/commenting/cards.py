"""Comments → what a page shows of them: who says what, what it changes in the draft, what the visitor may do with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from toolkit import pipeline
from toolkit.errors import NotAllowed
from toolkit.messages import _
from toolkit.model.comment import Comment, Event, State
from toolkit.model.dates import local_minute
from toolkit.model.labels import event_label, position_label, role_label, state_label
from toolkit.model.profile import Profile
from toolkit.workspace.comments import EDITABLE, TRANSITIONS
from toolkit.workspace.duties import check_edit, check_state

if TYPE_CHECKING:
    from toolkit.export.wording import Change
    from toolkit.pipeline import ShownChange
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor
    from toolkit.workspace.settings import Settings

POSITION_TONES = {"support": "6", "oppose": "5", "amend": "4", "question": "2"}
STATE_TONES = {"submitted": "2", "approved": "6", "rejected": "5", "merged": "3"}

_PARTS = (
    "text",
    "proposed",
    "rationale",
    "quote",
    "position",
    "role",
    "deletion",
    "template",
    "provision_id",
)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One comment as a page shows it."""

    comment: Comment
    change: ShownChange | None
    role: str
    position: str
    state: str
    modified: str
    may: frozenset[str]
    """Of "edit", "submit", "withdraw", "reopen"."""
    replies: tuple[Card, ...] = ()

    @property
    def position_tone(self) -> str:
        """The colour of the position's chip."""
        return POSITION_TONES[self.comment.position]

    @property
    def state_tone(self) -> str:
        """The colour of the state's chip."""
        return STATE_TONES.get(self.comment.state, "plain")


class Difference(msgspec.Struct, frozen=True):
    """What changes in one part of a comment."""

    label: str
    changes: tuple[Change, ...]
    before: str = ""
    after: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a comment's history."""

    time: str
    actor: str
    done: str
    reason: str
    differences: tuple[Difference, ...]


def card_of(comment: Comment, snapshot: Snapshot, visitor: Visitor) -> Card:
    """Return one comment as a page shows it."""
    return Card(
        comment=comment,
        change=pipeline.shown_change(comment, snapshot.outline),
        role=role_label(comment.role, snapshot.profile),
        position=position_label(comment.position),
        state=state_label(comment.state),
        modified=local_minute(comment.modified),
        may=frozenset(_allowed(comment, snapshot.settings, visitor.name)),
    )


def threads(comments: Iterable[Comment], snapshot: Snapshot, visitor: Visitor) -> tuple[Card, ...]:
    """Return comments with the replies to each below it; withdrawn ones are left out, unless somebody replied."""
    below: dict[str, list[Comment]] = {}
    known = {item.id: item for item in comments}
    for item in known.values():
        below.setdefault(item.reply_to if item.reply_to in known else "", []).append(item)

    def cards(parent: str) -> tuple[Card, ...]:
        made = (
            msgspec.structs.replace(card_of(item, snapshot, visitor), replies=cards(item.id))
            for item in below.get(parent, ())
        )
        return tuple(card for card in made if card.replies or card.comment.state != "withdrawn")

    return cards("")


def _allowed(comment: Comment, settings: Settings, name: str) -> Iterable[str]:
    """Yield what somebody may do with a comment."""
    if comment.state in EDITABLE and _may_edit(comment, settings, name):
        yield "edit"
    wishes: tuple[tuple[str, State], ...] = (
        ("submit", "submitted"),
        ("withdraw", "withdrawn"),
        ("reopen", "draft"),
    )
    for wish, state in wishes:
        follows = state in TRANSITIONS[comment.state] and comment.state in (*EDITABLE, "withdrawn")
        if follows and _may_bring(comment, settings, name, state):
            yield wish


def _may_edit(comment: Comment, settings: Settings, name: str) -> bool:
    try:
        check_edit(settings, name, comment)
    except NotAllowed:
        return False
    return True


def _may_bring(comment: Comment, settings: Settings, name: str, state: State) -> bool:
    try:
        check_state(settings, name, comment, state)
    except NotAllowed:
        return False
    return True


def entries(history: Iterable[Event], profile: Profile) -> tuple[Entry, ...]:
    """Return what happened to a comment, the last first, with what changed in its words."""
    made = [
        Entry(
            time=local_minute(event.time),
            actor=event.actor or _("nobody named"),
            done=event_label(event),
            reason=event.after.reason if event.action == "state" else "",
            differences=differences(event.before, event.after, profile),
        )
        for event in history
    ]
    return tuple(reversed(made))


def differences(before: Comment | None, after: Comment, profile: Profile) -> tuple[Difference, ...]:
    """Return in which parts two states of a comment differ, and how."""
    found = []
    for name, label in _part_labels().items():
        old, new = _part(before, name, profile), _part(after, name, profile)
        if old != new:
            # Of what is new as a whole, nothing has to be marked.
            changes = pipeline.compared(old if before else new, new)
            found.append(Difference(label, changes, old, new))
    return tuple(found)


def _part_labels() -> dict[str, str]:
    labels = (
        _("Comment"),
        _("Proposed wording"),
        _("Rationale"),
        _("Words of the draft"),
        _("Position"),
        _("Role"),
        _("Deletion"),
        _("Template"),
        _("Provision"),
    )
    return dict(zip(_PARTS, labels, strict=True))


def _part(comment: Comment | None, name: str, profile: Profile) -> str:
    """Return a part of a comment as people read it."""
    if comment is None:
        return ""
    if name == "position":
        return position_label(comment.position)
    if name == "role":
        return role_label(comment.role, profile)
    if name == "deletion":
        return _("to be deleted") if comment.deletion else ""
    return str(getattr(comment, name))
