"""What the API can do, one `Operation` each: the table of them is what is served, and what is described."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from toolkit.web.asking import site_of, visitor_of
from toolkit.web.entrance.rights import MEMBER

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor
    from toolkit.workspace.store import Workspace

Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]

# Matches "{comment}" of "/comments/{comment}"; not "{}".
_PARAMETER = re.compile(r"\{(\w+)\}")


class Content(msgspec.Struct, frozen=True):
    """A file as the body of a request or answer."""

    content: bytes
    name: str = ""
    """What to save it as."""


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a program can ask for."""

    name: str
    """Unique; `operationId` of the description."""
    method: Method
    path: str
    """Below the version, with parameters in braces."""
    about: str
    """An English message: one sentence."""
    run: Callable[..., Any]
    """Takes the `Call`, then `query` and `body` where there are any."""
    answer: Any
    """Type of what `run` returns; None for an answer without content."""
    query: type[msgspec.Struct] | None = None
    body: Any = None
    """Type of the JSON, or `Content` for a file."""
    path_types: Mapping[str, Any] = {}
    """Of parameters that are no mere text."""
    status: int = 200
    errors: tuple[int, ...] = ()
    """Statuses beyond those that every operation may answer with: see `statuses`."""
    group: str = ""
    """What it is about: an English message."""
    need: str = MEMBER
    """The right it takes on a team's server: see `toolkit.web.entrance.rights`."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters of the path."""
        return tuple(_PARAMETER.findall(self.path))

    @property
    def statuses(self) -> tuple[int, ...]:
        """All error statuses that it may answer with."""
        usual = {400, 401, 403, 421, 503}
        usual |= {404} if self.parameters else set()
        usual |= {413, 415} if self.body is not None else set()
        return tuple(sorted(usual | set(self.errors)))


class Call:
    """One request to an operation: who asks, of which workspace, with which words in the path."""

    def __init__(self, request: Request, path: Mapping[str, Any]) -> None:
        self.request = request
        self.path = path

    @property
    def site(self) -> Site:
        """What the server serves."""
        return site_of(self.request)

    @property
    def visitor(self) -> Visitor:
        """Who asks."""
        return visitor_of(self.request)

    @property
    def actor(self) -> str:
        """The name under which things are done."""
        return self.visitor.name

    @property
    def snapshot(self) -> Snapshot:
        """What the workspace of the path holds now."""
        return self.site.snapshot(self.path["workspace"])

    @property
    def workspace(self) -> Workspace:
        """The workspace of the path, to write to."""
        return self.site.workspace(self.path["workspace"])
