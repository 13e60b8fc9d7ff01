"""How far the work is: coverage of provisions by roles, deadlines, who has what left, comments, signatures, the journal."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from toolkit import pipeline, team
from toolkit.errors import UnknownName
from toolkit.messages import _, quoted
from toolkit.model.comment import State
from toolkit.model.dates import days_left_phrase, iso_date, local_minute, weekday_name, written_day
from toolkit.model.labels import action_label, role_label, role_labels, state_label
from toolkit.model.provision import label, title
from toolkit.web.answering import is_fragment, moved, notice, page, url
from toolkit.web.asking import actor_of, name_of, snapshot_of, texts_of, visitor_of
from toolkit.web.rooms.overview.timeline import Timeline, lay_out
from toolkit.workspace.areas import sum_counts
from toolkit.workspace.coverage import CellState

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.model.workflow import Act
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor
    from toolkit.workspace.areas import Area

_ACTS = 12
"""So many of the last acts are told."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of one assignment, as the page tells it."""

    who: str
    to: str
    """The person or role, as `team.assign` takes it."""
    is_role: bool
    role: str
    provision_id: str
    place: str
    asked: int
    left: int
    due: str
    due_left: str
    is_late: bool


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the journal, as the page tells it."""

    number: int
    when: str
    time: str
    who: str
    what: str
    subject: str
    undone: bool
    can_undo: bool


def show(request: Request) -> Response:
    """Show everything at once; the provisions of a section come when it is opened."""
    snapshot = snapshot_of(request)
    states = Counter(comment.state for comment in snapshot.comments)
    counts = snapshot.coverage.counts()
    return page(
        request,
        "overview/overview.html",
        **_known(request, snapshot),
        consultation=snapshot.workspace.consultation(),
        areas=snapshot.areas,
        counts=counts,
        total=sum_counts(counts),
        states=[(name, state_label(name), states[name]) for name in get_args(State) if states[name]],
        comments=len(snapshot.counted),
        drafts=states["draft"],
        provisions=len(snapshot.draft.provisions),
        selected=len(snapshot.selection),
        waiting=len(snapshot.waiting),
        signed=[(item, local_minute(item.time)) for item in snapshot.workspace.team.sign_offs()],
        acts=_acts(snapshot, visitor_of(request)),
    )


def section(request: Request) -> Response:
    """Show the provisions of one section, each with its state for each role."""
    snapshot = snapshot_of(request)
    area = _area(snapshot, request.path_params["section"])
    rows = [(name, title(snapshot.outline.by_id[name]), states) for name, states in _rows(area)]
    return page(request, "overview/_section.html", **_known(request, snapshot), area=area, rows=rows)


def signatures(request: Request) -> Response:
    """Show who has signed, and whether the response still says what was signed: that takes a consolidation."""
    snapshot = snapshot_of(request)
    signed = [(item, local_minute(item.sign_off.time)) for item in snapshot.signatures]
    return page(request, "overview/_signatures.html", **_known(request, snapshot), signed=signed)


async def assign(request: Request) -> Response:
    """Give a section to a person or role, or take it back, and show what is left then."""
    return await run_in_threadpool(_assign, request, await texts_of(request))


def _assign(request: Request, given: dict[str, str]) -> Response:
    name, actor = name_of(request), actor_of(request)
    snapshot = snapshot_of(request)
    removes = given.get("remove") == "1"
    to, place = given.get("to", ""), given.get("section", "")
    team.assign(
        snapshot.workspace,
        (place,),
        to=to,
        due="" if removes else iso_date(given.get("due", ""), where=_("Until")),
        actor=actor,
        remove=removes,
    )
    if not is_fragment(request):
        return moved(request, url(request, "overview", workspace=name) + "#work")
    told = _("Taken back from {who}.") if removes else _("Given to {who}.")
    done = snapshot.workspace.team.acts(touching=place, last=1)
    who = role_label(to, snapshot.profile)
    message = notice(request, told.format(who=who), act=done[0].number if done else 0)
    fresh = snapshot_of(request)
    return page(request, "overview/_assigned.html", **_known(request, fresh), message=message)


def _known(request: Request, snapshot: Snapshot) -> dict[str, Any]:
    """Return what the page and its fragments share."""
    labels = role_labels(snapshot.profile)
    return {
        "workspace": name_of(request),
        "here": "overview",
        "roles": labels,
        "cells": cell_labels(),
        "timeline": _timeline(snapshot, labels),
        "tasks": _tasks(snapshot, labels),
        "people": snapshot.settings.people,
        "places": [(area.section_id, area.title) for area in snapshot.areas if area.section_id],
        "may_assign": visitor_of(request).may("assign", snapshot),
    }


def cell_labels() -> dict[CellState, str]:
    """Return what the states of a provision for a role are called."""
    return {"unread": _("unread"), "read": _("read, nothing to say"), "commented": _("commented")}


def _timeline(snapshot: Snapshot, labels: dict[str, str]) -> Timeline:
    today = pipeline.local_today()
    return lay_out(team.deadlines(snapshot.workspace, today=today).deadlines, today=today, names=labels)


def _area(snapshot: Snapshot, section_id: str) -> Area:
    wanted = "" if section_id == "-" else section_id
    found = next((area for area in snapshot.areas if area.section_id == wanted), None)
    if found is None:
        raise UnknownName(_("no section is called {name}.").format(name=quoted(section_id)))
    return found


def _rows(area: Area) -> list[tuple[str, tuple[CellState, ...]]]:
    return [(row.provision_id, row.states) for row in area.rows]


def _tasks(snapshot: Snapshot, labels: dict[str, str]) -> list[Task]:
    """Return what is left, person by person and role by role, the most urgent first."""
    today = pipeline.local_today()
    found = []
    for item in snapshot.assigned:
        given = item.assignment
        day = date.fromisoformat(item.due) if item.due else None
        left = (day - today).days if day else 0
        provision = snapshot.outline.by_id.get(given.provision_id)
        found.append(
            Task(
                who=given.person or labels.get(given.role, given.role),
                to=given.person or given.role,
                is_role=not given.person,
                role=given.role or snapshot.settings.role_of(given.person),
                provision_id=given.provision_id,
                place=label(provision) if provision is not None else given.provision_id,
                asked=item.asked,
                left=len(item.left),
                due=f"{weekday_name(day)} {written_day(day)}" if day else "",
                due_left=days_left_phrase(left) if day else "",
                is_late=left < 0 and bool(item.left),
            )
        )
    return sorted(found, key=lambda task: (task.is_role, task.who.casefold()))


def _acts(snapshot: Snapshot, visitor: Visitor) -> list[Doing]:
    """Return the last acts, the latest first."""
    may_undo = visitor.may("undo", snapshot)
    return [
        _doing(act, visitor, snapshot, may_undo=may_undo)
        for act in reversed(snapshot.workspace.team.acts(last=_ACTS))
    ]


def _doing(act: Act, visitor: Visitor, snapshot: Snapshot, *, may_undo: bool) -> Doing:
    is_own = bool(visitor.name) and act.actor.casefold() == visitor.name.casefold()
    return Doing(
        number=act.number,
        when=local_minute(act.time),
        time=act.time,
        who=act.actor or _("nobody named"),
        what=action_label(act.action),
        subject=role_label(act.subject, snapshot.profile)
        if act.action == "sign"
        else act.subject or act.detail,
        undone=bool(act.undone_by),
        can_undo=not act.undone_by and (may_undo or is_own),
    )


_PLACE = "/w/{workspace}/overview"
ROUTES = (
    Route(_PLACE, show, name="overview"),
    Route(_PLACE + "/section/{section:path}", section, name="overview_section"),
    Route(_PLACE + "/signatures", signatures, name="overview_signatures"),
    Route(_PLACE + "/assign", assign, methods=["POST"], name="overview_assign"),
)
