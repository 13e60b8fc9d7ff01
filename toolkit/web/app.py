"""The application: which address leads to which room. Read this first.

    browser ─▶ entrance/ ─▶ router ─▶ a room ─▶ desk, team, review, tagging, pipeline: as the command line does
               host, site,      │  ▲
               person, limits,  │  └─ asking: Site (open workspaces) ─▶ Snapshot (what one holds now)
               rights           └─▶ answering ─▶ pages/*.html, which ask static/ for scripts and colours

- `entrance/`: who comes in, with how much, to what; `accounts/`: who they are on a team's server, and its log.
- `rooms/`: a module or package for each room, with its addresses in ROUTES; none knows another, but `rooms/api/`, which
  offers programs what all of them do. Rooms are thin: an endpoint reads the request, calls, and renders a template.
- `uploads`, `drawer`, `jobs`: what was sent, what is kept of it for a day, what works on while the page waits.
- `server/`: this application behind an address, alone or for a team, and the copies of its data.

Endpoints are plain functions and run in threads; forms and files are read by async ones.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from toolkit.web.answering import STATIC, nothing_here, static_key
from toolkit.web.drawer import Drawer
from toolkit.web.entrance.door import Door, Gate
from toolkit.web.entrance.rights import guarded
from toolkit.web.entrance.watching import Watch
from toolkit.web.jobs import Jobs
from toolkit.web.rooms import (
    accounts,
    api,
    commenting,
    desk,
    exporting,
    overview,
    preferences,
    reading,
    settings,
    starting,
    undoing,
)
from toolkit.web.rooms.commenting.presence import Presence
from toolkit.web.rooms.starting.incoming import Drafts

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.entrance.team import Team
    from toolkit.web.site import Site


def create_app(
    site: Site, *, gate: Gate, hosts: Collection[str], origin: str = "", team: Team | None = None
) -> Starlette:
    """Make the application that serves `site` to whom `gate` lets in, under the names `hosts` ("127.0.0.1:8765").

    `origin` is what browsers call it ("https://consult.example") where a proxy stands in front; `team` is given where
    people log in.
    """
    middleware = [Middleware(Door, gate=gate, hosts=hosts, origin=origin)]
    if team is not None:
        middleware.append(Middleware(Watch, team=team))
    app = Starlette(
        routes=guarded(routes()), middleware=middleware, exception_handlers={HTTPException: nothing_here}
    )
    app.state.site = site
    app.state.team = team
    app.state.gate = gate
    app.state.jobs = Jobs()
    app.state.presence = Presence()
    app.state.drawer = Drawer()
    app.state.drafts = Drafts()
    return app


def routes() -> list[BaseRoute]:
    """Return every address, room by room."""
    return [
        Route("/health", _health, name="health"),
        Mount(f"/static/{static_key()}", StaticFiles(directory=STATIC), name="static"),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        *accounts.ROUTES,
        *preferences.ROUTES,
        *starting.ROUTES,
        *settings.ROUTES,
        *exporting.ROUTES,
        *reading.ROUTES,
        *commenting.ROUTES,
        *overview.ROUTES,
        *desk.ROUTES,
        *api.ROUTES,
        *undoing.ROUTES,
    ]


def _health(_request: Request) -> PlainTextResponse:
    """Say that the server is up, for whoever watches over it."""
    return PlainTextResponse("ok")
