"""What TAB offers comes from the workspace that the words mean, which is not touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.complete import complete_comment, complete_provision, complete_role, complete_template
from toolkit.model.comment import Comment
from toolkit.workspace.store import Workspace

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


@pytest.fixture
def elsewhere(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand outside the workspace."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONSULT_WORKSPACE", "COMP_WORDS", "_TYPER_COMPLETE_ARGS"):
        monkeypatch.delenv(name, raising=False)
    return workspace


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("variable", "line"),
    [
        pytest.param("COMP_WORDS", "consult show -w {folder} par", id="bash"),
        pytest.param("COMP_WORDS", "consult show --workspace = {folder} par", id="bash-parts-words"),
        pytest.param("_TYPER_COMPLETE_ARGS", "consult show --workspace={folder} par", id="zsh"),
        pytest.param("COMP_WORDS", "consult comment -w {folder} --text 'open", id="open-quotation-mark"),
        pytest.param("CONSULT_WORKSPACE", "{folder}", id="environment"),
    ],
)
def test_the_workspace_is_the_one_that_the_words_name(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, variable: str, line: str
) -> None:
    assert complete_provision("par") == []
    monkeypatch.setenv(variable, line.format(folder=elsewhere))
    assert "par-1" in complete_provision("par")


def test_completion_leaves_no_trace(
    elsewhere: Path, consult: Consult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSULT_WORKSPACE", str(elsewhere))
    assert consult("comment", "1.", "--text", "x").code == 0
    before = _content(elsewhere)
    assert complete_comment("") == ["c1"]
    assert complete_template("sup") == ["support"]
    assert _content(elsewhere) == before


def test_what_a_writer_has_not_folded_in_is_seen(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_WORKSPACE", str(elsewhere))
    with Workspace.open(elsewhere) as workspace:
        workspace.add_comment(Comment(id="", provision_id=workspace.provisions()[0].id, text="x"))
        assert complete_comment("") == ["c1"]


def test_an_older_workspace_is_not_migrated(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_WORKSPACE", str(elsewhere))
    connection = sqlite3.connect(elsewhere / "consult.db")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    before = _content(elsewhere)
    assert complete_provision("") == []
    assert "dpo" in complete_role("")
    assert _content(elsewhere) == before


@pytest.mark.usefixtures("elsewhere")
def test_templates_are_those_of_the_language_typed(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    own = elsewhere / "templates" / "comments" / "fr"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "templates" / "comments" / "fr" / "support.md.j2"
    (own / "maison.md.j2").write_bytes(shipped.read_bytes())
    monkeypatch.setenv("CONSULT_WORKSPACE", str(elsewhere))
    monkeypatch.setenv("COMP_WORDS", "consult comment --lang fr -t mai")
    assert complete_template("mai") == ["maison"]
    monkeypatch.setenv("COMP_WORDS", "consult comment --lang en -t mai")
    assert complete_template("mai") == []
