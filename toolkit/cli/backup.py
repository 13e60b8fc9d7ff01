"""`consult backup`, `consult restore`: a folder of workspaces → one archive, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.account import Folder
from toolkit.cli.declare import declare
from toolkit.cli.output import say
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.web.server.backup import Manifest


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help=_("The archive to write (.tar.gz)."))],
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Copy a folder of workspaces into an archive; a server may run meanwhile."""
    from toolkit.web.server.backup import back_up

    made = back_up(folder, target)
    say(_counted(made).format(count=len(made.files), place=target))
    for name in made.elsewhere:
        say(_("{name}: its data are on a PostgreSQL server; copy them with pg_dump.").format(name=name))
    for name in made.left_out:
        say(_("{name}: a link to another place, not followed.").format(name=name))


def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help=_("An archive of `consult backup`."))],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("A new or empty folder."))],
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Put what an archive holds into a new folder, whole or not at all."""
    from toolkit.web.server.backup import restore as restore_archive

    made = restore_archive(archive, folder)
    say(_counted(made).format(count=len(made.files), place=folder))
    for name in made.elsewhere:
        say(_("{name}: restore its data to the PostgreSQL server with pg_restore.").format(name=name))


def _counted(made: Manifest) -> str:
    return ngettext("{count} file: {place}", "{count} files: {place}", len(made.files))


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    declare(
        app,
        backup,
        name="backup",
        about=_("Copy a folder of workspaces into one archive, while a server runs too."),
        example="consult backup /mnt/backup/consult.tar.gz --folder /var/lib/consult",
    )
    declare(
        app,
        restore,
        name="restore",
        about=_("Put what an archive of `consult backup` holds into a new folder."),
        example="consult restore /mnt/backup/consult.tar.gz /var/lib/consult",
    )
