"""Ids of kinds, states, positions, acts and roles → what people call them, in the language spoken when they are said."""

from __future__ import annotations

from toolkit.messages import N_, _, current_language
from toolkit.model.comment import Event, Position, State
from toolkit.model.profile import Profile

_KINDS = {
    "part": N_("part"),
    "title": N_("title"),
    "fiche": N_("fiche"),
    "chapter": N_("chapter"),
    "article": N_("article"),
    "section": N_("section"),
    "paragraph": N_("paragraph"),
    "item": N_("item"),
    "recommendation": N_("recommendation"),
    "box": N_("box"),
    "table": N_("table"),
    "figure": N_("figure"),
    "footnote": N_("footnote"),
    "annex": N_("annex"),
    "recital": N_("recital"),
    "preamble": N_("preamble"),
}
_STATES: dict[State, str] = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "merged": N_("merged"),
    "rejected": N_("rejected"),
    "approved": N_("approved"),
    "withdrawn": N_("withdrawn"),
}
_POSITIONS: dict[Position, str] = {
    "support": N_("support"),
    "oppose": N_("oppose"),
    "amend": N_("amend"),
    "question": N_("question"),
}
_ACTIONS = {
    "accept": N_("finding accepted"),
    "apart": N_("kept apart"),
    "assign": N_("assigned"),
    "comment": N_("comment written"),
    "edit": N_("comment edited"),
    "intake": N_("file taken in"),
    "merge": N_("merged"),
    "minority": N_("minority view"),
    "place": N_("remark placed"),
    "read": N_("marked as read"),
    "reject": N_("rejected"),
    "sign": N_("signed"),
    "state": N_("state changed"),
    "tag": N_("tags decided"),
    "undo": N_("undone"),
    "unpack": N_("unpacked"),
    "unread": N_("marked as unread"),
}


_CORRECTIONS: dict[str, str] = {
    "kind": N_("kind"),
    "number": N_("number"),
    "heading": N_("heading"),
    "parent": N_("stands under"),
    "merge": N_("joined to the one before"),
    "split": N_("parted at"),
    "furniture": N_("part of the page"),
    "undo": N_("taken back"),
}


def kind_label(kind: str) -> str:
    """Return what a kind of provision is called; one that we have no word for is called by its id."""
    return _(_KINDS.get(kind, kind))


def state_label(state: State) -> str:
    """Return what the state of a comment is called."""
    return _(_STATES[state])


def event_label(event: Event) -> str:
    """Return what happened to a comment; of a change of state, which state came of it."""
    if event.action == "state":
        return state_label(event.after.state)
    return {"created": _("created"), "edited": _("edited"), "undone": _("undone")}[event.action]


def position_label(position: Position) -> str:
    """Return what the position of a comment is called."""
    return _(_POSITIONS[position])


def action_label(action: str) -> str:
    """Return what an act of the journal is called; one that we have no word for is called by its id."""
    return _(_ACTIONS.get(action, action))


def correction_label(action: str) -> str:
    """Return what a correction of the structure does."""
    return _(_CORRECTIONS[action])


def role_labels(profile: Profile) -> dict[str, str]:
    """Return by id what the roles of a profile are called, in its order."""
    language = current_language()
    return {role.id: role.label(language) for role in profile.roles}


def role_label(role: str, profile: Profile) -> str:
    """Return what a role is called; one that the profile does not know is called by its id."""
    return role_labels(profile).get(role, role)
