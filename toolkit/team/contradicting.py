"""Many comments → the contradictions among them, found in a child process while other work goes on here."""

from __future__ import annotations

import contextvars
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import msgspec

from toolkit.errors import InputRefused
from toolkit.limits import Limits, call_limited
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Group, Verdict
from toolkit.model.provision import Outline, ParsedDraft

_MANY = 2_000
"""From so many comments on, a second process is worth its start."""
_LIMITS = Limits(memory_mib=4096, seconds=1800)


class _Order(msgspec.Struct):
    draft: ParsedDraft
    comments: tuple[Comment, ...]
    verdicts: tuple[Verdict, ...]


@contextmanager
def contradictions_meanwhile(
    draft: ParsedDraft, comments: tuple[Comment, ...], verdicts: tuple[Verdict, ...]
) -> Iterator[Callable[[], tuple[Group, ...]]]:
    """Look for contradictions that nobody has settled while the block works; call what it is given to have them.

    Of few comments, or with one processor, they are found when they are asked for.
    """
    order = _Order(_bare(draft), comments, verdicts)
    if len(comments) < _MANY or (os.cpu_count() or 1) < 2:
        yield lambda: _found(order)
        return
    context = contextvars.copy_context()
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(context.run, _found_beside, order)
        yield lambda: _awaited(beside, order)


def contradictions_order(payload: bytes) -> bytes:
    """Do what was asked for; runs in the child."""
    return msgspec.json.encode(_found(msgspec.json.decode(payload, type=_Order)))


def _found_beside(order: _Order) -> tuple[Group, ...]:
    answer = call_limited(
        "toolkit.team.contradicting:contradictions_order",
        msgspec.json.encode(order),
        limits=_LIMITS,
        where=order.draft.document.name,
    )
    return msgspec.json.decode(answer, type=tuple[Group, ...])


def _awaited(beside: Future[tuple[Group, ...]], order: _Order) -> tuple[Group, ...]:
    try:
        return beside.result()
    except InputRefused:
        return _found(order)  # the child had too little of something; here there may be enough


def _found(order: _Order) -> tuple[Group, ...]:
    from toolkit.consolidate.overview import overview

    outline, language = Outline(order.draft.provisions), order.draft.document.language
    return overview(order.comments, outline, language=language, verdicts=order.verdicts).contradictions


def _bare(draft: ParsedDraft) -> ParsedDraft:
    """Return what of a draft contradictions depend on: its words, not their places and tags."""
    provisions = tuple(msgspec.structs.replace(item, tags=(), spans=()) for item in draft.provisions)
    return msgspec.structs.replace(draft, provisions=provisions, furniture=())
