"""`consult parse` over several files, and over the pages of one file at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

from tests.pdf.pages import lines, write_pdf


def consult(*arguments: str | Path) -> CompletedProcess[str]:
    return run(
        [sys.executable, "-m", "toolkit", *map(str, arguments), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def drafts(tmp_path: Path) -> list[Path]:
    page = lines(72, 80, "Article 1", "Access is logged.", "Article 2", "Logs are kept for a year.")
    files = [tmp_path / "one.pdf", tmp_path / "two.txt", tmp_path / "one.txt"]
    write_pdf(files[0], [page])
    for file in files[1:]:
        file.write_text("Article 1\n\nAccess is logged.\n", encoding="utf-8")
    return files


def test_each_file_has_a_result_named_after_it(drafts: list[Path], tmp_path: Path) -> None:
    done = consult("parse", *drafts, "-o", tmp_path / "out", "--no-tags", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "one.pdf.json",
        "one.txt.json",
        "two.json",
    }
    told = json.loads((tmp_path / "out" / "one.pdf.json").read_bytes())
    assert [item["number"] for item in told["provisions"] if item["number"]] == ["Article 1", "Article 2"]


def test_what_cannot_be_read_is_said_and_the_rest_written(drafts: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "empty.pdf"
    broken.touch()
    done = consult("parse", drafts[1], broken, "-o", tmp_path / "out", "--no-tags")
    assert done.returncode == 4
    assert "empty.pdf" in done.stderr
    assert "1 of 2 files" in done.stderr
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["two.json"]


def test_several_files_need_a_folder(drafts: list[Path]) -> None:
    done = consult("parse", *drafts)
    assert done.returncode == 2
    assert "-o DIR" in done.stderr
