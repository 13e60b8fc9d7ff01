"""`consult check`: what a person should look at in the structure of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.output import emit_json, emit_table, say
from toolkit.cli.progress import progress
from toolkit.cli.views import SEVERITIES
from toolkit.messages import _, ngettext
from toolkit.model.provision import ParsedDraft


def check(
    draft: Annotated[
        Path | None,
        typer.Argument(metavar="[DRAFT]", help=_("A draft; by default that of the workspace, as corrected.")),
    ] = None,
    as_json: options.AsJson = False,
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List gaps in numberings, stray notes, hidden text, guesses and the like; findings are no error."""
    from toolkit import desk, review

    if draft is None:
        with desk.open_workspace(workspace) as opened:
            looked_at = opened.draft()
    else:
        looked_at = _parsed(
            draft, password=password, ocr=ocr, ocr_language=ocr_language, memory=memory, timeout=timeout
        )
    found = review.check(looked_at)
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
        about=_("List what to look at in a draft's structure."),
        example="consult check draft.pdf",
    )
