"""What to look at before the response is filed → by severity, each with the words meant, to mend or to let stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from toolkit import team
from toolkit.errors import UsageError
from toolkit.messages import N_, _
from toolkit.model.consolidation import Finding, Severity
from toolkit.model.sentences import sentences_around
from toolkit.web.answering import is_fragment, moved, url
from toolkit.web.asking import actor_of, name_of, number_in, snapshot_of, texts_of
from toolkit.web.rooms.desk.framing import after_act, piece, refuse_without_duty, shown
from toolkit.web.rooms.desk.marking import Piece, marked_at

if TYPE_CHECKING:
    from starlette.requests import Request

    from toolkit.web.snapshot import Snapshot

_A_PAGE = 40
SEVERITIES: tuple[tuple[Severity, str], ...] = (
    ("high", N_("high")),
    ("medium", N_("medium")),
    ("low", N_("low")),
)
_TONES: Mapping[Severity, int | str] = {"high": 5, "medium": 4, "low": "plain"}


class Shown(msgspec.Struct, frozen=True):
    """A finding with the sentence that it is about, the words meant in it marked."""

    finding: Finding
    is_open: bool
    label: str
    tone: int | str
    words: tuple[Piece, ...]
    author: str
    role: str


class Asked(msgspec.Struct, frozen=True):
    """Which findings are shown."""

    severity: str = ""
    accepted: str = ""
    """"1" for those that were accepted, instead of the open ones."""

    def query(self, **changed: Any) -> dict[str, Any]:
        """Return it as the query of an address, with something changed."""
        return {name: value for name, value in {**msgspec.structs.asdict(self), **changed}.items() if value}


def findings(request: Request) -> Response:
    """Show the findings, or a page that asks for them where the check takes a while."""
    snapshot, asked = snapshot_of(request), _asked(request)
    if is_fragment(request) and "page" in request.query_params:
        return piece(request, "_findings.html", snapshot=snapshot, **_page(request, snapshot, asked))
    values: dict[str, Any] = {"asked": asked, "is_ready": snapshot.has("findings")}
    if snapshot.has("findings"):
        values |= _page(request, snapshot, asked)
    return shown(request, "findings.html", tab="desk-findings", snapshot=snapshot, **values)


def look_again(request: Request) -> Response:
    """Check anew: what depends on the day may have changed."""
    snapshot_of(request).forget("findings")
    return moved(request, url(request, "desk-findings", workspace=name_of(request)))


async def accept(request: Request) -> Response:
    """Let a finding stand as it is, for a reason."""
    given = await texts_of(request)
    return await run_in_threadpool(_accepted, request, given.get("why", ""))


def _accepted(request: Request, reason: str) -> Response:
    from toolkit.workspace.text import clean_text

    snapshot, key = refuse_without_duty(request, "accept"), request.path_params["key"]
    if not clean_text(reason).text.strip():
        raise UsageError(_("why may it stand?"), hint=_("Others will want to know."))
    done = team.accept(
        snapshot.workspace, key, reason=reason, actor=actor_of(request), known=snapshot.findings
    )
    told = _("Accepted: {reason}").format(reason=done.accepted_because)
    return after_act(request, "_accepted.html", told, actions=("accept",), key=key, told=told)


def _page(request: Request, snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    from toolkit.consolidate.findings.find import count_open, is_open

    start = number_in(request, "from")
    found = [
        item
        for item in snapshot.findings
        if is_open(item) != bool(asked.accepted) and asked.severity in ("", item.severity)
    ]
    following = start + _A_PAGE
    return {
        "asked": asked,
        "shown": [_shown(item, snapshot, is_open=is_open(item)) for item in found[start:following]],
        "start": start,
        "next_start": following if following < len(found) else 0,
        "counts": [(name, _(label), count_open(snapshot.findings, name)) for name, label in SEVERITIES],
        "accepted": sum(not is_open(item) for item in snapshot.findings),
    }


def _shown(finding: Finding, snapshot: Snapshot, *, is_open: bool) -> Shown:
    comment = next((item for item in snapshot.comments if item.id == finding.comment_id), None)
    words: tuple[Piece, ...] = ()
    if comment is not None and finding.field:
        text: str = getattr(comment, finding.field)
        first, last = sentences_around(text, finding.start, finding.end)
        words = marked_at(text[first:last], [(finding.start - first, finding.end - first)])
    return Shown(
        finding,
        is_open,
        _(dict(SEVERITIES)[finding.severity]),
        _TONES[finding.severity],
        words,
        comment.author if comment else "",
        comment.role if comment else "",
    )


def _asked(request: Request) -> Asked:
    severity = request.query_params.get("severity", "")
    known = severity if severity in dict(SEVERITIES) else ""
    return Asked(known, "1" if request.query_params.get("accepted") else "")


ROUTES = (
    Route("/w/{workspace}/desk/findings", findings, name="desk-findings"),
    Route("/w/{workspace}/desk/findings/again", look_again, methods=["POST"], name="desk-look-again"),
    Route("/w/{workspace}/desk/findings/{key}/accept", accept, methods=["POST"], name="desk-accept"),
)
