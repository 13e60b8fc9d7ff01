"""`consult intake`: take in what the team sent, whatever its form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import complete, options
from toolkit.cli.declare import declare
from toolkit.cli.draft_options import Ocr, OcrLanguage, limits_asked, read_options
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_json, say
from toolkit.cli.progress import progress
from toolkit.cli.views import issue_lines
from toolkit.errors import BrokenInput, PartialResult
from toolkit.messages import _, ngettext
from toolkit.model.intake import IntakeReport, TakenIn


def intake(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help=_("Word, ODT, PDF, spreadsheet, mail or text files.")),
    ],
    author: Annotated[
        str,
        typer.Option("--author", metavar="NAME", help=_("Whose remarks they are, whatever the files say.")),
    ] = "",
    role: Annotated[
        str,
        typer.Option(
            "--role",
            "-r",
            metavar="ROLE",
            help=_("The role that they count for, whatever the files say."),
            autocompletion=complete.complete_role,
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would happen; write nothing."))
    ] = False,
    actor: Annotated[
        str, typer.Option("--as", metavar="NAME", envvar="CONSULT_AUTHOR", help=_("Who takes them in."))
    ] = "",
    ocr: Ocr = False,
    ocr_language: OcrLanguage = "fra",
    memory_mib: options.MemoryMib = None,
    timeout_seconds: options.TimeoutSeconds = None,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Read the files, keep every remark, make comments of those whose place is plain, and say what was done."""
    from toolkit import desk, team

    asked = read_options(ocr=ocr, ocr_language=ocr_language)
    limits = limits_asked(memory_mib, timeout_seconds, asked)
    with desk.open_workspace(workspace) as opened:
        if role:
            one_of(role, (known.id for known in desk.profile_of(opened).roles), what=_("role"))
        with progress(_("Reading {count} files").format(count=len(files))) as report:
            done = team.intake(
                opened,
                files,
                author=author,
                role=role,
                dry_run=dry_run,
                actor=actor,
                options=asked,
                limits=limits,
                progress=report,
            )
    _tell(done, as_json=as_json)


def _tell(report: IntakeReport, *, as_json: bool) -> None:
    """Print the report.

    Raises:
        BrokenInput: no file could be read.
        PartialResult: some could not.
    """
    if as_json:
        emit_json(report)
    else:
        for item in report.files:
            for line in _lines(item):
                emit(line)
            _say_what_names_nobody(item)
        if any(item.proposed or item.unplaced for item in report.files):
            say(_("`consult place` shows what waits for your word."))
        if report.dry_run:
            say(_("Nothing was written."))
    for refused in report.refused:
        say(refused.message)
    if not report.refused:
        return
    total = len(report.files) + len(report.refused)
    told = ngettext(
        "{count} of {total} files could not be read.",
        "{count} of {total} files could not be read.",
        len(report.refused),
    ).format(count=len(report.refused), total=total)
    if not report.files:
        raise BrokenInput(told)
    raise PartialResult(told)


def _lines(item: TakenIn) -> Iterator[str]:
    who = ", ".join(filter(None, (item.author, item.role)))
    yield f"{item.name} ({who})" if who else item.name
    if item.state == "known":
        yield "  " + _("already taken in; nothing changes")
        return
    if item.state == "corrected":
        yield "  " + _("corrects {name}").format(name=item.replaces)
    yield "  " + _("{total} in the file: {parts}").format(total=item.total, parts=_(", ").join(_parts(item)))
    if item.state == "corrected":
        said = _("changed: {updated}; no longer there: {superseded}")
        yield "  " + said.format(updated=item.updated, superseded=item.superseded)
    for comment_id in item.conflicts:
        yield "  " + _("{id} was changed here since: it stays beside what the file says now").format(
            id=comment_id
        )
    yield from (f"  {line}" for line in issue_lines(item.issues))


def _parts(item: TakenIn) -> Iterator[str]:
    placed, proposed, kept, leftovers = item.placed, item.proposed, item.kept, item.leftovers
    counted = (
        (placed, ngettext("{count} placed", "{count} placed", placed)),
        (proposed, ngettext("{count} proposed", "{count} proposed", proposed)),
        (item.unplaced, _("{count} without place")),
        (item.silent, _("{count} nothing to say")),
        (kept, ngettext("{count} as before", "{count} as before", kept)),
        (leftovers, ngettext("{count} no remarks", "{count} no remarks", leftovers)),
    )
    yield from (told.format(count=count) for count, told in counted if count)


def _say_what_names_nobody(item: TakenIn) -> None:
    """Say how many remarks nobody stands for: neither they nor their file name an author."""
    if item.author:
        return
    nameless = sum(not one.remark.author for one in item.received)
    if nameless:
        told = ngettext(
            "{name}: {count} remark names no author; `consult undo`, then take the file in again with --author.",
            "{name}: {count} remarks name no author; `consult undo`, then take the file in again with --author.",
            nameless,
        )
        say(told.format(name=item.name, count=nameless))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        intake,
        name="intake",
        about=_("Take in what contributors sent: comments, changes, forms, tables, mails, letters."),
        example="consult intake inbox/*.docx --dry-run",
    )
