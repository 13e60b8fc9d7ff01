"""Tables over several pages: what the next page repeats, rows that the page end cuts, captions that say "(suite)"."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from toolkit.model.layout import Block, Box
from toolkit.structure.page.page_tables import join_tables
from toolkit.structure.tree.tables import unfold_tables

Rows = Sequence[tuple[str, ...]]

HEAD = ("Réf.", "Mesure", "Échéance", "")
BELOW = ("", "", "Cible", "Maximale")
ONE = ("M1", "Tracer les accès.", "3 mois", "6 mois")
TWO = ("M2", "Chiffrer les postes.", "6 mois", "9 mois")


def table(page_number: int, *rows: tuple[str, ...]) -> Block:
    columns = (50.0, 100.0, 300.0, 400.0)
    return Block(
        kind="table", rows=rows, columns=columns, page_number=page_number, box=Box(50, 100, 500, 700)
    )


def line(page_number: int, words: str) -> Block:
    return Block(kind="line", text=words, page_number=page_number, box=Box(50, 70, 500, 82))


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        pytest.param((HEAD, BELOW, ONE), (HEAD, BELOW, TWO), (HEAD, BELOW, ONE, TWO), id="two-header-rows"),
        pytest.param((HEAD, ONE), (HEAD, TWO), (HEAD, ONE, TWO), id="one-header-row"),
        pytest.param((HEAD, ONE), (TWO,), (HEAD, ONE, TWO), id="no-header-again"),
        pytest.param(
            (HEAD, ONE), (HEAD, ONE, TWO), (HEAD, ONE, ONE, TWO), id="a-full-row-again-is-no-header"
        ),
        pytest.param(
            (HEAD, BELOW, ("M1", "Tracer les accès et", "3 mois", "6 mois")),
            (HEAD, BELOW, ("", "relire les traces.", "", ""), TWO),
            (HEAD, BELOW, ("M1", "Tracer les accès et\nrelire les traces.", "3 mois", "6 mois"), TWO),
            id="a-row-that-the-page-end-cuts",
        ),
    ],
)
def test_a_table_goes_on(first: Rows, second: Rows, rows: Rows) -> None:
    joined, _repeated = join_tables([table(1, *first), table(2, *second)])
    assert [block.rows for block in joined] == [tuple(rows)]


@pytest.mark.parametrize("end", ["(suite)", "(suite et fin)", "– suite", "[continued]", "(Suite)."])
def test_the_caption_of_the_rest_is_furniture(end: str) -> None:
    caption = f"Tableau 4 – Échéances {end}"
    joined, repeated = join_tables([table(1, HEAD, ONE), line(2, caption), table(2, HEAD, TWO)])
    assert [block.rows for block in joined] == [(HEAD, ONE, TWO)]
    assert [item.text for item in repeated] == [caption, "Réf.\nMesure\nÉchéance"]


def test_titles_above_both_parts_are_furniture() -> None:
    joined, repeated = join_tables(
        [line(1, "Évaluer"), table(1, HEAD, ONE), line(2, "Évaluer"), table(2, TWO)]
    )
    assert [block.text or block.rows for block in joined] == ["Évaluer", (HEAD, ONE, TWO)]
    assert [item.text for item in repeated] == ["Évaluer"]


@pytest.mark.parametrize("words", ["Tableau 5 – Durées", "Donner suite", "Suite"])
def test_another_line_parts_tables(words: str) -> None:
    joined, repeated = join_tables([table(1, HEAD, ONE), line(2, words), table(2, HEAD, TWO)])
    assert (len(joined), repeated) == (3, [])


def test_a_caption_without_its_table_stays() -> None:
    joined, repeated = join_tables([table(1, HEAD, ONE), line(2, "Tableau 4 (suite)"), line(2, "Texte")])
    assert (len(joined), repeated) == (3, [])


def test_each_requirement_stands_on_its_own_page() -> None:
    texts = [(f"1.{n}", "Les accès au dossier sont tracés et relus.", "", "") for n in range(1, 4)]
    joined, _repeated = join_tables([table(1, HEAD, *texts[:2]), table(2, HEAD, *texts[2:])])
    assert [(block.label, block.page_number) for block in unfold_tables(joined)] == [
        ("", 1),
        ("1.1", 1),
        ("1.2", 1),
        ("1.3", 2),
    ]


def test_a_heading_that_looks_like_a_label_is_no_requirement() -> None:
    rows = (("N°", "Mesure"), ("1", "Les accès au dossier sont tracés et relus."))
    head, item = unfold_tables([Block(kind="table", rows=rows)])
    assert (head.rows, item.label) == ((("N°", "Mesure"),), "1")
