"""Addresses of the authority on the first and the last page."""

from __future__ import annotations

import pytest

from tests.structure_pages.printed import called, paragraph, reading
from toolkit.model.layout import Block
from toolkit.structure.page.furniture import separate_furniture

TEXT = paragraph(60, "La Commission formule les observations suivantes sur la présente", "recommandation.")
LETTERHEAD: list[Block | str] = [
    "200 730 9 | RÉPUBLIQUE FRANÇAISE",
    "100 750 8 | 3 place de Fontenoy, 75334 PARIS CEDEX 07",
]


def footers(*pages: list[Block | str]) -> list[str]:
    return [piece.text for piece in separate_furniture(reading(*pages))[1] if piece.role == "footer"]


def test_the_letterhead_at_the_foot_of_the_first_page_is_a_footer() -> None:
    assert len(footers([*TEXT, *LETTERHEAD], TEXT)) == 2


@pytest.mark.parametrize(
    "foot",
    [
        pytest.param(["100 750 8 | Délibération publiée au Journal officiel"], id="no address"),
        pytest.param(["100 750 10 | 75334 PARIS CEDEX 07"], id="as large as the text"),
        pytest.param(["100 86 8 | 75334 PARIS CEDEX 07"], id="not at the foot"),
        pytest.param([called("100 750 8 | Courrier : 75334 PARIS CEDEX", "1")], id="with a call"),
    ],
)
def test_other_small_print_of_the_first_page_is_text(foot: list[Block | str]) -> None:
    assert footers([*TEXT, *foot]) == []


COVER: list[Block | str] = [
    "50 300 14B | Commission nationale",
    "50 330 | 01 53 73 22 22",
    "50 350 | www.cnil.fr",
]


def test_a_back_cover_is_furniture() -> None:
    pages = [paragraph(60, f"Texte propre de la page {letter}.") for letter in "abc"]
    assert len(footers(*pages, COVER)) == 3


def test_a_last_page_with_text_is_none() -> None:
    pages = [paragraph(60, f"Texte propre de la page {letter}.") for letter in "abc"]
    sentence = "50 100 | Les contributions sont adressées par courrier avant le 1er mars."
    assert footers(*pages, [sentence, *COVER]) == []
