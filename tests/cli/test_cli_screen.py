"""What reaches a terminal or a pipe: named columns, words instead of codes, and nothing that steers a terminal."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.output import harmless

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

CONTROLS = "\x1b[31m\x07\x9b2J\r"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2J", "␛[2J", id="escape"),
        pytest.param("a\rb\x7f", "a␍b␡", id="carriage return and delete"),
        pytest.param("\x9b2J", "�2J", id="one character escape"),
        pytest.param("a\tb\nc é\u200f", "a\tb\nc é\u200f", id="harmless"),
    ],
)
def test_control_characters_are_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_no_control_character_comes_through(consult: Consult, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"1. Le responsable {CONTROLS} doit sauvegarder.\n", encoding="utf-8")
    folder = tmp_path / "ws"
    assert consult("new", folder, "--draft", draft, "--title", f"T{CONTROLS}").code == 0
    given = ("--text", f"Non{CONTROLS}", "--author", f"Ana{CONTROLS}", "-w", folder)
    said = consult("comment", "1.", *given)
    assert said.code == 0, said.err
    target = tmp_path / "r.docx"
    outputs = [said] + [
        consult(*words, "-w", folder)
        for words in (
            ("show", "1."),
            ("search", "responsable"),
            ("status", "--full"),
            ("comments",),
            ("comments", "c1"),
            ("comments", "--author", f"Bob{CONTROLS}"),
            ("export", "-o", target),
            ("export", "-o", "-", "--format", "md"),
        )
    ]
    for ended in outputs:
        assert not set("\x1b\x07\x9b\r") & set(ended.out + ended.err)
    with zipfile.ZipFile(target) as package:
        words = package.read("word/document.xml").decode()
        titles = package.read("docProps/core.xml").decode()
    assert "Ana" in words
    assert not set("\x1b\x07\x9b") & set(words + titles)


@pytest.mark.usefixtures("workspace")
def test_status_names_its_columns_in_a_pipe(consult: Consult) -> None:
    lines = consult("status", "--full", "--role", "dim").out.splitlines()
    assert "role\tid\tunread\tread\tcommented" in lines
    assert "id\tprovision\tdim" in lines


@pytest.mark.usefixtures("workspace")
def test_corrections_are_listed_in_words(consult: Consult) -> None:
    assert consult("fix", "2.", "--merge").code == 0
    assert "\tjoined to the one before\t" in consult("fix").out


@pytest.mark.usefixtures("workspace")
def test_read_all_said_twice_has_nothing_left(consult: Consult) -> None:
    assert "marked" in consult("read", "--all", "--role", "dim").err
    again = consult("read", "--all", "--role", "dim")
    assert (again.code, again.err) == (0, "Nothing that concerns dim is unread.\n")


# A file on standard output


def test_export_to_standard_output_writes_there_alone(consult: Consult, workspace: Path) -> None:
    ended = consult("export", "-o", "-", "--format", "md")
    assert ended.out.startswith("# ")
    assert "content " in ended.err
    assert not (workspace / "-").exists()


def test_a_word_document_goes_through_a_pipe(workspace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "export", "-o", "-"],
        cwd=workspace,
        capture_output=True,
        check=False,
    )
    assert zipfile.ZipFile(io.BytesIO(done.stdout)).testzip() is None


@pytest.mark.usefixtures("workspace")
def test_a_word_document_is_not_shown_on_a_terminal(
    consult: Consult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ended = consult("export", "-o", "-")
    assert ended.code == 2
    assert "terminal" in ended.err


# Searches that find nothing


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        pytest.param(("sauvegarder", "--role", "dim"), "Without --role dim: 2 hits.", id="one filter"),
        pytest.param(("zzzz",), "The draft has no such words", id="no such word"),
        pytest.param(
            ("sauvegarder", "--role", "dim", "--page", "40"),
            "Without --role, --page: 2 hits.",
            id="together",
        ),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_nothing_found_says_what_to_try(consult: Consult, asked: tuple[str, ...], advice: str) -> None:
    ended = consult("search", *asked)
    assert ended.out == ""
    assert advice in ended.err


# consult.toml and folders that cannot be written


def test_what_consult_toml_says_in_vain_is_told(consult: Consult, workspace: Path) -> None:
    toml = workspace / "consult.toml"
    text = toml.read_text(encoding="utf-8").replace("deadline =", "dedline =", 1)
    toml.write_text(text + '\n[[people]]\nname = "Ana"\nrole = "dpoo"\n', encoding="utf-8")
    said = consult("status").err.splitlines()
    line = text.splitlines().index(next(line for line in text.splitlines() if line.startswith("dedline"))) + 1
    assert f"consult.toml:{line}: “consultation.dedline” is not a setting" in said[0]
    assert said[0].endswith("Did you mean deadline?")
    assert "there is no role “dpoo”: what Ana says counts for none. Did you mean dpo?" in said[1]


def test_a_write_protected_workspace_is_read(consult: Consult, workspace: Path, tmp_path: Path) -> None:
    files = [workspace, workspace / "consult.db"]
    assert consult("comment", "1.", "--text", "Non.").code == 0
    modes = [path.stat().st_mode for path in files]
    for path in files:
        path.chmod(0o555)
    try:
        for words in (("show",), ("search", "sauvegarder"), ("status",), ("comments",)):
            ended = consult(*words)
            assert ended.code == 0, ended.err
            assert ended.out
        assert consult("export", "-o", tmp_path / "r.docx").code == 0
        refused = consult("comment", "1.", "--text", "Encore.")
        assert refused.code == 6
        assert "cannot be opened for writing" in refused.err
    finally:
        for path, mode in zip(files, modes, strict=True):
            path.chmod(mode)
    assert consult("comments").out.count("\n") == 1
