"""`consult account`, `consult backup` and `consult restore` as somebody who runs a team's server types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Consult
from tests.support.workspaces import make_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "server"
    made.mkdir()
    make_workspace(made).close()
    return made


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        pytest.param(("link", "nobody@chu.example"), 2, "there is no account", id="nobody's link"),
        pytest.param(("add", "nobody", "--name", "Nobody"), 2, "is no mail address", id="no address"),
        pytest.param(
            ("add", "a@chu.example", "--name", "a@chu.example"), 2, "is no name", id="address for a name"
        ),
        pytest.param(("add", "a@chu.example"), 2, "--name", id="no name"),
        pytest.param(("vanish", "a@chu.example"), 2, "vanish", id="no such command"),
    ],
)
def test_mistakes_are_told(
    consult: Consult, folder: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ended = consult("account", *arguments, "-f", folder)
    assert ended.code == code
    assert told in ended.err
    assert ended.out == ""


def test_accounts_are_listed_changed_and_logged_out(consult: Consult, folder: Path) -> None:
    def account(*arguments: str) -> tuple[int, str]:
        ended = consult("account", *arguments, "-f", folder)
        return ended.code, ended.out

    code, link = account("add", "boss@chu.example", "--name", "Boss", "--administrator")
    assert code == 0
    assert link.startswith("http://127.0.0.1:8765/login/first/")
    account("add", "lea@chu.example", "--name", "Lea Lead")
    assert account("add", "LEA@chu.example", "--name", "Somebody") == (5, "")
    assert account("promote", "lea@chu.example")[0] == 0
    assert account("demote", "boss@chu.example")[0] == 0
    assert account("demote", "lea@chu.example")[0] == 5
    assert account("logout", "lea@chu.example")[0] == 0
    assert account("link", "lea@chu.example")[1] != link
    assert account("close", "boss@chu.example")[0] == 0
    assert account("list")[1].splitlines()[1:] == [
        "boss@chu.example\tBoss\tno\tclosed",
        "lea@chu.example\tLea Lead\tyes\tno password yet",
    ]
    assert account("open", "boss@chu.example")[0] == 0
    acts = [entry["act"] for entry in json.loads(account("log", "--json", "--last", "3")[1])]
    assert acts == ["account.open", "account.close", "account.link"]
    assert "password" not in json.loads(account("list", "--json")[1])[0]


def test_a_backup_and_back(consult: Consult, folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "b.tar.gz"
    made = consult("backup", archive, "-f", folder)
    assert (made.code, made.err) == (0, f"4 files: {archive}\n")
    assert consult("restore", archive, tmp_path / "again").code == 0
    assert consult("status", "-w", next((tmp_path / "again").glob("*/consult.toml")).parent).code == 0
    assert consult("restore", archive, folder).code == 2


def test_a_team_is_not_served_without_https(consult: Consult, folder: Path) -> None:
    (folder / "server.toml").write_text('[server]\naddress = "http://consult.example"\n')
    ended = consult("serve", "--team", folder)
    assert ended.code == 2
    assert "unencrypted" in ended.err
    assert "without_https" in ended.err
