"""What somebody sees to be wrong in the structure of the draft → corrections, which outlive another parse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from toolkit import review
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.correction import Action, standing
from toolkit.model.labels import correction_label, kind_label
from toolkit.model.provision import KINDS
from toolkit.web.answering import moved, page, url
from toolkit.web.asking import actor_of, name_of, texts_of, visitor_of
from toolkit.web.rooms.reading.acts import SETTLING, provision_named, reader_of
from toolkit.workspace.duties import check_allowed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.web.rooms.reading.reader import Reader

_LATEST = 5
"""So many corrections can be taken back from where one reads; `consult fix` lists them all."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A correction in force, as people read it."""

    number: int
    told: str
    excerpt: str


def show(request: Request) -> Response:
    """Show what can be corrected about a provision, and the latest corrections."""
    reader = reader_of(request)
    provision_id = provision_named(request, reader.snapshot)
    return page(
        request,
        "reading/_fix.html",
        workspace=name_of(request),
        id=provision_id,
        wishes=_wishes(reader, provision_id),
        done=[
            Done(number=item.number, told=_told(item.action, item.value), excerpt=item.excerpt)
            for item in standing(reader.snapshot.workspace.corrections())[-_LATEST:]
        ],
    )


async def correct(request: Request) -> Response:
    """Correct a provision, and show the text as it is then."""
    return await run_in_threadpool(_corrected, request, await texts_of(request))


def take_back(request: Request) -> Response:
    """Take a correction back, and show the text as it is then."""
    reader = reader_of(request)
    _check(request, reader)
    review.undo(reader.snapshot.workspace, request.path_params["number"], actor=actor_of(request))
    return moved(request, url(request, "read", workspace=name_of(request)))


def _corrected(request: Request, given: Mapping[str, str]) -> Response:
    reader = reader_of(request)
    _check(request, reader)
    provision_id = provision_named(request, reader.snapshot)
    wish = given.get("wish", "")
    if wish not in {name for group in _wishes(reader, provision_id).values() for name in group}:
        raise UsageError(_("say first what is wrong with it."))
    action, _equals, value = wish.partition("=")
    revised = review.correct(
        reader.snapshot.workspace,
        provision_id,
        [(cast("Action", action), value)],
        actor=actor_of(request),
        reason=given.get("reason", ""),
    )
    there = {item.id for item in revised.draft.provisions}
    shown = provision_id if provision_id in there else _before(reader, provision_id)
    return moved(request, url(request, "read_at", workspace=name_of(request), id=shown))


def _wishes(reader: Reader, provision_id: str) -> dict[str, dict[str, str]]:
    """Return what may be corrected, by headings of the choice: "action=value" → what it says."""
    item = reader.snapshot.outline.by_id[provision_id]
    words = {"heading=": _("its heading is text like any other")} if item.heading else {}
    if reader.snapshot.outline.order[provision_id]:
        words["merge="] = _("it belongs to the provision before it")
    furniture = {
        "header": _("a header of the page"),
        "footer": _("a footer of the page"),
        "page_number": _("a page number"),
        "toc": _("part of the table of contents"),
        "margin": _("a note in the margin"),
    }
    return {
        _("Its words"): words,
        _("It is no text of the draft, but"): {f"furniture={role}": told for role, told in furniture.items()},
        _("It is of another kind"): {f"kind={kind}": kind_label(kind) for kind in KINDS if kind != item.kind},
    }


def _before(reader: Reader, provision_id: str) -> str:
    provisions = reader.snapshot.draft.provisions
    return provisions[max(0, reader.snapshot.outline.order[provision_id] - 1)].id


def _told(action: Action, value: str) -> str:
    said: Any = kind_label(value) if action == "kind" else value
    return f"{correction_label(action)} {said}".strip()


def _check(request: Request, reader: Reader) -> None:
    visitor = visitor_of(request)
    if not visitor.may(SETTLING, reader.snapshot):
        check_allowed(reader.snapshot.settings, visitor.name, SETTLING)


ROUTES = (
    Route("/w/{workspace}/reading/{id}/fix", show, name="reading_fix"),
    Route("/w/{workspace}/reading/{id}/correct", correct, methods=["POST"], name="reading_correct"),
    Route(
        "/w/{workspace}/reading/corrections/{number:int}/undo",
        take_back,
        methods=["POST"],
        name="reading_uncorrect",
    ),
)
