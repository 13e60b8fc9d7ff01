"""What was done → undone: every act of the journal, from every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from toolkit import team

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.site import Site


def undo(request: Request) -> Response:
    """Take an act back and show the page as it is then."""
    site: Site = request.app.state.site
    workspace = site.workspace(request.path_params["workspace"])
    team.undo(workspace, request.path_params["number"], actor=request.state.visitor.name)
    return Response(status_code=204, headers={"hx-refresh": "true"})


ROUTES = (Route("/w/{workspace}/undo/{number:int}", undo, methods=["POST"], name="undo"),)
