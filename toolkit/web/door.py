"""Every request passes here: known host, not from another site, known person, their language, errors as answers."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from toolkit.errors import ToolkitError
from toolkit.messages import _, speaking
from toolkit.web import security
from toolkit.web.answering import complaint
from toolkit.web.visitor import Visitor, language_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PUBLIC = ("/static/", "/login", "/health")
"""Paths below the root that nobody has to be known for."""

_LOG = logging.getLogger("consult.web")


class Gate(Protocol):
    """Knows people by what their requests bring."""

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return who asks, None if that is nobody who may."""

    def stranger(self, request: Request) -> Response:
        """Return what somebody unknown sees instead of the page asked for."""

    def admit(self, request: Request) -> Response | None:
        """Let somebody in by what the address itself brings; None if it brings nothing."""


class Door:
    """The outermost middleware. Plain ASGI, so that the language reaches the threads that endpoints run in."""

    def __init__(self, app: ASGIApp, *, gate: Gate, hosts: Collection[str]) -> None:
        self.app = app
        self.gate = gate
        self.hosts = frozenset(name.lower() for name in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                security.add_headers(message, path=_path_below(scope))
            await send(message)

        with speaking(language_of(request)):
            refusal = self._refusal(request)
            if refusal is not None:
                await refusal(scope, receive, guarded_send)
                return
            try:
                await self.app(scope, receive, guarded_send)
            except Exception as error:
                if started:
                    raise
                await _failed(request, error)(scope, receive, guarded_send)

    def _refusal(self, request: Request) -> Response | None:
        if not security.is_known_host(request, self.hosts):
            return PlainTextResponse(_("This server does not answer to that name."), 421)
        if security.is_from_elsewhere(request, method=request.method):
            return PlainTextResponse(_("Another site may not ask for this."), 403)
        if _path_below(request.scope).startswith(PUBLIC):
            request.state.visitor = self.gate.visitor(request) or Visitor(language=language_of(request))
            return None
        return self.gate.admit(request) or self._unknown(request)

    def _unknown(self, request: Request) -> Response | None:
        """Return what stops somebody who is not known, or a request that no browser and no key vouches for."""
        visitor = self.gate.visitor(request)
        if visitor is None:
            return self.gate.stranger(request)
        if request.method not in ("GET", "HEAD") and not security.is_attributed(request):
            return PlainTextResponse(_("The request does not say where it comes from."), 403)
        request.state.visitor = visitor
        return None


def _path_below(scope: Scope) -> str:
    """Return the path without what a reverse proxy puts before it."""
    path, root = str(scope["path"]), str(scope.get("root_path", "")).rstrip("/")
    return path.removeprefix(root) if root else path


def _failed(request: Request, error: Exception) -> Response:
    """Return the answer to an error; of an unforeseen one the log gets the place, never the words of the data."""
    if isinstance(error, ToolkitError):
        return complaint(request, error)
    places = " < ".join(
        f"{frame.name} ({frame.filename}:{frame.lineno})"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _LOG.error("%s %s failed: %s at %s", request.method, request.url.path, type(error).__name__, places)
    return complaint(
        request,
        ToolkitError(
            _("the program failed ({kind}).").format(kind=type(error).__name__),
            hint=_("What you wrote is kept; the server’s log says where."),
        ),
    )
