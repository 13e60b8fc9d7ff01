"""Turned, landscape and two-column pages of a printed draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf.pages import lines, text, write_pdf
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse_in_process

PROSE = (
    "Le responsable de traitement s’assure que chaque professionnel de",
    "santé dispose d’un identifiant qui lui est propre et le protège contre",
    "tout usage par un tiers.",
)
PAGE = text(50, 80, "Annexe A – Durées", size=16, font="F2") + lines(50, 110, *PROSE)
ITEMS = lines(50, 160, "a) les dossiers ;", "b) les traces.")


def outline(draft: ParsedDraft) -> list[str]:
    return [f"{item.number} {item.heading or item.text}".strip() for item in draft.provisions]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_as_it_is_turned(tmp_path: Path, turn: int) -> None:
    size = "/MediaBox [0 0 600 800]"
    path = write_pdf(tmp_path / "turned.pdf", [PAGE + ITEMS], page=f"/Rotate {turn} {size}")
    assert outline(parse_in_process(path, ReadOptions())) == [
        "Annexe A Durées",
        " ".join(PROSE),
        "a) les dossiers ;",
        "b) les traces.",
    ]


def test_text_turned_on_an_upright_page_is_read_in_its_direction(tmp_path: Path) -> None:
    upright = lines(
        50, 110, "Chaque établissement tient un registre des accès au dossier qu’il relit", "chaque mois."
    )
    turned = f"q 0 1 -1 0 790 0 cm\n{PAGE}{ITEMS}Q\n"
    found = outline(parse_in_process(write_pdf(tmp_path / "a.pdf", [upright, turned]), ReadOptions()))
    assert found[1:] == ["Annexe A Durées", " ".join(PROSE), "a) les dossiers ;", "b) les traces."]


LEFT = (
    "Les traces sont conservées pendant",
    "six mois au moins, sauf obligation",
    "contraire. Elles sont protégées",
    "contre toute modification par les",
)
RIGHT = (
    "administrateurs du système et",
    "relues régulièrement par une autre",
    "équipe que celle qui les produit,",
    "désignée par la direction.",
)


def test_headings_over_both_columns_part_the_text_above_from_that_below(tmp_path: Path) -> None:
    def part(top: float, title: str) -> str:
        columns = lines(50, top + 24, *LEFT * 2) + lines(310, top + 24, *RIGHT * 2)
        return text(50, top, title, size=16, font="F2") + columns

    titles = ("Conservation des traces et contrôle des accès", "Relecture des traces du dossier partagé")
    page = part(80, titles[0]) + part(240, titles[1])
    draft = parse_in_process(write_pdf(tmp_path / "a.pdf", [page]), ReadOptions())
    assert [item.heading for item in draft.provisions if item.heading] == list(titles)
    for part_of in (item for item in draft.provisions if item.heading):
        texts = (item.text for item in draft.provisions if item.parent_id == part_of.id)
        assert " ".join(texts) == " ".join((*LEFT * 2, *RIGHT * 2))
