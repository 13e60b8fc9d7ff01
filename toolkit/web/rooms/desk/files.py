"""Files that were taken in → a list with what became of each, and every word of one: its remarks, and what is none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import N_, _
from toolkit.model.contribution import Contribution, Leftover
from toolkit.web.answering import is_fragment, moved, url
from toolkit.web.asking import actor_of, name_of, number_in, site_of, snapshot_of, texts_of
from toolkit.web.rooms.desk.framing import piece, refuse_without_duty, shown
from toolkit.web.rooms.desk.remarks import as_sent
from toolkit.workspace.team import ReceivedFilter

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_A_PAGE = 40
"""So many remarks of a file are shown at once."""
_LEFTOVERS: Mapping[str, str] = {
    "greeting": N_("greeting"),
    "signature": N_("signature"),
    "quoted_mail": N_("mail that it answers"),
    "form": N_("words of the form itself"),
    "draft": N_("words of the draft"),
    "header": N_("header"),
    "empty": N_("empty"),
    "unreadable": N_("cannot be read"),
}


class FileRow(msgspec.Struct, frozen=True):
    """A file of the list, with what became of its remarks."""

    file: Contribution
    counts: Mapping[str, int]
    leftovers: int
    authors: tuple[str, ...] = ()
    """Those of its remarks, where the file itself names nobody."""


def files(request: Request) -> Response:
    """Show where to drop files, and those that were taken in."""
    snapshot = snapshot_of(request)
    return shown(
        request,
        "intake.html",
        tab="desk-intake",
        snapshot=snapshot,
        rows=_rows(snapshot),
        limits=site_of(request).uploads,
        failed="",
    )


def one_file(request: Request) -> Response:
    """Show a file: each remark in its own words with what became of it, and what is no remark."""
    snapshot = snapshot_of(request)
    item = _file(request, snapshot)
    remarks = snapshot.workspace.team.received(ReceivedFilter(files=(item.sha256,), superseded=True))
    start = number_in(request, "from")
    values: dict[str, Any] = {
        "file": item,
        "remarks": [as_sent(one) for one in remarks[start : start + _A_PAGE]],
        "total": len(remarks),
        "is_left": any(one.placement.state != "set_aside" and not one.superseded for one in remarks),
        "next_start": start + _A_PAGE if start + _A_PAGE < len(remarks) else 0,
        "leftovers": tuple(_leftovers(item)),
        "leftover_label": lambda reason: _(_LEFTOVERS[reason]),
    }
    if is_fragment(request) and start:
        return piece(request, "_file_remarks.html", snapshot=snapshot, **values)
    return shown(request, "file.html", tab="desk-intake", snapshot=snapshot, **values)


async def set_aside(request: Request) -> Response:
    """Say that nothing in a file is a remark on this draft."""
    snapshot = await run_in_threadpool(refuse_without_duty, request, "place")
    why = (await texts_of(request)).get("why", "")
    item = _file(request, snapshot)
    if not why.strip():
        raise UsageError(_("why is it set aside?"), hint=_("Its author will want to know."))
    await run_in_threadpool(
        team.set_file_aside, snapshot.workspace, item.sha256, why=why, actor=actor_of(request)
    )
    return moved(request, url(request, "desk-file", workspace=name_of(request), sha256=item.sha256))


def original(request: Request) -> Response:
    """Send a file as it came, to be kept and not to be opened in the page."""
    snapshot = snapshot_of(request)
    item = _file(request, snapshot)
    path = snapshot.workspace.team.contribution_file(item)
    if not path.is_file():
        raise UnknownName(_("the file is no longer there."), where=item.name)
    return FileResponse(path, media_type="application/octet-stream", filename=item.name)


def _rows(snapshot: Snapshot) -> tuple[FileRow, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    authors: dict[str, dict[str, None]] = defaultdict(dict)
    for item in snapshot.received:
        kind = "silent" if item.remark.kind == "silence" else item.placement.state
        counts[item.file_sha256][kind] += 1
        if item.remark.author:
            authors[item.file_sha256][item.remark.author] = None
    return tuple(
        FileRow(
            item,
            counts[item.sha256],
            len(_leftovers(item)),
            () if item.author else tuple(authors[item.sha256]),
        )
        for item in reversed(snapshot.contributions)
    )


def _leftovers(item: Contribution) -> list[Leftover]:
    return [*item.leftovers, *(one for inner in item.attachments for one in _leftovers(inner))]


def _file(request: Request, snapshot: Snapshot) -> Contribution:
    wanted = request.path_params["sha256"]
    found = next((item for item in snapshot.contributions if item.sha256 == wanted), None)
    if found is None:
        raise UnknownName(_("no such file was taken in."))
    return found


ROUTES = (
    Route("/w/{workspace}/desk/intake", files, name="desk-intake"),
    Route("/w/{workspace}/desk/intake/file/{sha256}", one_file, name="desk-file"),
    Route(
        "/w/{workspace}/desk/intake/file/{sha256}/aside", set_aside, methods=["POST"], name="desk-file-aside"
    ),
    Route("/w/{workspace}/desk/intake/file/{sha256}/original", original, name="desk-original"),
)
