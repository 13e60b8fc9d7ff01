"""The table of operations → a page for people, and the description for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import msgspec
from starlette.responses import Response

from toolkit.web.answering import page, root_of
from toolkit.web.rooms.api import openapi
from toolkit.web.rooms.api.operation import Content, Operation
from toolkit.web.rooms.api.table import OPERATIONS

if TYPE_CHECKING:
    from starlette.requests import Request


class Field(msgspec.Struct, frozen=True):
    """A parameter or a field of what is sent."""

    name: str
    kind: str
    required: bool


def show(request: Request) -> Response:
    """List the operations for people."""
    groups: dict[str, list[tuple[Operation, list[Field], list[Field]]]] = {}
    for operation in OPERATIONS:
        shown = (operation, list(_fields(operation.query)), list(_fields(operation.body)))
        groups.setdefault(operation.group, []).append(shown)
    return page(
        request,
        "api/index.html",
        groups=groups,
        prefix="/api" + openapi.PREFIX,
        description=f"{root_of(request)}api{openapi.PREFIX}/openapi.json",
        kind_of=kind_name,
        is_file=lambda operation: operation.body is Content,
    )


def describe(request: Request) -> Response:
    """Return the OpenAPI document in the language asked for."""
    found = openapi.describe(OPERATIONS, server=f"{root_of(request)}api{openapi.PREFIX}")
    return Response(msgspec.json.encode(found), media_type="application/json")


def _fields(kind: Any) -> Iterator[Field]:
    if kind is None or kind is Content:
        return
    hints = get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        yield Field(field.name, kind_name(hints[field.name]), field.required)


def kind_name(kind: Any) -> str:
    """Return a type as people read it: "Comment[]" for a tuple of comments, "file" for the content of one.

    >>> kind_name(tuple[str, ...]), kind_name(str | None), kind_name(dict[str, int])
    ('string[]', 'string', '{string: integer}')
    """
    plain = {str: "string", int: "integer", bool: "boolean", float: "number", Content: "file", None: "–"}
    if kind in plain:
        return plain[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple:
        return kind_name(parts[0]) + "[]"
    if origin is dict:
        return f"{{{kind_name(parts[0])}: {kind_name(parts[1])}}}"
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return f"{origin.__name__}<{kind_name(parts[0])}>"
    if not parts:
        return getattr(kind, "__name__", str(kind))
    return " | ".join(_choices(parts))


def _choices(parts: tuple[Any, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part not in (type(None), msgspec.UnsetType):
            yield kind_name(part)
