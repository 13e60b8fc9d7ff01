"""What a team agrees on at a workspace: who answers what until when, who has signed, what was done and is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Outline
from toolkit.model.workflow import Act, Assignment, SignOff
from toolkit.pipeline import content_hash
from toolkit.workspace.deadlines import Deadline, Reminder

if TYPE_CHECKING:
    from toolkit.workspace.assigning import Left
    from toolkit.workspace.store import Workspace


def assign(
    workspace: Workspace,
    names: Sequence[str],
    *,
    to: str,
    due: str = "",
    actor: str,
    remove: bool = False,
) -> tuple[Assignment, ...]:
    """Give provisions, and all under them, to a person or everybody of a role; or take them back.

    `to` is the id of a role, or the name or mail address of somebody in consult.toml.

    Raises:
        UnknownName: nobody and no role is called so, or a provision is not there.
        NotAllowed: it is not the actor's to do.
    """
    person, role = _whose(workspace, to)
    ids = dict.fromkeys(workspace.resolve(name).id for name in names)
    with workspace.team.act("assign", actor=actor, subject=" ".join(ids), detail=person or role) as deed:
        made = tuple(
            Assignment(provision_id=name, person=person, role=role, due=due, actor=actor, time=deed.time)
            for name in ids
        )
        for item in made:
            deed.unassign(item) if remove else deed.assign(item)
    return made


def _whose(workspace: Workspace, to: str) -> tuple[str, str]:
    settings = workspace.settings()
    found = settings.person(to)
    if found is not None:
        return found.name, ""
    roles = [role.id for role in desk.profile_of(workspace).roles]
    if to in roles:
        return "", to
    people = [person.name for person in settings.people]
    raise UnknownName(
        _("nobody in consult.toml and no role is called {name}.").format(name=quoted(to)),
        hint=_("There are: {names}.").format(names=", ".join((*people, *roles))),
    )


def assigned(workspace: Workspace) -> tuple[Left, ...]:
    """Return every assignment with what is left of it, in the draft's order."""
    from toolkit.workspace.assigning import what_is_left

    assignments = workspace.team.assignments()
    if not assignments:
        return ()
    return what_is_left(
        assignments,
        Outline(workspace.provisions()),
        comments=workspace.comments(),
        marks=workspace.marks(),
        default_due=workspace.settings().consultation.internal_deadline,
    )


class Calendar(msgspec.Struct, frozen=True):
    """The deadlines, earliest first, and when to warn of them."""

    deadlines: tuple[Deadline, ...]
    reminders: tuple[Reminder, ...]


def deadlines(workspace: Workspace, *, today: date | None = None) -> Calendar:
    """Return the deadlines of the regulator, the team and the assignments, with the plan of warnings."""
    from toolkit.workspace import deadlines as dates

    day = today or pipeline.local_today()
    settings = workspace.settings()
    by_whom: dict[tuple[str, str], list[str]] = {}
    for item in workspace.team.assignments():
        if item.due:
            by_whom.setdefault((item.due, item.person or item.role), []).append(item.provision_id)
    found = dates.deadlines(
        outer=settings.consultation.deadline,
        inner=settings.consultation.internal_deadline,
        assigned=[(due, who, ids) for (due, who), ids in by_whom.items()],
        today=day,
    )
    return Calendar(found, dates.warning_plan(found, settings.reminder_days))


def calendar_file(workspace: Workspace) -> bytes:
    """Return the deadlines as an iCalendar file."""
    from datetime import UTC, datetime

    from toolkit.workspace.deadlines import calendar

    return calendar(
        deadlines(workspace).deadlines,
        title=workspace.consultation().title,
        days_before=workspace.settings().reminder_days,
        uid=workspace.team.identity(),
        stamp=datetime.now(UTC),
    )


class Signed(msgspec.Struct, frozen=True):
    """A signature, and whether the response still says what was signed."""

    sign_off: SignOff
    is_current: bool


def sign(workspace: Workspace, *, role: str, person: str, remark: str = "", seen: str = "") -> SignOff:
    """Sign the response, as it is now, for a role; `seen` is the hash of the content that the person has read.

    Raises:
        Conflict: the content is another one than was seen.
        UsageError: nobody is named.
        NotAllowed: the person is no approver.
    """
    if not person.strip():
        raise UsageError(_("who signs?"), hint=_("Name yourself with --person."))
    digest = content_hash(workspace)
    if seen and seen != digest:
        raise Conflict(
            _("the response has changed since it was read."),
            hint=_("Look at what changed, then sign again."),
        )
    with workspace.team.act("sign", actor=person, subject=role, detail=remark) as deed:
        made = SignOff(role=role, person=person, content_sha256=digest, time=deed.time, remark=remark)
        deed.sign(made)
    return made


def signatures(workspace: Workspace) -> tuple[Signed, ...]:
    """Return the signatures; those under an earlier content of the response no longer count."""
    found = workspace.team.sign_offs()
    if not found:
        return ()
    digest = content_hash(workspace)
    return tuple(Signed(item, item.content_sha256 == digest) for item in found)


def last_act(workspace: Workspace) -> Act:
    """Return the last act that stands and is no undo.

    Raises:
        UsageError: there is none.
    """
    standing = [act for act in workspace.team.acts() if not act.undone_by and act.action != "undo"]
    if not standing:
        raise UsageError(_("there is nothing to undo."))
    return standing[-1]


def act_numbered(workspace: Workspace, number: int) -> Act:
    """Return an act by its number.

    Raises:
        UsageError: there is none.
    """
    found = next((act for act in workspace.team.acts() if act.number == number), None)
    if found is None:
        raise UsageError(
            _("there is no such act."), where=f"#{number}", hint=_("`consult history` lists what was done.")
        )
    return found


def undo(workspace: Workspace, number: int, *, actor: str) -> Act:
    """Take an act back: see `workspace.team.Team.undo`."""
    return workspace.team.undo(number, actor=actor)
