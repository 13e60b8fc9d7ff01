"""Titles over several lines, and titles printed again at the head of later pages."""

from __future__ import annotations

from tests.structure_pages.printed import paragraph, reading
from toolkit.model.layout import Block
from toolkit.model.provision import ParsedDraft
from toolkit.structure.build import build_draft

TEXT = "Le responsable de traitement met en œuvre les mesures décrites ci-dessous, et il en rend compte à la"
MORE = "Commission dans les conditions prévues par la loi, chaque année et à chaque fois qu’elle le demande ;"


def text(top: float) -> list[Block | str]:
    return paragraph(top, TEXT, MORE, "cela vaut pour tous.")


def headings(parsed: ParsedDraft) -> list[tuple[str, str]]:
    return [(provision.number, provision.heading) for provision in parsed.provisions if provision.heading]


def test_the_lines_of_a_title_are_one_heading() -> None:
    parsed = build_draft(
        reading(
            ["38 60 14B | 9 SÉCURISER LES SITES", *text(110)],
            ["38 60 14B | 10 SAUVEGARDER ET PRÉVOIR", "79 77 14B | LA CONTINUITÉ D’ACTIVITÉ", *text(110)],
        )
    )
    assert headings(parsed)[1] == ("10", "SAUVEGARDER ET PRÉVOIR LA CONTINUITÉ D’ACTIVITÉ")
    last = parsed.provisions[2]
    assert [(span.start, span.end) for span in last.spans if span.field == "heading"] == [(0, 22), (23, 47)]


def test_questions_one_below_the_other_are_headings_each() -> None:
    parsed = build_draft(
        reading(["50 60 14B | Qu’est-ce qu’un risque ?", "50 77 14B | Qui est concerné ?", *text(110)])
    )
    assert len(headings(parsed)) == 2


def test_a_title_printed_again_on_the_next_page_is_furniture() -> None:
    parsed = build_draft(
        reading(
            ["50 60 14B | 1 SENSIBILISER", *text(110)],
            ["50 75 14B | 1 SENSIBILISER", *text(110)],
            ["50 60 14B | 2 AUTHENTIFIER", *text(110)],
        )
    )
    assert [number for number, _heading in headings(parsed)] == ["1", "2"]
    assert [(piece.text, piece.page_number) for piece in parsed.furniture] == [("1 SENSIBILISER", 2)]
    assert parsed.provisions[2].parent_id == "1"


def test_a_title_that_has_been_closed_is_a_heading_again() -> None:
    parsed = build_draft(
        reading(
            ["50 60 14B | Exemple", *text(110), "50 300 14B | Rappel", *text(330)],
            ["50 130 14B | Exemple", *text(160)],
        )
    )
    assert [heading for _number, heading in headings(parsed)] == ["Exemple", "Rappel", "Exemple"]


def test_a_line_above_a_title_goes_with_it() -> None:
    first: list[Block | str] = ["50 140 8 | Les guides", "50 160 14B | 1 Introduction", *text(210)]
    again: list[Block | str] = ["50 150 8 | Les guides", "50 170 14B | 1 Introduction", *text(210)]
    parsed = build_draft(reading(first, again, ["50 160 14B | 2 Suite", *text(210)]))
    assert headings(parsed) == [("1", "Introduction"), ("2", "Suite")]
    assert [piece.text for piece in parsed.furniture] == ["Les guides", "1 Introduction"]
