"""A team's server for tests: two workspaces, and a person of each kind with a session of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.web.accounts.configuration import Configuration
from toolkit.web.accounts.store import Account, Accounts
from toolkit.web.entrance.team import Team
from toolkit.web.server.serving import team_app
from toolkit.web.site import Site
from toolkit.workspace.settings import Person

ORIGIN = "http://testserver"
PASSWORD = "quatre chevaux nagent"
PEOPLE = (
    Person(name="Clea Contributor", role="ciso"),
    Person(name="Lea Lead", role="dpo", duties=("lead",)),
    Person(name="Jules Juriste", duties=("legal",)),
    Person(name="Ada Approver", duties=("approver",)),
)
STRANGER, ADMINISTRATOR = "Stan Stranger", "Aline Admin"
KINDS: Mapping[str, str] = {
    "stranger": STRANGER,
    "contributor": PEOPLE[0].name,
    "lead": PEOPLE[1].name,
    "legal": PEOPLE[2].name,
    "approver": PEOPLE[3].name,
    "administrator": ADMINISTRATOR,
}
"""Kind of person → their name."""


def mail_of(name: str) -> str:
    return name.lower().replace(" ", ".") + "@chu.example"


class Served(msgspec.Struct, frozen=True):
    """A team's server without a socket."""

    site: Site
    team: Team
    app: Any
    folder: Path
    workspace: str
    """The one whose people `PEOPLE` are."""
    other: str
    """One in which the stranger works alone."""

    def account(self, kind: str) -> Account:
        return self.team.accounts.named(mail_of(KINDS[kind]))

    def client(self, kind: str = "", **headers: str) -> TestClient:
        """Return a browser in which somebody of this kind is logged in, "" for nobody."""
        made = TestClient(
            self.app,
            headers={"origin": ORIGIN, **headers},
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        if kind:
            made.cookies.set(
                self.team.cookie,
                self.team.sessions.begin(self.account(kind).id, address="192.0.2.1", browser=""),
            )
        return made

    def password(self, kind: str) -> None:
        """Give somebody the password of the tests."""
        self.team.accounts.change_password(self.account(kind).id, PASSWORD)

    def close(self) -> None:
        self.site.close()
        self.team.close()


def serve_team(folder: Path, *, people: tuple[Person, ...] = PEOPLE, **server: Any) -> Served:
    """Make a server with all kinds of people; `server` are values of its [server] settings."""
    with (
        make_workspace(folder, people=people) as first,
        make_workspace(folder, people=(Person(name=STRANGER),)) as second,
    ):
        workspace, other = first.folder.name, second.folder.name
    given = {"address": ORIGIN, "without_https": True, **server}
    settings = msgspec.convert({"server": given, "home": str(folder)}, type=Configuration)
    team = Team(settings, Accounts.open(settings.accounts_place))
    for name in KINDS.values():
        team.accounts.add(mail=mail_of(name), name=name, is_administrator=name == ADMINISTRATOR)
    site = Site(folder, mode="team")
    return Served(site, team, team_app(site, team), folder, workspace, other)
