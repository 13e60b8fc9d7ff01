"""The desk: groups of comments, merges, rejections, findings, and a person's word on each."""

from __future__ import annotations

from typing import Any

import msgspec

from toolkit import team
from toolkit.consolidate.overview import Overview
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Finding, Verdict
from toolkit.web.rooms.api.asked import Judgement, Merging, Rejecting, Why
from toolkit.web.rooms.api.operation import Call


def show_desk(call: Call) -> Overview:
    """Return repetitions, contradictions, remarks to place and drafts."""
    return call.snapshot.groups


def propose_merge(call: Call, body: Merging) -> Comment:
    """Return the comment that a merge would write; nothing is kept."""
    return team.merge_proposal(call.workspace, body.comment_ids, author=call.actor, **_wishes(body))


def merge(call: Call, body: Merging) -> Comment:
    """Write one comment that speaks for several."""
    workspace = call.workspace
    seen = [
        msgspec.structs.replace(workspace.comment(name), revision=revision)
        for name, revision in body.revisions.items()
    ]
    return team.merge(workspace, body.comment_ids, actor=call.actor, seen=seen, **_wishes(body))


def _wishes(body: Merging) -> dict[str, Any]:
    return {name: getattr(body, name) for name in ("text", "proposed", "position", "rationale")}


def reject(call: Call, body: Rejecting) -> tuple[Comment, ...]:
    """Leave comments out of the response, for a reason that their authors can read."""
    return team.reject(call.workspace, body.comment_ids, reason=body.reason, actor=call.actor)


def judge_group(call: Call, body: Judgement) -> Verdict:
    """Decide that a group does not belong together, or that a contradiction is settled."""
    if body.kind == "accepted":
        raise UsageError(_("findings are accepted; groups are apart or agreed."), where="kind")
    decide = team.keep_apart if body.kind == "apart" else team.agree
    return decide(call.workspace, call.path["group"], reason=body.reason, actor=call.actor)


def list_findings(call: Call) -> tuple[Finding, ...]:
    """Return what to look at before the response is filed."""
    return team.check_response(call.workspace)


def accept_finding(call: Call, body: Why) -> Finding:
    """Say that a finding may stand as it is."""
    return team.accept(call.workspace, call.path["finding"], reason=body.reason, actor=call.actor)
