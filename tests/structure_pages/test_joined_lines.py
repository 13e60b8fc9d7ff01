"""Printed lines joined to paragraphs, with their places, notes and boxes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.structure_pages.printed import called, line, paragraph, reading
from toolkit.model.layout import Block, Box, Run, Shade, Style
from toolkit.structure.page.hyphens import Hyphenation
from toolkit.structure.page.line_labels import opens_paragraph
from toolkit.structure.page.paragraphs import join_lines

FULL = "Le responsable de traitement s’assure que chaque professionnel"
NEXT = "dispose d’un identifiant qui lui est propre et le protège bien"
LAST = "contre tout usage par un tiers."


def joined(*pages: list[Block | str], shades: tuple[Shade, ...] = ()) -> tuple[Block, ...]:
    given_reading = reading(*pages, shades=shades)
    return join_lines(given_reading.blocks, given_reading)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


ONE = f"{FULL} {NEXT} {LAST}"
CASES: dict[str, tuple[list[Block | str], list[str]]] = {
    "lines of one paragraph": (paragraph(100, FULL, NEXT, LAST), [ONE]),
    "a wide gap parts": ([*paragraph(100, FULL, NEXT, LAST), *paragraph(150, FULL, NEXT, LAST)], [ONE, ONE]),
    "a short line ends its paragraph": (paragraph(100, FULL, LAST, FULL, NEXT, LAST), [f"{FULL} {LAST}", ONE]),
    "a first-line indent begins one": (
        [*paragraph(100, FULL, NEXT + "."), *paragraph(124, "Il est propre à chacun et protégé contre tout usage", x0=66), *paragraph(136, LAST)],
        [f"{FULL} {NEXT}.", f"Il est propre à chacun et protégé contre tout usage {LAST}"],
    ),
    "bullets with hanging text": (
        ["50 100 | • " + FULL, "58 112 | " + LAST, "50 124 | • " + FULL, "58 136 | " + LAST],
        [f"• {FULL} {LAST}", f"• {FULL} {LAST}"],
    ),
    "letters": (
        ["50 100 | a) " + FULL, "62 112 | " + LAST, "50 124 | b) " + LAST],
        [f"a) {FULL} {LAST}", f"b) {LAST}"],
    ),
    "a citation that ends on a semicolon is whole": (
        paragraph(100, "Vu le code de la santé publique, notamment son article L. 1 ;", "Vu la loi du 6 janvier 1978 ;"),
        ["Vu le code de la santé publique, notamment son article L. 1 ;", "Vu la loi du 6 janvier 1978 ;"],
    ),
    "a year that opens a line is no label": (
        paragraph(100, FULL, "2016. Le même responsable tient un registre des accès au fichier", LAST),
        [f"{FULL} 2016. Le même responsable tient un registre des accès au fichier {LAST}"],
    ),
    "a larger heading": (
        ["50 100 14B | Gérer les habilitations", *paragraph(122, FULL, NEXT, LAST)],
        ["Gérer les habilitations", ONE],
    ),
    "a heading of the same size in bold": (
        ["50 100 10B | Gérer les habilitations", *paragraph(112, FULL, NEXT, LAST)],
        ["Gérer les habilitations", ONE],
    ),
    "a heading over two lines": (
        ["50 100 14B | Sécuriser les échanges avec les autres", "50 116 14B | établissements de santé", *paragraph(150, FULL, LAST)],
        ["Sécuriser les échanges avec les autres établissements de santé", f"{FULL} {LAST}"],
    ),
    "a bracket kept with what follows it": (
        paragraph(100, "Je soussigné exerce les fonctions de délégué au sein", "(ci-après dénommée « la Société ») et du groupe de ses filiales", LAST),
        [f"Je soussigné exerce les fonctions de délégué au sein (ci-après dénommée « la Société ») et du groupe de ses filiales {LAST}"],
    ),
    "a name kept with what follows it": (
        paragraph(100, FULL, "a le droit de devenir membre de la société de gestion du", "Conseil et doit y être invité par le président de ce conseil", LAST),
        [f"{FULL} a le droit de devenir membre de la société de gestion du Conseil et doit y être invité par le président de ce conseil {LAST}"],
    ),
    "lines of a form": (
        paragraph(100, "Nom du responsable : ministère de la santé et des", "Adresse du responsable : avenue Duquesne, Paris, au septième"),
        ["Nom du responsable : ministère de la santé et des", "Adresse du responsable : avenue Duquesne, Paris, au septième"],
    ),
    "the closing dash of a parenthesis": (
        ["50 100 | • Limiter ce qui renseigne un attaquant sur l’existence – ou", "58 112 | – d’un compte qui est associé à une adresse électronique", "58 124 | " + LAST],
        ["• Limiter ce qui renseigne un attaquant sur l’existence – ou – d’un compte qui est associé à une adresse électronique " + LAST],
    ),
    "a dash that opens an item": (
        ["50 100 | • Les moyens qui permettent de protéger les données du fichier", "58 112 | – le chiffrement de chaque poste et de chaque support amovible", "58 124 | – la relecture des traces."],
        ["• Les moyens qui permettent de protéger les données du fichier", "– le chiffrement de chaque poste et de chaque support amovible", "– la relecture des traces."],
    ),
    "a code that an item goes on with": (
        ["50 100 | • Utiliser des algorithmes obsolètes comme les fonctions de hachage", "58 112 | MD5 et SHA-1."],
        ["• Utiliser des algorithmes obsolètes comme les fonctions de hachage MD5 et SHA-1."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_where_paragraphs_end(case: str) -> None:
    lines, expected = CASES[case]
    assert texts(joined(lines)) == expected


def test_every_line_keeps_its_place() -> None:
    (block,) = joined(paragraph(100, FULL, NEXT, LAST))
    assert [block.text[piece.start : piece.end] for piece in block.pieces] == [FULL, NEXT, LAST]
    assert [piece.box.top for piece in block.pieces] == [100, 112, 124]


def test_a_sentence_goes_on_over_the_page_end() -> None:
    (block,) = joined(paragraph(700, FULL, NEXT), paragraph(60, LAST))
    assert block.text == ONE
    assert [piece.page_number for piece in block.pieces] == [1, 1, 2]


def test_a_finished_sentence_or_a_label_does_not() -> None:
    assert len(joined(paragraph(700, FULL, LAST), paragraph(60, FULL, LAST))) == 2
    assert len(joined(paragraph(700, FULL, NEXT), ["50 60 | 12. " + FULL])) == 2


def test_a_bold_opening_is_part_of_its_paragraph() -> None:
    bold = line("50 100 10B | " + FULL, runs=(Run(20, len(FULL), Style(size_pt=10, font="Serif")),))
    (block,) = joined([bold, *paragraph(112, NEXT, LAST)])
    assert block.text == ONE
    assert [(run.start, run.end, run.style.bold) for run in block.runs] == [(0, 20, True)]


@pytest.mark.parametrize(
    ("known", "before", "after", "whole"),
    [
        ("la sécurité", "la sécu-", "rité", "la sécurité"),
        ("", "les sous-", "traitants", "les sous-traitants"),
        ("", "le non-", "respect", "le non-respect"),
        ("un compte-rendu", "le compte-", "rendu", "le compte-rendu"),
        ("", "Saint-", "Denis", "Saint-Denis"),
        ("", "2019-", "2020", "2019-2020"),
        ("des cookies", "les coo\u2010", "kies", "les cookies"),
        ("", "une liste -", "et la suite", "une liste - et la suite"),
        ("", "voir www.cnil.fr/fr/reglement-", "europeen", "voir www.cnil.fr/fr/reglement-europeen"),
        ("", "(https://www.ssi.gouv.fr/", "guide/tls/)", "(https://www.ssi.gouv.fr/guide/tls/)"),
        (
            "",
            "https://www.ssi.gouv.fr/guide-pour-la",
            "-mise-en-oeuvre/",
            "https://www.ssi.gouv.fr/guide-pour-la-mise-en-oeuvre/",
        ),
        (
            "",
            "sur https://www.ssi.gouv.fr/entreprise/",
            "aux rubriques",
            "sur https://www.ssi.gouv.fr/entreprise/ aux rubriques",
        ),
        ("", "sur www.cnil.fr", "et ailleurs", "sur www.cnil.fr et ailleurs"),
    ],
)
def test_words_cut_at_a_line_end(known: str, before: str, after: str, whole: str) -> None:
    start = Hyphenation([known, before, after]).join(before, after)
    assert (f"{before} " if start is None else start) + after == whole


NOTE = "50 740 7 | 1 Voir la recommandation de 2022."
BODY = paragraph(60, FULL, NEXT, LAST)


def test_a_note_at_the_foot_is_told_and_called() -> None:
    _body, text, note = joined([*BODY, called("50 120 | Voir le guide", "1"), NOTE])
    assert (note.role, note.label, note.text) == ("note", "1", "Voir la recommandation de 2022.")
    assert [(call.offset, call.note) for call in text.calls] == [(13, note.note)]


def test_a_note_called_by_a_letter() -> None:
    blocks = joined([*BODY, called("50 120 | Voir le guide", "a"), "50 740 7 | a. Site de l’agence."])
    assert [(block.label, block.text) for block in blocks if block.role == "note"] == [
        ("a", "Site de l’agence.")
    ]


def test_a_note_does_not_part_the_paragraph_that_goes_on_overleaf() -> None:
    blocks = joined([called("50 700 | " + FULL, "1"), NOTE], paragraph(60, NEXT, LAST))
    assert [block.role for block in blocks] == ["body", "note"]
    assert blocks[0].text == ONE


def test_a_note_goes_on_at_the_next_foot() -> None:
    first = [*BODY, called("50 120 | Voir le guide.", "1"), "50 730 7 | 1 Une note qui ne tient pas"]
    foot = ["50 720 7 | sur une seule page.", "50 740 7 | 2 Une autre."]
    second = [called("50 100 | Texte, voir aussi.", "2", 2), *foot]
    notes = [block for block in joined(first, second) if block.role == "note"]
    assert len({note.note for note in notes}) == 2
    assert " ".join(note.text for note in notes if note.note == notes[0].note).endswith("sur une seule page.")


def test_marks_that_restart_on_each_page_have_keys_of_their_own() -> None:
    page = [*BODY, called("50 120 | Voir le guide.", "1"), NOTE]
    other: list[Block | str] = [called("50 100 | Voir ailleurs.", "1", 2), NOTE]
    blocks = joined(page, other)
    assert [block.calls[0].note for block in blocks if block.calls] == [
        b.note for b in blocks if b.role == "note"
    ]
    assert len({block.note for block in blocks if block.role == "note"}) == 2


def test_a_raised_number_without_a_note_returns_to_the_text() -> None:
    (block,) = joined([called("50 100 | soit 10", "6")])
    assert (block.text, block.calls) == ("soit 106", ())
    assert [block.text[run.start : run.end] for run in block.runs if run.style.superscript] == ["6"]


def test_paragraphs_in_one_shaded_area_share_its_key() -> None:
    shade = Shade(1, Box(40, 95, 400, 160), "#eeeeee")
    blocks = joined(
        [*paragraph(100, "Constat"), *paragraph(124, FULL, LAST), *paragraph(200, "Après l’encadré.")],
        shades=(shade,),
    )
    assert blocks[0].container == blocks[1].container != ""
    assert blocks[2].container == ""


def test_a_box_that_leaves_one_line_at_the_foot_of_a_page_is_one() -> None:
    shades = (Shade(1, Box(40, 735, 400, 760)), Shade(2, Box(40, 45, 400, 75)))
    blocks = joined(
        [*paragraph(700, FULL, LAST), "50 740 10B | R3"],
        [*paragraph(50, FULL, LAST), *paragraph(100, "Après l’encadré.")],
        shades=shades,
    )
    assert [bool(block.container) for block in blocks] == [False, True, True, False]
    assert blocks[1].container == blocks[2].container


def test_text_in_the_margin_does_not_part_the_paragraph_beside_it() -> None:
    lines = paragraph(100, FULL, NEXT, LAST, x0=150)
    lines.insert(2, "40 114 7 | Article 30")
    assert texts(joined(lines)) == [ONE, "Article 30"]


def test_a_table_or_small_print_at_a_page_end_does_not_part_the_sentence() -> None:
    cells = Block(kind="table", rows=(("Dossier", "20 ans"),), page_number=1, box=Box(50, 740, 300, 760))
    blocks = joined(
        [*paragraph(700, FULL, NEXT), cells, "50 770 7 | Source : enquête de 2025"], paragraph(60, LAST)
    )
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", ONE),
        ("table", ""),
        ("paragraph", "Source : enquête de 2025"),
    ]


def test_lines_of_a_cell_are_joined() -> None:
    cell = Block(kind="table", rows=(("Mesure", "chiffrer les sauve-\ngardes et les postes"),), page_number=1)
    block = joined([cell, *paragraph(100, "Les sauvegardes.")])[0]
    assert block.rows == (("Mesure", "chiffrer les sauvegardes et les postes"),)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("1. Recenser", True), ("2.1 Accès", True), ("a) Identifier", True), ("(iv) les", True), ("R12 Tracer", True),
        ("[42] Les", True), ("Article 5", True), ("Fiche n° 13 : Accès", True), ("- les postes", True), ("§ 3", True),
        ("1,5 million", False), ("2016. Le", False), ("article 32 du RGPD", False), ("-5 %", False), ("12 mois", False),
        ("I mpliquer", False), ("et la suite", False),
    ],
)  # fmt: skip
def test_labels_that_open_a_paragraph(text: str, *, opens: bool) -> None:
    assert opens_paragraph(text) is opens


WORDS = st.text(st.characters(codec="latin-1", categories=["L", "N", "P"]), min_size=1, max_size=10)
LINES = st.builds(
    lambda x, step, size, words: (x, step, size, " ".join(words)),
    st.sampled_from([50, 62, 300]),
    st.sampled_from([8, 12, 30]),
    st.sampled_from(["7", "10", "10B", "14"]),
    st.lists(WORDS, min_size=1, max_size=8),
)


@given(st.lists(LINES, max_size=25))
def test_no_letter_is_lost_and_pieces_cover_the_text(printed: list[tuple[int, int, str, str]]) -> None:
    top = 40
    lines: list[Block | str] = []
    for x, step, size, words in printed:
        top += step
        lines.append(f"{x} {top} {size} | {words}")
    given_reading = reading(lines)
    blocks = join_lines(given_reading.blocks, given_reading)
    assert letters(block.text + block.label for block in blocks) == letters(
        b.text for b in given_reading.blocks
    )
    for block in blocks:
        covered = "".join(block.text[piece.start : piece.end] for piece in block.pieces)
        assert letters([covered]) == letters([block.text])


def letters(parts: object) -> Counter[str]:
    return Counter(character for part in parts for character in part if character.isalnum())  # type: ignore[attr-defined]


def test_indents_are_counted_from_the_left_edge_of_each_column() -> None:
    left = [
        "50 100 | Avantages des délégués externes :",
        "60 112 | • un recours à l’expérience ;",
        "60 124 | • un coût réparti ;",
    ]
    right = ["330 100 | Points de vigilance :", "340 112 | • un délégué moins présent."]
    below = [
        "50 160 | La mutualisation est possible pour les groupes.",
        "60 172 | • si le délégué est joignable.",
    ]
    assert [block.indent_pt for block in joined([*left, *right, *below])] == [0, 10, 10, 0, 10, 0, 10]


def test_a_list_that_goes_on_in_the_next_column_stands_as_before() -> None:
    left = ["50 100 | Avantages des délégués externes :", "60 112 | • un recours à l’expérience ;"]
    right = ["340 100 | • un coût réparti ;", "340 112 | • un délégué moins présent."]
    assert [block.indent_pt for block in joined([*left, *right])] == [0, 10, 10, 10]
