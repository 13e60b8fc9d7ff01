"""From characters on a page to lines in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pdf.pages import HEIGHT, box, lines, rule, text, write_pdf
from toolkit.model.layout import Box
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf.characters import clean_word
from toolkit.read.pdf.reader import read_pdf

Read = Callable[..., Reading]


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_lines_come_top_down_whatever_the_stream_says(read: Read) -> None:
    reading = read(text(50, 100, "seconde") + text(50, 50, "première"))
    assert texts(reading) == ["première", "seconde"]


def test_a_line_knows_its_place_and_style(read: Read) -> None:
    (block,) = read(text(50, 100, "Titre en gras", size=14, font="F2", more="1 0 0 rg")).blocks
    assert (block.page_number, block.style.size_pt, block.style.bold, block.style.color) == (
        1,
        14.0,
        True,
        "#ff0000",
    )
    assert block.box is not None
    assert block.box.x0 == pytest.approx(50, abs=1)
    assert block.box.top < 100 < block.box.bottom


def test_a_change_of_style_within_a_line_is_a_run(read: Read) -> None:
    (block,) = read(text(50, 50, "Un mot ") + text(82, 50, "gras", font="F2")).blocks
    assert [(block.text[run.start : run.end], run.style.bold) for run in block.runs] == [("gras", True)]


LEFT = [f"La colonne de gauche, ligne {n} du texte" for n in range(6)]
RIGHT = [f"La colonne de droite, ligne {n} du texte" for n in range(6)]


def test_columns_are_read_one_after_the_other_though_drawn_across(read: Read) -> None:
    drawn = "".join(
        text(50, 100 + 12 * n, left) + text(320, 100 + 12 * n, right)
        for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    )
    reading = read(
        text(50, 60, "Un titre au-dessus des deux colonnes, large comme elles deux ensemble, sur la page")
        + drawn
    )
    assert texts(reading)[1:] == LEFT + RIGHT


def test_cells_set_apart_stay_on_one_line(read: Read) -> None:
    (block,) = read(text(50, 50, "Durée") + text(200, 50, "20 ans")).blocks
    assert block.text == "Durée\t20 ans"
    assert len(block.columns) == 2


def test_a_label_in_the_margin_opens_the_line_beside_it(read: Read) -> None:
    reading = read(
        text(50, 104, "R12", size=8) + lines(120, 100, "Tracer les accès", "et conserver les traces")
    )
    assert texts(reading) == ["R12\tTracer les accès", "et conserver les traces"]


def test_small_text_in_the_margin_is_kept_from_the_text_beside_it(read: Read) -> None:
    body = lines(150, 100, *[f"Le responsable tient un registre, ligne {n}." for n in range(5)])
    reading = read(body + text(40, 112, "Article 30", size=7) + text(40, 120, "du RGPD", size=7))
    assert texts(reading)[1:3] == ["Article 30", "du RGPD"]


def test_a_raised_number_after_a_word_is_a_call(read: Read) -> None:
    (block,) = read(
        text(50, 50, "le dossier") + text(97, 46, "3", size=6) + text(103, 50, "du patient")
    ).blocks
    assert block.text == "le dossier du patient"
    assert [(call.offset, call.mark) for call in block.calls] == [(10, "3")]


def test_a_call_between_word_and_full_stop_is_found(read: Read) -> None:
    stretch = (
        f"BT /F1 10 Tf 50 {HEIGHT - 50} Td (patient) Tj 4 Ts /F1 6 Tf (12) Tj 0 Ts /F1 10 Tf (. Le) Tj ET\n"
    )
    (block,) = read(stretch).blocks
    assert (block.text, block.calls[0].mark) == ("patient. Le", "12")


def test_shading_painted_paragraph_by_paragraph_is_one_area(read: Read) -> None:
    reading = read(box(40, 40, 400, 60) + box(40, 60, 400, 110) + text(50, 54, "Encadré"))
    assert [shade.box for shade in reading.shades] == [Box(40, 40, 400, 110)]


@pytest.mark.parametrize(
    ("base", "x", "raised", "whole"),
    [("Article 1", 86, "er", "Article 1er"), ("10 km", 77, "2", "10 km2"), ("5.10", 70, "3", "5.103")],
    ids=["ordinal", "unit", "power"],
)
def test_other_raised_characters_stay_in_the_text(
    read: Read, base: str, x: float, raised: str, whole: str
) -> None:
    (block,) = read(text(50, 50, base) + text(x, 46, raised, size=6)).blocks
    assert (block.text, block.calls) == (whole, ())
    assert block.runs[-1].style.superscript


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (text(50, 50, "blanc sur blanc", more="1 1 1 rg"), "white text"),
        (text(50, 50, "sans encre", more="3 Tr"), "invisible"),
        (text(50, 50, "minuscule", size=0.8), "tiny"),
    ],
    ids=["white", "no ink", "tiny"],
)
def test_text_nobody_sees_is_flagged_and_reported(read: Read, content: str, reason: str) -> None:
    reading = read(text(50, 30, "Visible") + content)
    assert [block.hidden for block in reading.blocks] == ["", reason]
    assert any(reason in issue.message for issue in reading.issues)


def test_white_text_on_a_dark_ground_is_visible(read: Read) -> None:
    reading = read(box(40, 40, 300, 60, "0 0 0.5 rg") + text(50, 54, "Encadré", more="1 1 1 rg"))
    assert [block.hidden for block in reading.blocks] == [""]


def test_shadow_text_is_read_once(read: Read) -> None:
    assert texts(read(text(50, 50, "Ombre") + text(50.4, 50.4, "Ombre"))) == ["Ombre"]


def test_a_letter_in_a_drawn_shape_is_no_part_of_its_line(read: Read) -> None:
    icon = box(50, 40, 66, 60, "0.9 g") + text(54.5, 54, "M")
    blocks = read(icon + text(80, 54, "Chiffrer les sauvegardes")).blocks
    assert [(block.text, block.role) for block in blocks] == [
        ("Chiffrer les sauvegardes", "body"),
        ("M", "margin"),
    ]


def test_a_dot_drawn_before_a_line_is_its_bullet(read: Read) -> None:
    (block,) = read(box(50, 44, 54, 48, "0 g") + text(62, 50, "premier point")).blocks
    assert (block.label, block.text) == ("•", "premier point")


def test_marks_along_the_margin_are_told(read: Read) -> None:
    body = lines(80, 100, *[f"Une ligne ordinaire du texte, numéro {n}" for n in range(6)])
    vertical = f"BT /F1 8 Tf 0 1 -1 0 30 {HEIGHT - 300} Tm (Document de travail) Tj ET\n"
    reading = read(body + vertical)
    assert [block.text for block in reading.blocks if block.role == "margin"] == ["Document de travail"]


def test_boxes_of_rotated_pages_are_as_displayed(read: Read) -> None:
    reading = read(f"BT /F1 12 Tf 0 1 -1 0 100 {HEIGHT - 700} Tm (Paysage) Tj ET\n", page="/Rotate 90")
    (block,) = reading.blocks
    assert (reading.pages[0].width_pt, reading.pages[0].height_pt) == (HEIGHT, 600)
    assert block.role == "body"
    assert block.box is not None
    assert block.box.x0 == pytest.approx(100, abs=2)
    assert block.box.top < 100 < block.box.bottom


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufb01n", "fin"),
        ("e\u0301tat", "état"),
        ("sécu\ufffe", "sécu-"),
        ("sécu\u00ad", "sécu\u2010"),
        ("co\u00adopérer", "coopérer"),
        ("\u200bmot\u200b", "mot"),
        ("note\x07", "note"),
        ("\uf0a7", "•"),
        ("\uf0b3", "≥"),
        ("\x02", "-"),
    ],
)  # fmt: skip
def test_characters_are_normalised(raw: str, clean: str) -> None:
    assert clean_word(raw) == clean


def test_a_shaded_area_and_a_frame_are_reported(read: Read) -> None:
    drawn = box(40, 40, 400, 120, "0.9 0.9 1 rg") + f"1 w 40 {HEIGHT - 300} 360 100 re S\n"
    reading = read(drawn + text(50, 60, "Dans la zone"))
    assert [shade.fill for shade in reading.shades] == ["", "#e6e6ff"]
    assert reading.shades[1].box == Box(40, 40, 400, 120)


@given(
    st.lists(
        st.text(st.characters(codec="cp1252", categories=["L", "N"]), min_size=1, max_size=12),
        min_size=1,
        max_size=20,
    )
)
def test_no_letter_is_lost(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "letters.pdf"
    content = "".join(text(40 + 130 * (n % 4), 40 + 30 * (n // 4), word) for n, word in enumerate(words))
    reading = read_pdf(write_pdf(path, [content]), ReadOptions())
    cells = [
        cell for block in reading.blocks for row in block.rows for cell in row
    ]  # aligned words make a table
    found = Counter("".join([*texts(reading), *cells]).replace("\t", "").replace(" ", "").replace("\n", ""))
    assert found == Counter("".join(words))


def test_rules_alone_do_not_change_the_text(read: Read) -> None:
    assert texts(read(rule(40, 60, 300, 60) + text(50, 50, "Souligné"))) == ["Souligné"]
