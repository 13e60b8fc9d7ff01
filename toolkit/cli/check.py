"""`consult check`: what a person should look at before the response is filed, or in the structure of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.progress import progress
from toolkit.cli.views import SEVERITIES, to_place_line
from toolkit.errors import UsageError
from toolkit.messages import N_, _, ngettext, one_line
from toolkit.model.consolidation import Finding

if TYPE_CHECKING:
    from toolkit.model.provision import ParsedDraft

_WEIGHTS = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
_EXCERPT = 160


def check(
    draft: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DRAFT]", help=_("A draft whose structure to check, instead of the response.")
        ),
    ] = None,
    structure: Annotated[
        bool,
        typer.Option("--structure", help=_("Check the structure of the workspace's draft, as corrected.")),
    ] = False,
    accept: Annotated[
        str, typer.Option("--accept", metavar="KEY", help=_("Let this finding stand, for the reason --why."))
    ] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("Why a finding may stand."))] = "",
    everything: Annotated[
        bool, typer.Option("--all", help=_("Also the findings that were accepted."))
    ] = False,
    author: options.Author = "",
    as_json: options.AsJson = False,
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Check the response of a workspace before it is filed; with DRAFT, list what to look at in its structure.

    The exit code is 1 while a finding of high severity is open, 0 otherwise; findings in a structure are no error.
    """
    from toolkit import desk

    if draft is not None:
        if accept or structure:
            raise UsageError(_("--accept and --structure are about a workspace, not about a file."))
        parsed = _parsed(
            draft, password=password, ocr=ocr, ocr_language=ocr_language, memory=memory, timeout=timeout
        )
        _show_structure(parsed, as_json=as_json)
        return
    with desk.open_workspace(workspace) as opened:
        if structure:
            _show_structure(opened.draft(), as_json=as_json)
            return
        from toolkit import team

        if accept:
            found = team.accept(opened, accept, reason=why, actor=author)
            say(_("{key}: accepted — {reason}").format(key=found.key, reason=found.accepted_because))
            return
        findings, waiting = team.check_response(opened), len(team.waiting(opened))
    if waiting:
        say(to_place_line(waiting))
    _show_findings(findings, as_json=as_json, everything=everything)


def _show_findings(findings: Sequence[Finding], *, as_json: bool, everything: bool) -> None:
    from toolkit.consolidate.findings.find import count_open, is_open

    if as_json:
        emit_json(findings)
    else:
        for finding in findings:
            if everything or is_open(finding):
                _emit_finding(finding)
        accepted = sum(not is_open(item) for item in findings)
        told = _("To look at: {high} high, {medium} medium, {low} low; accepted: {accepted}.")
        counts = {name: count_open(findings, name) for name in ("high", "medium", "low")}
        say(told.format(accepted=accepted, **counts))
    if count_open(findings, "high"):
        raise typer.Exit(1)


def _emit_finding(finding: Finding) -> None:
    where = " ".join(filter(None, (finding.comment_id, finding.provision_id)))
    head = " ".join(filter(None, (f"[{_(_WEIGHTS[finding.severity])}]", where, finding.message)))
    emit(f"{head}  {finding.key}")
    if finding.field:
        words = one_line(finding.words)
        shown = words if len(words) <= _EXCERPT else words[:_EXCERPT].rstrip() + "…"
        emit("    " + _("“{words}”").format(words=shown))
    if finding.accepted_because:
        told = _("accepted by {name}: {reason}")
        emit(
            "    "
            + told.format(name=finding.accepted_by or _("nobody named"), reason=finding.accepted_because)
        )
    elif finding.suggestion:
        emit(f"    → {finding.suggestion}")


def _show_structure(draft: ParsedDraft, *, as_json: bool) -> None:
    from toolkit import review

    found = review.check(draft)
    if as_json:
        emit_json(found)
        return
    emit_table(
        (_("severity"), _("page"), "id", _("what")),
        (
            (SEVERITIES[item.severity], str(item.page_number or ""), item.provision_id, item.message)
            for item in found
        ),
    )
    message = ngettext("{count} thing to look at.", "{count} things to look at.", len(found))
    say(message.format(count=len(found)))


def _parsed(
    draft: Path, *, password: str, ocr: bool, ocr_language: str, memory: int | None, timeout: int | None
) -> ParsedDraft:
    from toolkit import pipeline

    asked = read_options(password=password, ocr=ocr, ocr_language=ocr_language)
    with progress(_("Reading {name}").format(name=draft.name)) as report:
        return pipeline.parse(
            draft, options=asked, limits=limits_asked(memory, timeout, asked), progress=report
        )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        check,
        name="check",
        about=_(
            "Check the response before it is filed, or a draft's structure; exit code 1 while a grave finding is open."
        ),
        example='consult check --accept admission-1f3a9c2e --why "Known to the authority"',
    )
