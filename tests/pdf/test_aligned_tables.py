"""Tables without any line, told by aligned cells; and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.pdf.pages import text
from toolkit.model.reading import Reading

Read = Callable[..., Reading]

NAMES = (
    ("Anne Le Goff", "Paul Roy", "Inès Haddad"),
    ("Marc Petit", "Jean-Baptiste Lemoine", "Zoé Blanc"),
    ("Léa Faure", "Omar Sy", "Tom Royer"),
)
FIGURES = (("Hôpital", "Lits", "Postes"), ("Nord", "1200", "4500"), ("Sud", "80", "310"), ("Ouest", "5", "9"))
PROSE = (
    ("Les accès au", "dossier sont", "tracés et les"),
    ("traces relues", "chaque mois", "par le service"),
    ("informatique.", "Une alerte", "est émise en"),
    ("cas d'accès", "inhabituel à", "un dossier."),
)
CONTENTS = (
    ("1", "Objet ...................", "3"),
    ("2", "Champ ...................", "4"),
    ("3", "Mesures .................", "5"),
)


def page(rows: Sequence[Sequence[str]], *, places: Sequence[float] = (50, 140, 260), step: float = 20) -> str:
    return "".join(
        text(place, 100 + index * step, words)
        for index, row in enumerate(rows)
        for place, words in zip(places, row, strict=True)
        if words
    )


@pytest.mark.parametrize("rows", [pytest.param(NAMES, id="names"), pytest.param(FIGURES, id="figures")])
def test_aligned_cells_are_a_table(read: Read, rows: Sequence[Sequence[str]]) -> None:
    (block,) = read(page(rows)).blocks
    assert block.rows == tuple(rows)


def test_a_last_row_of_one_cell_belongs_to_the_table(read: Read) -> None:
    rows = (*NAMES, ("Ève Martin", "", ""))
    (block,) = read(page(rows)).blocks
    assert block.rows == rows


def test_a_wrapped_cell_stays_in_its_row(read: Read) -> None:
    rows = (*NAMES, ("Luc Morel", "Réseau des directeurs", "Yann Guen"))
    (block,) = read(page(rows) + text(140, 172, "de l'information")).blocks
    assert block.rows[-1] == ("Luc Morel", "Réseau des directeurs\nde l'information", "Yann Guen")


def test_the_text_around_it_stays_in_lines(read: Read) -> None:
    before = text(
        50, 80, "Ont contribué à la rédaction de la présente recommandation les personnes suivantes :"
    )
    after = text(50, 160, "Que toutes et tous soient ici remerciés de leur relecture attentive du projet.")
    blocks = read(before + page(NAMES) + after).blocks
    assert [block.kind for block in blocks] == ["line", "table", "line"]


@pytest.mark.parametrize(
    ("rows", "step"),
    [
        pytest.param(PROSE, 12, id="columns-of-prose"),
        pytest.param(CONTENTS, 20, id="contents"),
        pytest.param(NAMES[:2], 20, id="two-lines-only"),
        pytest.param(tuple((a, "", c) for a, _b, c in NAMES), 20, id="two-columns-only"),
    ],
)
def test_no_table(read: Read, rows: Sequence[Sequence[str]], step: float) -> None:
    assert "table" not in {block.kind for block in read(page(rows, step=step)).blocks}


def test_hanging_labels_make_no_table(read: Read) -> None:
    items = "".join(
        text(50, top, f"{number}.") + text(70, top, f"Mesure {number} à prendre par le responsable")
        for number, top in enumerate((100, 120, 140, 160), start=1)
    )
    assert {block.kind for block in read(items).blocks} == {"line"}
