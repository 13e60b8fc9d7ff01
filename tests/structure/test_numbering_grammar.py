"""Labels: what is cut off a paragraph as its number, what must not be, and that printing inverts reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.structure.labels.numbering import Label, format_label, parse_label, split_label
from toolkit.structure.labels.numerals import readings, roman, value_of_roman

LABELLED = [
    ("1. Texte", "1.", "Texte"),
    ("1.1 Scope", "1.1", "Scope"),
    ("1.1.1\tObjet", "1.1.1", "Objet"),
    ("V1.2.3 Vérifier", "V1.2.3", "Vérifier"),
    ("2.A.1. Le dirigeant", "2.A.1.", "Le dirigeant"),
    ("5.1.a) Le prestataire", "5.1.a)", "Le prestataire"),
    ("1) premier cas", "1)", "premier cas"),
    ("a) le nom", "a)", "le nom"),
    ("(a) any person", "(a)", "any person"),
    ("(iv) any body", "(iv)", "any body"),
    ("i. objet", "i.", "objet"),
    ("I. Contexte", "I.", "Contexte"),
    ("I - Contexte", "I -", "Contexte"),
    ("A.1 Portée", "A.1", "Portée"),
    ("R12 Journaliser", "R12", "Journaliser"),
    ("R.12 Journaliser", "R.12", "Journaliser"),
    ("R12 (-) Journaliser", "R12 (-)", "Journaliser"),
    ("EX-12 Journaliser", "EX-12", "Journaliser"),
    ("R12- Journaliser", "R12-", "Journaliser"),
    ("R12 - Journaliser", "R12", "Journaliser"),
    ("R12+ Journaliser", "R12+", "Journaliser"),
    ("[EXI 01] Journaliser", "[EXI 01]", "Journaliser"),
    ("[R12] Journaliser", "[R12]", "Journaliser"),
    ("HOMOL_02 Le dossier", "HOMOL_02", "Le dossier"),
    ("EXI-PDT-04 Journaliser", "EXI-PDT-04", "Journaliser"),
    ("O-12.2.1 Le titulaire", "O-12.2.1", "Le titulaire"),
    ("IV Mesures", "IV", "Mesures"),
    ("Article 5", "Article 5", ""),
    ("Article 5 – Durées", "Article 5", "Durées"),
    ("Article 1er bis Périmètre", "Article 1er bis", "Périmètre"),
    ("Article 5 ter – Durées", "Article 5 ter", "Durées"),
    ("Chapitre II bis", "Chapitre II bis", ""),
    ("I bis. – Les habilitations", "I bis.", "Les habilitations"),
    ("1° bis Les données", "1° bis", "Les données"),
    ("Article 1er Périmètre", "Article 1er", "Périmètre"),
    ("Article L. 1110-4", "Article L. 1110-4", ""),
    ("ARTICLE 5 - DURÉES", "ARTICLE 5", "DURÉES"),
    ("Art. 3 Portée", "Art. 3", "Portée"),
    ("Chapitre II", "Chapitre II", ""),
    ("Chapitre Ier", "Chapitre Ier", ""),
    ("1° Les données", "1°", "Les données"),
    ("II.- Les habilitations", "II.-", "Les habilitations"),
    ("CHAPTER ONE", "CHAPTER ONE", ""),
    ("Section 2 : droits", "Section 2", "droits"),
    ("Fiche n° 13 : Accès", "Fiche n° 13", "Accès"),
    ("[42] La Commission", "[42]", "La Commission"),
    ("§ 3 Portée", "§ 3", "Portée"),
    ("Annexe B", "Annexe B", ""),
    ("Schedule 1", "Schedule 1", ""),
    ("Considérant 12", "Considérant 12", ""),
    ("Objectif de sécurité 1: Recensement", "Objectif de sécurité 1", "Recensement"),
    ("Exigence EX-12", "Exigence EX-12", ""),
    ("• les données", "•", "les données"),
    ("– les données", "–", "les données"),
    ("> les données", ">", "les données"),
    ("\uf0b7 les données", "\uf0b7", "les données"),
]

RUNNING_TEXT = [
    "A new service",
    "I agree with it",
    "art. 32 du RGPD",
    "Article 5 du RGPD prévoit que",
    "Section 18(2) of the Act",
    "Partie prenante",
    "QUESTIONS FROM STAKEHOLDERS",
    "ARTICLES ET DOSSIERS",
    "ISO 27001",
    "[ISO 27001] Management",
    "[CP_ART_226-1] Code pénal",
    "e.g. this one",
    "> 50 agents",
    "www.cnil.fr",
    "C'est ainsi",
    "À noter",
    "",
]

DOUBTFUL = ["1 000 patients", "2019 was", "12 mars", "3.5 millions", "M. Dupont", "A4 format", "COVID-19 est",
            "I Titre", "Schedule 11 Leasehold Reform Act 2002"]  # fmt: skip


@pytest.mark.parametrize(("text", "label", "rest"), LABELLED, ids=[case[0] for case in LABELLED])
def test_label_is_cut_off(text: str, label: str, rest: str) -> None:
    found = split_label(text)
    assert found is not None
    assert (format_label(found[0]), text[found[1] :]) == (label, rest)


@pytest.mark.parametrize("text", RUNNING_TEXT)
def test_running_text_has_no_label(text: str) -> None:
    assert split_label(text) is None


@pytest.mark.parametrize("text", DOUBTFUL)
def test_form_alone_does_not_decide(text: str) -> None:
    found = split_label(text)
    assert found is not None
    assert found[0].weak


@pytest.mark.parametrize(
    ("numeral", "meanings"),
    [
        ("12", [("arabic", 12)]),
        ("1er", [("arabic", 1)]),
        ("v", [("roman", 5), ("alpha", 22)]),
        ("h", [("alpha", 8)]),
        ("iv", [("roman", 4)]),
        ("IX", [("ROMAN", 9)]),
        ("TEN", [("arabic", 10)]),
        ("iiii", []),
    ],
)
def test_numerals_are_read(numeral: str, meanings: list[tuple[str, int]]) -> None:
    assert list(readings(numeral)) == meanings


@given(st.integers(min_value=1, max_value=199))
def test_roman_numerals_are_read_as_written(value: int) -> None:
    assert value_of_roman(roman(value)) == value


_numbers = st.integers(min_value=1, max_value=99).map(str)
_labels = st.one_of(
    st.builds(lambda n: Label("", (n,), (), "."), _numbers),
    st.builds(lambda n: Label("", (n,), (), ")"), _numbers),
    st.builds(lambda n: Label("(", (n,), (), ")"), _numbers),
    st.builds(lambda n: Label("[", (n,), (), "]"), _numbers),
    st.builds(lambda n: Label("(", (n,), (), ")"), st.sampled_from("abcdefgh")),
    st.builds(lambda n: Label("Article ", (n,), (), "", "article"), _numbers),
    st.builds(lambda n: Label("Fiche n° ", (n,), (), "", "fiche"), _numbers),
    st.builds(lambda n: Label("Annexe ", (n,), (), "", "annex"), st.sampled_from("ABCDEF")),
    st.builds(lambda n: Label("R", (n,), (), "", "R"), _numbers),
    st.builds(
        lambda parts: Label("", tuple(parts), (".",) * (len(parts) - 1), ""),
        st.lists(_numbers, min_size=2, max_size=5),
    ),
)


@given(_labels)
def test_printing_and_reading_are_inverse(label: Label) -> None:
    assert parse_label(format_label(label)) == label


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    found = split_label(text)
    if found is not None:
        label, start = found
        assert text.startswith(format_label(label))
        assert len(format_label(label)) <= start <= len(text)
