"""`consult form`: a Word form to fill in, for somebody who answers without the toolkit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import complete, options
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, say
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.team import FormScope


def form(
    role: Annotated[
        str,
        typer.Option(
            "--role",
            "-r",
            metavar="ROLE",
            help=_("Whom it is for: only what concerns this role."),
            autocompletion=complete.complete_role,
        ),
    ] = "",
    person: Annotated[
        str,
        typer.Option(
            "--person", metavar="NAME", help=_("Who is to fill it in; their role is known from consult.toml.")
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help=_("Where to; by default outputs/ in the workspace.")
        ),
    ] = None,
    selected: Annotated[bool, typer.Option("--selected", help=_("Ask about what is selected."))] = False,
    everything: Annotated[bool, typer.Option("--all", help=_("Ask about every provision."))] = False,
    workspace: options.Workspace = None,
    language: options.Language = None,
) -> None:
    """Write the form and say how much it asks about."""
    from toolkit import desk, team

    if selected and everything:
        raise UsageError(_("--selected and --all exclude each other."), hint=_("Choose one of them."))
    scope: FormScope = "selected" if selected else "all" if everything else "role"
    with desk.open_workspace(workspace) as opened:
        if role:
            one_of(role, (known.id for known in desk.profile_of(opened).roles), what=_("role"))
        elif person and not opened.settings().role_of(person):
            told = _("warning: consult.toml gives no role to {name}; the form is not limited to one.")
            say(told.format(name=person))
        made = team.make_form(
            opened,
            role=role,
            person=person,
            scope=scope,
            language=desk.writing_language(opened, language),
            target=output,
        )
    emit(str(made.path))
    message = ngettext("{count} provision to answer", "{count} provisions to answer", made.provisions)
    say(message.format(count=made.provisions))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        form,
        name="form",
        about=_("Write a Word form to fill in, with the provisions that concern a role."),
        example='consult form --role dpo --person "Ana Ruiz" -o form.docx',
    )
