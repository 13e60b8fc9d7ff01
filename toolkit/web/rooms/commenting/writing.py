"""Saying something about a provision: the form that saves while one writes, the comments that are there, their history.

Every address gives a fragment to htmx, which the reading page puts below the provision, and a whole page otherwise.
The form is stored by `keeping`; each save names the revision that was read, and where somebody else was
quicker, both versions are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import pipeline
from toolkit.errors import UsageError
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL
from toolkit.model.labels import position_label
from toolkit.model.provision import Provision
from toolkit.web.answering import is_fragment, page
from toolkit.web.asking import actor_of, name_of, snapshot_of, visitor_of, whole_number, workspace_of
from toolkit.web.rooms.commenting import keeping
from toolkit.web.rooms.commenting.cards import card_of, entries
from toolkit.web.rooms.commenting.form import PARTS, Written, composed, is_blank
from toolkit.web.rooms.commenting.pages import (
    clock_time,
    comments_page,
    form_page,
    presence_of,
    provision_named,
    template_values,
    whole_page,
    wording_language,
    written_in,
)
from toolkit.web.rooms.commenting.presence import Somebody
from toolkit.workspace.lookup import passage_of, printed_quote
from toolkit.workspace.writing import TemplateEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


def new(request: Request) -> Response:
    """Show an empty form for a provision or for words quoted from it."""
    snapshot = snapshot_of(request)
    asked = request.query_params
    provision = provision_named(snapshot, asked.get("provision", GENERAL))
    answered = snapshot.workspace.comment(asked["reply_to"]) if asked.get("reply_to") else None
    begun = Comment(
        id="",
        provision_id=provision.id,
        quote=_quoted(provision, asked.get("quote", ""), asked.get("occurrence", "1")),
        author=actor_of(request),
        role=visitor_of(request).role_in(snapshot),
        reply_to=answered.id if answered else "",
    )
    return form_page(request, snapshot, begun, TemplateEntry())


def edit(request: Request) -> Response:
    """Show the form of a comment."""
    snapshot = snapshot_of(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    entry = snapshot.workspace.template_entry(comment.id)
    if not entry.fields:  # whatever it was drafted from, nobody can answer again what it says now
        entry = msgspec.structs.replace(entry, by_hand=PARTS)
    return form_page(request, snapshot, comment, entry)


def show(request: Request) -> Response:
    """Show one comment."""
    snapshot = snapshot_of(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    card = card_of(comment, snapshot, visitor_of(request))
    if is_fragment(request):
        return page(request, "comment/one.html", workspace=name_of(request), card=card)
    return whole_page(request, snapshot, comment.provision_id, inner="comment/one.html", card=card)


def of_provision(request: Request) -> Response:
    """Show the comments on a provision, the replies to each below it."""
    snapshot = snapshot_of(request)
    provision_id = str(request.path_params["provision_id"])
    if provision_id not in snapshot.comments_by_provision:  # a provision that is gone may have comments
        provision_named(snapshot, provision_id)
    return comments_page(request, snapshot, provision_id)


def history(request: Request) -> Response:
    """Show what happened to a comment, with what changed in its words."""
    snapshot = snapshot_of(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    told = entries(snapshot.workspace.history(comment.id), snapshot.profile)
    values: dict[str, Any] = {"comment": comment, "entries": told}
    if is_fragment(request):
        return page(request, "comment/history.html", workspace=name_of(request), **values)
    return whole_page(request, snapshot, comment.provision_id, inner="comment/history.html", **values)


# What the form asks while one writes -------------------------------------------------------------------


async def questions(request: Request) -> Response:
    """Show the questions of the template chosen, with what was answered before."""
    written = await written_in(request)
    return await run_in_threadpool(_questions, request, written)


def _questions(request: Request, written: Written) -> Response:
    snapshot = snapshot_of(request)
    return page(
        request, "comment/questions.html", **template_values(snapshot, written.comment, written.entry)
    )


async def preview(request: Request) -> Response:
    """Show what the response will print, and give what the template makes of the answers."""
    written = await written_in(request)
    return await run_in_threadpool(_preview, request, written)


def _preview(request: Request, written: Written) -> Response:
    snapshot = snapshot_of(request)
    wrong = ""
    try:
        drafted = (
            composed(
                snapshot.workspace, written, outline=snapshot.outline, language=wording_language(snapshot)
            )
            if written.is_composing
            else None
        )
    except UsageError as error:
        drafted, wrong = None, error.message
    shown = written.comment if drafted is None else _with_composed(written, drafted)
    return page(
        request,
        "comment/preview.html",
        comment=shown,
        drafted=drafted,
        wrong=wrong,
        change=pipeline.shown_change(shown, snapshot.outline),
        position=position_label(shown.position),
        is_blank=is_blank(shown),
    )


def _with_composed(written: Written, drafted: Comment) -> Comment:
    """Return what is typed, with the template's words where none are by the person's own hand."""
    by_hand = written.entry.by_hand
    parts = {name: getattr(drafted, name) for name in PARTS if name not in by_hand}
    if "proposed" not in by_hand:
        parts["deletion"] = drafted.deletion
    return msgspec.structs.replace(written.comment, **parts)


def presence(request: Request) -> Response:
    """Tell who else has the comment open, and whether somebody has changed it since it was read."""
    asked, visitor = request.query_params, visitor_of(request)
    comment_id, workspace = request.path_params["comment_id"], workspace_of(request)
    comment = workspace.comment(comment_id)
    others = presence_of(request).enter(
        name_of(request), comment_id, Somebody(visitor.name, asked.get("window", ""))
    )
    is_newer = str(comment.revision) != asked.get("revision", "")
    event = workspace.history(comment_id)[-1] if is_newer else None
    shown = f"{comment.revision if event else ''} {' '.join(other.window for other in others)}".strip()
    if shown == asked.get("shown", ""):
        return Response(status_code=204)
    return page(
        request,
        "comment/presence.html",
        others=tuple(dict.fromkeys(other.name for other in others)),
        event=event,
        shown=shown,
        time=clock_time(comment.modified),
    )


def _quoted(provision: Provision, quote: str, occurrence: str) -> str:
    """Return the words as printed, with as much around them as tells them from the same words elsewhere."""
    if not quote.strip():
        return ""
    words = printed_quote(provision, quote)
    passage = passage_of(provision, words, occurrence=whole_number(occurrence) or 1)
    return passage.before + passage.quote + passage.after


def _post(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(f"/w/{{workspace}}/comment/{path}", endpoint, methods=["POST"], name=name)


def _get(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(f"/w/{{workspace}}/comment/{path}", endpoint, name=name)


ROUTES = (
    _get("new", new, "comment_new"),
    _post("new", keeping.create, "comment_create"),
    _post("questions", questions, "comment_questions"),
    _post("preview", preview, "comment_preview"),
    _get("of/{provision_id:path}", of_provision, "comments_of"),
    _get("{comment_id}", show, "comment"),
    _get("{comment_id}/edit", edit, "comment_edit"),
    _get("{comment_id}/history", history, "comment_history"),
    _get("{comment_id}/presence", presence, "comment_presence"),
    _post("{comment_id}/save", keeping.save, "comment_save"),
    _post("{comment_id}/compare", keeping.compare, "comment_compare"),
    _post("{comment_id}/state", keeping.bring, "comment_state"),
    _post("{comment_id}/leave", keeping.leave, "comment_leave"),
)
