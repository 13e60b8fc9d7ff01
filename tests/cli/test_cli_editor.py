"""What a person writes in their editor is never lost, whatever goes wrong before or after."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli import writing
from toolkit.workspace.store import Workspace

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

pytestmark = pytest.mark.usefixtures("workspace", "terminal")
WRITTEN = "Préciser la durée."


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "consult"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    assert not state.exists()
    monkeypatch.setattr(writing, "at_a_terminal", lambda: True)
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Install an editor that saves these bytes, and return a file that is there once it was opened."""

    def install(saved: bytes, *, code: int = 0) -> Path:
        opened, program = tmp_path / "opened", tmp_path / "editor.py"
        program.write_text(
            f"import sys, pathlib\npathlib.Path({str(opened)!r}).touch()\n"
            f"pathlib.Path(sys.argv[1]).write_bytes({saved!r})\nsys.exit({code})\n"
        )
        monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
        return opened

    return install


def test_what_is_written_becomes_the_comment(
    consult: Consult, editor: Callable[..., Path], state: Path
) -> None:
    editor(b"\xef\xbb\xbf" + WRITTEN.encode() + b"\r\n")
    made = consult("comment", "1.", "--json")
    assert json.loads(made.out)["text"] == WRITTEN
    assert not state.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("comment", "1.", "--role", "dpoo"), id="role"),
        pytest.param(("comment", "1.", "--position", "amnd"), id="position"),
        pytest.param(("comment", "1.", "--template", "suport"), id="template"),
        pytest.param(("comments", "c1", "--edit", "--set", "rejectd"), id="state"),
        pytest.param(("comments", "c1", "--edit", "--text", "a"), id="two-texts"),
    ],
)
def test_wrong_names_are_refused_before_the_editor_opens(
    consult: Consult, editor: Callable[..., Path], arguments: tuple[str, ...]
) -> None:
    assert consult("comment", "1.", "--text", "Un.").code == 0
    opened = editor(WRITTEN.encode())
    assert consult(*arguments).code == 2
    assert not opened.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("comment", "1.", "--author", "x" * 300), 2, id="name-refused-by-the-workspace"),
        pytest.param(("comments", "c1", "--edit", "--revision", "1"), 5, id="conflict"),
        pytest.param(("comments", "c1", "--edit", "--set", "rejected"), 2, id="no-reason"),
    ],
)
def test_a_later_error_keeps_the_text_and_says_where(
    consult: Consult, editor: Callable[..., Path], state: Path, arguments: tuple[str, ...], code: int
) -> None:
    consult("comment", "1.", "--text", "Un.")
    consult("comments", "c1", "--text", "Deux.")
    editor(WRITTEN.encode())
    ended = consult(*arguments)
    assert ended.code == code, ended.err
    (kept,) = state.iterdir()
    assert kept.read_text(encoding="utf-8") == WRITTEN
    assert str(kept) in ended.err
    assert len(ended.err.splitlines()) == 1
    assert json.loads(consult("comments", "c1", "--json").out)["comment"]["text"] == "Deux."


def test_a_defect_keeps_the_text_too(
    consult: Consult, editor: Callable[..., Path], state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise LookupError

    monkeypatch.setattr(Workspace, "add_comment", fail)
    editor(WRITTEN.encode())
    ended = consult("comment", "1.")
    assert ended.code == 1
    (kept,) = state.glob("text-*")
    assert kept.read_text(encoding="utf-8") == WRITTEN
    assert str(kept) in ended.err


@pytest.mark.parametrize(
    ("saved", "status", "code"),
    [
        pytest.param("durée".encode("latin-1"), 0, 3, id="latin-1"),
        pytest.param("durée".encode(), 1, 2, id="failed"),
    ],
)
def test_what_an_editor_leaves_behind_is_kept_as_it_is(
    consult: Consult, editor: Callable[..., Path], state: Path, saved: bytes, status: int, code: int
) -> None:
    editor(saved, code=status)
    ended = consult("comment", "1.")
    assert ended.code == code
    (kept,) = state.iterdir()
    assert kept.read_bytes() == saved
    assert str(kept) in ended.err


@pytest.mark.parametrize("command", ["vi 'unclosed", "  "], ids=["malformed", "blank"])
def test_an_editor_that_is_no_command_is_a_usage_error(
    consult: Consult, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    ended = consult("comment", "1.")
    assert ended.code == 2
    assert "EDITOR" in ended.err
