"""What every tab of the desk shares: the workspace asked for, the tabs with their counts, answers after an act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from starlette.responses import HTMLResponse

from toolkit.messages import N_, _
from toolkit.model.contribution import GENERAL
from toolkit.model.dates import local_minute
from toolkit.model.labels import position_label, role_label, state_label
from toolkit.model.provision import title
from toolkit.web.answering import notice, page, root_of, url
from toolkit.web.asking import actor_of, last_act, name_of, snapshot_of, visitor_of
from toolkit.workspace.duties import check_allowed

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_TABS = (
    ("desk", N_("What waits")),
    ("desk-intake", N_("Files")),
    ("desk-placing", N_("Placing")),
    ("desk-groups", N_("Comparing")),
    ("desk-trace", N_("Provenance")),
    ("desk-findings", N_("Findings")),
    ("desk-sign", N_("Sign-off")),
    ("desk-history", N_("History")),
)
_TITLE = 110


class Tab(msgspec.Struct, frozen=True):
    """One of the desk's tabs; `count` is None where it is not known yet, or there is nothing to count."""

    name: str
    label: str
    count: int | None = None


def refuse_without_duty(request: Request, action: str) -> Snapshot:
    """Return the snapshot, for whoever may do something.

    Raises:
        NotAllowed: the visitor has not the duty for it.
    """
    snapshot = snapshot_of(request)
    check_allowed(snapshot.settings, actor_of(request), action)
    return snapshot


def shown(
    request: Request, template: str, *, tab: str, snapshot: Snapshot, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page of the desk."""
    known: dict[str, Any] = {"tab": tab, "tabs": _tabs(snapshot), "here": "desk"}
    return page(request, f"desk/{template}", status=status, **known, **_always(request, snapshot), **values)


def piece(
    request: Request, template: str, *, snapshot: Snapshot, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return a fragment for a page of the desk."""
    return page(request, f"desk/{template}", status=status, **_always(request, snapshot), **values)


def after_act(
    request: Request,
    template: str,
    text: str,
    *,
    actions: Sequence[str],
    changed: Sequence[str] = (),
    address: str = "",
    **values: Any,
) -> HTMLResponse:
    """Return what stands on the page now, a message from which the act can be undone, and the counts as they are.

    `actions` are the journal's words for the act; `changed` are comments that other cards on the page may show;
    `address` is that of what stands there now.
    """
    snapshot = snapshot_of(request)
    answer = piece(request, template, snapshot=snapshot, **values)
    told = notice(request, text, act=last_act(request, *actions))
    recount = piece(request, "_recount.html", snapshot=snapshot, compared=bool(changed))
    body = b"".join((bytes(answer.body), told.encode(), bytes(recount.body)))
    headers = {"hx-replace-url": address} if address else {}
    if changed:
        headers["hx-trigger"] = msgspec.json.encode({"desk:changed": {"ids": list(changed)}}).decode()
    return HTMLResponse(body, headers=headers)


def _tabs(snapshot: Snapshot) -> tuple[Tab, ...]:
    counts = counts_of(snapshot)
    return tuple(Tab(name, _(label), counts.get(name)) for name, label in _TABS)


def counts_of(snapshot: Snapshot) -> dict[str, int]:
    """Return by tab how much waits there, as far as that is known without work."""
    from toolkit.consolidate.findings.find import is_open

    counts = {"desk-placing": len(snapshot.waiting)}
    if snapshot.has("groups"):
        counts["desk-groups"] = len(snapshot.groups.duplicates) + len(snapshot.groups.contradictions)
    if snapshot.has("findings"):
        counts["desk-findings"] = sum(map(is_open, snapshot.findings))
    return counts


def _always(request: Request, snapshot: Snapshot) -> dict[str, Any]:
    workspace, visitor = name_of(request), visitor_of(request)
    base = f"{root_of(request)}w/{quote(workspace)}"

    def may(action: str) -> bool:
        return visitor.may(action, snapshot)

    def desk(name: str, **parameters: Any) -> str:
        return url(request, name, workspace=workspace, **parameters)

    return {
        "workspace": workspace,
        "snapshot": snapshot,
        "may": may,
        "desk": desk,
        "place": lambda provision_id: place_name(snapshot, provision_id),
        "read_at": lambda provision_id: f"{base}/read/{quote(provision_id)}",
        "comment_at": lambda comment_id: f"{base}/comment/{quote(comment_id)}",
        "role_name": lambda role: role_label(role, snapshot.profile),
        "position_label": position_label,
        "state_label": state_label,
        "when": local_minute,
    }


def place_name(snapshot: Snapshot, provision_id: str) -> str:
    """Return what people call a provision, in one line."""
    if provision_id == GENERAL:
        return _("The draft as a whole")
    found = snapshot.outline.by_id.get(provision_id)
    if found is None:
        return provision_id
    line = title(found)
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rstrip() + "…"
