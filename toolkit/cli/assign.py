"""`consult assign`: who answers for which provisions, until when, and what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit_json, emit_table, say
from toolkit.cli.views import summary
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.model.dates import iso_date, written_date

if TYPE_CHECKING:
    from toolkit.workspace.assigning import Left

_FEW = 8
"""So many ids are listed in a row."""


def assign(
    ids: options.Provisions = None,
    to: Annotated[
        str, typer.Option("--to", metavar="ROLE|NAME", help=_("A role, or somebody named in consult.toml."))
    ] = "",
    due: Annotated[
        str, typer.Option("--due", metavar="DATE", help=_("Until when; by default the internal deadline."))
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help=_("Take the assignment back."))] = False,
    author: options.Author = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Assign provisions with all under them; without arguments, list who has what left."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        if ids:
            if not to:
                raise UsageError(_("to whom?"), hint=_("Name a role or a person with --to."))
            day = iso_date(due, where="--due")
            made = team.assign(opened, ids, to=to, due=day, actor=author, remove=remove)
            message = ngettext("{count} provision: {who}", "{count} provisions: {who}", len(made))
            say(
                message.format(
                    count=len(made), who=_("taken back") if remove else made[0].person or made[0].role
                )
            )
            return
        if remove:
            raise UsageError(_("which ones?"), hint=_("Name ids, and whose with --to."))
        found = [item for item in team.assigned(opened) if _is_for(item, to)]
        if as_json:
            emit_json(found)
            return
        names = {item.id: summary(item, width=50) for item in opened.provisions()}
    emit_table(
        (_("who"), "id", _("provision"), _("until"), _("left"), _("of"), _("which")),
        (_row(item, names.get(item.assignment.provision_id, "")) for item in found),
        named=True,
    )


def _is_for(item: Left, to: str) -> bool:
    who = item.assignment.person or item.assignment.role
    return not to or who.casefold() == to.casefold()


def _row(item: Left, name: str) -> tuple[str, ...]:
    more = " …" if len(item.left) > _FEW else ""
    return (
        item.assignment.person or item.assignment.role,
        item.assignment.provision_id,
        name,
        written_date(item.due),
        str(len(item.left)),
        str(item.asked),
        " ".join(item.left[:_FEW]) + more,
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        assign,
        name="assign",
        about=_("Say who answers which provisions, until when; without arguments, list what is left."),
        example="consult assign R12 R16 --to ciso --due 2027-01-04",
    )
