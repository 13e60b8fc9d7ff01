"""Several comments → the one that speaks for them: proposed, edited with who says each sentence beside it, merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import Conflict, ToolkitError, UsageError
from toolkit.messages import _
from toolkit.model.comment import POSITIONS, Comment, Position
from toolkit.web.answering import is_fragment, status_of
from toolkit.web.asking import actor_of, whole_number
from toolkit.web.rooms.desk.framing import after_act, piece, refuse_without_duty, shown

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_FIELDS = ("text", "proposed", "rationale")


class Form(msgspec.Struct, frozen=True):
    """A merge as a person has written it so far."""

    ids: tuple[str, ...]
    seen: Mapping[str, int]
    """Revision of each source as it was read."""
    text: str
    proposed: str
    rationale: str
    position: Position


def propose(request: Request) -> Response:
    """Show the comment that would speak for those chosen, to be edited."""
    snapshot = refuse_without_duty(request, "merge")
    ids = request.query_params.getlist("ids") or _members(request)
    proposal = team.merge_proposal(snapshot.workspace, ids, author=actor_of(request))
    sources = [snapshot.workspace.comment(name) for name in dict.fromkeys(ids)]
    form = Form(
        ids=tuple(item.id for item in sources),
        seen={item.id: item.revision for item in sources},
        text=proposal.text,
        proposed=proposal.proposed,
        rationale=proposal.rationale,
        position=proposal.position,
    )
    values = _values(request, form, proposal, sources)
    if is_fragment(request):
        return piece(request, "_merge.html", snapshot=snapshot, **values)
    return shown(request, "merge.html", tab="desk-groups", snapshot=snapshot, **values)


async def attributed(request: Request) -> Response:
    """Say of each sentence, as it is written now, who says it."""
    form = await _read(request)
    return await run_in_threadpool(_attributed, request, form)


async def merge(request: Request) -> Response:
    """Write the comment that speaks for its sources."""
    form = await _read(request)
    return await run_in_threadpool(_merged, request, form)


def _attributed(request: Request, form: Form) -> Response:
    snapshot = refuse_without_duty(request, "merge")
    sources = [snapshot.workspace.comment(name) for name in form.ids]
    proposal = _as_written(form)
    return piece(request, "_attributed.html", snapshot=snapshot, **_values(request, form, proposal, sources))


def _merged(request: Request, form: Form) -> Response:
    snapshot = refuse_without_duty(request, "merge")
    sources = [snapshot.workspace.comment(name) for name in form.ids]
    read = [msgspec.structs.replace(item, revision=form.seen.get(item.id, 0)) for item in sources]
    try:
        made = team.merge(
            snapshot.workspace,
            form.ids,
            text=form.text,
            proposed=form.proposed,
            position=form.position,
            rationale=form.rationale,
            actor=actor_of(request),
            seen=read,
        )
    except (Conflict, UsageError) as error:
        return _again(request, snapshot, form, sources, error)
    told = _("Merged into {id}.").format(id=made.id)
    group = request.path_params["group"]
    return after_act(
        request,
        "_settled.html",
        told,
        actions=("merge",),
        changed=form.ids,
        name=group,
        told=told,
        made=made.id,
    )


def _again(
    request: Request, snapshot: Snapshot, form: Form, sources: list[Comment], error: ToolkitError
) -> Response:
    """Return the form as it was written, with what is wrong; the sources are read anew."""
    fresh = msgspec.structs.replace(form, seen={item.id: item.revision for item in sources})
    values = _values(request, fresh, _as_written(form), sources)
    values["error"] = error
    status = status_of(error)
    return piece(request, "_merge.html", snapshot=snapshot, status=status, **values)


def _values(request: Request, form: Form, proposal: Comment, sources: list[Comment]) -> dict[str, Any]:
    from toolkit.consolidate.attributing import attribute

    return {
        "name": request.path_params["group"],
        "form": form,
        "sources": sources,
        "authors": {item.id: item.author or item.role or item.id for item in sources},
        "sentences": attribute(proposal, sources),
        "positions": POSITIONS,
        "error": None,
    }


def _as_written(form: Form) -> Comment:
    return Comment(id="", provision_id="", text=form.text, proposed=form.proposed, rationale=form.rationale)


def _members(request: Request) -> list[str]:
    from toolkit.consolidate.overview import members_of

    return list(members_of(request.path_params["group"]))


async def _read(request: Request) -> Form:
    """Read the form; each source is given with its revision ("c3:2").

    Raises:
        UsageError: it is none that the page has sent.
    """
    async with request.form() as sent:
        pairs = [str(item).partition(":") for item in sent.getlist("source")]
        words = {name: str(sent.get(name, "")).replace("\r\n", "\n") for name in _FIELDS}
        position = str(sent.get("position", ""))
    seen = {name: number for name, _colon, said in pairs if (number := whole_number(said)) is not None}
    if position not in POSITIONS or len(seen) < len({name for name, _colon, _said in pairs}):
        raise UsageError(_("there is no such choice."))
    return Form(
        ids=tuple(name for name, _colon, _said in pairs),
        seen=seen,
        position=cast("Position", position),
        **words,
    )


ROUTES = (
    Route("/w/{workspace}/desk/groups/{group}/merge", propose, name="desk-merging"),
    Route("/w/{workspace}/desk/groups/{group}/merge", merge, methods=["POST"], name="desk-merge"),
    Route(
        "/w/{workspace}/desk/groups/{group}/attributed", attributed, methods=["POST"], name="desk-attributed"
    ),
)
