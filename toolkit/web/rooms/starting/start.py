"""The first page: the consultations with their deadlines and what is left, and a draft to drop."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from starlette.routing import Route

from toolkit import pipeline, team
from toolkit.errors import ToolkitError
from toolkit.messages import _, ngettext
from toolkit.model.dates import days_left_phrase, local_minute, weekday_name, written_day
from toolkit.model.labels import action_label
from toolkit.web.answering import page
from toolkit.web.asking import name_of, site_of, snapshot_of, visitor_of
from toolkit.web.jobs import owner_of
from toolkit.web.rooms.starting.incoming import drafts_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.model.workflow import Act
    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot

_NEAR_DAYS = 7
"""A deadline that is no further away is shown with emphasis."""


class DayShown(msgspec.Struct, frozen=True):
    """A deadline as a page shows it."""

    name: str
    iso: str
    written: str
    """Weekday and date."""
    left: str
    is_near: bool
    is_past: bool
    is_weekend: bool


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation as the first page lists it."""

    name: str
    """Of the workspace."""
    title: str
    issuer: str = ""
    days: tuple[DayShown, ...] = ()
    trouble: str = ""
    """Why it cannot be opened."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to do at a consultation."""

    provisions: str
    unread: int
    unread_told: str
    comments: str
    drafts: int
    to_place: int
    last_act: str


def start(request: Request) -> Response:
    """Show the consultations, those with the nearest deadline first, and drafts that are no consultation yet."""
    site = site_of(request)
    drafts = drafts_of(request)
    cases = sorted((_case(site, name) for name in site.names_for(visitor_of(request))), key=_urgency)
    return page(
        request,
        "start/index.html",
        cases=cases,
        unfinished=drafts.unfinished(owner_of(request)),
        may_add=may_add(request),
    )


def may_add(request: Request) -> bool:
    """Tell whether the person may make consultations here."""
    return not site_of(request).is_single and visitor_of(request).is_administrator


def left(request: Request) -> Response:
    """Show what is left of one consultation: a fragment of the list, asked for when the list stands."""
    name, snapshot = name_of(request), snapshot_of(request)
    return page(request, "start/left.html", workspace=name, left=_left(snapshot))


def days_shown(snapshot: Snapshot) -> tuple[DayShown, ...]:
    """Return the deadlines of a consultation, the regulator's first."""
    asked = snapshot.settings.consultation
    named = ((_("Deadline"), asked.deadline), (_("Internal deadline"), asked.internal_deadline))
    return tuple(_day_shown(name, iso) for name, iso in named if iso)


def _day_shown(name: str, iso: str) -> DayShown:
    day = date.fromisoformat(iso)
    days = (day - pipeline.local_today()).days
    return DayShown(
        name=name,
        iso=iso,
        written=f"{weekday_name(day)} {written_day(day)}",
        left=days_left_phrase(days),
        is_near=0 <= days <= _NEAR_DAYS,
        is_past=days < 0,
        is_weekend=day.weekday() >= 5,
    )


def _case(site: Site, name: str) -> Case:
    """Return a consultation for the list; one that is broken is listed with what is wrong."""
    try:
        snapshot = site.snapshot(name)
        asked = snapshot.consultation
        return Case(name=name, title=asked.title or name, issuer=asked.issuer, days=days_shown(snapshot))
    except ToolkitError as error:
        return Case(name=name, title=name, trouble=str(error))


def _urgency(case: Case) -> tuple[bool, bool, str, str]:
    """Return what the list is sorted by: what is still open first, by its nearest day."""
    coming = [day.iso for day in case.days if not day.is_past]
    return not coming, bool(case.trouble), min(coming, default=""), case.title


def _left(snapshot: Snapshot) -> Left:
    rows = snapshot.coverage.rows
    unread = sum("unread" in row.states for row in rows)
    acts = snapshot.workspace.team.acts(last=1)
    count, said = len(snapshot.draft.provisions), len(snapshot.counted)
    return Left(
        provisions=ngettext("{count} provision", "{count} provisions", count).format(count=count),
        unread=unread,
        unread_told=ngettext("{count} unread", "{count} unread", unread).format(count=unread),
        comments=ngettext("{count} comment", "{count} comments", said).format(count=said),
        drafts=sum(item.state == "draft" for item in snapshot.counted),
        to_place=len(team.waiting(snapshot.workspace)),
        last_act=_act_told(acts[-1]) if acts else "",
    )


def _act_told(act: Act) -> str:
    who = act.actor or _("nobody named")
    return _("{time}, {who}: {what}").format(
        time=local_minute(act.time), who=who, what=action_label(act.action)
    )


ROUTES = (
    Route("/", start, name="start"),
    Route("/w/{workspace}/left", left, name="left"),
)
