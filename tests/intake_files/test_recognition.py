"""The kind of a file is found in its content, and what is of no known kind is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.intake_files.files import apart, read, text_file, texts, word_file, workbook_file, zip_file
from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, WrongType
from toolkit.intake.recognise import read_contribution
from toolkit.model.reading import ReadOptions

OWN = "Sur la fiche 13, le délai est trop court."
PARAGRAPHS = [
    f"Le responsable met en place la mesure numéro {number} et en rend compte." for number in range(8)
]


def test_the_name_says_nothing(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "Flou."), name="remarks.txt")
    assert texts(read(path)) == ["Flou."]


def test_a_web_page_is_read_as_prose_and_tables(tmp_path: Path) -> None:
    page = f"<html><body><p>{OWN}</p><table><tr><th>Fiche</th><th>Remarque</th></tr><tr><td>3</td><td>Flou.</td></tr></table></body></html>"
    found = read(text_file(tmp_path, page, name="page.html"))
    assert found.forms == ("table", "prose")
    assert texts(found) == ["Flou.", OWN]


def test_prose_and_a_table_in_one_word_file(tmp_path: Path) -> None:
    found = read(
        word_file(tmp_path, "Bonjour,", OWN, [("Fiche", "Remarque"), ("3", "Flou.")], "Cordialement,")
    )
    assert sorted(texts(found)) == ["Flou.", OWN]


def test_a_copy_of_the_draft_is_no_remark(tmp_path: Path) -> None:
    path = word_file(tmp_path, *PARAGRAPHS[:4], OWN, *PARAGRAPHS[4:])
    found = read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS)
    assert texts(found) == [OWN]
    assert apart(found, "draft") == PARAGRAPHS


def test_what_is_written_into_a_copy_is_about_the_words_before_it(tmp_path: Path) -> None:
    path = word_file(tmp_path, *PARAGRAPHS[:4], "Trop cher pour nous.", f"{PARAGRAPHS[4]} [DSI : à préciser]")
    found = read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS)
    assert [(remark.text, remark.clues.quote) for remark in found.remarks] == [
        ("Trop cher pour nous.", PARAGRAPHS[3]),
        ("[DSI : à préciser]", PARAGRAPHS[4]),
    ]


TABLE = [
    ("Fiche", "Mesure", "Responsable"),
    ("R12", "Deux facteurs sont exigés à distance", "DSI"),
    ("R16", "L'accès d'urgence existe et il est motivé", "Médecins"),
]
"""Of the draft, in the shape of a table of comments."""
CELLS = [cell for row in TABLE for cell in row]


def test_a_table_of_the_draft_is_no_table_of_remarks(tmp_path: Path) -> None:
    path = word_file(tmp_path, OWN, TABLE)
    found = read_contribution(path, options=ReadOptions(), draft_texts=CELLS)
    assert texts(found) == [OWN]
    assert len(apart(found, "draft")) == len(TABLE)
    assert len(texts(read(path))) > 1


def test_what_is_written_into_a_table_of_the_draft_is_about_its_row(tmp_path: Path) -> None:
    rows = [*TABLE[:2], (*TABLE[2][:2], "Médecins [et IDE]"), ("", "", "Trop tôt.")]
    found = read_contribution(word_file(tmp_path, rows), options=ReadOptions(), draft_texts=CELLS)
    assert [(remark.text, remark.clues.quote) for remark in found.remarks] == [
        ("[et IDE]", "Médecins"),
        ("Trop tôt.", ""),
    ]


def test_a_cell_that_was_edited_is_still_the_draft_s(tmp_path: Path) -> None:
    edited = [*TABLE[:2], ("R16", "L'accès d'urgence existe et il est toujours motivé", "Médecins")]
    path = word_file(tmp_path, OWN, edited)
    assert texts(read_contribution(path, options=ReadOptions(), draft_texts=CELLS)) == [OWN]


def test_words_of_the_draft_in_a_table_of_comments_leave_it_one(tmp_path: Path) -> None:
    rows = [
        ("Fiche", "Texte", "Commentaire"),
        ("R12", TABLE[1][1], "Prévoir un report d'un an pour les petits hôpitaux."),
    ]
    found = read_contribution(word_file(tmp_path, rows), options=ReadOptions(), draft_texts=CELLS)
    assert [remark.clues.clause for remark in found.remarks] == ["R12"]


def test_numbers_and_labels_that_the_copy_prints_are_the_draft_s(tmp_path: Path) -> None:
    path = word_file(
        tmp_path, "Encadré n° 2 – Comptes", "3", *(f"R{n}. {text}" for n, text in enumerate(PARAGRAPHS, 1))
    )
    found = read_contribution(path, options=ReadOptions(), draft_texts=[*PARAGRAPHS, "Comptes"])
    assert texts(found) == []


def test_a_sentence_written_on_behind_the_draft_s_is_a_remark(tmp_path: Path) -> None:
    path = word_file(tmp_path, *PARAGRAPHS[:4], f"{PARAGRAPHS[4]} Trop cher pour un petit hôpital.")
    found = read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS)
    assert [(remark.text, remark.clues.quote) for remark in found.remarks] == [
        ("Trop cher pour un petit hôpital.", PARAGRAPHS[4])
    ]


def test_a_paragraph_edited_without_marks_is_a_remark(tmp_path: Path) -> None:
    edited = PARAGRAPHS[4].replace("rend compte", "informe chaque mois les agents")
    path = word_file(tmp_path, *PARAGRAPHS[:4], edited)
    assert texts(read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS)) == [edited]


def test_a_letter_that_quotes_the_draft_stays_a_letter(tmp_path: Path) -> None:
    path = word_file(tmp_path, OWN, PARAGRAPHS[0], "Cette phrase est trop vague pour nos équipes techniques.")
    assert len(texts(read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS))) >= 1
    assert apart(read_contribution(path, options=ReadOptions(), draft_texts=PARAGRAPHS), "draft") == []


def _commented(folder: Path, *paragraphs: str) -> Path:
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_comment(document.paragraphs[0].runs, text="Trop court.", author="Marie")
    document.save(str(folder / "commented.docx"))
    return folder / "commented.docx"


def test_what_is_commented_in_the_margin_is_the_draft(tmp_path: Path) -> None:
    found = read(_commented(tmp_path, *PARAGRAPHS))
    assert texts(found) == ["Trop court."]
    assert apart(found, "draft") == PARAGRAPHS


def test_a_letter_with_a_comment_in_the_margin_stays_a_letter(tmp_path: Path) -> None:
    found = read(_commented(tmp_path, "Bonjour,", "Nous proposons de supprimer la R12.", "Cordialement,"))
    assert sorted(texts(found)) == ["Nous proposons de supprimer la R12.", "Trop court."]


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf\n"], ids=["nothing", "spaces", "mark"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(BrokenInput, match="empty"):
        read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(BrokenInput):
            read(path)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(50), b"\0\1\2\3" * 100, b"{\\rtf1 hello}", b"<?xml version='1.0'?><a/>"],
    ids=["picture", "binary", "rtf", "xml"],
)
def test_unknown_kinds_are_refused_with_what_we_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(WrongType) as refused:
        read(path)
    assert "XLSX" in refused.value.hint


def test_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongType, match="xlsb"):
        read(zip_file(tmp_path, {"xl/workbook.bin": b"x"}))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        read(zip_file(tmp_path, {"xl/workbook.xml": b" " * 40_000_000}))


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "Flou."))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(InputRefused):
        read(path)


def test_a_workbook_without_its_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput):
        read(zip_file(tmp_path, {"xl/workbook.xml": b"<workbook/>"}))


def test_macros_and_links_are_told_and_left_alone(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "Flou."))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
        package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert len(read(path).issues) == 2


def test_a_letter_as_pdf_is_read_as_prose(tmp_path: Path) -> None:
    from tests.pdf.pages import lines, write_pdf

    said = [
        "Bonjour,",
        OWN,
        "R12 : remplacer « sept jours » par « un mois ».",
        "Cordialement,",
        "Marie Durand",
    ]
    found = read(write_pdf(tmp_path / "letter.pdf", [lines(50, 100, *said, step=40)]))
    assert texts(found) == [OWN, said[2]]
    assert (found.remarks[1].proposed, found.author) == ("un mois", "Marie Durand")


def test_comments_that_are_read_are_not_said_to_be_left_out(tmp_path: Path) -> None:
    found = read(_commented(tmp_path, OWN))
    assert "word_comments" in found.forms
    assert found.issues == ()
