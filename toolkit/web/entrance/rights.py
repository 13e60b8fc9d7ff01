"""Which route takes which right on a team's server: checked before the room is entered, whatever the room checks itself.

Every route stands in rights.toml by its name. A new one that does not is for administrators alone, and the test of the
matrix of rights fails until it is declared. Where one person works alone, all of it is theirs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, IntegerConvertor
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route

from toolkit.errors import NotAllowed, StorageError, UnknownName
from toolkit.messages import _
from toolkit.web.asking import site_of, visitor_of
from toolkit.workspace.duties import check_allowed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor

PUBLIC, KNOWN, MEMBER, ADMINISTRATOR = "public", "known", "member", "administrator"
"""Everybody; whoever is logged in; people of the workspace's consult.toml and administrators; administrators.

Any other need is an act of `toolkit.workspace.duties.ALLOWED`, which members with the duty for it may do."""

_MOST = 2**63 - 1
"""What a database takes for a number."""
_DIGITS = 20
"""A number of so many is beyond that."""
TABLE = Path(__file__).with_name("rights.toml")


@cache
def needs() -> Mapping[str, str]:
    """Return the need of each route, by the route's name."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name: need for need, names in table.items() for name in names}


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """Put a guard before the room of each route."""
    return [_guarded(route) for route in routes]


def _guarded(route: BaseRoute) -> BaseRoute:
    if not isinstance(route, Route | Mount):
        return route
    made = copy(route)  # the rooms' own routes serve other applications too
    if isinstance(made, Route):
        made.param_convertors = {name: _bounded(kind) for name, kind in made.param_convertors.items()}
    made.app = Guard(route.app, need=needs().get(route.name or "", ADMINISTRATOR))
    return made


class _Number(IntegerConvertor):
    """Reads a number of however many digits: the guard refuses what is beyond any."""

    def convert(self, value: str) -> int:
        """Return the number, or one that is too large as well."""
        return super().convert(value[:_DIGITS])


def _bounded(kind: Convertor[Any]) -> Convertor[Any]:
    return _Number() if isinstance(kind, IntegerConvertor) else kind


class Guard:
    """Lets in who has the right that a route takes."""

    def __init__(self, app: ASGIApp, *, need: str) -> None:
        self.app = app
        self.need = need

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Enter the room, or refuse."""
        request = Request(scope)
        if any(isinstance(value, int) and value > _MOST for value in request.path_params.values()):
            raise UnknownName(_("there is no such number."))
        site = site_of(request)
        if site.mode == "team" and self.need != PUBLIC:
            request.state.is_refused = True
            workspace = str(request.path_params.get("workspace", ""))
            await run_in_threadpool(check_right, site, visitor_of(request), self.need, workspace=workspace)
            request.state.is_refused = False
        await self.app(scope, receive, send)


def check_right(site: Site, visitor: Visitor, need: str, *, workspace: str) -> None:
    """Refuse what takes a right that the visitor does not have.

    Raises:
        UnknownName: there is no such workspace, or it is none of theirs; nobody learns which.
        NotAllowed: it is for others to do.
    """
    snapshot = _seen(site, visitor, workspace) if workspace else None
    if need in (KNOWN, MEMBER) and (snapshot is not None or need == KNOWN):
        return
    if snapshot is None or need == ADMINISTRATOR:
        if not visitor.is_administrator:
            raise NotAllowed(
                _("this is for administrators of the server."), hint=_("Ask one of them to do it for you.")
            )
    elif not visitor.may(need, snapshot):
        check_allowed(snapshot.settings, visitor.name, need)


def _seen(site: Site, visitor: Visitor, workspace: str) -> Snapshot:
    """Return what a workspace holds, if it exists for the visitor; a broken one exists for administrators alone."""
    try:
        snapshot = site.snapshot(workspace)
    except StorageError:
        if visitor.is_administrator:
            raise
        raise site.unknown(workspace) from None
    if not visitor.sees(snapshot):
        raise site.unknown(workspace)
    return snapshot
