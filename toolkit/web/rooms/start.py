"""The first page: the workspaces, and a draft to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from toolkit.web.answering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.web.site import Site


def start(request: Request) -> Response:
    """Show the workspaces with their deadlines."""
    site: Site = request.app.state.site
    return page(request, "start.html", names=site.names())


ROUTES = (Route("/", start, name="start"),)
