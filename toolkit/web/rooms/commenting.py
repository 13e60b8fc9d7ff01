"""Saying something about a provision: the form that saves while one writes, the comments that are there, their history.

Every address gives a fragment to htmx, which the reading page puts below the provision, and a whole page otherwise.
The form saves by `create` and `save`, which answer in JSON; each save names the revision that was read, and where
somebody else was quicker, `compare` shows both versions.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from toolkit import desk, pipeline
from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.messages import _, current_language, quoted
from toolkit.model.comment import Comment, Position, State
from toolkit.model.contribution import GENERAL
from toolkit.model.labels import position_label, state_label
from toolkit.model.provision import Provision, title
from toolkit.web.answering import is_fragment, moved, notice, page, url
from toolkit.web.presence import Presence, Somebody
from toolkit.web.rooms import comment_cards, comment_form
from toolkit.web.rooms.comment_form import FIELD, Written, read_written
from toolkit.workspace.journal import ActFilter
from toolkit.workspace.lookup import passage_of, printed_quote
from toolkit.workspace.writing import TemplateEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from toolkit.desk import Language
    from toolkit.draft.templates import Template
    from toolkit.web.site import Site
    from toolkit.web.snapshot import Snapshot
    from toolkit.workspace.store import Workspace

_STATES: dict[str, State] = {"submit": "submitted", "withdraw": "withdrawn", "reopen": "draft"}


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is told when its words are stored."""

    id: str
    revision: int
    time: str


# What is there -----------------------------------------------------------------------------------------


def new(request: Request) -> Response:
    """Show an empty form for a provision or for words quoted from it."""
    snapshot = _snapshot(request)
    asked = request.query_params
    provision = _provision(snapshot, asked.get("provision", GENERAL))
    answered = snapshot.workspace.comment(asked["reply_to"]) if asked.get("reply_to") else None
    begun = Comment(
        id="",
        provision_id=provision.id,
        quote=_quoted(provision, asked.get("quote", ""), asked.get("occurrence", "1")),
        author=request.state.visitor.name,
        role=request.state.visitor.role_in(snapshot),
        reply_to=answered.id if answered else "",
    )
    return _form(request, snapshot, begun, TemplateEntry())


def edit(request: Request) -> Response:
    """Show the form of a comment."""
    snapshot = _snapshot(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    entry = snapshot.workspace.template_entry(comment.id)
    if not entry.fields:  # whatever it was drafted from, nobody can answer again what it says now
        entry = msgspec.structs.replace(entry, by_hand=comment_form.PARTS)
    return _form(request, snapshot, comment, entry)


def show(request: Request) -> Response:
    """Show one comment."""
    snapshot = _snapshot(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    card = comment_cards.card_of(comment, snapshot, request.state.visitor)
    if is_fragment(request):
        return page(request, "comment/one.html", workspace=_name(request), card=card)
    return _whole(request, snapshot, comment.provision_id, inner="comment/one.html", card=card)


def of_provision(request: Request) -> Response:
    """Show the comments on a provision, the replies to each below it."""
    snapshot = _snapshot(request)
    provision_id = str(request.path_params["provision_id"])
    if provision_id not in snapshot.comments_by_provision:  # a provision that is gone may have comments
        _provision(snapshot, provision_id)
    return _comments_of(request, snapshot, provision_id)


def history(request: Request) -> Response:
    """Show what happened to a comment, with what changed in its words."""
    snapshot = _snapshot(request)
    comment = snapshot.workspace.comment(request.path_params["comment_id"])
    told = comment_cards.entries(snapshot.workspace.history(comment.id), snapshot.profile)
    values: dict[str, Any] = {"comment": comment, "entries": told}
    if is_fragment(request):
        return page(request, "comment/history.html", workspace=_name(request), **values)
    return _whole(request, snapshot, comment.provision_id, inner="comment/history.html", **values)


# What the form asks while one writes -------------------------------------------------------------------


async def questions(request: Request) -> Response:
    """Show the questions of the template chosen, with what was answered before."""
    written = await _written(request)
    return await run_in_threadpool(_questions, request, written)


def _questions(request: Request, written: Written) -> Response:
    snapshot = _snapshot(request)
    return page(
        request, "comment/questions.html", **_template_values(snapshot, written.comment, written.entry)
    )


async def preview(request: Request) -> Response:
    """Show what the response will print, and give what the template makes of the answers."""
    written = await _written(request)
    return await run_in_threadpool(_preview, request, written)


def _preview(request: Request, written: Written) -> Response:
    snapshot = _snapshot(request)
    wrong = ""
    try:
        drafted = (
            comment_form.composed(
                snapshot.workspace, written, outline=snapshot.outline, language=_language(snapshot)
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
        is_blank=comment_form.is_blank(shown),
    )


def _with_composed(written: Written, drafted: Comment) -> Comment:
    """Return what is typed, with the template's words where none are by the person's own hand."""
    by_hand = written.entry.by_hand
    parts = {name: getattr(drafted, name) for name in comment_form.PARTS if name not in by_hand}
    if "proposed" not in by_hand:
        parts["deletion"] = drafted.deletion
    return msgspec.structs.replace(written.comment, **parts)


def presence(request: Request) -> Response:
    """Tell who else has the comment open, and whether somebody has changed it since it was read."""
    asked, visitor = request.query_params, request.state.visitor
    comment_id, workspace = request.path_params["comment_id"], _site(request).workspace(_name(request))
    comment = workspace.comment(comment_id)
    others = _present(request).enter(
        _name(request), comment_id, Somebody(visitor.name, asked.get("window", ""))
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
        time=_clock_time(comment.modified),
    )


# What is written ---------------------------------------------------------------------------------------


async def create(request: Request) -> Response:
    """Store the first words of a comment."""
    written = await _written(request)
    return await run_in_threadpool(_create, request, written)


def _create(request: Request, written: Written) -> Response:
    workspace, present = _site(request).workspace(_name(request)), _present(request)
    wanted = msgspec.structs.replace(written.comment, author=request.state.visitor.name)
    if comment_form.is_blank(wanted) and not written.entry.fields:
        raise UsageError(_("nothing is written yet."))
    made = present.made_in(_name(request), written.window)
    stored = workspace.comment(made) if made else None
    if stored is None and written.is_sent_again:
        stored = _same_draft(workspace, wanted)
    if stored is None:
        stored = workspace.add_comment(wanted, actor=wanted.author)
    present.remember(_name(request), written.window, stored.id)
    workspace.keep_template_entry(stored.id, written.entry)
    return _told(request, stored)


async def save(request: Request) -> Response:
    """Store a comment's words as they are in the form, on the revision that was read."""
    written = await _written(request)
    return await run_in_threadpool(_save, request, written)


def _save(request: Request, written: Written) -> Response:
    workspace = _site(request).workspace(_name(request))
    stored = workspace.comment(request.path_params["comment_id"])
    wanted = written.onto(stored)
    if msgspec.structs.replace(wanted, revision=stored.revision) != stored:
        try:
            stored = workspace.save_words(wanted, actor=request.state.visitor.name)
        except Conflict:
            if _wants_json(request):
                raise
            return _compared(request, written)
    workspace.keep_template_entry(stored.id, written.entry)
    return _told(request, stored)


async def compare(request: Request) -> Response:
    """Show what is stored beside what is in the form, where both are changed."""
    written = await _written(request)
    return await run_in_threadpool(_compared, request, written)


def _compared(request: Request, written: Written) -> Response:
    snapshot = _snapshot(request)
    theirs = snapshot.workspace.comment(request.path_params["comment_id"])
    event = snapshot.workspace.history(theirs.id)[-1]
    values: dict[str, Any] = {
        "theirs": theirs,
        "who": event.actor,
        "time": _clock_time(event.time),
        "differences": comment_cards.differences(theirs, written.onto(theirs), snapshot.profile),
        "written": written,
        "fields": FIELD,
    }
    if is_fragment(request):
        return page(request, "comment/conflict.html", workspace=_name(request), **values)
    whole = _whole(request, snapshot, theirs.provision_id, inner="comment/conflict.html", **values)
    whole.status_code = 409
    return whole


async def bring(request: Request) -> Response:
    """Submit, withdraw or reopen a comment as it was read, and show the comments of its provision."""
    async with request.form() as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_bring, request, given)


def _bring(request: Request, given: Mapping[str, str]) -> Response:
    workspace, visitor = _site(request).workspace(_name(request)), request.state.visitor
    wish, revision = given.get("wish", ""), given.get("revision", "")
    if wish not in _STATES or not revision.isdecimal():
        raise UsageError(_("there is no such choice."), where="wish")
    comment_id, state = request.path_params["comment_id"], _STATES[wish]
    was = workspace.comment(comment_id).state
    comment = workspace.set_state(comment_id, state, revision=int(revision), actor=visitor.name)
    if not is_fragment(request):
        return moved(request, url(request, "comment", workspace=_name(request), comment_id=comment_id))
    acts = workspace.team.latest_acts(ActFilter(actor=visitor.name, actions=("state",), limit=1))
    answer = _comments_of(request, _snapshot(request), comment.provision_id)
    told = notice(
        request, _told_of(comment, was), act=acts[0].number if acts else 0, workspace=_name(request)
    )
    changed = json.dumps({"provision-changed": {"id": comment.provision_id}})
    return HTMLResponse(bytes(answer.body).decode() + told, headers={"hx-trigger": changed})


def _told_of(comment: Comment, was: State) -> str:
    if comment.state == "withdrawn" and was == "draft":
        return _("The draft {id} is deleted.").format(id=comment.id)
    return _("The comment {id} is now: {state}.").format(id=comment.id, state=state_label(comment.state))


async def leave(request: Request) -> Response:
    """Note that a window has closed the form of a comment."""
    written = await _written(request)
    who = Somebody(request.state.visitor.name, written.window)
    _present(request).leave(_name(request), request.path_params["comment_id"], who)
    return Response(status_code=204)


# How it is done ----------------------------------------------------------------------------------------


async def _written(request: Request) -> Written:
    async with request.form() as form:
        return read_written({name: value for name, value in form.items() if isinstance(value, str)})


def _same_draft(workspace: Workspace, wanted: Comment) -> Comment | None:
    """Return the draft that was stored from the same words, if its page did not hear of it and sends them again."""
    from toolkit.workspace.comments import CommentFilter

    asked = CommentFilter(provision_ids=(wanted.provision_id,), authors=(wanted.author,), states=("draft",))
    names = ("quote", "text", "proposed", "deletion", "rationale", "position", "template", "reply_to")
    for stored in reversed(workspace.comments(asked)):
        if all(getattr(stored, name) == getattr(wanted, name) for name in names):
            return stored
    return None


def _told(request: Request, stored: Comment) -> Response:
    if not _wants_json(request):
        return moved(request, url(request, "comment", workspace=_name(request), comment_id=stored.id))
    told = Saved(id=stored.id, revision=stored.revision, time=stored.modified)
    return Response(msgspec.json.encode(told), media_type="application/json")


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _form(request: Request, snapshot: Snapshot, comment: Comment, entry: TemplateEntry) -> Response:
    workspace = snapshot.workspace
    words = pipeline.replaceable_words(comment.provision_id, comment.quote, snapshot.outline)
    values: dict[str, Any] = {
        "comment": comment,
        "entry": entry,
        "words": words,
        "answered": workspace.comment(comment.reply_to) if comment.reply_to else None,
        "modified": _clock_time(comment.modified) if comment.id else "",
        "draft_language": snapshot.draft.document.language,
        "window": secrets.token_hex(8),
        "positions": [(name, position_label(name)) for name in get_args(Position)],
        "roles": [(role.id, role.label(current_language())) for role in snapshot.profile.roles],
        **_templates(snapshot, comment.provision_id),
        **_template_values(snapshot, comment, entry),
    }
    if is_fragment(request):
        return page(request, "comment/form.html", workspace=_name(request), **values)
    return _whole(request, snapshot, comment.provision_id, inner="comment/form.html", **values)


def _templates(snapshot: Snapshot, provision_id: str) -> dict[str, Any]:
    """Return the templates, the one that fits best first, and why it does; none for what the draft does not have."""
    language = _language(snapshot)
    if provision_id not in snapshot.outline.by_id:
        return {"templates": (), "suggestion": None}
    whole = snapshot.outline.whole(provision_id)
    suggestion = desk.suggest_template(whole, cast("Language", current_language()))
    found = sorted(
        desk.templates(language, snapshot.workspace), key=lambda item: item.name != suggestion.template
    )
    return {"templates": found, "suggestion": suggestion}


def _template_values(snapshot: Snapshot, comment: Comment, entry: TemplateEntry) -> dict[str, Any]:
    """Return the questions of a comment's template, the answers, and those to questions of other templates."""
    template: Template | None = None
    if comment.template:
        try:
            template = comment_form.template_named(
                snapshot.workspace, comment.template, language=_language(snapshot)
            )
        except UnknownName:  # it was removed since
            template = None
    asked = {field.name for field in template.fields} if template else set()
    others = {name: value for name, value in entry.fields.items() if name not in asked}
    return {"chosen": template, "answers": entry.fields, "others": others, "fields": FIELD}


def _comments_of(request: Request, snapshot: Snapshot, provision_id: str) -> Response:
    found = snapshot.comments_by_provision.get(provision_id, ())
    cards = comment_cards.threads(found, snapshot, request.state.visitor)
    values: dict[str, Any] = {"cards_shown": cards, "subject": provision_id}
    if is_fragment(request):
        return page(request, "comment/thread.html", workspace=_name(request), **values)
    return _whole(request, snapshot, provision_id, inner="comment/thread.html", **values)


def _whole(request: Request, snapshot: Snapshot, provision_id: str, *, inner: str, **values: Any) -> Response:
    """Return a page with the provision above a fragment."""
    outline = snapshot.outline
    provision = outline.by_id.get(provision_id)
    around: dict[str, Any] = {
        "here": "read",
        "inner": inner,
        "shown": provision,
        "shown_id": provision_id,
        "path": outline.path(provision_id)[:-1] if provision else (),
        "draft_language": snapshot.draft.document.language,
        "heading": _place(provision) if provision else provision_id or _("The draft as a whole"),
    }
    return page(request, "comment/page.html", workspace=_name(request), **{**around, **values})


def _provision(snapshot: Snapshot, provision_id: str) -> Provision:
    if provision_id == GENERAL:
        return Provision(id=GENERAL, heading=_("The draft as a whole"))
    found = snapshot.outline.by_id.get(provision_id)
    if found is None:
        raise UnknownName(_("no provision has the id {name}.").format(name=quoted(provision_id)))
    return found


def _place(provision: Provision) -> str:
    return provision.heading if provision.id == GENERAL else title(provision)


def _quoted(provision: Provision, quote: str, occurrence: str) -> str:
    """Return the words as printed, with as much around them as tells them from the same words elsewhere."""
    if not quote.strip():
        return ""
    words = printed_quote(provision, quote)
    number = int(occurrence) if occurrence.isascii() and occurrence.isdecimal() else 1
    passage = passage_of(provision, words, occurrence=max(1, number))
    return passage.before + passage.quote + passage.after


def _language(snapshot: Snapshot) -> Language:
    return desk.writing_language(snapshot.workspace)


def _clock_time(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().strftime("%H:%M")


def _site(request: Request) -> Site:
    return cast("Site", request.app.state.site)


def _name(request: Request) -> str:
    return str(request.path_params["workspace"])


def _snapshot(request: Request) -> Snapshot:
    return _site(request).snapshot(_name(request))


def _present(request: Request) -> Presence:
    return cast("Presence", request.app.state.presence)


def _post(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(f"/w/{{workspace}}/comment/{path}", endpoint, methods=["POST"], name=name)


def _get(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(f"/w/{{workspace}}/comment/{path}", endpoint, name=name)


ROUTES = (
    _get("new", new, "comment_new"),
    _post("new", create, "comment_create"),
    _post("questions", questions, "comment_questions"),
    _post("preview", preview, "comment_preview"),
    _get("of/{provision_id:path}", of_provision, "comments_of"),
    _get("{comment_id}", show, "comment"),
    _get("{comment_id}/edit", edit, "comment_edit"),
    _get("{comment_id}/history", history, "comment_history"),
    _get("{comment_id}/presence", presence, "comment_presence"),
    _post("{comment_id}/save", save, "comment_save"),
    _post("{comment_id}/compare", compare, "comment_compare"),
    _post("{comment_id}/state", bring, "comment_state"),
    _post("{comment_id}/leave", leave, "comment_leave"),
)
