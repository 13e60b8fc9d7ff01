"""Which route takes which right on a team's server: checked before the room is entered, whatever the room checks itself.

Every route stands in `NEEDS` by its name. A new one that does not is for administrators alone, and the test of the
matrix of rights fails until it is declared. Where one person works alone, all of it is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route

from toolkit.errors import NotAllowed, StorageError
from toolkit.messages import _
from toolkit.workspace.duties import check_allowed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor

PUBLIC, KNOWN, MEMBER, ADMINISTRATOR = "public", "known", "member", "administrator"
"""Everybody; whoever is logged in; people of the workspace's consult.toml and administrators; administrators.

Any other need is an act of `toolkit.workspace.duties.ALLOWED`, which members with the duty for it may do."""

NEEDS: Mapping[str, str] = {
    "health": PUBLIC,
    "static": PUBLIC,
    "login": PUBLIC,
    "first": PUBLIC,
    "openid": PUBLIC,
    "openid_back": PUBLIC,
    "logout": KNOWN,
    "account": KNOWN,
    "password": KNOWN,
    "end_sessions": KNOWN,
    "people": ADMINISTRATOR,
    "people_add": ADMINISTRATOR,
    "people_link": ADMINISTRATOR,
    "people_change": ADMINISTRATOR,
    "people_log": ADMINISTRATOR,
    "preferences": KNOWN,
    "start": KNOWN,
    "left": MEMBER,
    "checked": MEMBER,
    "draft_upload": ADMINISTRATOR,
    "draft": ADMINISTRATOR,
    "draft_state": ADMINISTRATOR,
    "draft_read": ADMINISTRATOR,
    "draft_stop": ADMINISTRATOR,
    "draft_discard": ADMINISTRATOR,
    "draft_create": ADMINISTRATOR,
    "settings": MEMBER,
    "settings_save": "settings",
    "settings_person": "settings",
    "settings_profile": MEMBER,
    "calendar": MEMBER,
    "next_version": "settings",
    "retag": "settings",
    "work": "settings",
    "work_state": "settings",
    "work_stop": "settings",
    "undo": "undo",
    "overview": MEMBER,
    "overview_section": MEMBER,
    "overview_signatures": MEMBER,
    "overview_assign": "assign",
    "desk": MEMBER,
    "desk-counts": MEMBER,
    "desk-line": MEMBER,
    "desk-intake": MEMBER,
    "desk-upload": "intake",
    "desk-intake-run": "intake",
    "desk-intake-names": "intake",
    "desk-intake-stop": "intake",
    "desk-file": MEMBER,
    "desk-original": MEMBER,
    "desk-placing": MEMBER,
    "desk-remark": MEMBER,
    "desk-place-search": MEMBER,
    "desk-place": "place",
    "desk-confirm": "place",
    "desk-groups": MEMBER,
    "desk-group": MEMBER,
    "desk-apart": "apart",
    "desk-agree": "apart",
    "desk-reject": "reject",
    "desk-minority": "minority",
    "desk-merging": "merge",
    "desk-merge": "merge",
    "desk-attributed": "merge",
    "desk-trace": MEMBER,
    "desk-traced": MEMBER,
    "desk-findings": MEMBER,
    "desk-look-again": MEMBER,
    "desk-accept": "accept",
    "desk-sign": MEMBER,
    "desk-before-signing": MEMBER,
    "desk-signing": "sign",
    "desk-history": MEMBER,
    "desk-act": MEMBER,
    "desk-undo": MEMBER,
}
"""Route → need."""


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """Put a guard before the room of each route."""
    return [_guarded(route) for route in routes]


def _guarded(route: BaseRoute) -> BaseRoute:
    if not isinstance(route, Route | Mount):
        return route
    made = copy(route)  # the rooms' own routes serve other applications too
    made.app = Guard(route.app, need=NEEDS.get(route.name or "", ADMINISTRATOR))
    return made


class Guard:
    """Lets in who has the right that a route takes."""

    def __init__(self, app: ASGIApp, *, need: str) -> None:
        self.app = app
        self.need = need

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Enter the room, or refuse."""
        request = Request(scope)
        site: Site = request.app.state.site
        if site.mode == "team" and self.need != PUBLIC:
            request.state.is_refused = True
            workspace = str(request.path_params.get("workspace", ""))
            await run_in_threadpool(check_right, site, request.state.visitor, self.need, workspace=workspace)
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
