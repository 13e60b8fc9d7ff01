"""Comments: written, changed on the revision that was read, brought from state to state, traced back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec
from msgspec import UNSET

from toolkit import desk, team
from toolkit.consolidate.tracing import Origin, Trace
from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment, Event
from toolkit.model.contribution import GENERAL
from toolkit.web.rooms.api.asked import (
    CommentChange,
    CommentPreview,
    CommentQuery,
    Minority,
    NewComment,
    StateChange,
)
from toolkit.web.rooms.api.conflicts import Outdated
from toolkit.web.rooms.api.decoding import read_revision
from toolkit.web.rooms.api.operation import Call
from toolkit.web.rooms.api.told import Listed
from toolkit.workspace.comments import CommentFilter
from toolkit.workspace.store import Workspace


def list_comments(call: Call, query: CommentQuery) -> Listed[Comment]:
    """Return comments in the draft's order."""
    found = call.workspace.comments(
        CommentFilter(
            provision_ids=query.provision,
            authors=query.author,
            roles=query.role,
            states=query.state,
            positions=query.position,
        )
    )
    return Listed(total=len(found), items=found[query.offset : query.offset + query.limit])


def show_comment(call: Call) -> Comment:
    """Return one comment; its ETag is its revision."""
    return call.workspace.comment(call.path["comment"])


def add_comment(call: Call, body: NewComment) -> Comment:
    """Keep a new comment of the sender's."""
    workspace = call.workspace
    made = _drafted(workspace, body)
    if not (made.text or made.proposed or made.deletion):
        raise UsageError(_("says nothing."), where="text")
    if made.proposed and made.deletion:
        raise UsageError(_("a wording is proposed or deleted, not both."), where="deletion")
    _check_role(call, body.role)
    if body.reply_to:
        workspace.comment(body.reply_to)
    ready = msgspec.structs.replace(
        made,
        author=call.actor,
        role=body.role,
        reply_to=body.reply_to,
        state="submitted" if body.submit else "draft",
    )
    return workspace.add_comment(ready, actor=call.actor)


def _drafted(workspace: Workspace, body: NewComment) -> Comment:
    """Return a comment as it is sent, on what its template says."""
    if body.provision_id == GENERAL:
        made = Comment(id="", provision_id=GENERAL)
    else:
        target, quote = desk.quoted_provision(workspace, workspace.resolve(body.provision_id), body.quote)
        made = Comment(id="", provision_id=target.id, quote=quote)
        if body.template:
            made = desk.draft_comment(
                workspace,
                target,
                template=body.template,
                fields=body.fields,
                language=desk.writing_language(workspace, body.language),
                quote=quote,
            )
    implied = "amend" if (body.proposed or body.deletion) and not body.template else made.position
    return msgspec.structs.replace(
        made,
        text=body.text or made.text,
        proposed="" if body.deletion else body.proposed or made.proposed,
        deletion=body.deletion or (made.deletion and not body.proposed),
        rationale=body.rationale or made.rationale,
        position=body.position or implied,
    )


def _check_role(call: Call, role: str) -> None:
    known = [item.id for item in call.snapshot.profile.roles]
    if role and role not in known:
        raise UnknownName(
            _("there is no {what} {name}.").format(what=_("role"), name=quoted(role)),
            where="role",
            hint=_("There are: {names}.").format(names=", ".join(known)),
        )


def preview_comment(call: Call, body: CommentPreview) -> Comment:
    """Return what a template makes of a provision, with gaps where fields are not given; nothing is kept."""
    workspace = call.workspace
    target, quote = desk.quoted_provision(workspace, workspace.resolve(body.provision_id), body.quote)
    return desk.draft_comment(
        workspace,
        target,
        template=body.template,
        fields=body.fields,
        language=desk.writing_language(workspace, body.language),
        quote=quote,
        leave_gaps=True,
    )


def change_comment(call: Call, body: CommentChange) -> Comment:
    """Change the words of a comment as it was read."""
    workspace = call.workspace
    stored = workspace.comment(call.path["comment"])
    revision = read_revision(call.request, body.revision)
    given = {name: getattr(body, name) for name in body.__struct_fields__ if name != "revision"}
    changes = {name: value for name, value in given.items() if value is not UNSET}
    if changes.get("quote"):
        place, changes["quote"] = desk.quoted_provision(
            workspace, workspace.resolve(stored.provision_id), changes["quote"]
        )
        changes["provision_id"] = place.id
    changed = msgspec.structs.replace(stored, revision=revision, **changes)
    with _both_kept(workspace, stored.id, body):
        return workspace.edit_comment(changed, actor=call.actor)


def change_state(call: Call, body: StateChange) -> Comment:
    """Submit, approve, reject with a reason, withdraw or reopen a comment as it was read."""
    workspace, name = call.workspace, call.path["comment"]
    revision = read_revision(call.request, body.revision)
    with _both_kept(workspace, name, body):
        return workspace.set_state(name, body.state, revision=revision, actor=call.actor, reason=body.reason)


@contextlib.contextmanager
def _both_kept(workspace: Workspace, name: str, sent: msgspec.Struct) -> Iterator[None]:
    """Give both versions where somebody else was quicker."""
    try:
        yield
    except Conflict as error:
        raise Outdated(error, stored=workspace.comment(name), sent=sent) from error


def set_minority(call: Call, body: Minority) -> Comment:
    """Keep a comment as the view of some, or as one of all again."""
    return team.keep_minority(call.workspace, call.path["comment"], actor=call.actor, minority=body.minority)


def show_history(call: Call) -> tuple[Event, ...]:
    """Return what happened to a comment, oldest first."""
    comment = call.workspace.comment(call.path["comment"])
    return call.workspace.history(comment.id)


def trace_comment(call: Call) -> Trace:
    """Return where a comment came from, with all that was merged into it."""
    comment = call.workspace.comment(call.path["comment"])
    found = team.trace(call.workspace, comment.id)
    return msgspec.structs.replace(found, origins=tuple(map(_without_paths, found.origins)))


def _without_paths(origin: Origin) -> Origin:
    """Leave out where the server keeps files: that is nobody's business."""
    return msgspec.structs.replace(origin, stored="", sources=tuple(map(_without_paths, origin.sources)))
