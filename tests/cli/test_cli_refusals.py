"""Bad input ends in one line that says what, where and what to do, in its exit code, and leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("missing.pdf", None, 3, id="missing"),
        pytest.param("empty.pdf", b"", 3, id="empty"),
        pytest.param("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", 3, id="truncated"),
        pytest.param("cut.docx", b"PK\x03\x04\x14\x00\x00\x00", 3, id="truncated-zip"),
        pytest.param("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64), 3, id="picture-named-pdf"),
        pytest.param("program.html", b"\x7fELF" + bytes(500), 3, id="binary-named-html"),
    ],
)
def test_file_that_cannot_be_read(
    consult: Consult, tmp_path: Path, name: str, content: bytes | None, code: int
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ended = consult("respond", path, "-o", tmp_path / "answer")
    assert ended.code == code
    assert len(ended.err.splitlines()) == 1
    assert name in ended.err
    assert not (tmp_path / "answer").exists()


READ_FROM = [
    pytest.param(arguments, id=" ".join(arguments))
    for arguments in (
        ("parse", "none"),
        ("new", "fresh", "--draft", "none"),
        ("reparse", "--draft", "none"),
        ("check", "none"),
        ("respond", "none"),
        ("intake", "none"),
        ("tag", "none.jsonl"),
        ("tag", "-", "--profile", "none"),
        ("profile", "check", "none"),
        ("comment", "1.", "--file", "none"),
        ("unpack", "none"),
        ("form-map", "none"),
        ("export", "--format", "fill", "--form", "none"),
    )
]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("arguments", READ_FROM)
def test_a_missing_file_is_input_refused_whoever_was_to_read_it(
    consult: Consult, arguments: tuple[str, ...]
) -> None:
    ended = consult(*arguments)
    assert ended.code == 3, ended.err
    assert "none" in ended.err
    assert "there is no such file. Check the path." in ended.err


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("show", "par-9"), 2, "par-4", id="unknown-provision"),
        pytest.param(("show", "--role", "pdo"), 2, "dpo", id="unknown-role"),
        pytest.param(("comment", "1.", "--template", "suport"), 2, "support", id="unknown-template"),
        pytest.param(
            ("comment", "1.", "--text", "x", "--quote", "absent"), 2, "absent", id="quote-not-there"
        ),
        pytest.param(("comment", "1.", "--template", "support"), 2, "benefit", id="field-missing"),
        pytest.param(("comment", "1.", "--text", "  "), 2, "consult read", id="blank-text"),
        pytest.param(("comments", "c99", "--withdraw"), 2, "c99", id="unknown-comment"),
        pytest.param(("export", "--format", "dox"), 2, "docx", id="unknown-format"),
        pytest.param(("export", "-o", "missing/folder/a.docx"), 6, "missing", id="unwritable-target"),
        pytest.param(("status", "-w", "elsewhere"), 6, "elsewhere", id="no-workspace"),
    ],
)
def test_wrong_request(consult: Consult, arguments: tuple[str, ...], code: int, words: str) -> None:
    ended = consult(*arguments)
    assert ended.code == code, ended.err
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_outside_a_workspace_the_error_names_the_command_to_make_one(
    consult: Consult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = consult("status")
    assert ended.code == 6
    assert "consult new" in ended.err


def test_new_refuses_a_folder_in_use_and_leaves_it(
    consult: Consult, draft_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "used"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    ended = consult("new", folder, "--draft", draft_file)
    assert ended.code == 2
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_time_limit_is_an_input_refusal(consult: Consult, tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text("<p>mot " * 2_000_000, encoding="utf-8")
    ended = consult("parse", path, "--timeout", "1", "--no-tags", "--json", "-")
    assert ended.code == 3
    assert "--timeout" in ended.err
    assert ended.out == ""


def test_usage_error_of_the_shell_is_two(consult: Consult) -> None:
    assert consult("parse").code == 2
    assert consult("nonsense").code == 2
