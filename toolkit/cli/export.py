"""`consult export`: the response as a file."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import STDOUT, emit, emit_bytes, say
from toolkit.cli.views import issue_lines
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.model.response import Ordering, Response

if TYPE_CHECKING:
    from toolkit.export.writer import Format
    from toolkit.workspace.store import Workspace

_FORMATS = ("docx", "md", "json")
_ORDERINGS = ("section", "role", "author")


def export(
    format_: Annotated[str, typer.Option("--format", metavar="docx|md|json", help=_("Kind of file."))] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|-", help=_("Where to; by default outputs/ in the workspace.")
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="section|role|author", help=_("What the comments are sorted by."))
    ] = "section",
    workspace: options.Workspace = None,
    language: options.Language = None,
) -> None:
    """Consolidate the comments and write the response."""
    from toolkit import desk, pipeline

    suffix = output.suffix.lstrip(".").lower() if output else ""
    asked = format_ or (suffix if suffix in _FORMATS else "docx")
    kind = cast("Format", one_of(asked, _FORMATS, what=_("format")))
    ordering = cast("Ordering", one_of(by, _ORDERINGS, what=_("order")))
    if str(output) == STDOUT and kind == "docx" and sys.stdout.isatty():
        raise UsageError(
            _("a Word document is nothing to show on a terminal."),
            hint=_("Name a file with -o, or pipe it on."),
        )
    with desk.open_workspace(workspace) as opened:
        response = pipeline.compose(
            opened, language=desk.writing_language(opened, language), ordering=ordering
        )
        if str(output) == STDOUT:
            emit_bytes(_bytes_of(response, kind, opened))
        else:
            target = output or pipeline.default_target(opened, kind)
            emit(str(pipeline.export(response, format=kind, target=target, workspace=opened)))
    answers = [answer for section in response.sections for answer in section.answers]
    comments = sum(len(answer.comments) for answer in answers)
    said = (
        ngettext("{count} comment", "{count} comments", comments).format(count=comments),
        ngettext("{count} provision", "{count} provisions", len(answers)).format(count=len(answers)),
        _("content {hash}").format(hash=response.content_sha256[:12]),
    )
    say(_("; ").join(said))
    for line in issue_lines(response.issues):
        say(line)
    if response.drafts:
        message = ngettext(
            "warning: {count} comment is still a draft; it is marked in the response.",
            "warning: {count} comments are still drafts; they are marked in the response.",
            response.drafts,
        )
        say(message.format(count=response.drafts))


def _bytes_of(response: Response, kind: Format, opened: Workspace) -> bytes:
    """Return the file that would be written."""
    from toolkit import pipeline

    with tempfile.TemporaryDirectory(prefix="consult-") as folder:
        target = Path(folder, f"response.{kind}")
        return pipeline.export(response, format=kind, target=target, workspace=opened).read_bytes()


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        export,
        name="export",
        about=_("Write the consolidated response as DOCX, Markdown or JSON."),
        example="consult export --format docx -o response.docx --by section",
    )
