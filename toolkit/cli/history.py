"""`consult history` and `consult undo`: what was done at a workspace, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_comment_or_provision
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.views import history_lines
from toolkit.messages import _
from toolkit.model.dates import local_minute
from toolkit.model.labels import action_label
from toolkit.model.workflow import Act

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

_SHOWN = 80


def history(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[ID]",
            help=_("A comment, a provision or a remark: only what was done to it."),
            autocompletion=complete_comment_or_provision,
        ),
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help=_("Only the last N acts."))
    ] = 50,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List the acts of the journal, the last first; of a comment, its own history too."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        acts = _acts(opened, what)[: -limit - 1 : -1]
        events = opened.history(what) if _is_comment(opened, what) else ()
    if as_json:
        emit_json({"acts": acts, "history": events})
        return
    emit_table(
        (_("number"), _("when"), _("who"), _("what"), _("to"), _("detail"), ""), map(_row, acts), named=True
    )
    if events:
        emit("")
        for line in history_lines(events):
            emit(line)


def _acts(opened: Workspace, what: str) -> tuple[Act, ...]:
    """Return the acts that touched what is called so; a provision may be called as it is printed."""
    from toolkit.workspace.lookup import names_one, resolve_provision

    found = opened.team.acts(touching=what)
    if found or not what or not names_one(what, every := opened.provisions()):
        return found
    return opened.team.acts(touching=resolve_provision(what, every).id)


def _is_comment(opened: Workspace, what: str) -> bool:
    return bool(what) and any(item.id == what for item in opened.comments())


def _row(act: Act) -> tuple[str, ...]:
    undone = _("undone by #{number}").format(number=act.undone_by) if act.undone_by else ""
    return (
        f"#{act.number}",
        local_minute(act.time),
        act.actor or _("nobody named"),
        action_label(act.action),
        _cut(act.subject),
        _cut(act.detail),
        undone,
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


def undo(
    number: Annotated[
        int,
        typer.Argument(metavar="[NUMBER]", help=_("Of the act; by default the last one.")),
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do it without asking."))] = False,
    author: options.Author = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Take an act back: all that it changed is as it was, or nothing is, if somebody has changed it since."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        act = team.act_numbered(opened, number) if number else team.last_act(opened)
        told = _("#{number} {what}, {who}, {when}: {subject}").format(
            number=act.number,
            what=action_label(act.action),
            who=act.actor or _("nobody named"),
            when=local_minute(act.time),
            subject=_cut(act.subject) or "–",
        )
        say(told)
        if not yes and not typer.confirm(_("Take it back?"), err=True):
            raise typer.Exit(1)
        done = team.undo(opened, act.number, actor=author)
    say(_("Done; `consult undo {number}` brings it back.").format(number=done.number))


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    declare(
        app,
        history,
        name="history",
        about=_("List what was done at the workspace, or to one comment."),
        example="consult history c12",
    )
    declare(
        app,
        undo,
        name="undo",
        about=_("Take back the last act, or another one by its number."),
        example="consult undo 42 --yes",
    )
