"""Export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from toolkit.web.answering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def show(request: Request) -> Response:
    """Show the export."""
    return page(request, "export/index.html", workspace=request.path_params["workspace"])


ROUTES = (Route("/w/{workspace}/export", show, name="export"),)
