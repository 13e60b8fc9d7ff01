"""Temporary files of a server hold drafts: nothing of them is left, however the server ends."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import pytest

from tests.support.workspaces import make_workspace
from toolkit.web.server import serving
from toolkit.web.server.scratch import private_scratch, remove_left_behind


def test_temporary_files_lie_in_one_folder_that_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private_scratch() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        assert os.environ["TMPDIR"] == str(folder)
        assert folder.stat().st_mode & 0o077 == 0
    assert tempfile.gettempdir() == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    names = ("consult-server-dead", "consult-server-lives", "consult-server-new", "somebody-elses")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "draft.pdf").touch()
    (tmp_path / "consult-server-link").symlink_to(tmp_path / "somebody-elses")
    for name in ("consult-server-dead", "consult-server-lives", "somebody-elses"):
        os.utime(tmp_path / name, (0, 0))
    lock = os.open(tmp_path / "consult-server-lives", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_left_behind(tmp_path)
    finally:
        os.close(lock)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"consult-server-lives", "consult-server-new", "consult-server-link", "somebody-elses"}
    assert (tmp_path / "somebody-elses" / "draft.pdf").exists()


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP], ids=["told to end", "its terminal closed"]
)
def test_what_was_sent_goes_with_the_server(tmp_path: Path, number: signal.Signals) -> None:
    served, temporary = tmp_path / "served", tmp_path / "temporary"
    served.mkdir()
    temporary.mkdir()
    make_workspace(served).close()
    command = [sys.executable, "-m", "toolkit", "serve", str(served), "--no-browser", "--lang", "en"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(temporary)}
    ) as process:
        assert process.stderr is not None
        address, _mark, key = process.stderr.readline().removeprefix("Open ").strip().partition("/?key=")
        answer = httpx.post(
            f"{address}/drafts",
            files={"draft": ("draft.txt", b"1. The controller shall encrypt.")},
            headers={"authorization": f"Bearer {key}"},
        )
        assert answer.status_code == 303
        assert list(temporary.rglob("draft.txt"))
        process.send_signal(number)
        process.wait(timeout=60)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o640), (0o077, 0o600)], ids=["usual", "strict"])
def test_what_a_teams_server_writes_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int, mode: int
) -> None:
    written = tmp_path / "written"

    def run(_app: object, listener: socket.socket, **_named: object) -> None:
        listener.close()
        written.touch()

    monkeypatch.setattr(serving, "run", run)
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    before = os.umask(mask)
    try:
        serving.serve_team(tmp_path, port=0, tell=lambda _served: None)
    finally:
        assert os.umask(before) == mask
    assert stat.S_IMODE(written.stat().st_mode) == mode
