"""Where looks do not tell which heading encloses which, their order does: restarts, titles that come back, annexes."""

from __future__ import annotations

import pytest

from tests.structure.drafts import draft, tree
from toolkit.model.layout import Block, Style

TEXT = "La Commission relève que les finalités du traitement sont déterminées, explicites et légitimes."
BOLD = Style(size_pt=11.0, bold=True)

CASES = {
    "letters that start again stand below the roman numerals": (
        f"""
        * I. La saisine
        * A. Le contexte
        {TEXT}
        * B. L’objet
        {TEXT}
        * II. L’avis
        * A. Sur les finalités
        {TEXT}
        * B. Sur les données
        {TEXT}
        """,
        ["i section", "  i.a section", "  i.b section", "ii section", "  ii.a section", "  ii.b section"],
    ),
    "three numberings of one look": (
        f"""
        * I. Faits
        * A. Saisine
        * 1. Plainte
        {TEXT}
        * 2. Contrôle
        {TEXT}
        * B. Procédure
        * 1. Rapport
        {TEXT}
        * II. Motifs
        * A. Compétence
        {TEXT}
        * B. Manquements
        {TEXT}
        """,
        [
            "i section",
            "  i.a section",
            "    i.a.1 section",
            "    i.a.2 section",
            "  i.b section",
            "    i.b.1 section",
            "ii section",
            "  ii.a section",
            "  ii.b section",
        ],
    ),
    "a title that comes back belongs to each numbered heading": (
        f"""
        * 1 General
        1.1 {TEXT}
        * NOTES FOR GUIDANCE
        1A {TEXT}
        * 2 Interviews
        2.1 {TEXT}
        * NOTES FOR GUIDANCE
        2A {TEXT}
        """,
        [
            "1 section",
            "  1.1 paragraph",
            "  1.notes-for-guidance section",
            "    1a paragraph",
            "2 section",
            "  2.1 paragraph",
            "  2.notes-for-guidance section",
            "    2a paragraph",
        ],
    ),
    "an annex is part of no section": (
        f"""
        * 1 Scope
        {TEXT}
        * 2 Controls
        * 2.1 Access
        * 2.1.1 General
        {TEXT}
        * Annex A
        * Guidance
        * A.1 Wards
        {TEXT}
        """,
        [
            "1 section",
            "2 section",
            "  2.1 section",
            "    2.1.1 section",
            "annexe-a annex",
            "  annexe-a.1 section",
        ],
    ),
    "a bare annex holds its title": (
        f"""
        * Article 1er
        {TEXT}
        * ANNEXE
        * Liste des profils
        1. Médecin
        2. Infirmier
        """,
        [
            "art-1 article",
            "annexe annex",
            "  liste-des-profils section",
            "    liste-des-profils.1 paragraph",
            "    liste-des-profils.2 paragraph",
        ],
    ),
    "a worded item stands beside the heading that it follows": (
        """
        * Question 1 : Le périmètre vous paraît-il clair ?
        Question 2 : Quels autres acteurs devraient être visés, et pour quels motifs ? Précisez :
        a) les acteurs ;
        b) les motifs.
        """,
        ["question-1 recommendation", "question-2 recommendation"],
    ),
    "requirements stand in the sections that count on over them": (
        f"""
        * 1. Accès
        {TEXT}
        * Exigence 1 : Traçabilité
        {TEXT}
        * 2. Journaux
        {TEXT}
        * Exigence 2 : Revue
        {TEXT}
        """,
        ["1 section", "  exigence-1 recommendation", "2 section", "  exigence-2 recommendation"],
    ),
    "sections count on over steps": (
        f"""
        * 1. Durées
        {TEXT}
        * Étape 1 : base active
        {TEXT}
        * Étape 2 : archivage
        {TEXT}
        * 2. Sécurité
        {TEXT}
        """,
        ["1 section", "  1.objectif-1 section", "  1.objectif-2 section", "2 section"],
    ),
    "titles that start anew after an annex stand in it": (
        f"""
        * Article 1er
        {TEXT}
        * Article 2
        {TEXT}
        * ANNEXE
        * RÉFÉRENTIEL
        * Titre Ier
        * Dispositions
        * Chapitre 1er – Champ
        {TEXT}
        * Titre II
        * Contrôles
        * Chapitre 1er – Suivi
        {TEXT}
        """,
        [
            "art-1 article",
            "art-2 article",
            "annexe annex",
            "  referentiel section",
            "  titre-i title",
            "    titre-i.chapitre-1 chapter",
            "  titre-ii title",
            "    titre-ii.chapitre-1 chapter",
        ],
    ),
    "articles are no list of the enacting words": (
        f"""
        * Arrêté du 3 mars 2026
        La ministre de la santé,
        Arrête :
        Art. 1er. – {TEXT}
        Art. 2. – {TEXT}
        """,
        ["arrete-du-3-mars-2026 section", "  art-1 article", "  art-2 article"],
    ),
    "codes in brackets": (
        f"""
        # Exigences
        [EXI 01] {TEXT}
        [EXI 02] {TEXT}
        [EXI 03] {TEXT}
        """,
        ["exigences section", "  exi01 recommendation", "  exi02 recommendation", "  exi03 recommendation"],
    ),
    "sections that start again after each requirement stand in it": (
        f"""
        * Règle 1 : Chiffrer
        * 1. Contexte
        {TEXT}
        * 2. Mesures
        {TEXT}
        * Règle 2 : Sauvegarder
        * 1. Contexte
        {TEXT}
        """,
        [
            "exigence-1 recommendation",
            "  exigence-1.1 section",
            "  exigence-1.2 section",
            "exigence-2 recommendation",
            "  exigence-2.1 section",
        ],
    ),
    "a letter is no number": (
        f"""
        # 4. Interviews
        4.1 {TEXT}
        (d) Objections
        4.2 {TEXT}
        """,
        ["4 section", "  4.1 paragraph", "  4.2 paragraph"],
    ),
    "a code opens its box": (
        f"""
        # Journaux
        {TEXT}
        [b] R1 Centraliser les journaux en temps réel, ou par lots quand le réseau ne le permet pas.
        [b] Les journaux sont conservés.
        {TEXT}
        [c] R2 Dater les journaux à partir d’une source de temps unique, elle-même synchronisée.
        [c] Les horloges dérivent.
        """,
        ["journaux section", "  r1 recommendation", "  r2 recommendation"],
    ),
}


@pytest.mark.parametrize(("drawing", "expected"), CASES.values(), ids=CASES.keys())
def test_nesting(drawing: str, expected: list[str]) -> None:
    """Only what is numbered or a heading is drawn: the paragraphs below it are not at issue."""
    drawn = [line for line in tree(draft(drawing)) if not _is_plain(line)]
    assert drawn == expected


def _is_plain(line: str) -> bool:
    provision_id, _space, kind = line.strip().partition(" ")
    last = provision_id.rpartition(".")[2]
    return kind == "item" or (kind == "paragraph" and last.startswith("p") and last[1:].isdigit())


def test_a_level_stated_by_the_format_stands_against_order() -> None:
    drawing = f"""
        # I. Faits
        # A. Saisine
        {TEXT}
        # II. Motifs
        # A. Compétence
        {TEXT}
        """
    assert all(item.parent_id is None for item in draft(drawing).provisions if item.number)


def test_a_signature_is_no_heading() -> None:
    signed = Block(kind="paragraph", text="Jeanne Martin", style=BOLD, align="right")
    parsed = draft(f"* Article 4\n{TEXT}", signed)
    assert parsed.provisions[-1].heading == ""
    assert parsed.provisions[-1].parent_id == "art-4"


@pytest.mark.parametrize(
    ("second", "parent"),
    [
        (Block(kind="paragraph", label="•", text="b", indent_pt=60.0, list_level=2), None),
        (Block(kind="paragraph", label="–", text="b", indent_pt=60.0, list_level=0), None),
        (Block(kind="paragraph", label="–", text="b", indent_pt=78.0, list_level=1), "i1"),
        (Block(kind="paragraph", label="–", text="b", indent_pt=60.0, list_level=1), "i1"),
    ],
    ids=["same edge, other stored level", "same edge, other mark", "further in", "stored deeper"],
)
def test_bullets_at_one_edge_are_brothers(second: Block, parent: str | None) -> None:
    first = Block(kind="paragraph", label="•", text="a", indent_pt=60.0, list_level=0)
    parsed = draft("", first, second)
    assert parsed.provisions[1].parent_id == parent


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [("Consolidation", True), ("the removal of the separate regime, which is set out below;", False)],
    ids=["short", "a clause of a list"],
)
def test_a_bullet_before_a_stated_heading_is_an_ornament(text: str, is_heading: bool) -> None:
    bullet = Block(kind="paragraph", label="•", text=text, outline_level=7, list_level=0)
    parsed = draft(f"# 7. Policy background\n7.1 {TEXT}", bullet, Block(kind="paragraph", text=TEXT))
    assert bool(parsed.provisions[2].heading) is is_heading
