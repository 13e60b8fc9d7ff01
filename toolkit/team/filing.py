"""A workspace before its response is filed → findings, and a person's word on them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from toolkit import pipeline
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.consolidation import Finding, Group, Verdict

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


def check_response(
    workspace: Workspace, *, today: date | None = None, contradictions: Sequence[Group] | None = None
) -> tuple[Finding, ...]:
    """Find what a person should look at before the response is filed: see `findings.find`.

    `contradictions` are those of `overview`, for whoever has them already: to find them is half of the work.
    """
    from toolkit.consolidate.findings.case import Case
    from toolkit.consolidate.findings.find import find
    from toolkit.team.contradicting import contradictions_meanwhile

    draft, comments, settings = workspace.draft(), workspace.comments(), workspace.settings()
    verdicts = workspace.team.verdicts()
    known = contradictions
    looking = (
        contradictions_meanwhile(draft, comments, verdicts)
        if known is None
        else nullcontext(lambda: tuple(known))
    )
    with looking as found:
        case = Case(
            draft=draft,
            comments=comments,
            consultation=workspace.consultation(),
            today=today or pipeline.local_today(),
            selection=tuple(item.provision_id for item in workspace.selection()),
            read=tuple(item.provision_id for item in workspace.marks() if item.state == "no_comment"),
            verdicts=verdicts,
            people=tuple(person.name for person in settings.people),
            other_version=_of_other_versions(workspace, draft.document.sha256),
            limits=settings.limits,
        )
        return find(case, contradictions=found)


def accept(
    workspace: Workspace, key: str, *, reason: str, actor: str, known: Sequence[Finding] | None = None
) -> Finding:
    """Say that a finding may stand as it is, for a reason; it stays accepted until the words change.

    `known` are the findings of the workspace as it is, for whoever has them already.

    Raises:
        UsageError: there is no reason.
        UnknownName: there is no such finding.
        NotAllowed: it is not the actor's to do.
    """
    from toolkit.workspace.text import clean_text

    why = clean_text(reason).text.strip()
    if not why:
        raise UsageError(_("accepting a finding needs a reason."), where=key, hint=_("Give it with --why."))
    findings = check_response(workspace) if known is None else known
    found = next((item for item in findings if item.key == key), None)
    if found is None:
        raise UnknownName(
            _("no finding is called {name}.").format(name=quoted(key)),
            hint=_("`consult check` lists the findings with their keys."),
        )
    with workspace.team.act("accept", actor=actor, subject=key, detail=why) as deed:
        verdict = Verdict(subject=key, kind="accepted", actor=actor, time=deed.time, reason=why)
        deed.decide(verdict)
    return msgspec.structs.replace(found, accepted_by=actor, accepted_because=why)


def _of_other_versions(workspace: Workspace, draft_sha256: str) -> dict[str, str]:
    """Return comment id → file name for what came in a file that answers another version of the draft."""
    team = workspace.team
    files = {
        item.sha256: item.name
        for item in team.contributions()
        if item.draft_sha256 and item.draft_sha256 != draft_sha256
    }
    if not files:
        return {}
    return {
        item.comment_id: item.file_name
        for item in team.received()
        if item.comment_id and item.file_sha256 in files
    }
