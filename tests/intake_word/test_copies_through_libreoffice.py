"""A commented copy that LibreOffice has saved says the same as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.intake.word.reader import read_word
from toolkit.model.contribution import Contribution

Converted = Callable[[Path, str], Path]


def said(found: Contribution) -> list[tuple[str, str, str, str, str, bool, int | None]]:
    return sorted(
        (r.author, r.text, r.clues.quote, r.proposed, r.rationale, r.deletion, r.clues.passage or 0)
        for r in found.remarks
    )


@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")], ids=["docx", "odt and docx"])
def test_comments_and_changes_survive(
    word_file: Callable[..., bytes],
    notation: dict[str, Callable[..., str]],
    converted: Converted,
    tmp_path: Path,
    way: tuple[str, ...],
) -> None:
    comments = notation["comment"](1, "Trop court.\nDix suffisent.", "Ana") + notation["comment"](
        2, "OK", "Bea"
    )
    path = tmp_path / "copy.docx"
    path.write_bytes(
        word_file(
            "Les {1(}sessions{)1} sont fermées après {-Bea:cinq-}{+Bea:dix+} minutes.",
            "Avant l’ajout.",
            "{+Cyd:Un paragraphe neuf.+}¶+Cyd",
            "Les dossiers {-Ana:papier -}des patients{2!} restent.",
            "{-Cyd:Une phrase qui part.-}¶-Cyd",
            "La fin.",
            comments=comments,
        )
    )
    before = read_word(path, path.read_bytes())
    for suffix in way:
        path = converted(path, suffix)
    after = read_word(path, path.read_bytes())
    assert after.passages == before.passages
    assert said(after) == said(before)
    assert {remark.key for remark in after.remarks} == {remark.key for remark in before.remarks}
