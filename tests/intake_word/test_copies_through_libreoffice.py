"""A commented copy that LibreOffice has saved says the same as before."""

from __future__ import annotations

import io
import zipfile
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


@pytest.mark.parametrize("way", [("docx",), ("odt",), ("odt", "docx")], ids=["docx", "odt", "odt and docx"])
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


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>
<dc:creator>Ana</dc:creator><dc:date>2026-11-01T10:00:00.5</dc:date></office:change-info>{gone}</text:deletion>
</text:changed-region></text:tracked-changes>{body}</office:text></office:body></office:document-content>"""


@pytest.mark.parametrize(
    ("gone", "body", "quotes"),
    [
        pytest.param(
            "<text:p>mots </text:p>",
            '<text:p>Des <text:change text:change-id="c1"/>restent.</text:p>',
            ["mots"],
            id="words",
        ),
        pytest.param(
            "<text:p>fin.</text:p><text:p>Début </text:p>",
            '<text:p>La <text:change text:change-id="c1"/>reste.</text:p>',
            ["fin.", "Début"],
            id="over two paragraphs",
        ),
        pytest.param(
            "<text:p>Un tout.</text:p>",
            '<text:p>Avant.</text:p><text:change text:change-id="c1"/><text:p>Après.</text:p>',
            ["Un tout."],
            id="whole paragraph",
        ),
        pytest.param(
            '<text:p>soi <text:change text:change-id="c1"/></text:p>',
            '<text:p>En <text:change text:change-id="c1"/>même.</text:p>',
            ["soi"],
            id="inside itself",
        ),
    ],
)
def test_deletions_of_an_odt_file_are_put_back(gone: str, body: str, quotes: list[str]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("content.xml", ODT.format(gone=gone, body=body))
    found = read_word(Path("copy.odt"), made.getvalue())
    assert [(r.clues.quote, r.deletion, r.date) for r in found.remarks] == [
        (quote, True, "2026-11-01T10:00:00Z") for quote in quotes
    ]
