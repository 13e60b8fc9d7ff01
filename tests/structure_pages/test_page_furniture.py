"""Running lines, page numbers and contents pages told from text."""

from __future__ import annotations

import pytest

from tests.structure_pages.printed import line, paragraph, reading
from toolkit.model.layout import Block, Furniture
from toolkit.structure.page.contents_pages import ContentsEntry, contents_entries
from toolkit.structure.page.furniture import separate_furniture


def body(page: int) -> list[Block | str]:
    return paragraph(100, f"Texte propre de la page {'abcdefgh'[page]},", "et sa suite sur une autre ligne.")


def roles(furniture: tuple[Furniture, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for piece in furniture:
        found.setdefault(piece.role, set()).add(piece.text)
    return found


def test_a_running_title_and_numbers_that_count_are_furniture() -> None:
    pages = [["50 30 8 | Projet de recommandation", *body(n), f"290 770 8 | {n + 3}"] for n in range(5)]
    blocks, furniture = separate_furniture(reading(*pages))
    assert len(blocks) == 10
    assert roles(furniture) == {
        "header": {"Projet de recommandation"},
        "page_number": {"3", "4", "5", "6", "7"},
    }


@pytest.mark.parametrize(
    "numbered",
    [
        "Page {n} sur 5",
        "{n}/5",
        "– {n} –",
        "https://exemple.fr/texte?id=12\tPage {n} of 5",
        "Recommandation | {n}",
    ],
)
def test_forms_of_page_numbers(numbered: str) -> None:
    pages = [[*body(n), f"50 770 8 | {numbered.format(n=n + 1)}"] for n in range(5)]
    blocks, furniture = separate_furniture(reading(*pages))
    assert (len(blocks), len(furniture)) == (10, 5)


def test_roman_page_numbers() -> None:
    pages = [[*body(n), f"290 770 8 | {roman}"] for n, roman in enumerate(["ii", "iii", "iv", "v"])]
    assert len(separate_furniture(reading(*pages))[1]) == 4


def test_titles_that_alternate_left_and_right() -> None:
    pages = [
        [("50" if n % 2 else "400") + f" 30 8 | {'Guide' if n % 2 else 'Sécurité'}", *body(n)]
        for n in range(6)
    ]
    assert roles(separate_furniture(reading(*pages))[1]) == {"header": {"Guide", "Sécurité"}}


def test_a_heading_that_often_stands_first_is_text() -> None:
    pages: list[list[Block | str]] = [["50 40 12B | Ce qu’il faut faire", *body(n)] for n in range(3)]
    pages += [paragraph(40, "Une page qui commence par du texte", "à la même hauteur.") for _n in range(3)]
    blocks, furniture = separate_furniture(reading(*pages))
    assert furniture == ()
    assert len(blocks) == 15


def test_numbers_that_do_not_count_with_the_pages_are_text() -> None:
    pages = [[f"50 40 12B | Article {number}", *body(n)] for n, number in enumerate([4, 9, 11, 30])]
    assert separate_furniture(reading(*pages))[1] == ()


def test_lone_dots_and_margin_marks() -> None:
    margin = line("20 400 8 | Document de travail", role="margin")
    _blocks, furniture = separate_furniture(reading(["50 60 | .", margin, *body(0)]))
    assert [(piece.text, piece.role) for piece in furniture] == [
        (".", "watermark"),
        ("Document de travail", "margin"),
    ]


CONTENTS = [
    "50 60 14B | Sommaire",
    "50 90 | Avant-propos\t3",
    "50 104 | Fiche n° 3 : Gérer les habilitations ........ 5",
    "70 118 | 3.1 Identifier chaque professionnel de santé avant",
    "70 130 | tout accès au dossier ........ 6",
    "50 144 | Annexe ........ 12",
]


def test_a_contents_page_is_furniture_and_its_entries_data() -> None:
    blocks, furniture = separate_furniture(reading([*CONTENTS], body(1)))
    assert len(blocks) == 2
    assert contents_entries(furniture) == (
        ContentsEntry("Avant-propos", "", "3", 50),
        ContentsEntry("Gérer les habilitations", "Fiche n° 3", "5", 50),
        ContentsEntry("Identifier chaque professionnel de santé avant tout accès au dossier", "3.1", "6", 70),
        ContentsEntry("Annexe", "", "12", 50),
    )


def test_sentences_that_end_in_numbers_are_no_contents() -> None:
    texts = [
        "La durée de conservation est portée à 20",
        "le nombre d’accès par jour est limité à 30",
        "puis à 40",
    ]
    blocks, furniture = separate_furniture(reading(paragraph(100, *texts)))
    assert (len(blocks), furniture) == (3, ())


def test_flow_formats_keep_their_blocks() -> None:
    paragraphs = (Block(kind="paragraph", text="Texte"), Block(kind="paragraph", text="Pied", role="footer"))
    blocks, furniture = separate_furniture(reading(list(paragraphs)))
    assert blocks == paragraphs[:1]
    assert [piece.text for piece in furniture] == ["Pied"]


def table(page_number: int, *rows: tuple[str, ...], columns: tuple[float, ...] = (50, 200)) -> Block:
    box = line("50 100 | x").box
    return Block(kind="table", rows=rows, columns=columns, page_number=page_number, box=box)


def test_a_table_over_a_page_end_is_one_and_its_repeated_header_furniture() -> None:
    header = ("Donnée", "Durée")
    blocks, furniture = separate_furniture(
        reading([table(1, header, ("Dossier", "20 ans"))], [table(2, header, ("Traces", "6 mois"))])
    )
    assert [block.rows for block in blocks] == [(header, ("Dossier", "20 ans"), ("Traces", "6 mois"))]
    assert [(piece.start, piece.end, piece.page_number) for piece in blocks[0].pieces] == [
        (0, 2, 1),
        (2, 3, 2),
    ]
    assert [piece.text for piece in furniture] == ["Donnée\nDurée"]


def test_a_row_cut_by_a_page_end_is_mended() -> None:
    blocks, _furniture = separate_furniture(
        reading([table(1, ("Dossier", "conservé vingt"))], [table(2, ("", "ans"), ("Traces", "six mois"))])
    )
    assert blocks[0].rows == (("Dossier", "conservé vingt\nans"), ("Traces", "six mois"))


@pytest.mark.parametrize(("begins", "row_count"), [("2. deux", 1), ("1. un", 2), ("3. trois", 2)])
def test_a_list_cut_by_a_page_end_stays_in_its_row(begins: str, row_count: int) -> None:
    blocks, _furniture = separate_furniture(
        reading([table(1, ("Dossier", "1. un"))], [table(2, ("", begins))])
    )
    assert len(blocks[0].rows) == row_count


def test_tables_with_other_columns_stay_apart() -> None:
    blocks, _furniture = separate_furniture(
        reading([table(1, ("a", "b"))], [table(2, ("c", "d"), columns=(50, 300))])
    )
    assert len(blocks) == 2


LEADING = [
    (2, "Avant-propos"),
    (4, "Le rôle"),
    (4, "Conseiller"),
    (6, "Contrôler"),
    (10, "La désignation"),
    (12, "Fiche 1"),
]


def test_contents_that_print_the_page_first_are_furniture() -> None:
    listed: list[Block | str] = [
        f"70 {100 + 12 * n} | {page} {title}" for n, (page, title) in enumerate(LEADING)
    ]
    texts: list[Block | str] = [
        f"50 {100 + 40 * n} 14B | {title}" for n, (_page, title) in enumerate(LEADING)
    ]
    blocks, furniture = separate_furniture(reading(listed, texts))
    assert len(blocks) == len(LEADING)
    assert [(entry.title, entry.page) for entry in contents_entries(furniture)][1] == ("Le rôle", "4")


def test_numbered_titles_that_are_printed_once_are_text() -> None:
    listed: list[Block | str] = [
        f"70 {100 + 12 * n} | {page} {title}" for n, (page, title) in enumerate(LEADING)
    ]
    assert separate_furniture(reading(listed, body(1)))[1] == ()


def test_the_title_of_contents_that_the_format_marks_goes_with_them() -> None:
    contents = line("50 100 | Introduction 4", role="toc")
    blocks, furniture = separate_furniture(reading(["50 60 16B | Sommaire", contents, *body(0)]))
    assert len(blocks) == 2
    assert roles(furniture) == {"toc": {"Sommaire", "Introduction 4"}}


def test_a_title_of_the_cover_runs_over_a_part_of_the_draft() -> None:
    part = [
        ["50 40 13B | LA SECURITE DES DONNÉES", *paragraph(100, "Le texte.", "Suite.")] for _n in range(4)
    ]
    sheets = [[f"50 40 13B | Fiche {letter}", *paragraph(100, "Le texte.")] for letter in "ABCDEFGHIJ"]
    _blocks, furniture = separate_furniture(reading(["50 300 20B | La sécurité des données"], *part, *sheets))
    assert [(piece.page_number, piece.role) for piece in furniture] == [(n, "header") for n in range(2, 6)]


def test_the_end_of_a_note_that_is_printed_on_several_pages_is_no_footer() -> None:
    def page(number: int) -> list[Block | str]:
        mark = {2: 2, 6: 3, 9: 8}.get(number)
        note = [
            f"50 750 7 | {mark} Étude sur un métier qui se développe, par la direction des",
            "50 759 7 | études du ministère, en partenariat avec l’agence",
        ]
        text = paragraph(60, f"Texte propre de la page {'abcdefghijkl'[number]}.")
        return [*text, *(note if mark else [])]

    blocks, furniture = separate_furniture(reading(*map(page, range(1, 12))))
    assert furniture == ()
    assert len(blocks) == 11 + 6


def test_a_line_of_text_that_two_pages_begin_with_is_no_header() -> None:
    again = "qui se poursuit sur plusieurs lignes de texte"
    pages = [
        ["50 30 | Projet", *paragraph(70, again, f"ordinaire de {page} page du projet.", "Fin.")]
        for page in ("la première", "la deuxième", "notre dernière")
    ]
    body, furniture = separate_furniture(reading(*pages))
    assert [block.text for block in body].count(again) == 3
    assert {piece.text for piece in furniture} == {"Projet"}
