"""`consult parse`: a file as structured, tagged provisions, without a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import msgspec
import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_provision
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_bytes, emit_json, say
from toolkit.cli.parse_several import parse_several
from toolkit.cli.progress import progress
from toolkit.cli.views import explanation_lines, issue_lines, tree_lines
from toolkit.errors import UsageError
from toolkit.limits import Limits
from toolkit.messages import _
from toolkit.model.profile import Profile
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions

if TYPE_CHECKING:
    from toolkit.export.draft_writer import DraftFormat

_FORMATS = ("json", "md", "akn")
_STDOUT = "-"


def parse(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help=_("A draft: PDF, DOCX, ODT, HTML or text; or several.")),
    ],
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE|-", help=_("Write JSON to a file, or to stdout with -.")),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="json|md|akn",
            help=_("Write the structure as JSON, Markdown or Akoma Ntoso."),
            autocompletion=lambda: list(_FORMATS),
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR|-",
            help=_("Where --format writes to; by default stdout. A folder for several files."),
        ),
    ] = _STDOUT,
    tree: Annotated[
        bool, typer.Option("--tree", help=_("Print the tree of provisions (as without --json)."))
    ] = False,
    explain: Annotated[
        str,
        typer.Option(
            "--explain",
            metavar="ID",
            help=_("Say why this provision is what and where it is; nothing else."),
            autocompletion=complete_provision,
        ),
    ] = "",
    tags: Annotated[bool, typer.Option("--tags/--no-tags", help=_("Tag the provisions too."))] = True,
    view: Annotated[
        str,
        typer.Option(
            "--view", metavar="accepted|original", help=_("Tracked changes: as accepted, or the text before.")
        ),
    ] = "accepted",
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", metavar="N", min=1, help=_("Files or parts of one file read at once.")),
    ] = 1,
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    password: options.Password = "",
    profile: options.ProfileFile = None,
    memory: options.MemoryMib = None,
    timeout: options.TimeoutSeconds = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print or write a draft's provisions, furniture and issues."""
    from toolkit import desk, pipeline

    asked = read_options(password=password, view=view, ocr=ocr, ocr_language=ocr_language)
    limits = limits_asked(memory, timeout, asked)
    kind = cast("DraftFormat", one_of(format_, _FORMATS, what=_("format"))) if format_ else None
    if kind is not None and json == output == _STDOUT:
        raise UsageError(
            _("two forms of the draft cannot both go to stdout."), hint=_("Name a file for one of them.")
        )
    chosen = desk.load_profile(profile) if tags else None
    if len(files) > 1:
        if output == _STDOUT or json is not None or tree or explain:
            raise UsageError(
                _("several files need a folder for the results."), hint=_("Name it with -o DIR.")
            )
        parse_several(
            files, Path(output), kind or "json", options=asked, limits=limits, jobs=jobs, profile=chosen
        )
        return
    file = files[0]
    asked = msgspec.structs.replace(asked, jobs=jobs)
    if explain:
        _explain(file, explain, asked, limits, json=json)
        return
    draft = _read(file, asked, limits, chosen)
    for line in issue_lines(draft.issues):
        say(line)
    if json is not None:
        _write(pipeline.draft_file(draft, "json"), json)
    if kind is not None:
        _write(pipeline.draft_file(draft, kind), output)
    if tree or (json is None and kind is None):
        for line in tree_lines(draft.provisions):
            emit(line)


def _read(file: Path, asked: ReadOptions, limits: Limits, profile: Profile | None) -> ParsedDraft:
    from toolkit import pipeline

    with progress(_("Reading {name}").format(name=file.name)) as report:
        if profile is None:
            return pipeline.parse(file, options=asked, limits=limits, progress=report)
        return pipeline.read_draft(file, profile=profile, options=asked, limits=limits, progress=report)


def _explain(file: Path, name: str, asked: ReadOptions, limits: Limits, *, json: str | None) -> None:
    from toolkit import review

    with progress(_("Reading {name}").format(name=file.name)) as report:
        told = review.explain_place(file, name, options=asked, limits=limits, progress=report)
    if json is not None:
        emit_json(told)
        return
    for line in explanation_lines(told):
        emit(line)


def _write(data: bytes, target: str) -> None:
    if target == _STDOUT:
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
        example="consult parse draft.pdf --format akn -o draft.xml",
    )
