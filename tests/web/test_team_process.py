"""`consult serve --team` and `consult account` as processes: from an empty folder to a login, and to a good end."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.support.workspaces import make_workspace
from toolkit.web.accounts.audit import AuditLog
from toolkit.workspace.settings import Person

PASSWORD = "quatre chevaux nagent"
Start = Callable[[], str]


def _consult(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_workspace(tmp_path, people=(Person(name="Lea Lead", duties=("lead",)),)).close()
    return tmp_path


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def begin() -> str:
        command = [
            sys.executable,
            "-m",
            "toolkit",
            "serve",
            "--team",
            str(folder),
            "--port",
            "0",
            "--lang",
            "en",
        ]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.fullmatch(r"Serving (http://\S+)\n", said)
        assert found, said + process.stderr.read()
        return found[1]

    yield begin
    for process in started:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        said = process.stderr.read()
        process.stderr.close()
        assert "Traceback" not in said


def _ask(
    address: str, method: str, path: str, *, form: dict[str, str] | None = None, **headers: str
) -> http.client.HTTPResponse:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    sent = {"Origin": address, **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = urlencode(form) if form is not None else None
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body=body, headers=sent)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_from_an_account_to_a_login(folder: Path, start: Start) -> None:
    address = start()
    made = _consult("account", "add", "lea@chu.example", "--name", "Lea Lead", "-f", str(folder))
    assert made.returncode == 0, made.stderr
    token = re.search(r"/login/first/([\w-]{43})$", made.stdout.strip())
    assert token
    assert _ask(address, "GET", "/").headers["location"] == "/login"
    chosen = _ask(address, "POST", f"/login/first/{token[1]}", form={"new": PASSWORD, "again": PASSWORD})
    assert chosen.status == 303
    cookie = chosen.headers["set-cookie"].partition(";")[0]
    workspace = next(folder.glob("*/consult.toml")).parent.name
    assert _ask(address, "GET", f"/w/{workspace}/read", Cookie=cookie).status == 200
    # An account that the command line closes is out at once, in the process that runs.
    assert _consult("account", "close", "lea@chu.example", "-f", str(folder)).returncode == 0
    assert _ask(address, "GET", f"/w/{workspace}/read", Cookie=cookie).status == 303
    log = _consult("account", "log", "--json", "-f", str(folder)).stdout
    assert '"act": "account.add"' in log
    assert '"act": "password.first"' in log
    assert token[1] not in log


@pytest.mark.parametrize(("proxies", "seen"), [('["127.0.0.1"]', "203.0.113.9"), ("[]", "127.0.0.1")])
def test_where_a_request_comes_from_is_told_by_named_proxies_alone(
    folder: Path, start: Start, proxies: str, seen: str
) -> None:
    (folder / "server.toml").write_text(f"[server]\nproxies = {proxies}\n")
    address = start()
    form = {"mail": "lea@chu.example", "password": "wrong"}
    told = {"X_Forwarded_For": "198.51.100.1, 203.0.113.9", "X_Forwarded_Host": "evil.example"}
    assert _ask(address, "POST", "/login", form=form, **told).status == 401
    entry = next(AuditLog(folder / "audit.jsonl").entries())
    assert (entry.act, entry.result, entry.address) == ("login", "failed", seen)


def test_the_headers_of_an_answer_tell_nothing_of_the_program(start: Start) -> None:
    headers = _ask(start(), "GET", "/login").headers
    assert "server" not in headers
    assert "x-powered-by" not in headers
