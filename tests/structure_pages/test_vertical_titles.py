"""Titles of chapters that are printed along the margin."""

from __future__ import annotations

import msgspec

from tests.structure_pages.printed import line, paragraph, reading
from toolkit.model.layout import Block, Box, OutlineEntry
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft
from toolkit.structure.page.furniture import separate_furniture

TEXT = paragraph(
    60,
    "Le responsable de traitement s’assure que chaque professionnel de santé",
    "dispose d’un identifiant qui lui est propre et le protège.",
    x0=80,
)


def vertical(words: str, page_number: int) -> Block:
    block = line(f"20 40 15 | {words}", page_number, role="margin")
    return msgspec.structs.replace(block, box=Box(20, 40, 36, 40 + 9.0 * len(words)))


def guide(*, contents: str) -> Reading:
    entries = [f"50 {100 + 14 * index} | {entry}" for index, entry in enumerate(contents.split("|"))]
    pages: list[list[Block | str]] = [
        ["50 60 14B | Sommaire", *entries],
        [*TEXT, vertical("FOIRE AUX QUESTIONS", 2)],
        [*paragraph(90, "Le registre est tenu à jour.", x0=80), vertical("NE PAS DIFFUSER", 3)],
    ]
    return reading(*pages)


CONTENTS = "Rôle du délégué\t2|Foire aux questions\t2|Annexes\t3"


def test_an_announced_title_leads_the_text_of_its_page() -> None:
    blocks, furniture = separate_furniture(guide(contents=CONTENTS))
    assert [block.text[:14] for block in blocks] == [
        "FOIRE AUX QUES",
        "Le responsable",
        "dispose d’un i",
        "Le registre es",
    ]
    assert [piece.text for piece in furniture if piece.role == "margin"] == ["NE PAS DIFFUSER"]


def test_a_bookmark_announces_it_too() -> None:
    given = guide(contents="Rôle du délégué\t2|Désignation\t2|Annexes\t3")
    marked = msgspec.structs.replace(given, outline=(OutlineEntry("Foire aux questions", 1, 2),))
    assert separate_furniture(marked)[0][0].text == "FOIRE AUX QUESTIONS"


def test_other_vertical_text_stays_in_the_margin() -> None:
    _blocks, furniture = separate_furniture(guide(contents="Rôle du délégué\t2|Désignation\t2|Annexes\t3"))
    assert len([piece for piece in furniture if piece.role == "margin"]) == 2


def test_its_height_does_not_part_the_paragraphs_beside_it() -> None:
    draft = build_draft(guide(contents=CONTENTS))
    (text,) = [
        provision.text for provision in draft.provisions if provision.text.startswith("Le responsable")
    ]
    assert text.endswith("le protège.")
    assert draft.provisions[0].heading == "FOIRE AUX QUESTIONS"
