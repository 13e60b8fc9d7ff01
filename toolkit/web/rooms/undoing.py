"""What was done → undone: every act of the journal, from every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.web.asking import actor_of, workspace_of

if TYPE_CHECKING:
    from starlette.requests import Request


def undo(request: Request) -> Response:
    """Take an act back and show the page as it is then."""
    team.undo(workspace_of(request), request.path_params["number"], actor=actor_of(request))
    return Response(status_code=204, headers={"hx-refresh": "true"})


ROUTES = (Route("/w/{workspace}/undo/{number:int}", undo, methods=["POST"], name="undo"),)
