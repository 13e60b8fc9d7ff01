"""`consult retag`: propose tags with the present rules, model and profile."""

from __future__ import annotations

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit_json, say
from toolkit.messages import _


def retag(
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Tag the draft again; what people decided stays as it is."""
    from toolkit import desk, tagging

    with desk.open_workspace(workspace) as opened:
        done = tagging.retag(opened)
    if as_json:
        emit_json(done)
        return
    message = _("{provisions} provisions: {added} tags new, {removed} gone; decisions stay.")
    say(message.format(provisions=done.provisions, added=done.added, removed=done.removed))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        retag,
        name="retag",
        about=_("Tag the draft again by the present rules and profile; decisions stay."),
        example="consult retag",
    )
