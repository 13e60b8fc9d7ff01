"""What a sentence says of its place in the draft, in French and English, and what only looks like a place."""

from __future__ import annotations

import pytest

from toolkit.intake.places import is_place, leading_place, place_of, read_lines

CLAUSES = [
    ("Sur la fiche 13, à propos du MFA, le délai est court.", "fiche 13"),
    ("Au 7.2, 3e tiret, il manque le sous-traitant.", "7.2, 3e tiret"),
    ("S'agissant de la R12, nous sommes réservés.", "R12"),
    ("Regarding section 4.1, the wording is unclear.", "section 4.1"),
    ("Concernant les recommandations R3 et R4, rien.", "recommandations R3 et R4"),
    ("Fiche n° 7 – Habilitations", "Fiche n° 7"),
    ("Annexe B, tableau 2 : une colonne manque.", "Annexe B, tableau 2"),
    ("Point a) de la fiche 4 : préciser.", "Point a) de la fiche 4"),
    ("§ 4 : supprimer.", "§ 4"),
    ("In 3.2, second bullet, the term is vague.", "3.2, second bullet"),
    ("7.2 : trop flou", "7.2"),
    ("Art. 5 al. 2 : trop court", "Art. 5 al. 2"),
    ("pt 2 : trop court", "pt 2"),
    ("a) du 2 : préciser", "a) du 2"),
    ("R36 a) : un délai manque", "R36 a)"),
    ("R16 (c), la durée est courte", "R16 (c)"),
]


@pytest.mark.parametrize(("sentence", "clause"), CLAUSES, ids=[clause for _sentence, clause in CLAUSES])
def test_a_sentence_that_begins_with_a_place_names_it(sentence: str, clause: str) -> None:
    assert leading_place(sentence).clause == clause


@pytest.mark.parametrize(
    "sentence",
    [
        "L'article 32 du RGPD suffit.",
        "La norme ISO 27001 le prévoit.",
        "TLS 1.2 est dépassé.",
        "L'article L. 1110-4 du code de la santé publique le dit.",
        "En 2024, la mesure a coûté 3 millions.",
        "À titre personnel, je suis contre.",
    ],
)
def test_numbers_of_other_texts_are_no_places(sentence: str) -> None:
    assert not place_of(sentence)


def test_page_and_lines_are_read_apart() -> None:
    place = leading_place("P. 14, l. 3-8 : le délai est trop court.")
    assert (place.page_number, place.lines, place.clause) == (14, (3, 8), "")


def test_a_place_amid_a_sentence_does_not_lead_it() -> None:
    sentence = "Nous proposons de supprimer la R12."
    assert place_of(sentence).clause == "R12"
    assert not leading_place(sentence)


@pytest.mark.parametrize("cell", ["7", "7.2", "R12", "EX-3", "Fiche 3", "B.4", "7.2.1 a)", "Annexe B"])
def test_cells_of_a_clause_column(cell: str) -> None:
    assert is_place(cell)


@pytest.mark.parametrize(
    "cell", ["", "DPO", "Le délai prévu à la fiche 3 est trop court pour nos équipes.", "Majeure"]
)
def test_other_cells(cell: str) -> None:
    assert not is_place(cell)


@pytest.mark.parametrize(
    ("cell", "lines"), [("17", (17, 17)), ("3-8", (3, 8)), ("l. 3 à 8", (3, 8)), ("", None)]
)
def test_line_cells(cell: str, lines: tuple[int, int] | None) -> None:
    assert read_lines(cell) == lines
