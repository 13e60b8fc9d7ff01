"""Requests of known people → slowed down where they come too fast, and written into the audit log where they do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request

from toolkit.errors import LimitExceeded, ToolkitError
from toolkit.messages import _
from toolkit.web.answering import complaint, status_of
from toolkit.web.asking import visitor_of
from toolkit.web.entrance.bodies import sends_files
from toolkit.web.entrance.security import SAFE_METHODS
from toolkit.web.entrance.team import address_of

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from toolkit.web.entrance.team import Team

_UNCOUNTED = ("static", "health")
_UNNOTED = (
    "login", "preferences",
    "comment_preview", "comment_questions", "comment_compare", "comment_leave", "comment_save",
)  # fmt: skip
"""The login writes its own entries; colours are nobody's business; what is typed stands in the journal, once."""


class Watch:
    """Stands behind the door of a team's server."""

    def __init__(self, app: ASGIApp, *, team: Team) -> None:
        self.app = app
        self.team = team

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its sender has asked too much."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        person = visitor_of(request).account or address_of(request)
        wait = 0.0 if _first_part(request) in _UNCOUNTED else self._wait(request, person)
        if wait:
            await _too_much(request, wait)(scope, receive, send)
            return
        watched = _Watched(receive, send)
        try:
            await self.app(scope, watched.receive, watched.send)
        except ToolkitError as error:
            watched.status = status_of(error)
            raise
        except Exception:
            watched.status = 500
            raise
        finally:
            if watched.received:
                self.team.sent_bytes.take(person, watched.received)
            if _is_noted(request, watched):
                await run_in_threadpool(self._note, request, watched.status)

    def _wait(self, request: Request, person: str) -> float:
        wait = self.team.requests.take(person)
        return wait or (self.team.sent_bytes.take(person, 0.0) if sends_files(request) else 0.0)

    def _note(self, request: Request, status: int) -> None:
        self.team.note(
            request,
            _act_of(request),
            result=str(status),
            workspace=str(request.path_params.get("workspace", ""))[:100],
        )


class _Watched:
    """What passes through an exchange: how many bytes came in, which status and headers went out."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self.received = 0
        self.status = 0
        self.hands_out = False
        """Whether the answer is a file to keep."""

    async def receive(self) -> Message:
        """Receive, and count."""
        message = await self._receive()
        self.received += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        """Send, and look at what begins."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = Headers(raw=message["headers"]).get("content-disposition", "")
            self.hands_out = told.lower().startswith("attachment")
        await self._send(message)


def _is_noted(request: Request, watched: _Watched) -> bool:
    """Tell whether an exchange goes into the log: what changes something, takes something away, or was refused."""
    if _act_of(request) in _UNNOTED:
        return False
    is_write = request.method not in SAFE_METHODS
    is_refused = watched.status == 403 or getattr(request.state, "is_refused", False)
    return is_write or watched.hands_out or is_refused


def _act_of(request: Request) -> str:
    """Return the name of the route, of the API method and form of the address; "" for an address that leads nowhere."""
    route = request.scope.get("route")
    if _first_part(request) == "api":
        return f"{request.method} /api{getattr(route, 'path', '')}"
    return str(getattr(route, "name", ""))


def _first_part(request: Request) -> str:
    """Return the part of the address that says whether it is a page, the API or something else."""
    root = str(request.scope.get("app_root_path", request.scope.get("root_path", "")))
    return request.url.path.removeprefix(root).strip("/").partition("/")[0]


def _too_much(request: Request, wait: float) -> Response:
    answer = complaint(
        request,
        LimitExceeded(
            _("You have asked for very much in a short time."),
            hint=_("Go on in {count} seconds.").format(count=round(wait + 0.5)),
        ),
        status=429,
    )
    answer.headers["retry-after"] = str(round(wait + 0.5))
    return answer
