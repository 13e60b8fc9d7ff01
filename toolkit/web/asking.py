"""A request → what it asks: of which workspace, who does, what they typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import _
from toolkit.model.dates import iso_date
from toolkit.workspace.journal import ActFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor
    from toolkit.workspace.store import Workspace

_MOST_DIGITS = 9
"""Of a number: databases hold no more, and there is no more of anything."""


def site_of(request: Request) -> Site:
    """Return what the server serves."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Request) -> Visitor:
    """Return who asks."""
    visitor: Visitor = request.state.visitor
    return visitor


def actor_of(request: Request) -> str:
    """Return under which name the visitor's acts go into the journal."""
    return visitor_of(request).name


def name_of(request: Request) -> str:
    """Return the name of the workspace in the address."""
    return str(request.path_params["workspace"])


def workspace_of(request: Request) -> Workspace:
    """Return the workspace in the address, to write to.

    Raises:
        UnknownName: there is none of this name.
    """
    return site_of(request).workspace(name_of(request))


def snapshot_of(request: Request) -> Snapshot:
    """Return what the workspace in the address holds now.

    Raises:
        UnknownName: there is none of this name.
    """
    return site_of(request).snapshot(name_of(request))


def last_act(request: Request, *actions: str) -> int:
    """Return the number of the visitor's last act of these kinds, 0 if there is none."""
    wanted = ActFilter(actor=actor_of(request), actions=actions, limit=1)
    found = workspace_of(request).team.latest_acts(wanted)
    return found[0].number if found else 0


async def texts_of(request: Request, *, most: int = 1000) -> dict[str, str]:
    """Return the texts of a form as typed, of at most so many fields and without files."""
    async with request.form(max_files=0, max_fields=most) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def deadlines_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the two deadlines of a consultation as they are kept.

    Raises:
        UsageError: one is no date; names it.
    """
    labels = {"deadline": _("Deadline"), "internal_deadline": _("Internal deadline")}
    return {name: iso_date(typed.get(name, ""), where=label) for name, label in labels.items()}


def number_in(request: Request, name: str) -> int:
    """Return a number from the address, 0 where there is none."""
    return whole_number(request.query_params.get(name, "")) or 0


def whole_number(text: str) -> int | None:
    """Return a number that a page of ours has sent back; None for what none of them sends.

    >>> whole_number("12"), whole_number("-1"), whole_number("²"), whole_number("9" * 5000)
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
