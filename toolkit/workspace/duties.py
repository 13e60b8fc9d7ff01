"""Who may do what, by the duties that consult.toml gives to people.

Everybody may contribute: comment, change what is theirs, mark as read. While nobody has a duty, one person works
alone and may do everything, except on a team's server, where duties are required. From the first duty on, whoever has
none is a contributor, known by name or not. It is an agreement of the team that the toolkit keeps to; the command line
takes a person's word for who they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.errors import NotAllowed
from toolkit.messages import N_, _, quoted
from toolkit.model.comment import Comment, State
from toolkit.model.workflow import Duty
from toolkit.workspace.settings import Settings

_EDITORS: tuple[Duty, ...] = ("lead", "legal")

ALLOWED: Mapping[str, tuple[Duty, ...]] = {
    "intake": _EDITORS,
    "place": _EDITORS,
    "merge": _EDITORS,
    "reject": _EDITORS,
    "minority": _EDITORS,
    "apart": _EDITORS,
    "edit": _EDITORS,
    "accept": _EDITORS,
    "assign": _EDITORS,
    "unpack": _EDITORS,
    "undo": _EDITORS,
    "approve": ("legal", "approver"),
    "sign": ("approver",),
    "settings": ("lead",),
}
"""Act → the duties that allow it. What is not named is allowed to everybody."""

_LABELS: Mapping[Duty, str] = {
    "contributor": N_("contributor"),
    "lead": N_("lead"),
    "legal": N_("legal adviser"),
    "approver": N_("approver"),
}
_STATE_ACTS: Mapping[State, str] = {"approved": "approve", "rejected": "reject", "merged": "merge"}


def duty_label(duty: Duty) -> str:
    """Return what a duty is called."""
    return _(_LABELS[duty])


def is_allowed(settings: Settings, actor: str, action: str) -> bool:
    """Tell whether somebody may do something."""
    needed = ALLOWED.get(action, ())
    if not needed or not (settings.duties_required or any(person.duties for person in settings.people)):
        return True
    person = settings.person(actor)
    return person is not None and any(duty in person.duties for duty in needed)


def check_allowed(settings: Settings, actor: str, action: str) -> None:
    """Refuse what is somebody else's to do.

    Raises:
        NotAllowed: the hint names who may do it.
    """
    if is_allowed(settings, actor, action):
        return
    needed = ALLOWED[action]
    able = [item.name for item in settings.people if any(duty in item.duties for duty in needed)]
    raise NotAllowed(
        _("may not do this (“{action}”): it takes the duty of {duties}.").format(
            action=action, duties=_(" or ").join(f"{duty_label(duty)} ({quoted(duty)})" for duty in needed)
        ),
        where=actor or _("nobody named"),
        hint=_("Ask {people}, or change the duties in consult.toml.").format(people=", ".join(able) or "…"),
    )


def check_edit(settings: Settings, actor: str, stored: Comment) -> None:
    """Refuse to change the words of somebody else's comment to whoever is no editor."""
    if not stored.author or stored.author.casefold() != actor.casefold():
        check_allowed(settings, actor, "edit")


def check_state(settings: Settings, actor: str, stored: Comment, state: State) -> None:
    """Refuse a change of state that is not the person's to make; authors submit and withdraw what is theirs."""
    action = _STATE_ACTS.get(state)
    if action is None:
        check_edit(settings, actor, stored)
    else:
        check_allowed(settings, actor, action)
