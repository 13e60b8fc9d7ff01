"""`consult reparse`: read the workspace's draft again, or its next version, with the corrections applied."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.output import say
from toolkit.cli.progress import progress
from toolkit.cli.views import issue_lines, replacement_lines
from toolkit.messages import _


def reparse(
    draft: Annotated[
        Path | None,
        typer.Option(
            "--draft", metavar="FILE", help=_("The next version of the draft; by default the present one.")
        ),
    ] = None,
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Parse again; comments, marks and corrections stay with their provisions, and what cannot is said."""
    from toolkit import desk, review

    asked = read_options(password=password, ocr=ocr, ocr_language=ocr_language)
    with desk.open_workspace(workspace) as opened:
        name = (draft or opened.draft_file()).name
        with progress(_("Reading {name}").format(name=name)) as report:
            revised = review.reparse(
                opened, draft, options=asked, limits=limits_asked(memory, timeout, asked), progress=report
            )
    for line in (*issue_lines(revised.lost), *replacement_lines(revised.replacement)):
        say(line)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        reparse,
        name="reparse",
        about=_("Parse the draft again, or its next version."),
        example="consult reparse --draft draft-v2.pdf",
    )
