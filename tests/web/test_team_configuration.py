"""server.toml: what it may say, and what a server refuses to start with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.errors import StorageError, UsageError
from toolkit.resources import shipped
from toolkit.web.accounts.configuration import Configuration, read_configuration
from toolkit.web.server.serving import _hosts_of, serve_team

HTTPS = '[server]\naddress = "https://consult.example/team"\nproxies = ["127.0.0.1"]\n'


def _read(folder: Path, text: str) -> Configuration:
    (folder / "server.toml").write_text(text, encoding="utf-8")
    return read_configuration(folder)


def test_without_a_file_a_team_is_served_on_this_machine_alone(tmp_path: Path) -> None:
    made = read_configuration(tmp_path)
    assert made.server.address == "http://127.0.0.1:8765"
    assert made.listening == ("127.0.0.1", 8765)
    assert made.accounts_place == tmp_path / "server.db"


def test_everything_behind_a_proxy(tmp_path: Path) -> None:
    made = _read(
        tmp_path, HTTPS + 'listen = "[::1]:9000"\n[data]\nfolder = "data"\n[uploads]\nfile_mib = 5\n'
    )
    assert made.origin == "https://consult.example"
    assert made.root_path == "/team"
    assert made.listening == ("::1", 9000)
    assert made.log_path == tmp_path / "data" / "audit.jsonl"
    assert made.upload_limits().file_bytes == 5 * 1024 * 1024
    assert _hosts_of(made) == ("consult.example", "consult.example:443")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("[server", "not valid TOML", id="no TOML"),
        pytest.param('[server]\nadress = "x"', "adress", id="misspelt key"),
        pytest.param("[serve]\n", "serve", id="misspelt section"),
        pytest.param("[server]\nproxies = 3", "proxies", id="wrong type"),
        pytest.param('[server]\nproxies = ["the proxy"]', "the proxy", id="proxy by name"),
        pytest.param('[server]\nlisten = "consult.example:80"', "consult.example", id="listening on a name"),
        pytest.param('[server]\nlisten = "127.0.0.1"', "127.0.0.1", id="no port"),
        pytest.param('[server]\nlisten = "127.0.0.1:99999"', "99999", id="impossible port"),
        pytest.param('[server]\naddress = "consult.example"', "consult.example", id="address without scheme"),
        pytest.param('[server]\naddress = "https://x/?a=b"', "https://x/", id="address with a query"),
        pytest.param('[server]\naddress = "https://u:p@x/"', "address", id="address with a password"),
        pytest.param("[sessions]\nhours = 0", "hours", id="sessions that never begin"),
        pytest.param("[uploads]\nfiles = -1", "files", id="less than nothing"),
        pytest.param('home = "/etc"\n[server]\naddress = 3', "address", id="a key that is not read"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(StorageError, match=re.escape(named)) as caught:
        _read(tmp_path, text)
    assert "server.toml" in caught.value.where


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[server]\naddress = "http://consult.example"', id="public address without https"),
        pytest.param(
            '[server]\naddress = "http://10.0.0.5:8765"\nlisten = "10.0.0.5:8765"',
            id="address of the network",
        ),
        pytest.param('[server]\nlisten = "0.0.0.0:8765"', id="listening to everybody"),
        pytest.param('[server]\nlisten = "[::]:8765"', id="listening to everybody by IPv6"),
        pytest.param('[server]\naddress = "https://consult.example"', id="https that nobody provides"),
        pytest.param(
            '[server]\naddress = "http://127.0.0.1:80"\nlisten = "192.0.2.1:80"', id="loopback in name only"
        ),
    ],
)
def test_a_server_that_would_lay_passwords_open_does_not_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"https"):
        _read(tmp_path, text)
    with pytest.raises(UsageError):
        serve_team(tmp_path, tell=lambda _served: None)


@pytest.mark.parametrize("text", ['address = "http://consult.example"', 'listen = "0.0.0.0:8765"'])
def test_it_starts_where_that_is_said_aloud(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, f"[server]\n{text}\nwithout_https = true\n").server.without_https


def test_a_port_of_the_command_line_is_part_of_the_address(tmp_path: Path) -> None:
    assert read_configuration(tmp_path, port=9999).server.address == "http://127.0.0.1:9999"


def test_a_workspace_is_no_folder_of_workspaces(tmp_path: Path) -> None:
    (tmp_path / "consult.toml").write_text("")
    with pytest.raises(UsageError, match="workspace"):
        serve_team(tmp_path, tell=lambda _served: None)


def test_the_example_that_is_shipped_holds(tmp_path: Path) -> None:
    text = (shipped("templates") / "server" / "server.toml").read_text(encoding="utf-8")
    made = _read(tmp_path, text)
    assert made.is_secure
    # Every key of the file, with the comments taken off the values that stand as they are by default.
    bare = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    everything = _read(tmp_path, bare.replace('issuer = "https://sso.chu.example"', 'issuer = ""'))
    for section in everything.__struct_fields__:
        if section != "home":
            for key in getattr(everything, section).__struct_fields__:
                assert re.search(rf"^{key} = ", bare, re.MULTILINE), f"{section}.{key} is not in the example"
