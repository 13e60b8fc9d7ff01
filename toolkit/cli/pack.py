"""`consult pack` and `consult unpack`: a site's contribution as one file, to the workspace of its group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_state
from toolkit.cli.declare import declare
from toolkit.cli.naming import all_of
from toolkit.cli.output import emit, emit_json, say
from toolkit.messages import _
from toolkit.model.comment import STATES, State

if TYPE_CHECKING:
    from toolkit.workspace.unpacking import Unpacked


def pack(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help=_("Where to; by default outputs/ in the workspace.")
        ),
    ] = None,
    roles: options.Roles = None,
    authors: Annotated[
        list[str] | None, typer.Option("--author", "-a", metavar="NAME", help=_("Only by this person."))
    ] = None,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state", metavar="STATE", help=_("Only in this state."), autocompletion=complete_state
        ),
    ] = None,
    with_files: Annotated[
        bool, typer.Option("--with-files", help=_("Also the contributors' own files."))
    ] = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Write comments, remarks, read marks and signatures to one file, with its hash."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        made = team.pack(
            opened,
            output,
            roles=tuple(roles or ()),
            authors=tuple(authors or ()),
            states=cast("tuple[State, ...]", all_of(states, STATES, what=_("state"))),
            with_files=with_files,
        )
    emit(str(made.path))
    told = _("{comments} comments, {remarks} remarks, {files} files; SHA-256 {sha256}")
    say(told.format(comments=made.comments, remarks=made.remarks, files=made.files, sha256=made.sha256))


def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A pack of `consult pack`."))],
    author: options.Author = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Take in what a site packed: nothing is lost, nothing comes twice, nobody's change is overwritten."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        done = team.unpack(opened, file, actor=author)
    if as_json:
        emit_json(done)
        return
    for line in _lines(done):
        say(line)


def _lines(done: Unpacked) -> Iterator[str]:
    told = _(
        "Comments added: {added}, updated: {updated}, as before: {unchanged}; remarks: {remarks}, read: {marks}."
    )
    yield told.format(
        added=len(done.added),
        updated=len(done.updated),
        unchanged=done.unchanged + done.own + done.same_remark,
        remarks=done.remarks,
        marks=done.marks,
    )
    if done.other_draft:
        yield _("The site worked on another version of the draft; its comments were placed by the words.")
    for old, new in done.moved:
        yield f"    {old} → {new}"
    if done.reworded:
        yield _("These have other words here: {ids}").format(ids=", ".join(done.reworded))
    if done.gone:
        yield _("These are not in this draft; what is said about them is kept: {ids}").format(
            ids=", ".join(done.gone)
        )
    for ours, theirs in done.beside:
        yield _(
            "{ours} was changed on both sides; what the site says now stands beside it as {theirs}."
        ).format(ours=ours, theirs=theirs)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    declare(
        app,
        pack,
        name="pack",
        about=_("Pack a site's contribution into one file with its hash."),
        example="consult pack --state submitted -o site.consultpack",
    )
    declare(
        app,
        unpack,
        name="unpack",
        about=_("Take in a pack of another workspace, without loss or repetition."),
        example="consult unpack site.consultpack",
    )
