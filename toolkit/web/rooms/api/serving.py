"""Operations → an ASGI application below /api: each request is checked, decoded, done, and answered in JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router

from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.web.answering import nothing_here
from toolkit.web.attachment import attachment
from toolkit.web.entrance.rights import check_right
from toolkit.web.rooms.api.conflicts import Outdated, conflict_answer
from toolkit.web.rooms.api.decoding import JSON, read_body, read_path, read_query
from toolkit.web.rooms.api.operation import Call, Content, Operation

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from toolkit.web.site import Site

Endpoint = Callable[[Request], Awaitable[Response]]


class Api:
    """Serves operations under a prefix, and tells of unknown addresses and methods in the one error shape."""

    def __init__(
        self, operations: Sequence[Operation], *, prefix: str, pages: Sequence[BaseRoute] = ()
    ) -> None:
        by_path: dict[str, dict[str, Operation]] = {}
        for operation in operations:
            by_path.setdefault(operation.path, {})[operation.method] = operation
        routes = [
            Route(prefix + path, _endpoint(methods), methods=list(methods))
            for path, methods in by_path.items()
        ]
        self.router = Router([*pages, *routes], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            await self.router(scope, receive, send)
        except HTTPException as error:
            await nothing_here(Request(scope, receive), error)(scope, receive, send)


def _endpoint(methods: Mapping[str, Operation]) -> Endpoint:
    async def answer(request: Request) -> Response:
        operation = methods["GET" if request.method == "HEAD" else request.method]
        call = Call(request, read_path(operation, request.path_params))
        await run_in_threadpool(_check_right, call, operation)
        given: dict[str, Any] = {}
        if operation.query is not None:
            given["query"] = read_query(request, operation.query)
        elif request.query_params:
            raise UsageError(_("takes no parameters."), where=next(iter(request.query_params)))
        if operation.body is not None:
            given["body"] = await read_body(request, operation.body)
        return await run_in_threadpool(_run, operation, call, given)

    return answer


def _check_right(call: Call, operation: Operation) -> None:
    """Refuse what takes a right; where one person works alone, the workspace's own duties are all."""
    site: Site = call.site
    if site.mode != "team":
        return
    call.request.state.is_refused = True
    workspace = str(call.path.get("workspace", ""))
    check_right(site, call.visitor, operation.need, workspace=workspace)
    call.request.state.is_refused = False


def _run(operation: Operation, call: Call, given: Mapping[str, Any]) -> Response:
    try:
        result = operation.run(call, **given)
    except Outdated as error:
        return conflict_answer(call.request, error)
    if isinstance(result, Content):
        return attachment(result.content, result.name)
    if operation.answer is None:
        return Response(status_code=operation.status)
    headers = {"etag": f'"{result.revision}"'} if isinstance(result, Comment) else {}
    return Response(msgspec.json.encode(result), operation.status, media_type=JSON, headers=headers)
