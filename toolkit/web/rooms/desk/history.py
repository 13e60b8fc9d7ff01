"""The journal → its acts, the last first, by person and kind, each with what it changed, to be taken back or done again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import Conflict, ToolkitError, UnknownName, UsageError
from toolkit.messages import N_, _
from toolkit.model.comment import STATES, State
from toolkit.model.labels import action_label, state_label
from toolkit.model.workflow import Act
from toolkit.web.answering import is_fragment, notice, status_of, url
from toolkit.web.asking import actor_of, name_of, number_in, snapshot_of, visitor_of
from toolkit.web.rooms.desk.framing import piece, place_name, shown
from toolkit.workspace.journal import ActFilter, Change

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_A_PAGE = 50
_NAMED = 12
"""So many things that an act changed are named; of more, the number is said."""
NOBODY = "-"
"""In an address: whoever is not named."""
_KINDS = {
    "comment": N_("comments"),
    "received": N_("remarks"),
    "contribution": N_("files"),
    "verdict": N_("decisions on groups and findings"),
    "decision": N_("decisions on tags"),
    "assignment": N_("assignments"),
    "sign_off": N_("signatures"),
    "mark": N_("read marks"),
    "origin": N_("origins"),
    "pack": N_("packs"),
}


class Asked(msgspec.Struct, frozen=True):
    """Which acts are shown."""

    actor: str = ""
    """"-" for nobody named, "" for all."""
    action: str = ""
    touching: str = ""
    """A comment, remark or group: only what was done to it."""

    def query(self, **changed: Any) -> dict[str, Any]:
        """Return it as the query of an address, with something changed."""
        return {name: value for name, value in {**msgspec.structs.asdict(self), **changed}.items() if value}


class Changed(msgspec.Struct, frozen=True):
    """Things of one kind that an act changed."""

    label: str
    count: int
    keys: tuple[str, ...]


def history(request: Request) -> Response:
    """Show the journal."""
    snapshot, asked = snapshot_of(request), _asked(request)
    values = _page(request, snapshot, asked)
    if is_fragment(request) and "before" in request.query_params:
        return piece(request, "_acts.html", snapshot=snapshot, **values)
    doers = snapshot.workspace.team.doers()
    return shown(
        request,
        "history.html",
        tab="desk-history",
        snapshot=snapshot,
        people=list(dict.fromkeys(actor for actor, _action in doers)),
        actions=sorted({action for _actor, action in doers}, key=action_label),
        nobody=NOBODY,
        is_earlier="before" in request.query_params,
        **values,
    )


def one(request: Request) -> Response:
    """Show what an act changed."""
    snapshot = snapshot_of(request)
    act = _act(request, snapshot)
    return piece(request, "_act_changes.html", snapshot=snapshot, act=act, changed=_changed(snapshot, act))


def undo(request: Request) -> Response:
    """Take an act back; where something has changed since, say what stands in the way."""
    snapshot = snapshot_of(request)
    act = _act(request, snapshot)
    try:
        done = team.undo(snapshot.workspace, act.number, actor=actor_of(request))
    except (Conflict, UsageError) as error:
        return _refused(request, snapshot, act, error)
    told = _("#{number} is taken back.").format(number=act.number)
    fresh = snapshot_of(request)
    answer = piece(
        request,
        "_undone.html",
        snapshot=fresh,
        act=_act(request, fresh),
        undo=done,
        **_labels(request, fresh),
    )
    body = bytes(answer.body) + notice(request, told, act=done.number).encode()
    return Response(body, media_type="text/html")


def _refused(request: Request, snapshot: Snapshot, act: Act, error: ToolkitError) -> Response:
    """Return the act as it stands, with why it cannot be taken back and which later acts touched the same."""
    later = [
        item
        for name in ([error.where] if isinstance(error, Conflict) and error.where else [])
        for item in snapshot.workspace.team.acts(touching=name)
        if item.number > act.number and not item.undone_by
    ]
    return piece(
        request,
        "_act.html",
        snapshot=snapshot,
        status=status_of(error),
        act=act,
        error=error,
        later=later[::-1][:5],
        **_labels(request, snapshot),
    )


def _page(request: Request, snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    before = number_in(request, "before")
    acts = _acts(snapshot, asked, before)
    shown_acts = acts[:_A_PAGE]
    return {
        "asked": asked,
        "acts": shown_acts,
        "before": shown_acts[-1].number if len(acts) > _A_PAGE else 0,
        **_labels(request, snapshot),
    }


def _acts(snapshot: Snapshot, asked: Asked, before: int) -> tuple[Act, ...]:
    if asked.touching:
        found = snapshot.workspace.team.acts(touching=asked.touching)[::-1]
        return tuple(act for act in found if not before or act.number < before)
    actor = {"": None, NOBODY: ""}.get(asked.actor, asked.actor)
    return snapshot.workspace.team.latest_acts(
        ActFilter(
            actor=actor,
            actions=(asked.action,) if asked.action else (),
            before=before,
            limit=_A_PAGE + 1,
        )
    )


def _labels(request: Request, snapshot: Snapshot) -> dict[str, Any]:
    actor = actor_of(request)
    may_undo = visitor_of(request).may("undo", snapshot)

    def can_undo(act: Act) -> bool:
        is_own = bool(actor) and act.actor.casefold() == actor.casefold()
        return not act.undone_by and (may_undo or is_own)

    def act_at(number: int) -> str:
        query = {"before": number + 1}
        return url(request, "desk-history", workspace=name_of(request), query=query) + f"#act-{number}"

    return {
        "act_label": action_label,
        "act_at": act_at,
        "can_undo": can_undo,
        "detail_of": lambda act: _detail(act, snapshot),
        "is_traced": _is_traced,
    }


def _detail(act: Act, snapshot: Snapshot) -> str:
    """Return what an act says of itself, in words where it is an id."""
    if act.action == "undo":
        return action_label(act.detail)
    if act.action == "state" and act.detail in STATES:
        return state_label(cast("State", act.detail))
    return place_name(snapshot, act.detail) if act.action == "place" and act.detail else act.detail


def _is_traced(name: str) -> bool:
    """Tell whether an id of a subject is one of a comment or remark."""
    return name[:1] in ("c", "r") and name[1:].isdecimal()


def _changed(snapshot: Snapshot, act: Act) -> tuple[Changed, ...]:
    changes = snapshot.workspace.team.changes(act.number)
    keys: dict[str, dict[str, None]] = {}
    for change in changes:
        keys.setdefault(change.kind, {})[_name(change)] = None
    counts = Counter({kind: len(names) for kind, names in keys.items()})
    return tuple(
        Changed(_(_KINDS.get(kind, kind)), counts[kind], tuple(names)[:_NAMED])
        for kind, names in keys.items()
    )


def _name(change: Change) -> str:
    """Return the key of a thing as people know it."""
    if change.kind == "received":
        return f"r{change.key}"
    if change.kind == "contribution":
        return change.key[:12]
    return change.key.replace("\n", " ").strip()


def _act(request: Request, snapshot: Snapshot) -> Act:
    number: int = request.path_params["number"]
    found = snapshot.workspace.team.latest_acts(ActFilter(before=number + 1, limit=1))
    if not found or found[0].number != number:
        raise UnknownName(_("there is no such act."), where=f"#{number}")
    return found[0]


def _asked(request: Request) -> Asked:
    given = request.query_params
    return Asked(given.get("actor", ""), given.get("action", ""), given.get("touching", "").strip()[:200])


ROUTES = (
    Route("/w/{workspace}/desk/history", history, name="desk-history"),
    Route("/w/{workspace}/desk/history/{number:int}", one, name="desk-act"),
    Route("/w/{workspace}/desk/history/{number:int}/undo", undo, methods=["POST"], name="desk-undo"),
)
