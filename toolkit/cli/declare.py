"""How a command is added to the application: help, one-line help, and an example below it."""

from __future__ import annotations

from collections.abc import Callable

import typer

from toolkit.cli.usage import SpokenCommand
from toolkit.messages import _


def declare(
    app: typer.Typer,
    run: Callable[..., None],
    *,
    name: str,
    about: str,
    example: str,
    cls: type[SpokenCommand] = SpokenCommand,
) -> None:
    """Add `run` as the command `name`; `about` is whole in the list of commands, not cut."""
    app.command(
        name,
        cls=cls,
        help=about,
        short_help=about,
        epilog=_("Example: {command}").format(command=example),
    )(run)
