"""`consult account`: who may log in to a team's server, their one-time links, and what was done there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.usage import SpokenGroup
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.web.accounts.store import Account
    from toolkit.web.entrance.team import Team

Folder = Annotated[
    Path,
    typer.Option(
        "--folder",
        "-f",
        metavar="DIR",
        envvar="CONSULT_FOLDER",
        help=_("The folder of the server, with server.toml; by default the current folder."),
    ),
]
Mail = Annotated[str, typer.Argument(metavar="MAIL", help=_("Mail address of the account."))]

account_app = typer.Typer(
    cls=SpokenGroup,
    subcommand_metavar=_("[COMMAND] [ARGS]..."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def add(
    mail: Mail,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("As in consult.toml."))],
    administrator: Annotated[
        bool, typer.Option("--administrator", help=_("May make accounts and workspaces."))
    ] = False,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Make an account and print its one-time link."""
    with _team(folder) as team:
        made = team.accounts.add(mail=mail, name=name, is_administrator=administrator)
        _note(team, "account.add", made)
        _tell_link(team, made)


def link(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print a new one-time link for somebody who has lost their password; earlier ones end."""
    with _team(folder) as team:
        found = team.accounts.named(mail)
        _note(team, "account.link", found)
        _tell_link(team, found)


def close(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Close an account and end its sessions at once."""
    _change(folder, mail, "account.close", is_open=False)


def reopen(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Let somebody log in again."""
    _change(folder, mail, "account.open", is_open=True)


def promote(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Make somebody an administrator."""
    _change(folder, mail, "account.promote", is_administrator=True)


def demote(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Make somebody no administrator any more."""
    _change(folder, mail, "account.demote", is_administrator=False)


def logout(
    mail: Mail,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """End all sessions of somebody, as after a lost machine."""
    with _team(folder) as team:
        found = team.accounts.named(mail)
        team.sessions.end_all(found.id)
        _note(team, "account.logout", found)
        say(_("{mail} is logged out everywhere.").format(mail=found.mail))


def show(
    as_json: options.AsJson = False,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List the accounts."""
    with _team(folder) as team:
        found = team.accounts.all()
    if as_json:
        emit_json(found)
        return
    columns = (_("mail address"), _("name"), _("administrator"), _("state"))
    emit_table(columns, map(_row, found), named=True)


def log(
    count: Annotated[int, typer.Option("--last", metavar="N", min=1, help=_("So many entries."))] = 50,
    as_json: options.AsJson = False,
    folder: Folder = Path(),
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List what was done at the server, the latest first."""
    with _team(folder) as team:
        entries = tuple(islice(team.log.entries(), count))
    if as_json:
        emit_json(entries)
        return
    columns = (_("when"), _("who"), _("from where"), _("what"), _("workspace"), _("about"), _("result"))
    rows = (
        (item.time, item.who, item.address, item.act, item.workspace, item.subject, item.result)
        for item in entries
    )
    emit_table(columns, rows, named=True)


@contextlib.contextmanager
def _team(folder: Path) -> Iterator[Team]:
    from toolkit.web.accounts.configuration import read_configuration
    from toolkit.web.entrance.team import Team

    team = Team.open(read_configuration(folder))
    try:
        yield team
    finally:
        team.close()


def _change(
    folder: Path, mail: str, act: str, *, is_open: bool | None = None, is_administrator: bool | None = None
) -> None:
    with _team(folder) as team:
        found = team.accounts.named(mail)
        changed = team.accounts.change(found.id, is_open=is_open, is_administrator=is_administrator)
        _note(team, act, changed)
        say("\t".join(_row(changed)))


def _row(item: Account) -> tuple[str, ...]:
    is_ready = item.has_password or item.subject
    state = _("closed") if not item.is_open else _("open") if is_ready else _("no password yet")
    return item.mail, item.name, _("yes") if item.is_administrator else _("no"), state


def _tell_link(team: Team, account: Account) -> None:
    emit(f"{team.settings.server.address.rstrip('/')}/login/first/{team.accounts.invite(account.id)}")
    told = _(
        "Send this to {name}: it works once, for three days, and lets whoever has it choose the password."
    )
    say(told.format(name=account.name))


def _note(team: Team, act: str, account: Account) -> None:
    from toolkit.web.accounts.audit import Entry

    team.log.write(Entry(act=act, address="consult account", subject=account.mail))


_COMMANDS = (
    (add, "add", _("Make an account and print its one-time link."), 'consult account add ana@chu.example --name "Ana Ruiz"'),
    (show, "list", _("List the accounts."), "consult account list"),
    (link, "link", _("Print a new one-time link for a lost password."), "consult account link ana@chu.example"),
    (close, "close", _("Close an account and end its sessions."), "consult account close ana@chu.example"),
    (reopen, "open", _("Let somebody log in again."), "consult account open ana@chu.example"),
    (promote, "promote", _("Make somebody an administrator."), "consult account promote ana@chu.example"),
    (demote, "demote", _("Make somebody no administrator any more."), "consult account demote ana@chu.example"),
    (logout, "logout", _("End all sessions of somebody."), "consult account logout ana@chu.example"),
    (log, "log", _("List what was done at the server."), "consult account log --last 20"),
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for run, name, about, example in _COMMANDS:
        declare(account_app, run, name=name, about=about, example=example)
    about = _("Accounts of a team's server: who may log in, and what was done there.")
    app.add_typer(account_app, name="account", help=about, short_help=about)
