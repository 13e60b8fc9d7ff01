"""Every request passes here: known host, not from another site, known person, their language, errors as answers."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from toolkit.errors import ToolkitError
from toolkit.messages import _, speaking
from toolkit.web.answering import complaint, refusal
from toolkit.web.asking import site_of
from toolkit.web.entrance import bodies, security
from toolkit.web.visitor import Visitor, language_of, theme_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PUBLIC = ("/static", "/login", "/health")
"""Paths below the root, and what is below them, that nobody has to be known for."""

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

    def __init__(self, app: ASGIApp, *, gate: Gate, hosts: Collection[str], origin: str = "") -> None:
        """Answer to the names `hosts`; `origin` is what browsers call the server where that is not what it sees itself."""
        self.app = app
        self.gate = gate
        self.hosts = frozenset(name.lower() for name in hosts)
        self.origin = origin

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
                security.add_headers(
                    message, path=_path_below(scope), is_secure=self.origin.startswith("https://")
                )
            await send(message)

        with speaking(language_of(request)):
            try:
                await self._answer(request, guarded_send)
            except Exception as error:  # noqa: BLE001  # the last resort: what failed is logged without the data's words
                answer = _failed(request, error)
                if started:
                    raise Interrupted from None
                await answer(scope, receive, guarded_send)

    async def _answer(self, request: Request, send: Send) -> None:
        is_public = _is_public(_path_below(request.scope))
        refusal = self._refusal(request) or await self._unknown(request, is_public=is_public)
        if refusal is not None:
            await refusal(request.scope, request.receive, send)
            return
        most = bodies.most_bytes(request, site_of(request).uploads, is_public=is_public)
        bodies.check_declared(request, most)
        await self.app(request.scope, bodies.limited(request.receive, most=most), send)

    def _refusal(self, request: Request) -> Response | None:
        """Return what stops a request that is not made to us, or not by a page of ours."""
        if not security.is_known_host(request, self.hosts):
            return refusal(request, _("This server does not answer to that name."), 421)
        if self.origin.startswith("https://") and request.url.scheme != "https":
            if _path_below(request.scope) == "/health":
                return None
            return refusal(
                request,
                _("This server answers by https alone; the proxy before it must say X-Forwarded-Proto."),
                400,
            )
        if security.is_from_elsewhere(request, method=request.method, origin=self.origin):
            return refusal(request, _("Another site may not ask for this."), 403)
        return None

    async def _unknown(self, request: Request, *, is_public: bool) -> Response | None:
        """Return what stops somebody who is not known, or a request that no browser and no key vouches for."""
        admission = None if is_public else self.gate.admit(request)
        if admission is not None:
            return admission
        visitor = await run_in_threadpool(self.gate.visitor, request)
        if visitor is None and not is_public:
            return self.gate.stranger(request)
        request.state.visitor = visitor or Visitor(language=language_of(request), theme=theme_of(request))
        if request.method not in security.SAFE_METHODS and not security.is_attributed(request):
            return refusal(request, _("The request does not say where it comes from."), 403)
        return None


class Interrupted(ConnectionError):
    """An answer that had begun could not be finished."""


def _is_public(path: str) -> bool:
    return any(path == place or path.startswith(place + "/") for place in PUBLIC)


def _path_below(scope: Scope) -> str:
    """Return the path without what a reverse proxy puts before it."""
    path, root = str(scope["path"]), str(scope.get("app_root_path", scope.get("root_path", ""))).rstrip("/")
    return path.removeprefix(root) if root else path


def _failed(request: Request, error: Exception) -> Response:
    """Return the answer to an error; of an unforeseen one the log gets the place, never the words of the data."""
    if isinstance(error, ToolkitError):
        return complaint(request, error)
    places = " < ".join(
        f"{frame.name} ({frame.filename}:{frame.lineno})"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    form = getattr(
        request.scope.get("route"), "path", ""
    )  # of the address, which itself may hold a one-time word
    _LOG.error("%s %s failed: %s at %s", request.method, form, type(error).__name__, places)
    return complaint(
        request,
        ToolkitError(
            _("the program failed ({kind}).").format(kind=type(error).__name__),
            hint=_("What you wrote is kept; the server’s log says where."),
        ),
    )
