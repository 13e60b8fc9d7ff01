"""`consult profile`: try a profile of one's own, or begin one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit_json, emit_table, say
from toolkit.cli.views import SEVERITIES
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.model.profile import Profile

_ACTIONS = ("check", "new")


def profile(
    action: Annotated[
        str,
        typer.Argument(
            metavar="check|new",
            help=_("Look for gaps and try the examples; or write a file to start from."),
            autocompletion=lambda: list(_ACTIONS),
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The profile (TOML)."))],
    as_json: options.AsJson = False,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Check a profile of roles and vocabularies, or write a new one to fill in."""
    from toolkit import tagging

    if one_of(action, _ACTIONS, what=_("action")) == "new":
        tagging.new_profile(file)
        say(_("Written: {path}").format(path=file))
        return
    checked, found = tagging.check_profile(file)
    if as_json:
        emit_json(found)
    else:
        emit_table(
            (_("severity"), _("where"), _("what")),
            ((SEVERITIES[issue.severity], issue.where, issue.message) for issue in found),
        )
        say(_counted(checked, errors=sum(issue.severity == "error" for issue in found)))
    if any(issue.severity == "error" for issue in found):
        raise typer.Exit(1)


def _counted(checked: Profile, *, errors: int) -> str:
    """Return what a profile holds and how many of its examples fail, in one line."""
    counts = (
        (ngettext("{count} role", "{count} roles", len(checked.roles)), len(checked.roles)),
        (ngettext("{count} topic", "{count} topics", len(checked.topics)), len(checked.topics)),
        (ngettext("{count} example fails", "{count} examples fail", errors), errors),
    )
    told = _(", ").join(said.format(count=count) for said, count in counts)
    return _("{place}: {said}").format(place=checked.name, said=told)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        profile,
        name="profile",
        about=_("Check a profile of your own, or begin one."),
        example="consult profile check profile.toml",
    )
