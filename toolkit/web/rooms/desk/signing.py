"""Who has signed the response → whether it still counts, what changed since, and a signature nobody gives by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import Conflict, ToolkitError, UsageError
from toolkit.messages import _
from toolkit.model.labels import action_label
from toolkit.model.workflow import Act
from toolkit.team import Signed
from toolkit.web.answering import is_fragment, status_of
from toolkit.web.asking import actor_of, snapshot_of, texts_of, visitor_of
from toolkit.web.rooms.desk.framing import after_act, piece, refuse_without_duty, shown
from toolkit.workspace.journal import ActFilter

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_ACTS = 30
"""So many acts since a signature are listed; the history has all."""
_SILENT = ("sign",)


class Line(msgspec.Struct, frozen=True):
    """A role, and who has signed for it."""

    role: str
    signed: tuple[Signed, ...]


class Given(msgspec.Struct, frozen=True):
    """The form as it was sent."""

    role: str = ""
    remark: str = ""
    content: str = ""
    is_confirmed: bool = False


def signatures(request: Request) -> Response:
    """Show who has signed, and the form to sign with, or a page that asks for it where the content is yet unknown."""
    snapshot = snapshot_of(request)
    is_asked = is_fragment(request) and "page" in request.query_params
    values: dict[str, Any] = {"is_ready": snapshot.has("content_hash")}
    if is_asked or snapshot.has("content_hash"):
        given = Given(role=visitor_of(request).role_in(snapshot))
        values |= {"given": given, "error": None, **_values(snapshot)}
    if is_asked:
        return piece(request, "_sign.html", snapshot=snapshot, **values)
    return shown(request, "sign.html", tab="desk-sign", snapshot=snapshot, **values)


def before_signing(request: Request) -> Response:
    """Say what is open, which a person should know before they sign."""
    from toolkit.consolidate.findings.find import count_open

    snapshot = snapshot_of(request)
    counts = {name: count_open(snapshot.findings, name) for name in ("high", "medium", "low")}
    return piece(request, "_before_signing.html", snapshot=snapshot, counts=counts)


async def sign(request: Request) -> Response:
    """Sign the response as it was shown, for a role."""
    typed = await texts_of(request)
    given = Given(
        role=typed.get("role", ""),
        remark=typed.get("remark", ""),
        content=typed.get("content", ""),
        is_confirmed=typed.get("confirmed") == "yes",
    )
    return await run_in_threadpool(_signed, request, given)


def _signed(request: Request, given: Given) -> Response:
    snapshot, person = refuse_without_duty(request, "sign"), actor_of(request)
    try:
        _check(snapshot, given, person)
        team.sign(snapshot.workspace, role=given.role, person=person, remark=given.remark, seen=given.content)
    except (Conflict, UsageError) as error:
        return _again(request, snapshot, given, error)
    told = _("{name} has signed.").format(name=person)
    fresh = snapshot_of(request)
    return after_act(
        request, "_sign.html", told, actions=("sign",), given=Given(), error=None, **_values(fresh)
    )


def _check(snapshot: Snapshot, given: Given, person: str) -> None:
    """Refuse to sign what was not read, or what nobody has said they want to sign."""
    if not person.strip():
        raise UsageError(_("who signs?"), hint=_("Give your name in the menu at the top first."))
    if given.role not in [role.id for role in snapshot.profile.roles]:
        raise UsageError(_("for which role?"), hint=_("Choose the role that you answer for."))
    if not given.is_confirmed:
        raise UsageError(_("confirm that you want to sign."), hint=_("Tick the box above the button."))
    if given.content != snapshot.content_hash:
        raise Conflict(
            _("the response has changed since you opened this page."),
            hint=_("Look at what changed, then confirm again."),
        )


def _again(request: Request, snapshot: Snapshot, given: Given, error: ToolkitError) -> Response:
    unconfirmed = msgspec.structs.replace(given, is_confirmed=False)
    return piece(
        request,
        "_sign.html",
        snapshot=snapshot,
        status=status_of(error),
        given=unconfirmed,
        error=error,
        **_values(snapshot),
    )


def _values(snapshot: Snapshot) -> dict[str, Any]:
    by_role: dict[str, list[Signed]] = {role.id: [] for role in snapshot.profile.roles}
    for item in snapshot.signatures:
        by_role.setdefault(item.sign_off.role, []).append(item)
    last = max((item.sign_off.time for item in snapshot.signatures), default="")
    return {
        "lines": [Line(role, tuple(items)) for role, items in by_role.items() if items],
        "unsigned": [role for role, items in by_role.items() if not items],
        "since": _acts_since(snapshot, last) if last else (),
        "last": last,
        "act_label": action_label,
        "most": _ACTS,
    }


def _acts_since(snapshot: Snapshot, time: str) -> tuple[Act, ...]:
    """Return what was done after a signature, the last first, and one more than are listed if there is more."""
    acts = snapshot.workspace.team.latest_acts(ActFilter(limit=_ACTS + 1))
    return tuple(act for act in acts if act.time > time and act.action not in _SILENT)


ROUTES = (
    Route("/w/{workspace}/desk/sign", signatures, name="desk-sign"),
    Route("/w/{workspace}/desk/sign", sign, methods=["POST"], name="desk-signing"),
    Route("/w/{workspace}/desk/sign/before", before_signing, name="desk-before-signing"),
)
