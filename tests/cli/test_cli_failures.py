"""However a command fails, it ends in one line and an exit code, and shows nothing confidential."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli import main
from toolkit.workspace.store import Workspace

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


def _consult(
    *arguments: str, stdout: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        check=False,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "CONSULT_LANG": "en", **environment},
    )


@pytest.mark.usefixtures("workspace")
def test_a_defect_shows_its_type_alone_and_keeps_the_rest_for_its_owner(
    consult: Consult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise LookupError("what Claire wrote")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Workspace, "provisions", fail)
    ended = consult("show")
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert "LookupError" in ended.err
    assert "Claire" not in ended.err
    (log,) = (tmp_path / "state" / "consult").iterdir()
    assert str(log) in ended.err
    assert "what Claire wrote" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("module", "attribute"),
    [("toolkit.messages", "_catalogue"), ("typer", "Typer")],
    ids=["catalogue", "import"],
)
def test_a_broken_installation_ends_in_one_line(tmp_path: Path, module: str, attribute: str) -> None:
    script = (
        f"import sys, {module}\n"
        "def fail(*args, **kwargs): raise OSError(0, 'Bad magic number')\n"
        f"{module}.{attribute} = fail\n"
        "sys.argv = ['consult', 'status']\n"
        "from toolkit.cli.main import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "OSError" in done.stderr


@pytest.mark.parametrize("arguments", [("status", "--json"), ("show",), ("status", "--help")], ids=" ".join)
@pytest.mark.usefixtures("workspace")
def test_a_full_disk_behind_stdout_is_told(arguments: tuple[str, ...]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = _consult(*arguments, stdout=full)
    finally:
        os.close(full)
    assert done.returncode == 6, done.stderr
    assert done.stderr == (
        "Error: stdout: cannot be written: the disk is full. Free some space and try again; nothing was changed.\n"
    )


@pytest.mark.usefixtures("workspace")
def test_letters_that_the_terminal_does_not_know_are_escaped() -> None:
    done = _consult("show", "3.", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert r"mode bris de glace dans les 72 heures, conform\xe9ment" in " ".join(done.stdout.split())


def test_a_stdout_that_is_closed_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main.guarded(lambda: None) == 0
