"""Remarks that wait for a place → a queue to work through by keyboard: confirm, choose another place, set aside, move."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from toolkit import desk, team
from toolkit.errors import Conflict, ToolkitError, UsageError
from toolkit.messages import _, ngettext
from toolkit.model.contribution import GENERAL, Received
from toolkit.web.answering import is_fragment, status_of, url
from toolkit.web.asking import actor_of, name_of, number_in, snapshot_of, texts_of
from toolkit.web.rooms.desk.framing import after_act, piece, place_name, refuse_without_duty, shown
from toolkit.web.rooms.desk.remarks import as_sent, looked_for, options_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_A_PAGE = 60
"""So many remarks of the queue are listed at once."""
_FOUND = 12
_LEVELS = (90, 80, 70, 60, 50)
"""Confidence in hundredths, from which proposals may be confirmed at once."""
_CHOICES = "general", "provision"
_DECIDING = threading.Lock()
"""Two people who decide about one remark at the same moment come one after the other: the second is told."""


class Queue(msgspec.Struct, frozen=True):
    """What waits, as far as it is shown."""

    show: str
    """"", "proposed" or "unplaced"."""
    items: tuple[Received, ...]
    counts: tuple[tuple[str, int], ...]
    """How many there are by what can be shown."""

    @property
    def query(self) -> dict[str, str]:
        """Return what is shown as the query of an address."""
        return {"show": self.show} if self.show else {}

    def beside(self, received_id: str) -> tuple[str, str]:
        """Return the ids before and after a remark in the queue, "" where there is none."""
        ids = [item.id for item in self.items]
        if received_id in ids:
            place = ids.index(received_id)
            after = place + 1
        else:
            place = after = sum(int(name[1:]) < int(received_id[1:] or 0) for name in ids)
        return (ids[place - 1] if place else ""), (ids[after] if after < len(ids) else "")


class Level(msgspec.Struct, frozen=True):
    """A confidence, and how many proposals have at least that."""

    percent: int
    count: int


def queue(request: Request) -> Response:
    """Show the first remark that waits, or say that nothing does."""
    snapshot = snapshot_of(request)
    waiting = _queue(request, snapshot)
    start = number_in(request, "from")
    if is_fragment(request) and start:
        return piece(request, "_queue_rows.html", snapshot=snapshot, at="", **_rows(waiting, start))
    first = waiting.items[0] if waiting.items else None
    return _whole(request, snapshot, waiting, first)


def one(request: Request) -> Response:
    """Show one remark with where it may belong: one that waits, or one to be moved."""
    snapshot = snapshot_of(request)
    item = snapshot.workspace.team.received_one(request.path_params["remark"])
    waiting = _queue(request, snapshot)
    if is_fragment(request):
        return piece(request, "_remark.html", snapshot=snapshot, **_card(item, waiting, snapshot))
    return _whole(request, snapshot, waiting, item)


async def decide(request: Request) -> Response:
    """Put a remark where the person says, or set it aside, and show the next."""
    return await run_in_threadpool(_decided, request, await texts_of(request))


async def confirm(request: Request) -> Response:
    """Confirm every proposal that is sure enough, as one act."""
    given = await texts_of(request)
    return await run_in_threadpool(_confirmed, request, given.get("least", ""))


def search(request: Request) -> Response:
    """Find provisions by words, to put a remark on one of them."""
    snapshot = snapshot_of(request)
    words = request.query_params.get("q", "").strip()[:200]
    found = desk.search(snapshot.workspace, words, limit=_FOUND) if words else None
    options = (
        () if found is None else tuple(looked_for(hit.provision_id, words, snapshot) for hit in found.hits)
    )
    return piece(
        request,
        "_found.html",
        snapshot=snapshot,
        item=snapshot.workspace.team.received_one(request.path_params["remark"]),
        options=options,
        words=words,
        total=found.total if found else 0,
        suggestion=found.suggestion if found else "",
    )


def _decided(request: Request, given: dict[str, str]) -> Response:
    snapshot = refuse_without_duty(request, "place")
    waiting = _queue(request, snapshot)
    with _DECIDING:
        item = snapshot.workspace.team.received_one(request.path_params["remark"])
        try:
            _check_seen(item, given)
            told = _act(request, snapshot, item, given)
        except (Conflict, UsageError) as error:
            return _again(request, snapshot, waiting, item, given, error)
    _before, after = waiting.beside(item.id)
    snapshot = snapshot_of(request)
    waiting = _queue(request, snapshot)
    following = next((one for one in waiting.items if one.id == after), None)
    following = following or (waiting.items[-1] if waiting.items else None)
    values = {"gone": item.id, **_card(following, waiting, snapshot)}
    address = _address(request, following, waiting)
    return after_act(request, "_next.html", told, actions=("place",), address=address, **values)


def _check_seen(item: Received, given: dict[str, str]) -> None:
    if given.get("seen", "") != _mark(item):
        raise Conflict(
            _("somebody has decided about it since you read it."),
            hint=_("This is how it stands now; what you wrote is still here."),
        )


def _act(request: Request, snapshot: Snapshot, item: Received, given: dict[str, str]) -> str:
    """Do what the form says and return what was done."""
    actor, why = actor_of(request), given.get("why", "")
    if given.get("act") == "aside":
        team.set_aside(snapshot.workspace, item.id, why=why, actor=actor)
        return _("{id}: set aside").format(id=item.id)
    kind, _colon, provision_id = given.get("on", "").partition(":")
    if kind not in _CHOICES or (kind == "provision" and not provision_id):
        raise UsageError(_("where does it belong?"), hint=_("Choose a provision, or the draft as a whole."))
    placed = team.place(
        snapshot.workspace,
        item.id,
        GENERAL if kind == "general" else provision_id,
        quote=_quote(item, provision_id, given),
        actor=actor,
        why=why,
    )
    return _("{id}: on {place}").format(id=item.id, place=place_name(snapshot, placed.placement.provision_id))


def _quote(item: Received, provision_id: str, given: dict[str, str]) -> str:
    """Return the words that a remark goes on: those typed, else those proposed unless the person wants all of it."""
    if not provision_id:
        return ""
    if given.get("quote", "").strip():
        return given["quote"]
    is_proposed = provision_id == item.placement.provision_id and bool(given.get("quoted"))
    return item.placement.quote if is_proposed else ""


def _again(
    request: Request,
    snapshot: Snapshot,
    waiting: Queue,
    item: Received,
    given: dict[str, str],
    error: ToolkitError,
) -> HTMLResponse:
    """Return the form as it was filled in, with what is wrong."""
    values = _card(item, waiting, snapshot)
    values |= {"given": given, "error": error}
    if is_fragment(request):
        return piece(request, "_remark.html", snapshot=snapshot, status=status_of(error), **values)
    return _whole(request, snapshot, waiting, item, given=given, error=error)


def _confirmed(request: Request, least: str) -> Response:
    snapshot = refuse_without_duty(request, "place")
    if least not in map(str, _LEVELS):
        raise UsageError(_("there is no such choice."), where=least)
    sure = [item.id for item in snapshot.waiting if _percent(item) >= int(least)]
    if not sure:
        raise UsageError(_("nothing is proposed with so much confidence."))
    done = team.confirm(snapshot.workspace, sure, actor=actor_of(request))
    told = ngettext("{count} remark placed as proposed.", "{count} remarks placed as proposed.", len(done))
    snapshot = snapshot_of(request)
    waiting = _queue(request, snapshot)
    first = waiting.items[0] if waiting.items else None
    return after_act(
        request,
        "_placing.html",
        told.format(count=len(done)),
        actions=("place",),
        address=_address(request, first, waiting),
        levels=_levels(snapshot),
        **{**_rows(waiting, 0), **_card(first, waiting, snapshot)},
    )


def _address(request: Request, item: Received | None, waiting: Queue) -> str:
    """Return where a remark of the queue is found again, after a reload too."""
    here: dict[str, Any] = {"workspace": name_of(request), "query": waiting.query}
    return (
        url(request, "desk-remark", remark=item.id, **here) if item else url(request, "desk-placing", **here)
    )


def _whole(
    request: Request,
    snapshot: Snapshot,
    waiting: Queue,
    item: Received | None,
    *,
    given: dict[str, str] | None = None,
    error: ToolkitError | None = None,
) -> HTMLResponse:
    values = _card(item, waiting, snapshot)
    values |= {"given": given or {}, "error": error, "levels": _levels(snapshot)}
    return shown(
        request, "placing.html", tab="desk-placing", snapshot=snapshot, **{**_rows(waiting, 0), **values}
    )


def _card(item: Received | None, waiting: Queue, snapshot: Snapshot) -> dict[str, Any]:
    """Return what the template of one remark needs."""
    if item is None:
        return {"sent": None, "queue": waiting, "at": "", "given": {}, "error": None}
    before, after = waiting.beside(item.id)
    file = next((one for one in snapshot.contributions if one.sha256 == item.file_sha256), None)
    return {
        "author": item.remark.author or (file.author if file else ""),
        "role": item.remark.role or (file.role if file and not item.remark.author else ""),
        "sent": as_sent(item),
        "options": options_of(item, snapshot),
        "seen": _mark(item),
        "before": before,
        "after": after,
        "queue": waiting,
        "at": item.id,
        "given": {},
        "error": None,
    }


def _rows(waiting: Queue, start: int) -> dict[str, Any]:
    following = start + _A_PAGE
    return {
        "rows": waiting.items[start:following],
        "next_start": following if following < len(waiting.items) else 0,
        "queue": waiting,
    }


def _queue(request: Request, snapshot: Snapshot) -> Queue:
    show = request.query_params.get("show", "")
    if show not in ("", "proposed", "unplaced"):
        show = ""
    states = [item.placement.state for item in snapshot.waiting]
    counts = (
        ("", len(states)),
        ("proposed", states.count("proposed")),
        ("unplaced", states.count("unplaced")),
    )
    items = (item for item in snapshot.waiting if show in ("", item.placement.state))
    return Queue(show, tuple(items), counts)


def _levels(snapshot: Snapshot) -> tuple[Level, ...]:
    percents = [_percent(item) for item in snapshot.waiting]
    found = (Level(level, sum(percent >= level for percent in percents)) for level in _LEVELS)
    return tuple(level for level in found if level.count)


def _percent(item: Received) -> float:
    """Return how sure the proposal is, in hundredths as they are shown; -1 if nothing is proposed."""
    return round(item.placement.confidence * 100) if item.placement.state == "proposed" else -1


def _mark(item: Received) -> str:
    """Return a word that changes with every decision about a remark."""
    return f"{item.placement.state}.{item.placement.time}.{item.comment_id}"


ROUTES = (
    Route("/w/{workspace}/desk/placing", queue, name="desk-placing"),
    Route("/w/{workspace}/desk/placing/confirm", confirm, methods=["POST"], name="desk-confirm"),
    Route("/w/{workspace}/desk/placing/{remark}", one, name="desk-remark"),
    Route("/w/{workspace}/desk/placing/{remark}", decide, methods=["POST"], name="desk-place"),
    Route("/w/{workspace}/desk/placing/{remark}/search", search, name="desk-place-search"),
)
