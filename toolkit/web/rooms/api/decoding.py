"""Requests → values of the types that an operation takes; what does not fit is refused with the place of the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_origin, get_type_hints

import msgspec

from toolkit.errors import UnknownName, UsageError, WrongType
from toolkit.messages import _, quoted
from toolkit.web.asking import whole_number
from toolkit.web.rooms.api.operation import Content, Operation

if TYPE_CHECKING:
    from starlette.requests import Request

JSON = "application/json"
BYTES = "application/octet-stream"

# What msgspec says of a field: "Expected `str`, got `int` - at `$.text`".
_PLACE = re.compile(r"^(?P<said>.*) - at `(?P<place>.+)`$", re.DOTALL)


def read_path(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters of the path.

    Raises:
        UnknownName: one cannot be the name of anything.
    """
    found: dict[str, Any] = {}
    for name, text in given.items():
        kind = operation.path_types.get(name, str)
        try:
            found[name] = msgspec.convert(_checked(text, where=name), kind, strict=False)
        except (msgspec.ValidationError, UsageError):
            raise UnknownName(_("there is no {name}.").format(name=quoted(text)), where=name) from None
    return found


def read_query(request: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return the parameters after the question mark.

    Raises:
        UsageError: one is unknown, of the wrong kind, or given twice where one is meant.
    """
    hints = get_type_hints(kind)
    given: dict[str, Any] = {}
    for name, text in request.query_params.multi_items():
        _checked(text, where=name)
        if name in hints and get_origin(hints[name]) is tuple:
            given.setdefault(name, []).append(text)
        elif name in given:
            raise UsageError(_("is given twice."), where=name)
        else:
            given[name] = text
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _unfit(error, prefix="") from error


async def read_body(request: Request, kind: Any) -> Any:
    """Return the body as the type that is asked for.

    Raises:
        WrongType: it says that it is something else.
        UsageError: it is no JSON, or does not fit.
        LimitExceeded: it is too large.
    """
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = BYTES if kind is Content else JSON
    if said != wanted:
        raise WrongType(
            _("the content is {said}; {wanted} is wanted.").format(said=said or "?", wanted=wanted),
            where="content-type",
        )
    content = await request.body()
    if kind is Content:
        return Content(content)
    try:
        found = msgspec.json.decode(content, type=kind)
        if b"\\u0000" in content:
            _check_texts(msgspec.json.decode(content))
        return found
    except msgspec.ValidationError as error:
        raise _unfit(error, prefix="body") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(_("is no JSON ({reason}).").format(reason=error), where="body") from error


def _checked(text: str, *, where: str) -> str:
    """Return a text without NUL, which no database keeps and no name has.

    Raises:
        UsageError: there is one.
    """
    if "\0" in text:
        raise UsageError(_("holds a character that no text has."), where=where)
    return text


def _check_texts(value: object) -> None:
    """Refuse a NUL in any text of a JSON value."""
    if isinstance(value, str):
        _checked(value, where="body")
    elif isinstance(value, dict):
        for name, part in value.items():
            _check_texts(name)
            _check_texts(part)
    elif isinstance(value, list):
        for part in value:
            _check_texts(part)


def read_revision(request: Request, said: int | None) -> int:
    """Return the revision that somebody has read: from the body, else from If-Match.

    Raises:
        UsageError: neither says it, or both say something else.
    """
    match = request.headers.get("if-match", "").removeprefix("W/").strip().strip('"')
    tagged = whole_number(match)
    if said is not None and tagged is not None and said != tagged:
        raise UsageError(_("If-Match and the body name different revisions."), where="revision")
    found = said if said is not None else tagged
    if found is None:
        raise UsageError(
            _("which revision was read?"),
            where="revision",
            hint=_("Give it in the body, or as If-Match with the ETag of the comment."),
        )
    return found


def check_day(day: str, *, where: str) -> None:
    """Refuse what looks like a day and is none.

    Raises:
        UsageError: names the field.
    """
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        raise UsageError(
            _("{text} is not a date.").format(text=day), where=where, hint=_("Write it as YYYY-MM-DD.")
        ) from None


def _unfit(error: msgspec.ValidationError, *, prefix: str) -> UsageError:
    found = _PLACE.match(str(error))
    said, place = (found["said"], found["place"]) if found else (str(error), "$")
    where = prefix + place.removeprefix("$")
    return UsageError(_("does not fit: {reason}.").format(reason=said), where=where.removeprefix("."))
