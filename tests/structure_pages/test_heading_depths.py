"""Levels of headings that neither their size nor the contents tell."""

from __future__ import annotations

from tests.structure_pages.printed import paragraph, reading
from toolkit.model.layout import Block
from toolkit.model.provision import ParsedDraft
from toolkit.structure.build import build_draft

TITLES = ("Sensibiliser les utilisateurs", "Gérer les habilitations", "Tracer les opérations")
SENTENCE = "Le responsable de traitement s’assure que chaque professionnel dispose d’un identifiant."


def draft(*headings: str) -> ParsedDraft:
    page: list[Block | str] = []
    for index, heading in enumerate(headings):
        page += [f"50 {60 + 60 * index} {heading}", *paragraph(90 + 60 * index, SENTENCE)]
    return build_draft(reading(page))


def depths(parsed: ParsedDraft) -> dict[str, int]:
    parents = {provision.id: provision.parent_id for provision in parsed.provisions}

    def depth(identifier: str) -> int:
        parent = parents[identifier]
        return 1 + depth(parent) if parent else 1

    return {provision.heading: depth(provision.id) for provision in parsed.provisions if provision.heading}


def test_an_introduction_in_large_type_does_not_enclose_the_numbered_parts() -> None:
    found = depths(
        draft("20B | Introduction", "14B | 1. Sensibiliser", "14B | 2. Authentifier", "14B | 3. Tracer")
    )
    assert set(found.values()) == {1}


def test_a_title_of_a_part_does() -> None:
    found = depths(
        draft("20B | Sécurité", "14B | 1. Sensibiliser", "14B | 2. Authentifier", "14B | 3. Tracer")
    )
    assert found["Sécurité"] == 1
    assert found["Sensibiliser"] == 2


def test_numbers_gain_the_word_that_the_contents_print_before_them() -> None:
    contents: list[Block | str] = ["50 60 14B | Sommaire"]
    contents += [
        f"50 {90 + 14 * n} | Fiche n° {n} : {title}\t{n + 1}" for n, title in enumerate(TITLES, start=1)
    ]
    pages: list[list[Block | str]] = [
        [f"50 60 14B | {n} {title}", *paragraph(90, SENTENCE)] for n, title in enumerate(TITLES, start=1)
    ]
    found = [item for item in build_draft(reading(contents, *pages)).provisions if item.heading]
    assert [(item.kind, item.number, item.id) for item in found] == [
        ("fiche", "1", "fiche-1"),
        ("fiche", "2", "fiche-2"),
        ("fiche", "3", "fiche-3"),
    ]


def test_an_unnumbered_part_stands_beside_the_numbered_ones_that_flat_contents_list_with_it() -> None:
    titles = [*(f"Fiche n° {n} : {title}" for n, title in enumerate(TITLES, start=1)), "Évaluer la sécurité"]
    contents: list[Block | str] = ["50 60 14B | Sommaire"]
    contents += [f"50 {90 + 14 * n} | {title}\t{n + 1}" for n, title in enumerate(titles, start=1)]
    printed = [*(f"{n} {title}" for n, title in enumerate(TITLES, start=1)), "Évaluer la sécurité"]
    pages: list[list[Block | str]] = [[f"50 60 14B | {title}", *paragraph(90, SENTENCE)] for title in printed]
    assert set(depths(build_draft(reading(contents, *pages))).values()) == {1}
