"""`consult export --format annotated`: the draft of a workspace with its comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Consult
from tests.export_annotated.views import lines, part, words

WORD_DRAFT = Path(__file__).parents[2] / "corpus" / "sample-fr.docx"


@pytest.mark.usefixtures("workspace")
def test_a_draft_in_another_format_is_rebuilt_with_its_comments(tmp_path: Path, consult: Consult) -> None:
    for author, wording in (("Ana Ruiz", "deux fois par jour"), ("Bea Sol", "chaque heure")):
        said = (
            "--quote",
            "une fois par jour",
            "--proposed",
            wording,
            "--author",
            author,
            "--position",
            "amend",
        )
        assert consult("comment", "1.", *said, "--text", "Trop rare.").code == 0
    target = tmp_path / "annotated.docx"
    ended = consult("export", "--format", "annotated", "-o", target)
    assert ended.code == 0, ended.err
    assert "The words are changed already by another proposal" in ended.err
    assert any("au moins deux fois par jour." in line for line in words(part(target)))
    assert any("au moins une fois par jour." in line for line in words(part(target), rejected={"Ana Ruiz"}))


def test_a_draft_in_word_keeps_its_file(
    tmp_path: Path, consult: Consult, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dpi"
    assert consult("new", folder, "--draft", WORD_DRAFT).code == 0
    monkeypatch.chdir(folder)
    assert consult("comment", "R12", "--author", "Ana Ruiz", "--text", "Pourquoi ?").code == 0
    ended = consult("export", "--format", "annotated")
    assert ended.code == 0, ended.err
    target = Path(ended.out.strip())
    assert target.name == "draft-annotated.docx"
    assert lines(part(target)) == lines(part(WORD_DRAFT))
    assert consult("export", "--format", "annotated").out.strip() == str(target)
