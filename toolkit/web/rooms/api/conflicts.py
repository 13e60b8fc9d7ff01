"""A change made on an older revision → an answer that holds both versions, so that nothing written is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response

from toolkit.errors import Conflict
from toolkit.model.comment import Comment
from toolkit.web.answering import complaint

if TYPE_CHECKING:
    from starlette.requests import Request


class ErrorBody(msgspec.Struct, frozen=True):
    """What went wrong."""

    kind: str
    """Name of the kind of error: "UnknownName", "NotAllowed", "Conflict", …"""
    message: str
    """One sentence, in the language asked for."""
    where: str = ""
    """The field, provision, file … that is meant."""
    hint: str = ""
    """What to do about it."""


class ErrorAnswer(msgspec.Struct, frozen=True):
    """Every answer that is no success."""

    error: ErrorBody


class ConflictAnswer(msgspec.Struct, frozen=True):
    """Somebody else was quicker; `stored` is there only where one comment is meant."""

    error: ErrorBody
    stored: Comment | None = None
    """The comment as it is now."""
    sent: dict[str, Any] | None = None
    """What was sent, unchanged."""


class Outdated(Conflict):
    """A conflict about one comment, with what was sent."""

    def __init__(self, error: Conflict, *, stored: Comment, sent: msgspec.Struct) -> None:
        super().__init__(error.message, where=error.where, hint=error.hint)
        self.stored = stored
        self.sent = sent


def conflict_answer(request: Request, error: Outdated) -> Response:
    """Return both versions."""
    told = Conflict(error.message, where=error.where, hint=error.hint)
    body = msgspec.json.decode(bytes(complaint(request, told).body), type=ErrorAnswer)
    sent = msgspec.to_builtins(error.sent)
    answer = ConflictAnswer(body.error, stored=error.stored, sent=sent)
    return Response(msgspec.json.encode(answer), 409, media_type="application/json")
