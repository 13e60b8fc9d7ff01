"""`consult comments`: list and show comments, change their words or their state."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import msgspec
import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_comment_or_provision, complete_state
from toolkit.cli.declare import declare
from toolkit.cli.kept import kept_on_failure
from toolkit.cli.naming import all_of, one_of
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.views import POSITIONS, STATES, comment_lines, history_lines
from toolkit.cli.writing import edited_text, given_text
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.comment import POSITIONS as POSITION_IDS
from toolkit.model.comment import STATES as STATE_IDS
from toolkit.model.comment import Comment, Position, State

_COMMENT_ID = re.compile(r"c\d+")  # matches "c12"; not "c.12", which is a printed number

if TYPE_CHECKING:
    from toolkit.workspace.comments import CommentFilter
    from toolkit.workspace.store import Workspace


def comments(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=_("A comment (c12), or a provision for the comments on it."),
            autocompletion=complete_comment_or_provision,
        ),
    ] = "",
    authors: Annotated[
        list[str] | None, typer.Option("--author", "-a", metavar="NAME", help=_("Only by this person."))
    ] = None,
    roles: options.Roles = None,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state", metavar="STATE", help=_("Only in this state."), autocompletion=complete_state
        ),
    ] = None,
    positions: Annotated[
        list[str] | None, typer.Option("--position", metavar="POSITION", help=_("Only with this position."))
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help=_("Change the comment's text in your editor."))
    ] = False,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=_("The comment's new text."))
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE|-", help=_("The new text, from a file."))
    ] = None,
    proposed: Annotated[
        str | None, typer.Option("--proposed", metavar="TEXT", help=_("The new proposed wording."))
    ] = None,
    rationale: Annotated[
        str | None, typer.Option("--rationale", metavar="TEXT", help=_("The new rationale."))
    ] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_("Withdraw it; it can be reopened."))] = False,
    state_to: Annotated[
        str,
        typer.Option(
            "--set", metavar="STATE", help=_("Bring it into this state."), autocompletion=complete_state
        ),
    ] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason for the new state."))] = "",
    revision: Annotated[
        int | None,
        typer.Option(
            "--revision", metavar="N", help=_("The revision that you read: refused if it changed since.")
        ),
    ] = None,
    actor: Annotated[
        str, typer.Option("--as", metavar="NAME", envvar="CONSULT_AUTHOR", help=_("Who makes the change."))
    ] = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List comments, show one with its history, or change one."""
    from toolkit import desk

    words = given_text(text, file)
    if edit and words is not None:
        raise UsageError(_("give --edit or a text, not both."))
    changes = {
        name: value
        for name, value in (("text", words), ("proposed", proposed), ("rationale", rationale))
        if value is not None
    }
    target = one_of(state_to, STATE_IDS, what=_("state")) if state_to else "withdrawn" if withdraw else ""
    with desk.open_workspace(workspace) as opened:
        if changes or edit or target:
            comment = _comment_to_change(opened, what, revision)
            typed = edited_text(comment.text) if edit else ""
            if typed:
                changes["text"] = typed
            with kept_on_failure(typed or _words_of(changes)):
                _change(opened, comment, changes, target=target, actor=actor, why=why)
            return
        if _COMMENT_ID.fullmatch(what):
            _show_one(opened, what, as_json=as_json)
            return
        found = opened.comments(
            _filter(opened, what, authors=authors, roles=roles, states=states, positions=positions)
        )
    if as_json:
        emit_json(found)
    else:
        emit_table(
            ("id", _("provision"), _("position"), _("state"), _("author"), _("text")), map(_row, found)
        )


def _row(comment: Comment) -> tuple[str, ...]:
    return (
        comment.id,
        comment.provision_id,
        POSITIONS[comment.position],
        STATES[comment.state],
        comment.author,
        comment.text,
    )


def _filter(
    opened: Workspace,
    what: str,
    *,
    authors: list[str] | None,
    roles: list[str] | None,
    states: list[str] | None,
    positions: list[str] | None,
) -> CommentFilter:
    from toolkit.workspace.comments import CommentFilter

    return CommentFilter(
        provision_ids=(opened.resolve(what).id,) if what else (),
        authors=all_of(authors, _authors(opened) or authors, what=_("author")) if authors else (),
        roles=all_of(roles, _roles(opened), what=_("role")) if roles else (),
        states=cast("tuple[State, ...]", all_of(states, STATE_IDS, what=_("state"))),
        positions=cast("tuple[Position, ...]", all_of(positions, POSITION_IDS, what=_("position"))),
    )


def _authors(opened: Workspace) -> set[str]:
    """Return who commented and who may: the team as consult.toml names it."""
    people = {person.name for person in opened.settings().people}
    return people | {item.author for item in opened.comments() if item.author}


def _roles(opened: Workspace) -> list[str]:
    """Return the roles of the profile, then those in which somebody commented under another one."""
    from toolkit import desk

    profile = desk.profile_of(opened)
    return [*(role.id for role in profile.roles), *(item.role for item in opened.comments() if item.role)]


def _show_one(opened: Workspace, comment_id: str, *, as_json: bool) -> None:
    comment, history = opened.comment(comment_id), opened.history(comment_id)
    if as_json:
        emit_json({"comment": comment, "history": history})
        return
    for line in (*comment_lines([comment]), *history_lines(history)):
        emit(line)


def _words_of(changes: dict[str, str]) -> str:
    """Return everything that a person changed as one text, for the case that it cannot be stored."""
    return "\n\n".join(f"[{name}]\n{words}" for name, words in changes.items() if words)


def _comment_to_change(opened: Workspace, what: str, revision: int | None) -> Comment:
    if not what:
        raise UsageError(_("which comment?"), hint=_("Name its id: `consult comments c12 --withdraw`."))
    comment = opened.comment(what)
    return msgspec.structs.replace(comment, revision=revision or comment.revision)


def _change(
    opened: Workspace, comment: Comment, changes: dict[str, str], *, target: str, actor: str, why: str
) -> None:
    changed = msgspec.structs.replace(comment, **changes)
    state = cast("State", target) if target else None
    comment = opened.edit_comment(changed, actor=actor, state=state, reason=why)
    message = _("{id}: revision {revision}, {state}.")
    say(message.format(id=comment.id, revision=comment.revision, state=STATES[comment.state]))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        comments,
        name="comments",
        about=_("List comments, show one with its history, edit or withdraw it."),
        example="consult comments --role dpo --state draft",
    )
