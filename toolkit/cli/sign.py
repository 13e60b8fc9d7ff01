"""`consult sign`: sign-off of the response by role."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit_json, emit_table, say
from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.team import Signed

_SHOWN = 12
"""So many digits of a hash tell contents apart on a screen."""


def sign(
    role: options.AuthorRole = "",
    person: Annotated[
        str,
        typer.Option(
            "--person", "-p", metavar="NAME", help=_("Who signs; with --role, by default $CONSULT_AUTHOR.")
        ),
    ] = "",
    remark: Annotated[
        str, typer.Option("--why", metavar="TEXT", help=_("A remark beside the signature."))
    ] = "",
    show: Annotated[bool, typer.Option("--list", help=_("List the signatures instead."))] = False,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Sign the response as it is now; after a later change the signature no longer counts.

    Who only names themselves in the environment has not asked to sign: the signatures are listed.
    """
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        if not show and (role or person):
            person = person or os.environ.get("CONSULT_AUTHOR", "")
            named = role or opened.settings().role_of(person)
            if not named:
                raise UsageError(_("for which role?"), hint=_("Give --role, or --person as in consult.toml."))
            whose = one_of(named, (item.id for item in desk.profile_of(opened).roles), what=_("role"))
            made = team.sign(opened, role=whose, person=person, remark=remark)
            told = _("{name} signed for {role}: content {hash}.")
            say(told.format(name=made.person, role=made.role, hash=made.content_sha256[:_SHOWN]))
            return
        found = team.signatures(opened)
    if as_json:
        emit_json(found)
        return
    emit_table(
        (_("role"), _("who"), _("when"), _("content"), _("counts")), map(signature_row, found), named=True
    )


def signature_row(item: Signed) -> tuple[str, ...]:
    """Return a signature as a row: role, person, day, hash, whether it counts."""
    sign_off = item.sign_off
    counts = _("yes") if item.is_current else _("no, changed since")
    return sign_off.role, sign_off.person, sign_off.time[:10], sign_off.content_sha256[:_SHOWN], counts


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        sign,
        name="sign",
        about=_("Sign the response for a role; without arguments, list who has signed."),
        example='consult sign --role dpo --person "Ana Ruiz"',
    )
