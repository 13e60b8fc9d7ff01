"""What somebody does about a provision while reading: mark it read, choose it, ask why it has its tags, decide on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.routing import Route

from toolkit import tagging, team
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.provision import label
from toolkit.model.tag import MODALITIES
from toolkit.tagging import read_wish
from toolkit.web.answering import notice, page
from toolkit.web.asking import actor_of, name_of, snapshot_of, texts_of, visitor_of
from toolkit.web.rooms.reading.filtering import read_asked
from toolkit.web.rooms.reading.naming import value_labels
from toolkit.web.rooms.reading.printing import views_of
from toolkit.web.rooms.reading.reader import Reader

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.model.tag import Wish
    from toolkit.web.snapshot import Snapshot

SETTLING = "settings"
"""The act whose duty a correction of the structure takes: it changes the draft for the whole team."""


def reader_of(request: Request) -> Reader:
    """Return who reads which workspace through which filter."""
    snapshot = snapshot_of(request)
    return Reader(snapshot, visitor_of(request), read_asked(request.query_params))


def mark(request: Request) -> Response:
    """Note that the visitor has read a provision and has nothing to say, or take that back."""
    before = reader_of(request)
    provision_id = provision_named(request, before.snapshot)
    state = before.marks(provision_id).state
    number = 0 if state == "commented" else _mark(before, provision_id, person=actor_of(request))
    said = _said(state, changed=bool(number))
    told = label(before.snapshot.outline.by_id[provision_id])
    return _changed_marks(request, provision_id, notice(request, said.format(provision=told), act=number))


def _said(state: str, *, changed: bool) -> str:
    """Tell what a press of "read" did to a provision in a state of work."""
    if changed:
        return _("Unread again: {provision}") if state == "read" else _("Read, nothing to say: {provision}")
    if state == "commented":
        return _("Your role has commented on it: {provision}")
    if state == "read":
        return _("Somebody else has read it for your role: {provision}")
    return _("Nothing for your role to read here: {provision}")


def _mark(before: Reader, provision_id: str, *, person: str) -> int:
    """Mark a provision for each role of the visitor that has it to read, or take these marks back; return the act."""
    cells = before.snapshot.cells[provision_id]
    was_read = before.marks(provision_id).state == "read"
    wanted = "read" if was_read else "unread"
    roles = [role for role in before.roles if cells.get(role) == wanted]
    roles = roles or ([before.role] if before.role else [])
    return team.mark_read(
        before.snapshot.workspace, [provision_id], roles=roles, person=person, read=not was_read
    )


def select(request: Request) -> Response:
    """Choose a provision to be answered, or take it out of the choice; the same click undoes it."""
    before = reader_of(request)
    provision_id = provision_named(request, before.snapshot)
    workspace = before.snapshot.workspace
    if provision_id in before.snapshot.selected_ids:
        workspace.unselect([provision_id])
        said = _("No longer chosen to be answered: {provision}")
    else:
        workspace.select([provision_id], actor=actor_of(request))
        said = _("Chosen to be answered: {provision}")
    told = label(before.snapshot.outline.by_id[provision_id])
    return _changed_marks(request, provision_id, notice(request, said.format(provision=told)))


def marks(request: Request) -> Response:
    """Show what was done about a provision, after something else in the page has changed it."""
    reader = reader_of(request)
    provision_id = provision_named(request, reader.snapshot)
    return _changed_marks(request, provision_id, "")


def why(request: Request) -> Response:
    """Tell why a provision has each of its tags, and let the visitor decide otherwise."""
    reader = reader_of(request)
    provision_id = provision_named(request, reader.snapshot)
    return page(request, "reading/_why.html", **_reasons(request, reader, provision_id))


async def decide(request: Request) -> Response:
    """Keep the visitor's decision on a tag."""
    given = await texts_of(request)
    return await run_in_threadpool(_decided, request, given.get("wish", ""), given.get("reason", ""))


def _decided(request: Request, typed: str, reason: str) -> Response:
    before = reader_of(request)
    provision_id = provision_named(request, before.snapshot)
    wish = _wish(before.snapshot, typed)
    workspace = before.snapshot.workspace
    actor = actor_of(request)
    tagging.decide(workspace, provision_id, [wish], actor=actor, reason=reason)
    done = [act for act in workspace.team.acts(touching=provision_id) if act.action == "tag"]
    reader = reader_of(request)
    view = views_of(reader, [provision_id])[0]
    told = value_labels(reader.snapshot)[wish.facet][wish.value]  # type: ignore[index]
    said = (_("Added: {tag}.") if wish.present else _("Taken away: {tag}.")).format(tag=told)
    body = page(
        request,
        "reading/_decided.html",
        view=view,
        marks=view.marks,
        branch=reader.branch(provision_id),
        **_reasons(request, reader, provision_id),
    )
    message = notice(request, said, act=done[-1].number if done else 0)
    return HTMLResponse(bytes(body.body).decode() + message)


def _wish(snapshot: Snapshot, typed: str) -> Wish:
    if not typed:
        raise UsageError(_("choose a role, a topic or a modality first."))
    return read_wish(typed, snapshot.profile)


def _reasons(request: Request, reader: Reader, provision_id: str) -> dict[str, Any]:
    item, reasons = tagging.why(reader.snapshot.workspace, provision_id, language=reader.language)
    present = {(reason.facet, reason.value) for reason in reasons if reason.present}
    labels = value_labels(reader.snapshot)
    addable = {
        "role": {value: told for value, told in labels["role"].items() if ("role", value) not in present},
        "topic": {value: told for value, told in labels["topic"].items() if ("topic", value) not in present},
        "modality": {
            value: labels["modality"][value] for value in MODALITIES if ("modality", value) not in present
        },
    }
    return {
        "workspace": name_of(request),
        "id": item.id,
        "reasons": reasons,
        "addable": addable,
        "asked": reader.asked,
        "may_correct": visitor_of(request).may(SETTLING, reader.snapshot),
    }


def _changed_marks(request: Request, provision_id: str, message: str) -> Response:
    """Return the marks of a provision, the counts of the headings above it, and a message."""
    reader = reader_of(request)
    body = page(
        request,
        "reading/_marked.html",
        workspace=name_of(request),
        marks=reader.marks(provision_id),
        branch=reader.branch(provision_id),
        asked=reader.asked,
    )
    return HTMLResponse(bytes(body.body).decode() + message)


def provision_named(request: Request, snapshot: Snapshot) -> str:
    """Return the id of the provision in the address, which is an exact one.

    Raises:
        UnknownName: there is no such provision.
    """
    wanted = str(request.path_params["id"])
    return wanted if wanted in snapshot.outline.by_id else snapshot.workspace.provision(wanted).id


ROUTES = (
    Route("/w/{workspace}/reading/{id}/mark", mark, methods=["POST"], name="reading_mark"),
    Route("/w/{workspace}/reading/{id}/select", select, methods=["POST"], name="reading_select"),
    Route("/w/{workspace}/reading/{id}/marks", marks, name="reading_marks"),
    Route("/w/{workspace}/reading/{id}/why", why, name="reading_why"),
    Route("/w/{workspace}/reading/{id}/tags", decide, methods=["POST"], name="reading_tags"),
)
