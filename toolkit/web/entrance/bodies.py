"""The body of a request → passed on while it is small enough and comes fast enough, refused before it is understood."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request

from toolkit.errors import LimitExceeded
from toolkit.messages import _

if TYPE_CHECKING:
    from starlette.types import Message, Receive

    from toolkit.web.site import UploadLimits

KIB = 1024
MIB = 1024 * KIB
UNKNOWN_BYTES = 64 * KIB
"""From somebody who is not known yet: a login."""
TEXT_BYTES = 8 * MIB
"""Of a form without files, or of JSON."""
_TEXT_TYPES = ("application/x-www-form-urlencoded", "application/json", "text/plain", "")

PAUSE_SECONDS = 30.0
"""So long a sender may say nothing."""
SLOWEST_BYTES_PER_SECOND = 2 * KIB
"""A sender that stays below this after the first pause holds a place that others need."""


def most_bytes(request: Request, uploads: UploadLimits, *, is_public: bool) -> int:
    """Return how large the body of a request may be, by who sends it and what it says it is."""
    if is_public:
        return UNKNOWN_BYTES
    return uploads.request_bytes if sends_files(request) else min(TEXT_BYTES, uploads.request_bytes)


def sends_files(request: Request) -> bool:
    """Tell whether the body is said to be something else than a form without files, or JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind not in _TEXT_TYPES


def check_declared(request: Request, most: int) -> None:
    """Refuse a body by the length that it says it has.

    Raises:
        LimitExceeded: it is longer than `most` bytes.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > most:
        raise _too_long(most)


def limited(receive: Receive, *, most: int) -> Receive:
    """Return a receiver that ends a body which is longer than `most` bytes, or comes too slowly.

    What it returns raises:
        LimitExceeded: the body is too long or too slow.
    """
    count, begun = 0, 0.0

    async def receive_some() -> Message:
        nonlocal count, begun
        clock = asyncio.get_running_loop().time
        begun = begun or clock()
        try:
            message = await asyncio.wait_for(receive(), PAUSE_SECONDS if count >= 0 else None)
        except TimeoutError:
            raise _too_slow() from None
        if message["type"] != "http.request":
            return message
        count += len(message.get("body", b""))
        if count > most:
            raise _too_long(most)
        if not message.get("more_body", False):
            count = -1
        elif clock() - begun > PAUSE_SECONDS + count / SLOWEST_BYTES_PER_SECOND:
            raise _too_slow()
        return message

    return receive_some


def _too_long(most: int) -> LimitExceeded:
    return LimitExceeded(
        _("is larger than this server takes at once ({limit} MiB).").format(limit=round(most / MIB, 2)),
        where=_("What was sent"),
    )


def _too_slow() -> LimitExceeded:
    return LimitExceeded(_("came too slowly."), where=_("What was sent"), hint=_("Try again."))
