"""What comments repeat and contradict → groups side by side, with what makes them so, and a lead's word on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Group
from toolkit.model.provision import rows_text
from toolkit.web.answering import is_fragment
from toolkit.web.asking import actor_of, number_in, snapshot_of, texts_of
from toolkit.web.rooms.desk.framing import after_act, piece, refuse_without_duty, shown
from toolkit.web.rooms.desk.marking import Piece, changes, marked

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_A_PAGE = 12
"""So many groups are shown at once."""
KINDS = ("contradiction", "duplicate")
_REASONS = 4


class Member(msgspec.Struct, frozen=True):
    """A comment of a group, as it is shown beside the others."""

    comment: Comment
    text: tuple[Piece, ...]
    rationale: tuple[Piece, ...]
    wording: tuple[Piece, ...]
    """What it proposes, as changes of the draft's words; of a deletion, those words."""
    quote: tuple[Piece, ...]
    """The draft's words that it is about, where it proposes none."""


class Card(msgspec.Struct, frozen=True):
    """A group as it is shown."""

    group: Group
    sides: tuple[tuple[Member, ...], ...]
    """Of a contradiction two; of comments that say the same one a comment."""
    reasons: tuple[str, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """All comments of the group."""
        return tuple(member for side in self.sides for member in side)


class Asked(msgspec.Struct, frozen=True):
    """Which groups are shown, in which order."""

    kind: str = ""
    on: str = ""
    """Id of a provision: only groups on it or below it."""
    order: str = ""
    """"" for those first that matter most, "draft" for the draft's order."""

    def query(self, **changed: object) -> dict[str, Any]:
        """Return it as the query of an address, with something changed."""
        return {name: value for name, value in {**msgspec.structs.asdict(self), **changed}.items() if value}


def groups(request: Request) -> Response:
    """Show the groups, or a page that asks for them where comparing takes a while."""
    snapshot, asked = snapshot_of(request), _asked(request)
    if is_fragment(request) and "page" in request.query_params:
        return piece(request, "_groups.html", snapshot=snapshot, **_page(request, snapshot, asked))
    values: dict[str, Any] = {"asked": asked, "kinds": KINDS, "is_ready": snapshot.has("groups")}
    if snapshot.has("groups"):
        values |= _page(request, snapshot, asked)
    return shown(request, "groups.html", tab="desk-groups", snapshot=snapshot, **values)


def one(request: Request) -> Response:
    """Show what is left of a group: itself, the groups that have its comments now, or that it is no more."""
    snapshot, name = snapshot_of(request), request.path_params["group"]
    found = _successors(snapshot, name)
    values = {"cards": [card_of(item, snapshot) for item in found], "name": name, "next_start": 0}
    if is_fragment(request):
        return piece(request, "_cards.html", snapshot=snapshot, **values)
    return shown(request, "group.html", tab="desk-groups", snapshot=snapshot, **values)


async def keep_apart(request: Request) -> Response:
    """Decide that a group is none."""
    return await run_in_threadpool(_settle, request, await _reason(request), agreed=False)


async def agree(request: Request) -> Response:
    """Decide that a contradiction is settled."""
    return await run_in_threadpool(_settle, request, await _reason(request), agreed=True)


async def reject(request: Request) -> Response:
    """Leave a comment out of the response, for a reason."""
    return await run_in_threadpool(_rejected, request, await _reason(request))


def keep_minority(request: Request) -> Response:
    """Keep a comment beside what the others say."""
    snapshot = refuse_without_duty(request, "minority")
    name = request.path_params["comment"]
    team.keep_minority(snapshot.workspace, name, actor=actor_of(request))
    told = _("{id}: kept as a minority view.").format(id=name)
    return _settled(request, told, actions=("minority",), changed=(name,))


def card_of(group: Group, snapshot: Snapshot) -> Card:
    """Return a group as it is shown."""
    from toolkit.consolidate.grounds import grounds_sentence, spoken_words

    words = spoken_words(group.grounds)
    comments = {item.id: item for item in snapshot.groups.comments}
    sides = group.sides or tuple((name,) for name in group.comment_ids)
    return Card(
        group,
        tuple(tuple(_member(comments[name], words, snapshot) for name in side) for side in sides),
        tuple(dict.fromkeys(map(grounds_sentence, group.grounds[:_REASONS]))),
    )


def _settle(request: Request, reason: str, *, agreed: bool) -> Response:
    snapshot = refuse_without_duty(request, "apart")
    name, actor = request.path_params["group"], actor_of(request)
    if not agreed and not reason.strip():
        raise UsageError(_("why do they not belong together?"), hint=_("Others will want to know."))
    decide = team.agree if agreed else team.keep_apart
    decide(snapshot.workspace, name, reason=reason, actor=actor)
    told = (
        _("{id}: settled; it is not proposed again.")
        if agreed
        else _("{id}: kept apart; it is not proposed again.")
    )
    return _settled(request, told.format(id=name), actions=("apart",))


def _rejected(request: Request, reason: str) -> Response:
    snapshot = refuse_without_duty(request, "reject")
    name = request.path_params["comment"]
    if not reason.strip():
        raise UsageError(_("why is it left out?"), hint=_("Its author will want to know."))
    team.reject(snapshot.workspace, [name], reason=reason, actor=actor_of(request))
    told = _("{id}: rejected.").format(id=name)
    return _settled(request, told, actions=("reject",), changed=(name,))


def _settled(request: Request, told: str, *, actions: Sequence[str], changed: Sequence[str] = ()) -> Response:
    """Return, in the place of a card, what was done, and ask for what is left of the group."""
    name = request.path_params["group"]
    return after_act(
        request, "_settled.html", told, actions=actions, changed=changed, name=name, told=told, made=""
    )


def _successors(snapshot: Snapshot, name: str) -> list[Group]:
    """Return the group of this id, or those of its kind that share two of its comments, or what speaks for them."""
    from toolkit.consolidate.overview import members_of

    speaking = {
        source: item.id
        for item in snapshot.comments
        if item.state not in ("merged", "withdrawn", "rejected")
        for source in item.sources
    }
    members = {speaking.get(key, key) for key in members_of(name)}
    every = snapshot.groups.contradictions if name.startswith("con-") else snapshot.groups.duplicates
    same = [item for item in every if item.id == name]
    return same or [item for item in every if len(members.intersection(item.comment_ids)) > 1]


def _page(request: Request, snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    found = _sorted(_narrowed(snapshot, asked), snapshot, asked)
    start = number_in(request, "from")
    following = start + _A_PAGE
    next_start = following if following < len(found) else 0
    counts = {
        kind: sum(item.kind == kind for item in _narrowed(snapshot, Asked(on=asked.on))) for kind in KINDS
    }
    return {
        "asked": asked,
        "kinds": KINDS,
        "cards": [card_of(item, snapshot) for item in found[start:following]],
        "start": start,
        "next_start": next_start,
        "total": len(found),
        "counts": counts,
        "decided": snapshot.groups.settled,
    }


def _narrowed(snapshot: Snapshot, asked: Asked) -> list[Group]:
    every = (*snapshot.groups.contradictions, *snapshot.groups.duplicates)
    below = {asked.on, *(item.id for item in snapshot.outline.descendants(asked.on))} if asked.on else set()
    return [
        item
        for item in every
        if (not asked.kind or item.kind == asked.kind)
        and (not asked.on or below.intersection(item.provision_ids))
    ]


def _sorted(found: Sequence[Group], snapshot: Snapshot, asked: Asked) -> list[Group]:
    """Put first what keeps a response from being filed, then what shortens it most."""
    if asked.order == "draft":
        places = {name: place for place, name in enumerate(snapshot.outline.by_id)}
        return sorted(found, key=lambda item: places.get(item.provision_ids[0], -1))
    return sorted(found, key=lambda item: (KINDS.index(item.kind), -len(item.comment_ids), -item.score))


def _member(comment: Comment, words: Sequence[str], snapshot: Snapshot) -> Member:
    old = comment.quote or _own_text(comment.provision_id, snapshot)
    wording: tuple[Piece, ...] = ()
    if comment.deletion:
        wording = (Piece(old, "del"),)
    elif comment.proposed:
        wording = changes(old, comment.proposed)
    return Member(
        comment,
        marked(comment.text, words),
        marked(comment.rationale, words),
        wording,
        () if wording or not comment.quote else marked(comment.quote, words),
    )


def _own_text(provision_id: str, snapshot: Snapshot) -> str:
    if provision_id not in snapshot.outline.by_id:
        return ""
    whole = snapshot.outline.whole(provision_id)
    return whole.text or rows_text(whole)


def _asked(request: Request) -> Asked:
    given = request.query_params
    kind, on, order = given.get("kind", ""), given.get("on", "").strip(), given.get("order", "")
    snapshot = snapshot_of(request)
    return Asked(
        kind if kind in KINDS else "",
        snapshot.workspace.resolve(on).id if on else "",
        "draft" if order == "draft" else "",
    )


async def _reason(request: Request) -> str:
    return (await texts_of(request)).get("why", "")


ROUTES = (
    Route("/w/{workspace}/desk/groups", groups, name="desk-groups"),
    Route("/w/{workspace}/desk/groups/{group}", one, name="desk-group"),
    Route("/w/{workspace}/desk/groups/{group}/apart", keep_apart, methods=["POST"], name="desk-apart"),
    Route("/w/{workspace}/desk/groups/{group}/agree", agree, methods=["POST"], name="desk-agree"),
    Route(
        "/w/{workspace}/desk/groups/{group}/reject/{comment}", reject, methods=["POST"], name="desk-reject"
    ),
    Route(
        "/w/{workspace}/desk/groups/{group}/minority/{comment}",
        keep_minority,
        methods=["POST"],
        name="desk-minority",
    ),
)
