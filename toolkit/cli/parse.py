"""`consult parse`: a file as structured, tagged provisions, without a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_bytes, say
from toolkit.cli.progress import progress
from toolkit.cli.views import issue_lines, tree_lines
from toolkit.errors import UsageError
from toolkit.limits import Limits
from toolkit.messages import _
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions


def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A draft: PDF, DOCX, ODT, HTML or text."))],
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE|-", help=_("Write JSON to a file, or to stdout with -.")),
    ] = None,
    tree: Annotated[
        bool, typer.Option("--tree", help=_("Print the tree of provisions (as without --json)."))
    ] = False,
    tags: Annotated[bool, typer.Option("--tags/--no-tags", help=_("Tag the provisions too."))] = True,
    view: Annotated[
        str,
        typer.Option(
            "--view", metavar="accepted|original", help=_("Tracked changes: as accepted, or the text before.")
        ),
    ] = "accepted",
    password: options.Password = "",
    profile: options.ProfileFile = None,
    memory: options.MemoryMib = options.DEFAULT_LIMITS.memory_mib,
    timeout: options.TimeoutSeconds = options.DEFAULT_LIMITS.seconds,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print or write a draft's provisions, furniture and issues."""
    from toolkit import pipeline

    if view not in ("accepted", "original"):
        raise UsageError(_("--view is accepted or original, not {view}.").format(view=view))
    with progress(_("Reading {name}").format(name=file.name)) as report:
        draft = pipeline.parse(
            file,
            options=msgspec.convert({"password": password, "view": view}, ReadOptions),
            limits=Limits(memory_mib=memory, seconds=timeout),
            progress=report,
        )
    if tags:
        draft = pipeline.tag(draft, pipeline.load_profile(profile))
    for line in issue_lines(draft.issues):
        say(line)
    if json is not None:
        _write_json(draft, json)
    if tree or json is None:
        for line in tree_lines(draft.provisions):
            emit(line)


def _write_json(draft: ParsedDraft, target: str) -> None:
    data = msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n"
    if target == "-":
        emit_bytes(data)
        return
    from toolkit.files import write_atomic

    write_atomic(Path(target), data)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        parse,
        name="parse",
        about=_("Turn a draft into numbered, tagged provisions."),
        example="consult parse draft.pdf --json provisions.json",
    )
