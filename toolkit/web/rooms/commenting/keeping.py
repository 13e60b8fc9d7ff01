"""Words of a form → the workspace: stored on the revision that was read, with both versions shown where they differ.

What a page stores while one writes is answered in JSON; without a script, the same forms lead to pages.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment, State
from toolkit.model.labels import state_label
from toolkit.web.answering import is_fragment, moved, notice, page, url
from toolkit.web.asking import (
    actor_of,
    last_act,
    name_of,
    snapshot_of,
    texts_of,
    visitor_of,
    whole_number,
    workspace_of,
)
from toolkit.web.rooms.commenting.cards import differences
from toolkit.web.rooms.commenting.form import FIELD, Written, is_blank, template_named
from toolkit.web.rooms.commenting.pages import (
    clock_time,
    comments_page,
    presence_of,
    provision_named,
    whole_page,
    wording_language,
    written_in,
)
from toolkit.web.rooms.commenting.presence import Presence, Somebody
from toolkit.workspace.lookup import printed_quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot
    from toolkit.workspace.store import Workspace

_STATES: dict[str, State] = {"submit": "submitted", "withdraw": "withdrawn", "reopen": "draft"}


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is told when its words are stored."""

    id: str
    revision: int
    time: str


async def create(request: Request) -> Response:
    """Store the first words of a comment."""
    written = await written_in(request)
    return await run_in_threadpool(_create, request, written)


def _create(request: Request, written: Written) -> Response:
    present = presence_of(request)
    with present.making:
        stored = _made(request, written, present)
    workspace_of(request).keep_template_entry(stored.id, written.entry, actor=actor_of(request))
    return _told(request, stored)


def _made(request: Request, written: Written, present: Presence) -> Comment:
    """Return the comment of the form's window, made now if there is none yet."""
    workspace, snapshot = workspace_of(request), snapshot_of(request)
    author = actor_of(request)
    wanted = msgspec.structs.replace(written.comment, author=author)
    if is_blank(wanted) and not written.entry.fields:
        raise UsageError(_("nothing is written yet."))
    who = Somebody(author, written.window)
    made = present.made_in(name_of(request), who)
    stored = workspace.comment(made) if made else None
    if stored is None and written.is_sent_again:
        stored = _same_draft(workspace, wanted)
    if stored is None:
        _check_names(snapshot, wanted, known=Comment(id="", provision_id=""))
        if wanted.quote:
            printed_quote(provision_named(snapshot, wanted.provision_id), wanted.quote)
        stored = workspace.add_comment(wanted, actor=author)
    present.remember(name_of(request), who, stored.id)
    return stored


def _check_names(snapshot: Snapshot, wanted: Comment, *, known: Comment) -> None:
    """Refuse names of what does not exist, but for those that the comment bears already.

    Raises:
        UnknownName: there is no such role, template or comment.
    """
    if wanted.role not in ("", known.role, *(role.id for role in snapshot.profile.roles)):
        raise UnknownName(_("there is no such choice."), where="role")
    if wanted.template not in ("", known.template):
        template_named(snapshot.workspace, wanted.template, language=wording_language(snapshot))
    if wanted.reply_to not in ("", known.reply_to):
        snapshot.workspace.comment(wanted.reply_to)


async def save(request: Request) -> Response:
    """Store a comment's words as they are in the form, on the revision that was read."""
    written = await written_in(request)
    return await run_in_threadpool(_save, request, written)


def _save(request: Request, written: Written) -> Response:
    workspace = workspace_of(request)
    stored = workspace.comment(request.path_params["comment_id"])
    wanted = written.onto(stored)
    actor = actor_of(request)
    if msgspec.structs.replace(wanted, revision=stored.revision) != stored:
        _check_names(snapshot_of(request), wanted, known=stored)
        try:
            stored = workspace.save_words(wanted, actor=actor)
        except Conflict:
            if _wants_json(request):
                raise
            return _compared(request, written)
    workspace.keep_template_entry(stored.id, written.entry, actor=actor)
    return _told(request, stored)


async def compare(request: Request) -> Response:
    """Show what is stored beside what is in the form, where both are changed."""
    written = await written_in(request)
    return await run_in_threadpool(_compared, request, written)


def _compared(request: Request, written: Written) -> Response:
    snapshot = snapshot_of(request)
    theirs = snapshot.workspace.comment(request.path_params["comment_id"])
    event = snapshot.workspace.history(theirs.id)[-1]
    values: dict[str, Any] = {
        "theirs": theirs,
        "who": event.actor,
        "time": clock_time(event.time),
        "differences": differences(
            theirs, written.onto(theirs, parts=written.contested(theirs)), snapshot.profile
        ),
        "written": written,
        "fields": FIELD,
    }
    if is_fragment(request):
        return page(request, "comment/conflict.html", workspace=name_of(request), **values)
    whole = whole_page(request, snapshot, theirs.provision_id, inner="comment/conflict.html", **values)
    whole.status_code = 409
    return whole


async def bring(request: Request) -> Response:
    """Submit, withdraw or reopen a comment as it was read, and show the comments of its provision."""
    return await run_in_threadpool(_bring, request, await texts_of(request))


def _bring(request: Request, given: Mapping[str, str]) -> Response:
    workspace, visitor = workspace_of(request), visitor_of(request)
    wish, revision = given.get("wish", ""), whole_number(given.get("revision", ""))
    if wish not in _STATES or revision is None:
        raise UsageError(_("there is no such choice."), where="wish")
    comment_id, state = request.path_params["comment_id"], _STATES[wish]
    was = workspace.comment(comment_id).state
    comment = workspace.set_state(comment_id, state, revision=revision, actor=visitor.name)
    if not is_fragment(request):
        return moved(request, url(request, "comment", workspace=name_of(request), comment_id=comment_id))
    answer = comments_page(request, snapshot_of(request), comment.provision_id)
    told = notice(request, _told_of(comment, was), act=last_act(request, "state"))
    changed = json.dumps({"provision-changed": {"id": comment.provision_id}})
    return HTMLResponse(bytes(answer.body).decode() + told, headers={"hx-trigger": changed})


def _told_of(comment: Comment, was: State) -> str:
    if comment.state == "withdrawn" and was == "draft":
        return _("The draft {id} is deleted.").format(id=comment.id)
    return _("The comment {id} is now: {state}.").format(id=comment.id, state=state_label(comment.state))


async def leave(request: Request) -> Response:
    """Note that a window has closed the form of a comment."""
    written = await written_in(request)
    who = Somebody(actor_of(request), written.window)
    presence_of(request).leave(name_of(request), request.path_params["comment_id"], who)
    return Response(status_code=204)


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
        return moved(request, url(request, "comment", workspace=name_of(request), comment_id=stored.id))
    told = Saved(id=stored.id, revision=stored.revision, time=stored.modified)
    return Response(msgspec.json.encode(told), media_type="application/json")


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
