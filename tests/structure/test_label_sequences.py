"""Labels are believed by their neighbours; gaps and ambiguous letters are settled by sequence."""

from __future__ import annotations

import pytest

from tests.structure.drafts import draft

LONG = "texte assez long pour être un paragraphe du projet et non un titre de celui-ci, évidemment."


def numbers(drawing: str) -> list[str]:
    return [provision.number for provision in draft(drawing).provisions]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["12 mars, la Commission a décidé.", "2019 was a year."], ["", ""]),
        (["M. Dupont est nommé.", "La séance est close."], ["", ""]),
        (["1. Premier point.", "2. Deuxième point."], ["1.", "2."]),
        (["2000. Il en va ainsi.", "Autre chose."], ["", ""]),
        (["S.19 of the Act applies.", "S.20 of the Act applies."], ["", ""]),
        (["R1 Journaliser", "R2 Chiffrer"], ["R1", "R2"]),
        (["A4 est un format.", "Rien d'autre."], ["", ""]),
        (["R1 Chiffrer", "R1- Chiffrer moins", "R2 Journaliser"], ["R1", "R1-", "R2"]),
        (["R1- Chiffrer", "R2- Journaliser"], ["R1", "R2"]),
        (["V7.1 Journaux", "V7.1 couvre ceci.", "V7.2 Erreurs"], ["V7.1", "", "V7.2"]),
        (
            ["EX-1 Un", "EX-2 Deux", "EX-3 Trois", "EX-4 Quatre", "EX-9 Neuf"],
            ["EX-1", "EX-2", "EX-3", "EX-4", "EX-9"],
        ),
        (["# I Contexte", "# II Mesures", "V comme vu."], ["I", "II", ""]),
        (["# 4. Objet", "# 5 Portée", "# 6. Durée"], ["4.", "5", "6."]),
        (["[b] Schedule 11 Leasehold Reform Act 2002", "Rien d'autre."], ["", "", ""]),
    ],
)
def test_support_decides(lines: list[str], expected: list[str]) -> None:
    assert numbers("\n".join(lines)) == expected


def test_letter_after_h_is_a_letter() -> None:
    drawing = "Les cas sont :\n" + "\n".join(f"{letter}) {LONG}" for letter in "ghij")
    items = draft("a) x\n" + drawing).provisions[-3:]
    assert [item.id.rpartition(".")[2] for item in items] == ["h", "i", "j"]
    assert len({item.parent_id for item in items}) == 1


def test_roman_under_letters() -> None:
    parsed = draft(f"1. {LONG}\na) {LONG}\ni) {LONG}\nii) {LONG}\nb) {LONG}\n2. {LONG}")
    assert [provision.id for provision in parsed.provisions] == ["1", "1.a", "1.a.i", "1.a.ii", "1.b", "2"]


def test_gap_is_reported() -> None:
    issues = draft("Article 1 Objet\n\nArticle 2 Portée\n\nArticle 5 Durée").issues
    assert any("Article 5" in issue.message and "Article 2" in issue.message for issue in issues)


def test_a_number_put_in_between_is_no_repetition() -> None:
    drawing = "Article 5\nLes accès sont tracés.\n{}\nLes traces sont conservées un an."
    rules = [
        [issue.rule for issue in draft(drawing.format(again)).issues]
        for again in ("Article 5 bis", "Article 5A", "Article 5")
    ]
    assert rules == [[], [], ["sequence.repeated"]]
