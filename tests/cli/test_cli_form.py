"""`consult form`: a form for a role or a person, of what concerns them, is selected, or all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.intake.word.reader import read_word

Consult = Callable[..., Any]


def test_a_form_for_a_role_comes_back_empty(consult: Consult, workspace: Path) -> None:
    done = consult("form", "--role", "dim", "--person", "Ana Ruiz", "--lang", "fr")
    assert done.code == 0
    path = Path(done.out.strip())
    assert path == workspace / "outputs" / "form-dim.docx"
    found = read_word(path, path.read_bytes())
    assert (found.author, found.role, found.remarks) == ("Ana Ruiz", "dim", ())
    assert len(found.draft_sha256) == 64


def test_a_form_that_somebody_changed_is_not_overwritten(consult: Consult, workspace: Path) -> None:
    first = Path(consult("form", "--all").out.strip())
    first.write_bytes(first.read_bytes() + b"changed")
    assert Path(consult("form", "--all").out.strip()) == workspace / "outputs" / "form-2.docx"


@pytest.mark.usefixtures("workspace")
def test_what_is_selected_alone_is_asked(consult: Consult, tmp_path: Path) -> None:
    assert consult("form", "--selected").code == 2
    consult("select", "--search", "conserver")
    done = consult("form", "--selected", "-o", tmp_path / "f.docx")
    assert (done.code, done.err.strip()) == (0, "1 provision to answer")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--selected", "--all"], id="both"),
        pytest.param(["--role", "nobody"], id="no such role"),
    ],
)
def test_what_makes_no_sense_is_refused(consult: Consult, workspace: Path, arguments: list[str]) -> None:
    assert consult("form", *arguments).code == 2
    assert not (workspace / "outputs").exists()
