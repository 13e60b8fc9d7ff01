"""A comment, a remark, a provision or a sentence → the tree back to who said it in which file, and on to the response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _
from toolkit.model.comment import Event
from toolkit.model.contribution import Placement
from toolkit.model.labels import event_label
from toolkit.web.answering import url
from toolkit.web.asking import name_of, snapshot_of
from toolkit.web.rooms.desk.framing import place_name, shown
from toolkit.web.rooms.desk.remarks import as_sent

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.consolidate.tracing import Origin
    from toolkit.web.snapshot import Snapshot

_EXAMPLES = 8


def ask(request: Request) -> Response:
    """Ask what to follow back."""
    asked = request.query_params.get("q", "").strip()[:2000]
    if asked:
        return RedirectResponse(url(request, "desk-traced", workspace=name_of(request), what=asked), 303)
    snapshot = snapshot_of(request)
    merged = [
        item for item in snapshot.comments if item.sources and item.state not in ("merged", "withdrawn")
    ]
    return shown(
        request,
        "trace_ask.html",
        tab="desk-trace",
        snapshot=snapshot,
        merged=merged[-_EXAMPLES:],
        asked="",
        error=None,
    )


def trace(request: Request) -> Response:
    """Show where something comes from, as a tree."""
    snapshot, name = snapshot_of(request), request.path_params["what"]
    try:
        found = team.trace(snapshot.workspace, name)
    except (UnknownName, UsageError) as error:
        values: dict[str, Any] = {"asked": name, "error": error, "merged": []}
        return shown(request, "trace_ask.html", tab="desk-trace", snapshot=snapshot, status=404, **values)
    return shown(
        request,
        "trace.html",
        tab="desk-trace",
        snapshot=snapshot,
        found=found,
        fate=lambda origin: _fate(origin, snapshot),
        as_sent=as_sent,
        why=lambda placement: _why(placement, snapshot),
        done=_done,
        asked=name,
    )


def _fate(origin: Origin, snapshot: Snapshot) -> str:
    """Return what becomes of a comment in the response."""
    comment = origin.comment
    told = {
        "draft": _("Not in the response: it is still a draft."),
        "submitted": _("In the response, on {place}."),
        "approved": _("In the response, on {place}; approved."),
        "rejected": _("Left out of the response."),
        "withdrawn": _("Withdrawn: not in the response."),
        "merged": _("In the response through the one it was merged into:"),
    }[comment.state]
    return told.format(place=place_name(snapshot, comment.provision_id))


def _why(placement: Placement, snapshot: Snapshot) -> str:
    """Return who put a remark where it is, and why."""
    from toolkit.intake.placing.sentences import sentence

    reasons = _("; ").join(
        sentence(reason, name=lambda name: place_name(snapshot, name)) for reason in placement.reasons
    )
    told = _("Placed on {provision} by {who}: {why}")
    return told.format(
        provision=place_name(snapshot, placement.provision_id),
        who=placement.actor or _("the toolkit"),
        why=placement.why or reasons or "–",
    )


def _done(event: Event) -> str:
    """Return what an entry of a comment's history did."""
    is_explained = event.action == "state" and event.after.reason
    return f"{event_label(event)} — {event.after.reason}" if is_explained else event_label(event)


ROUTES = (
    Route("/w/{workspace}/desk/trace", ask, name="desk-trace"),
    Route("/w/{workspace}/desk/trace/{what:path}", trace, name="desk-traced"),
)
