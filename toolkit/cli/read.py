"""`consult read`: say that provisions were read and need no comment."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import say
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext


def read(
    ids: options.Provisions = None,
    role: options.AuthorRole = "",
    author: options.Author = "",
    everything: Annotated[
        bool, typer.Option("--all", help=_("All that concern the role and are unread."))
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help=_("Take it back: unread again."))] = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Mark provisions as read without comment for a role, or take the marks back."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        known = [item.id for item in desk.profile_of(opened).roles]
        named = role or opened.settings().role_of(author)
        if not named:
            hint = _("Give --role, or --author as in consult.toml.")
            raise UsageError(_("for which role?"), hint=hint)
        whose = one_of(named, known, what=_("role"))
        keys = [opened.resolve(item).id for item in ids or ()]
        if everything:
            rows = opened.coverage((whose,)).rows
            keys += [row.provision_id for row in rows if row.states == ("unread",)]
        if not keys and everything:
            say(_("Nothing that concerns {role} is unread.").format(role=whose))
            return
        if not keys:
            raise UsageError(_("which ones?"), hint=_("Name ids, or --all."))
        if undo:
            opened.unmark(keys, role=whose, person=author)
        else:
            opened.mark(keys, role=whose, person=author)
    message = ngettext("{count} provision marked.", "{count} provisions marked.", len(keys))
    say(message.format(count=len(keys)))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        read,
        name="read",
        about=_("Mark provisions as read without comment for a role."),
        example="consult read R12 R13 --role ciso",
    )
