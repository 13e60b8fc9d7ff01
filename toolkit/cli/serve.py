"""`consult serve`: the workspace in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import say
from toolkit.messages import _


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help=_("A workspace, or a folder of workspaces; by default the current folder."),
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help=_("By default a free one; with --team, as server.toml says."),
        ),
    ] = None,
    team: Annotated[
        bool,
        typer.Option("--team", help=_("Serve a team, whose people log in: see `consult account`.")),
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help=_("Only print the address; open no browser."))
    ] = False,
    author: options.Author = "",
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Serve the page on this machine, or to a team, until it is interrupted."""
    from toolkit.web.server.serving import Served, serve_alone, serve_team
    from toolkit.web.site import Site

    if team:
        _log_to_stderr()
        serve_team(
            folder or Path(),
            port=port,
            tell=lambda served: say(_("Serving {address}").format(address=served.address)),
        )
        return

    def tell(served: Served) -> None:
        say(_("Open {address}").format(address=served.address))
        say(_("Whoever has this address can read and change everything. End with Ctrl-C."))

    serve_alone(Site(folder or Path(), person=author), port=port or 0, browse=not no_browser, tell=tell)


def _log_to_stderr() -> None:
    """Let what the server logs be seen, where systemd and others collect it."""
    import logging

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("consult").setLevel(logging.INFO)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        serve,
        name="serve",
        about=_("Open the workspace in a browser, for reading, commenting and the desk."),
        example="consult serve",
    )
