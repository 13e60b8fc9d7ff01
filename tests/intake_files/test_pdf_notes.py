"""Notes that people write in a PDF: who says what, about which words of which page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.intake_files.files import apart, read
from tests.pdf.pages import lines, write_pdf
from toolkit.errors import PasswordNeeded
from toolkit.intake.recognise import read_contribution
from toolkit.model.reading import ReadOptions

WORDS = "Les comptes sont revus tous les ans par le responsable."
BODY = lines(50, 100, WORDS, "Le registre est tenu par le service informatique.", step=40)
QUAD = "[50 710 400 710 50 695 400 695]"
"""Around the first line: its baseline is 100 points below a top edge at 800."""
AUTHOR = "/T (Marie) /M (D:20261103101200+01'00') /Rect [50 690 400 715]"


def _pdf(folder: Path, annots: str, *extra: str) -> Path:
    return write_pdf(folder / "draft.pdf", [BODY], page=f"/Annots [{annots}]", extra=list(extra))


def test_a_highlight_with_words_is_a_remark_on_the_words_marked(tmp_path: Path) -> None:
    found = read(
        _pdf(
            tmp_path, f"<< /Subtype /Highlight {AUTHOR} /NM (a1) /QuadPoints {QUAD} /Contents (Trop rare.) >>"
        )
    )
    (remark,) = found.remarks
    assert (remark.key, remark.author, remark.date) == ("note-a1", "Marie", "2026-11-03T10:12:00+01:00")
    assert (remark.text, remark.clues.quote, remark.clues.page_number) == ("Trop rare.", WORDS, 1)
    assert found.forms == ("pdf_notes",)
    assert any(WORDS in text for text in apart(found, "draft"))


def test_a_highlight_without_words_is_listed(tmp_path: Path) -> None:
    found = read(_pdf(tmp_path, f"<< /Subtype /Highlight {AUTHOR} /QuadPoints {QUAD} >>"))
    assert apart(found, "empty") == [WORDS]


def test_words_struck_out_are_to_go(tmp_path: Path) -> None:
    (remark,) = read(_pdf(tmp_path, f"<< /Subtype /StrikeOut {AUTHOR} /QuadPoints {QUAD} >>")).remarks
    assert (remark.deletion, remark.position, remark.clues.quote) == (True, "amend", WORDS)


def test_words_struck_out_beside_a_caret_are_replaced(tmp_path: Path) -> None:
    found = read(
        _pdf(
            tmp_path,
            "7 0 R 8 0 R",
            f"<< /Subtype /Caret {AUTHOR} /NM (c) /Contents (Ils sont revus chaque mois.) >>",
            f"<< /Subtype /StrikeOut {AUTHOR} /NM (s) /QuadPoints {QUAD} /IRT 7 0 R /RT /Group >>",
        )
    )
    (remark,) = found.remarks
    assert (remark.clues.quote, remark.proposed) == (WORDS, "Ils sont revus chaque mois.")


def test_a_reply_knows_what_it_answers(tmp_path: Path) -> None:
    found = read(
        _pdf(
            tmp_path,
            "7 0 R 8 0 R",
            f"<< /Subtype /Text {AUTHOR} /NM (q) /Contents (Quel registre ?) >>",
            "<< /Subtype /Text /T (Paul) /NM (r) /Contents (Celui de la fiche 3.) /IRT 7 0 R /Rect [0 0 9 9] >>",
        )
    )
    assert [(remark.author, remark.reply_to) for remark in found.remarks] == [
        ("Marie", ""),
        ("Paul", "note-q"),
    ]


def test_links_and_damaged_notes_do_no_harm(tmp_path: Path) -> None:
    found = read(
        _pdf(tmp_path, "<< /Subtype /Link >> null << >> << /Subtype /Highlight /QuadPoints [1 2] >>")
    )
    assert not any(remark.form == "pdf_notes" for remark in found.remarks)


def test_a_locked_pdf_asks_for_its_password(tmp_path: Path) -> None:
    with pikepdf.open(_pdf(tmp_path, "")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(PasswordNeeded):
        read(tmp_path / "locked.pdf")
    found = read_contribution(tmp_path / "locked.pdf", options=ReadOptions(password="secret"))
    assert found.remarks
