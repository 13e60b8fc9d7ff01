"""Where the API lives: its page for people, its description for programs, its operations."""

from __future__ import annotations

from starlette.routing import Mount, Route

from toolkit.web.rooms.api.listing import describe, show
from toolkit.web.rooms.api.openapi import PREFIX
from toolkit.web.rooms.api.serving import Api
from toolkit.web.rooms.api.table import OPERATIONS

_PAGES = (Route("/", show), Route(f"{PREFIX}/openapi.json", describe))

ROUTES = (Mount("/api", app=Api(OPERATIONS, prefix=PREFIX, pages=_PAGES), name="api"),)
