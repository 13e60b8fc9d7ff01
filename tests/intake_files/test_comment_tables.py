"""Tables of comments in known layouts and in free ones: which column says what, and which row is about what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake_files.files import ISO, apart, read, text_file, texts, word_file, workbook_file
from toolkit.intake.columns import Row, find_layout
from toolkit.intake.tables import position_of

HEADERS = [
    (ISO, ("author", "line", "clause", "place", "category", "comment", "proposed", "reply")),
    (
        ("Comment #", "Submitted By", "Type", "Page #", "Line #", "Section", "Comment", "Suggested change"),
        ("number", "author", "category", "page", "line", "clause", "comment", "proposed"),
    ),
    (("Document", "Page number", "Line number", "Comments"), ("document", "page", "line", "comment")),
    (
        (
            "N°",
            "Fiche",
            "Page/ligne",
            "Observation",
            "Rédaction proposée",
            "Contributeur",
            "Service",
            "Priorité",
        ),
        ("number", "clause", "page_line", "comment", "proposed", "author", "role", "category"),
    ),
    (("§", "Remarque", "Proposition de modification"), ("clause", "comment", "proposed")),
    (("Point", "Texte actuel", "Commentaire", "Justification"), ("clause", "quote", "comment", "rationale")),
    (("Question", "Votre réponse"), ("subject", "comment")),
    (("Section", "Commentaire", "Réponse"), ("clause", "comment", "")),
    (("Fiche", "Avis", "Commentaires (facultatif)"), ("clause", "position", "comment")),
]


@pytest.mark.parametrize(
    ("header", "fields"), HEADERS, ids=["/".join(header)[:40] for header, _fields in HEADERS]
)
def test_columns_are_known_by_their_names(header: tuple[str, ...], fields: tuple[str, ...]) -> None:
    said = tuple("Le délai prévu est trop court." for _cell in header)
    layout = find_layout([Row(1, header), Row(2, said), Row(3, said)])
    assert layout is not None
    assert layout.fields == fields


def test_a_table_of_something_else_is_none_of_comments() -> None:
    assert find_layout([Row(1, ("Mesure", "Coût")), Row(2, ("MFA", "12 k€"))]) is None


def test_columns_without_a_name_are_known_by_their_cells(tmp_path: Path) -> None:
    said = ("La durée de conservation est trop longue.", "Le terme de profil n'est pas défini.")
    found = read(word_file(tmp_path, [("7.2", said[0]), ("R12", said[1])]))
    assert [(remark.clues.clause, remark.text) for remark in found.remarks] == [
        ("7.2", said[0]),
        ("R12", said[1]),
    ]


def test_references_that_are_clauses_are_told_from_numbers(tmp_path: Path) -> None:
    found = read(
        workbook_file(tmp_path, ("N°", "Réf.", "Observation"), (1, "7.2", "Flou"), (2, "R12", "Long"))
    )
    assert [remark.clues.clause for remark in found.remarks] == ["7.2", "R12"]


def test_an_iso_comment_sheet_filled_in(tmp_path: Path) -> None:
    found = read(
        word_file(
            tmp_path,
            [("Template for comments", "Date: 2026-11-03", "Document: ISO/CD 1234", "Project: X")],
            [
                ISO,
                (
                    "FR-001",
                    "17",
                    "4.1",
                    "Table 1",
                    "te",
                    "The delay is unclear.",
                    "Replace “7 days” with “30 days”.",
                    "",
                ),
                ("FR-002", "", "", "", "ge", "The document is long.", "", ""),
                ("FR-003", "", "5.2", "", "ed", "Typo", "Delete", ""),
            ],
        )
    )
    first, second, third = found.remarks
    assert (first.clues.clause, first.clues.lines, first.category) == ("4.1, Table 1", (17, 17), "te")
    assert (first.clues.quote, first.proposed, first.position) == ("7 days", "30 days", "amend")
    assert second.clues.general
    assert third.deletion
    assert found.date == "2026-11-03"


def test_a_sheet_that_prints_its_header_on_each_page(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    header = document.sections[0].header.add_table(1, 8, docx.shared.Cm(20))
    for cell, name in zip(header.rows[0].cells, ISO, strict=True):
        cell.text = name
    row = document.add_table(1, 8).rows[0]
    for cell, said in zip(row.cells, ("FR-001", "17", "4.1", "", "te", "Too short.", "", ""), strict=True):
        cell.text = said
    document.save(str(tmp_path / "sheet.docx"))
    (remark,) = read(tmp_path / "sheet.docx").remarks
    assert (remark.clues.clause, remark.text) == ("4.1", "Too short.")


def test_a_merged_clause_stands_for_all_of_its_rows(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(3, 2)
    for row, (clause, said) in zip(
        table.rows, [("Fiche", "Remarque"), ("3", "Trop court."), ("", "Trop vague.")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = clause, said
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(tmp_path / "merged.docx"))
    assert [remark.clues.clause for remark in read(tmp_path / "merged.docx").remarks] == ["3", "3"]


def test_an_empty_clause_leans_on_the_row_above(tmp_path: Path) -> None:
    found = read(workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "Trop court."), (None, "Trop vague.")))
    assert found.remarks[1].clues.clause == ""
    assert found.remarks[1].clues.headings == ("3",)


def test_title_rows_give_author_and_are_kept(tmp_path: Path) -> None:
    rows = [
        ("Consultation",),
        ("Contributeur :", "Marie Durand"),
        (),
        ("Fiche", "Remarque"),
        ("3", "Trop court."),
    ]
    found = read(workbook_file(tmp_path, *rows))
    assert found.author == "Marie Durand"
    assert apart(found, "header") == ["Consultation", "Contributeur :\tMarie Durand", "Fiche\tRemarque"]


def test_a_table_cut_by_pages_goes_on(tmp_path: Path) -> None:
    head = ("Fiche", "Remarque")
    found = read(
        word_file(
            tmp_path,
            [head, ("3", "Le délai est trop")],
            "Page 2",
            [head, ("", "court pour nos équipes."), ("4", "Trop vague.")],
        )
    )
    assert "Trop vague." in texts(found)
    assert [remark.clues.clause for remark in found.remarks if remark.text == "Trop vague."] == ["4"]


def test_a_sentence_cut_within_a_table_is_joined(tmp_path: Path) -> None:
    found = read(
        word_file(
            tmp_path, [("Fiche", "Remarque"), ("3", "Le délai est trop"), ("", "court pour nos équipes.")]
        )
    )
    assert texts(found) == ["Le délai est trop court pour nos équipes."]


def test_a_title_among_the_rows_heads_those_below(tmp_path: Path) -> None:
    rows = [("N°", "Point", "Remarque"), ("Fiche 9 – Traçabilité",), (1, "9.1", "Trop court."), (2,)]
    found = read(workbook_file(tmp_path, *rows))
    assert found.remarks[0].clues.headings == ("Fiche 9 – Traçabilité",)
    assert apart(found, "empty") == ["2"]


def test_nothing_to_say_in_a_row_is_a_silence(tmp_path: Path) -> None:
    found = read(workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "RAS"), ("4", None), ("5", "Aucune")))
    assert [(remark.kind, remark.clues.clause) for remark in found.remarks] == [
        ("silence", "3"),
        ("silence", "4"),
        ("silence", "5"),
    ]


def test_general_remarks_of_a_table(tmp_path: Path) -> None:
    found = read(
        workbook_file(tmp_path, ("Fiche", "Remarque"), ("Général", "Trop long."), ("3", "Trop court."))
    )
    assert [remark.clues.general for remark in found.remarks] == [True, False]


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("Favorable", "support"),
        ("Défavorable", "oppose"),
        ("Sous réserve", "amend"),
        ("Agree", "support"),
        ("Majeur", None),
    ],
)
def test_a_cell_states_a_position(cell: str, position: str | None) -> None:
    assert position_of(cell) == position


def test_keys_of_a_corrected_table_stay(tmp_path: Path) -> None:
    before = read(workbook_file(tmp_path, ("Fiche", "Remarque"), ("3", "Trop court."), ("4", "Vague.")))
    after = read(
        workbook_file(tmp_path, ("Fiche", "Remarque"), ("2", "Neuf."), ("3", "Trop long."), ("4", "Vague."))
    )
    assert {remark.key for remark in before.remarks} < {remark.key for remark in after.remarks}


SEPARATED = [
    ("Fiche;Commentaire\r\n3;Délai court, trop court\r\n", "cp1252"),
    ('Fiche,Commentaire\n3,"Délai court, trop court"\n', "utf-8"),
    ("Fiche\tCommentaire\n3\tDélai court, trop court\n", "utf-16"),
    ("sep=;\nFiche;Commentaire\n3;Délai court, trop court\n", "utf-8-sig"),
    ("| Fiche | Commentaire |\n|---|---|\n| 3 | Délai court, trop court |\n", "utf-8"),
]


@pytest.mark.parametrize(
    ("text", "encoding"), SEPARATED, ids=["semicolon", "comma", "tab", "stated", "pipes"]
)
def test_separated_values_in_any_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    (remark,) = read(text_file(tmp_path, text, encoding=encoding, name="remarks.csv")).remarks
    assert (remark.clues.clause, remark.text) == ("3", "Délai court, trop court")


def test_a_cell_of_separated_values_may_hold_lines(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, 'Fiche;Commentaire\n3;"Trop long ;\nvraiment"\n', name="remarks.csv"))
    assert texts(found) == ["Trop long ;\nvraiment"]


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    found = read(
        text_file(tmp_path, "Fiche 3, remarque : le délai, ici, est court.\nFiche 4, remarque : vague.\n")
    )
    assert found.forms == ("prose",)


def test_remarks_written_downwards(tmp_path: Path) -> None:
    first = [("Fiche", "3"), ("Page :", "12"), ("Remarque", "Trop court."), ("Proposition", "Trente jours")]
    second = [("Fiche", "R12"), ("Remarque", "Trop vague.")]
    found = read(word_file(tmp_path, [*first, *second]))
    assert [(remark.clues.clause, remark.text) for remark in found.remarks] == [
        ("3", "Trop court."),
        ("R12", "Trop vague."),
    ]
    assert (found.remarks[0].clues.page_number, found.remarks[0].proposed) == (12, "Trente jours")


def test_two_columns_under_a_header_are_not_written_downwards(tmp_path: Path) -> None:
    found = read(
        word_file(tmp_path, [("Fiche", "Remarque"), ("Fiche 3", "Trop court."), ("Annexe", "Trop vague.")])
    )
    assert texts(found) == ["Trop court.", "Trop vague."]


def test_a_header_of_unknown_names_is_no_remark(tmp_path: Path) -> None:
    rows = [("Fiche ou n°", "Avis"), ("R18", "Le contrôle en sept jours n'est pas réaliste."), ("R13", "ras")]
    found = read(word_file(tmp_path, rows))
    assert [remark.clues.clause for remark in found.remarks] == ["R18", "R13"]
    assert apart(found, "header") == ["Fiche ou n°\tAvis"]


def test_numbers_of_rows_are_no_clauses_and_what_stands_above_is_no_remark(tmp_path: Path) -> None:
    rows = [
        ("St Brendan's - nursing directorate", "", ""),
        ("Nr", "Spot", "Considered by us"),
        ("1", "R4", "Isolation rooms are not mentioned at all."),
        ("2", "R4", "Some staff work on several sites."),
        ("3", "page 6", "Departments alone will not satisfy patients."),
        ("4", "", "The guidance should come with a poster."),
    ]
    found = read(word_file(tmp_path, rows))
    assert [(remark.clues.clause, remark.clues.page_number) for remark in found.remarks] == [
        ("R4", None),
        ("R4", None),
        ("", 6),
        ("", None),
    ]
    assert found.remarks[-1].clues.headings == ()
