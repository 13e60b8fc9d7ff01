"""All comments of a workspace, filtered by author, role, state and position, a page of them at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec
from starlette.routing import Route

from toolkit.messages import _
from toolkit.model.comment import Comment, Position, State
from toolkit.model.dates import local_minute
from toolkit.model.labels import position_label, role_label, state_label
from toolkit.model.provision import title
from toolkit.web.answering import is_fragment, page
from toolkit.web.asking import actor_of, name_of, number_in, snapshot_of
from toolkit.web.rooms.commenting.cards import POSITION_TONES, STATE_TONES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from toolkit.web.snapshot import Snapshot

PAGE = 50
"""So many comments are shown at once."""
_FILTERS = ("author", "role", "state", "position")
_EXCERPT = 240


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One comment of the list."""

    comment: Comment
    place: str
    role: str
    position: str
    state: str
    position_tone: str
    state_tone: str
    modified: str
    excerpt: str


def comments(request: Request) -> Response:
    """Show the comments that the filters let through; withdrawn ones only if asked for."""
    name, snapshot = name_of(request), snapshot_of(request)
    asked = {key: request.query_params.get(key, "") for key in _FILTERS}
    mine = request.query_params.get("mine", "") == "1"
    found = [
        item
        for item in snapshot.comments
        if _fits(item, asked) and (not mine or item.author == actor_of(request))
    ]
    start = number_in(request, "from")
    shown = found[start : start + PAGE]
    following = start + PAGE if start + PAGE < len(found) else 0
    query = {key: value for key, value in {**asked, "mine": "1" if mine else ""}.items() if value}
    values: dict[str, Any] = {
        "rows": [_row(item, snapshot) for item in shown],
        "count": len(found),
        "total": len(snapshot.comments),
        "asked": asked,
        "mine": mine,
        "query": query,
        "following": following,
        "start": start,
    }
    if is_fragment(request):
        return page(request, "comment/rows.html", workspace=name, **values)
    return page(
        request, "comment/list.html", workspace=name, here="comments", choices=_choices(snapshot), **values
    )


def _fits(comment: Comment, asked: Mapping[str, str]) -> bool:
    if not asked["state"] and comment.state == "withdrawn":
        return False
    return all(not value or getattr(comment, key) == value for key, value in asked.items())


def _choices(snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """Return the values that each filter may have, with what they are called."""
    authors = sorted({item.author for item in snapshot.comments if item.author}, key=str.casefold)
    profile = snapshot.profile
    roles = dict.fromkeys([*(role.id for role in profile.roles), *(item.role for item in snapshot.comments)])
    return {
        "author": [(name, name) for name in authors],
        "role": [(name, role_label(name, profile)) for name in roles if name],
        "state": [(name, state_label(name)) for name in get_args(State)],
        "position": [(name, position_label(name)) for name in get_args(Position)],
    }


def _row(comment: Comment, snapshot: Snapshot) -> Row:
    provision = snapshot.outline.by_id.get(comment.provision_id)
    words = " ".join((comment.text or comment.proposed or comment.rationale).split())
    general = comment.provision_id or _("The draft as a whole")
    return Row(
        comment=comment,
        place=title(provision) if provision else general,
        role=role_label(comment.role, snapshot.profile),
        position=position_label(comment.position),
        state=state_label(comment.state),
        position_tone=POSITION_TONES[comment.position],
        state_tone=STATE_TONES.get(comment.state, "plain"),
        modified=local_minute(comment.modified),
        excerpt=words if len(words) <= _EXCERPT else words[:_EXCERPT].rstrip() + " …",
    )


ROUTES = (Route("/w/{workspace}/comments", comments, name="comments"),)
