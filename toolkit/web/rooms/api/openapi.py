"""Operations → their description for programs. Source: OpenAPI 3.1.1; the schemas are JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_origin, get_type_hints

import msgspec

from toolkit.messages import N_, _
from toolkit.web.rooms.api.conflicts import ConflictAnswer, ErrorAnswer
from toolkit.web.rooms.api.decoding import BYTES, JSON
from toolkit.web.rooms.api.operation import Content, Operation

VERSION = "1"
PREFIX = f"/v{VERSION}"
_REFERENCE = "#/components/schemas/{name}"
_FILE = {"type": "string", "contentMediaType": BYTES}
_STATUS_WORDS = {
    400: N_("The request does not fit, or asks for something impossible."),
    401: N_("Nobody who is known here asks."),
    403: N_("It is for others to do."),
    404: N_("There is nothing of this name."),
    409: N_("Somebody else was quicker; nothing is changed."),
    413: N_("What was sent is too large."),
    415: N_("What was sent is of another type."),
    421: N_("The server does not answer to this name."),
    422: N_("The file cannot be read as it is."),
    501: N_("An optional part of the server is not installed."),
    503: N_("The workspace cannot be opened or written."),
}

Json = dict[str, Any]


def describe(operations: Sequence[Operation], *, server: str) -> Json:
    """Return the OpenAPI document; `server` is the address that the paths begin with."""
    types = [kind for operation in operations for kind in _types_of(operation)]
    types += [ErrorAnswer, ConflictAnswer]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    known = _Schemas(types, schemas)
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, known)
    return {
        "openapi": "3.1.1",
        "info": {"title": "consult", "version": VERSION, "description": _about()},
        "servers": [{"url": server}],
        "tags": [{"name": _(group)} for group in dict.fromkeys(item.group for item in operations)],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _about() -> str:
    return _("Everything that the command line and the pages do at a workspace, as JSON.")


class _Schemas:
    """The schema of each type: types are compared as they are, since not all of them can be keys."""

    def __init__(self, types: Sequence[Any], schemas: Sequence[Json]) -> None:
        self._pairs = tuple(zip(types, schemas, strict=True))

    def of(self, kind: Any) -> Json:
        """Return the schema of a type of the table."""
        return next(schema for known, schema in self._pairs if known == kind)


def _types_of(operation: Operation) -> Iterable[Any]:
    if operation.body is not None and operation.body is not Content:
        yield operation.body
    if operation.answer is not None and operation.answer is not Content:
        yield operation.answer


def _operation(operation: Operation, known: _Schemas) -> Json:
    found: Json = {
        "operationId": operation.name,
        "tags": [_(operation.group)],
        "summary": _(operation.about),
        "parameters": [*_path_parameters(operation), *_query_parameters(operation.query)],
        "responses": _responses(operation, known),
        "x-need": operation.need,
    }
    if operation.body is not None:
        kind, schema = (BYTES, _FILE) if operation.body is Content else (JSON, known.of(operation.body))
        found["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return found


def _path_parameters(operation: Operation) -> Iterable[Json]:
    for name in operation.parameters:
        schema = _plain(operation.path_types.get(name, str))
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(query: type[msgspec.Struct] | None) -> Iterable[Json]:
    """Yield the fields of a query; one of several values is repeated."""
    if query is None:
        return
    hints = get_type_hints(query, include_extras=True)
    for field in msgspec.structs.fields(query):
        parameter: Json = {
            "name": field.name,
            "in": "query",
            "required": field.required,
            "schema": _asked(hints[field.name]),
        }
        if get_origin(hints[field.name]) is tuple:
            parameter |= {"style": "form", "explode": True}
        yield parameter


def _asked(kind: Any) -> Json:
    """Return the schema of a parameter: what may be left out cannot be asked for as null."""
    schema = _plain(kind)
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return dict(options[0])
    return (
        {**schema, "enum": [item for item in schema["enum"] if item is not None]}
        if "enum" in schema
        else schema
    )


def _plain(kind: Any) -> Json:
    schemas, _components = msgspec.json.schema_components([kind], ref_template=_REFERENCE)
    return schemas[0]


def _responses(operation: Operation, known: _Schemas) -> Json:
    done: Json = {"description": _("Done.")}
    if operation.answer is Content:
        done["content"] = {"*/*": {"schema": _FILE}}
    elif operation.answer is not None:
        done["content"] = {JSON: {"schema": known.of(operation.answer)}}
    if operation.answer is not None and getattr(operation.answer, "__name__", "") == "Comment":
        done["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    return {str(operation.status): done} | {
        str(status): _failure(status, known) for status in operation.statuses
    }


def _failure(status: int, known: _Schemas) -> Mapping[str, Any]:
    kind = ConflictAnswer if status == 409 else ErrorAnswer
    return {"description": _(_STATUS_WORDS[status]), "content": {JSON: {"schema": known.of(kind)}}}
