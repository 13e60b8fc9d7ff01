"""The first tab: everything that waits on the desk, counted, each line a way to where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from toolkit.errors import UnknownName
from toolkit.messages import _, ngettext
from toolkit.web.answering import url
from toolkit.web.asking import name_of, snapshot_of
from toolkit.web.rooms.desk.framing import counts_of, piece, shown

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_COSTLY = ("groups", "findings", "signatures")
"""What of a snapshot takes seconds where there are thousands of comments: the page asks for it once it stands."""

_FEW = 1000
"""Up to so many comments are compared anew after every act."""


class Line(msgspec.Struct, frozen=True):
    """Something that waits."""

    count: int
    title: str
    detail: str
    address: str


def overview(request: Request) -> Response:
    """Show what waits."""
    snapshot = snapshot_of(request)
    ready = [name for name in _COSTLY if snapshot.has(name)]
    lines = [_placing(request, snapshot)]
    lines += [line for name in ready for line in _costly(request, snapshot, name)]
    lines.append(_files(request, snapshot))
    later = [name for name in _COSTLY if name not in ready]
    return shown(request, "overview.html", tab="desk", snapshot=snapshot, lines=lines, later=later)


def line(request: Request) -> Response:
    """Count what takes a while to be counted."""
    snapshot, name = snapshot_of(request), request.path_params["what"]
    if name not in _COSTLY:
        raise UnknownName(_("there is no such line."))
    lines = _costly(request, snapshot, name)
    return piece(request, "_lines.html", snapshot=snapshot, lines=lines)


def counts(request: Request) -> Response:
    """Count what waits by tab, after something was done; the work for it is of use to the next page too."""
    snapshot = snapshot_of(request)
    if "groups" in request.query_params or len(snapshot.comments) <= _FEW:
        snapshot.load("groups")  # so that it is counted
    return piece(request, "_counts.html", snapshot=snapshot, counts=counts_of(snapshot))


def _placing(request: Request, snapshot: Snapshot) -> Line:
    proposed = sum(item.placement.state == "proposed" for item in snapshot.waiting)
    detail = _("{proposed} to confirm, {unplaced} without place").format(
        proposed=proposed, unplaced=len(snapshot.waiting) - proposed
    )
    return Line(len(snapshot.waiting), _("Remarks to place"), detail, _at(request, "desk-placing"))


def _costly(request: Request, snapshot: Snapshot, name: str) -> list[Line]:
    if name == "groups":
        return _groups(request, snapshot)
    return [_findings(request, snapshot) if name == "findings" else _signatures(request, snapshot)]


def _groups(request: Request, snapshot: Snapshot) -> list[Line]:
    found = snapshot.groups
    members = len({name for group in found.duplicates for name in group.comment_ids})
    drafts = len(found.drafts)
    return [
        Line(
            len(found.contradictions),
            _("Contradictions"),
            _("to settle: merge, reject, or keep one as a minority view"),
            url(request, "desk-groups", workspace=name_of(request), query={"kind": "contradiction"}),
        ),
        Line(
            len(found.duplicates),
            _("Groups that say the same"),
            ngettext("{count} comment in them", "{count} comments in them", members).format(count=members),
            url(request, "desk-groups", workspace=name_of(request), query={"kind": "duplicate"}),
        ),
        Line(
            drafts,
            _("Drafts"),
            _("comments that their authors have not submitted"),
            url(request, "comments", workspace=name_of(request), query={"state": "draft"}),
        ),
    ]


def _findings(request: Request, snapshot: Snapshot) -> Line:
    from toolkit.consolidate.findings.find import count_open

    high, medium, low = (count_open(snapshot.findings, name) for name in ("high", "medium", "low"))
    detail = _("{high} high, {medium} medium, {low} low").format(high=high, medium=medium, low=low)
    return Line(high + medium + low, _("Findings before filing"), detail, _at(request, "desk-findings"))


def _signatures(request: Request, snapshot: Snapshot) -> Line:
    stale = sum(not item.is_current for item in snapshot.signatures)
    current = len(snapshot.signatures) - stale
    detail = _("{current} stand, {stale} no longer count").format(current=current, stale=stale)
    return Line(stale, _("Signatures to renew"), detail, _at(request, "desk-sign"))


def _files(request: Request, snapshot: Snapshot) -> Line:
    count = len(snapshot.received)
    detail = ngettext("{count} remark in them", "{count} remarks in them", count).format(count=count)
    return Line(len(snapshot.contributions), _("Files taken in"), detail, _at(request, "desk-intake"))


def _at(request: Request, name: str) -> str:
    return url(request, name, workspace=name_of(request))


ROUTES = (
    Route("/w/{workspace}/desk", overview, name="desk"),
    Route("/w/{workspace}/desk/counts", counts, name="desk-counts"),
    Route("/w/{workspace}/desk/line/{what}", line, name="desk-line"),
)
