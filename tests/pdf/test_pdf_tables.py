"""Tables drawn with lines, fills, or a line under their heading row."""

from __future__ import annotations

from collections.abc import Callable

from tests.pdf.pages import box, rule, text
from toolkit.model.reading import Reading

Read = Callable[..., Reading]


def grid(xs: list[float], tops: list[float]) -> str:
    across = "".join(rule(xs[0], top, xs[-1], top) for top in tops)
    return across + "".join(rule(x, tops[0], x, tops[-1]) for x in xs)


def test_a_ruled_grid_is_a_table_in_the_place_of_its_lines(read: Read) -> None:
    cells = (
        text(60, 115, "Donnée")
        + text(260, 115, "Durée")
        + text(60, 145, "Dossier")
        + text(260, 145, "20 ans")
    )
    drawn = grid([50, 250, 450], [100, 130, 160])
    blocks = read(text(50, 60, "Avant") + drawn + cells + text(50, 200, "Après")).blocks
    assert [block.kind for block in blocks] == ["line", "table", "line"]
    assert blocks[1].rows == (("Donnée", "Durée"), ("Dossier", "20 ans"))


def test_a_merged_cell_holds_its_text_once(read: Read) -> None:
    drawn = (
        grid([50, 250, 450], [130, 160, 190])
        + rule(50, 100, 450, 100)
        + rule(50, 100, 50, 130)
        + rule(450, 100, 450, 130)
    )
    cells = (
        text(60, 115, "Conservation")
        + text(60, 145, "a")
        + text(260, 145, "b")
        + text(60, 175, "c")
        + text(260, 175, "d")
    )
    (block,) = read(drawn + cells).blocks
    assert block.rows == (("Conservation", ""), ("a", "b"), ("c", "d"))


def test_rows_told_by_alternating_fills_are_found(read: Read) -> None:
    fills = "".join(
        box(x, top, x + 200, top + 30, f"{shade} g")
        for top, shade in ((100, 0.7), (130, 0.9), (160, 0.8))
        for x in (50, 250)
    )
    cells = "".join(text(60, top, "gauche") + text(260, top, "droite") for top in (115, 145, 175))
    (block,) = read(fills + cells).blocks
    assert block.rows == (("gauche", "droite"),) * 3


def test_a_mere_box_is_no_table(read: Read) -> None:
    blocks = read(
        grid([50, 450], [100, 160]) + text(60, 120, "Encadré") + text(60, 140, "sur deux lignes")
    ).blocks
    assert [block.kind for block in blocks] == ["line", "line"]


def test_an_underlined_heading_row_heads_a_table(read: Read) -> None:
    underline = rule(50, 104, 98, 104) + rule(100, 104, 398, 104) + rule(400, 104, 450, 104)
    heading = text(50, 100, "N°") + text(100, 100, "Mesure") + text(400, 100, "Niveau")
    rows = (
        text(50, 120, "1.1") + text(100, 120, "Chiffrer les postes") + text(400, 120, "2")
        + text(100, 132, "et les sauvegardes")
        + text(50, 152, "1.2") + text(100, 152, "Tracer les accès") + text(400, 152, "1")
    )  # fmt: skip
    after = text(50, 190, "Les mesures du tableau sont recommandées à tous les établissements.")
    blocks = read(underline + heading + rows + after).blocks
    assert blocks[0].rows == (
        ("N°", "Mesure", "Niveau"),
        ("1.1", "Chiffrer les postes\net les sauvegardes", "2"),
        ("1.2", "Tracer les accès", "1"),
    )
    assert blocks[1].text.startswith("Les mesures du tableau")


def test_rules_under_every_row_make_one_table(read: Read) -> None:
    drawn = "".join(
        rule(x0, top + 4, x1, top + 4)
        for top in (100, 120, 140)
        for x0, x1 in ((50, 98), (100, 198), (200, 300))
    )
    cells = "".join(
        text(x, top, f"{name}{row}")
        for row, top in enumerate((100, 120, 140))
        for x, name in ((50, "a"), (100, "b"), (200, "c"))
    )
    (block,) = read(drawn + cells).blocks
    assert block.rows == tuple((f"a{row}", f"b{row}", f"c{row}") for row in range(3))


def test_two_columns_below_an_underlined_heading_row_are_a_table(read: Read) -> None:
    underline = rule(50, 104, 150, 104) + rule(150, 104, 450, 104)
    cells = (
        text(50, 100, "Terme")
        + text(150, 100, "Signification")
        + text(50, 120, "DIM")
        + text(150, 120, "Département d'information médicale,")
        + text(150, 132, "sous l'autorité d'un médecin")
    )
    (block,) = read(underline + cells).blocks
    assert block.rows == (
        ("Terme", "Signification"),
        ("DIM", "Département d'information médicale,\nsous l'autorité d'un médecin"),
    )


def test_underlined_words_head_no_table(read: Read) -> None:
    words = text(50, 100, "Accueil") + text(85, 100, "Contact") + text(50, 120, "La suite du texte")
    blocks = read(rule(50, 102, 84, 102) + rule(85, 102, 121, 102) + words).blocks
    assert {block.kind for block in blocks} == {"line"}


def test_white_behind_lines_of_text_is_no_table(read: Read) -> None:
    grounds = "".join(
        box(50, top, 60, top + 14, "1 g") + box(60, top, 300, top + 14, "1 g") for top in (100, 114, 128)
    )
    lines = "".join(text(62, top, "Les traces sont conservées") for top in (110, 124, 138))
    assert {block.kind for block in read(grounds + text(52, 110, "-") + lines).blocks} == {"line"}


def test_a_line_that_hangs_into_the_cell_below_stays_in_its_own(read: Read) -> None:
    drawn = grid([50, 250, 450], [100, 122, 160])
    cells = (
        text(60, 112, "Incidence sur les")
        + text(60, 124, "établissements")
        + text(260, 115, "Note")
        + text(60, 145, "Nulle")
        + text(260, 145, "4")
    )
    (block,) = read(drawn + cells).blocks
    assert block.rows == (("Incidence sur les\nétablissements", "Note"), ("Nulle", "4"))
