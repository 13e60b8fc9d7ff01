"""From a reading to the tree of provisions: parents, kinds, ids, notes, boxes, levels."""

from __future__ import annotations

import pytest

from tests.structure.drafts import draft, tree
from toolkit.model.layout import Block

LONG = (
    "Le responsable de traitement met en œuvre les mesures décrites ci-dessous, sous sa seule responsabilité."
)

CASES = {
    "articles with titles on the next line": (
        f"""
        * Article 1er
        * Périmètre
        {LONG}
        * Article 2
        * Durées
        {LONG}
        """,
        ["art-1 article", "  art-1.p1 paragraph", "art-2 article", "  art-2.p1 paragraph"],
    ),
    "decimal numbers below article numbers": (
        f"""
        # Article 1er – Périmètre
        ## 1.1 Acteurs
        5. {LONG}
        ## 1.2 Environnements
        6. {LONG}
        """,
        [
            "art-1 article",
            "  art-1.1 section",
            "    par-5 paragraph",
            "  art-1.2 section",
            "    par-6 paragraph",
        ],
    ),
    "fiches that do not start at one": (
        f"""
        # Fiche 13 : Gérer les accès
        ## Les précautions élémentaires
        {LONG}
        • premier point ;
        • second point.
        # Fiche 14 : Journaliser
        """,
        [
            "fiche-13 fiche",
            "  fiche-13.les-precautions-elementaires section",
            "    fiche-13.les-precautions-elementaires.p1 paragraph",
            "      fiche-13.les-precautions-elementaires.i1 item",
            "      fiche-13.les-precautions-elementaires.i2 item",
            "fiche-14 fiche",
        ],
    ),
    "unnumbered text belongs to the numbered paragraph before it": (
        f"""
        # Mesures
        1.1. Les cas sont :
        • premier cas ;
        • second cas.
        {LONG}
        1.2. {LONG}
        """,
        [
            "mesures section",
            "  1.1 paragraph",
            "    1.1.i1 item",
            "    1.1.i2 item",
            "    1.1.p1 paragraph",
            "  1.2 paragraph",
        ],
    ),
    "fake headings in bold": (
        f"""
        * Contexte
        {LONG}
        * Objet
        {LONG}
        """,
        ["contexte section", "  contexte.p1 paragraph", "objet section", "  objet.p1 paragraph"],
    ),
    "recommendations with codes": (
        f"""
        # 1 Introduction
        * R1 Journaliser les accès
        {LONG}
        * R2 Chiffrer les sauvegardes
        {LONG}
        """,
        [
            "1 section",
            "  r1 recommendation",
            "    r1.p1 paragraph",
            "  r2 recommendation",
            "    r2.p1 paragraph",
        ],
    ),
    "box with a title": (
        f"""
        # Contexte
        {LONG}
        [b1] * Ce que la CNIL a constaté
        [b1] {LONG}
        {LONG}
        """,
        [
            "contexte section",
            "  contexte.p1 paragraph",
            "  encadre-1 box",
            "    encadre-1.p1 paragraph",
            "  contexte.p2 paragraph",
        ],
    ),
    "a number stands under what it continues, not under a subtitle between them": (
        f"""
        # 7. Contexte
        ## Ce qui change
        7.1 {LONG}
        ## Pourquoi
        7.2 {LONG}
        """,
        [
            "7 section",
            "  7.ce-qui-change section",
            "  7.1 paragraph",
            "  7.pourquoi section",
            "  7.2 paragraph",
        ],
    ),
    "a code stands under the subtitle that it is printed under": (
        f"""
        # 12. Hébergement
        ## Accès
        O-12.1 {LONG}
        O-12.2 {LONG}
        """,
        ["12 section", "  12.acces section", "    o12.1 paragraph", "    o12.2 paragraph"],
    ),
    "numbers of two schemes, of which the format calls one headings": (
        f"""
        # 1. Contexte
        * 1. Journaliser les accès
        {LONG}
        * 2. Chiffrer les sauvegardes
        {LONG}
        # 2. Portée
        * 3. Revoir les habilitations
        {LONG}
        """,
        [
            "1 section",
            "  1.1 section",
            "    1.1.p1 paragraph",
            "  1.2 section",
            "    1.2.p1 paragraph",
            "2 section",
            "  2.3 section",
            "    2.3.p1 paragraph",
        ],
    ),
    "frames that touch are parted at the codes that head them": (
        f"""
        # Mesures
        [b1] * R1 Chiffrer
        [b1] {LONG}
        [b1] * R2 Journaliser
        [b1] {LONG}
        """,
        [
            "mesures section",
            "  r1 recommendation",
            "    r1.p1 paragraph",
            "  r2 recommendation",
            "    r2.p1 paragraph",
        ],
    ),
    "numbers that were put in between": (
        f"""
        Article 1er
        I. – {LONG}
        I bis. – {LONG}
        II. – {LONG}
        Article 1er bis
        {LONG}
        Article 2
        1° Les accès ;
        1° bis Les traces ;
        2° Les sauvegardes.
        """,
        [
            "art-1 article",
            "  art-1.i paragraph",
            "  art-1.i-bis paragraph",
            "  art-1.ii paragraph",
            "art-1-bis article",
            "  art-1-bis.p1 paragraph",
            "art-2 article",
            "  art-2.1 paragraph",
            "  art-2.1-bis paragraph",
            "  art-2.2 paragraph",
        ],
    ),
    "an annex without a number": (
        f"""
        Article 1
        Les établissements déclarent leurs incidents au régulateur dans les conditions prévues.
        Article 2
        {LONG}
        ANNEXE
        Grille des établissements
        1. Le premier établissement.
        2. Le second établissement.
        """,
        [
            "art-1 article",
            "  art-1.p1 paragraph",
            "art-2 article",
            "  art-2.p1 paragraph",
            "annexe annex",
            "  annexe.p1 paragraph",
            "  annexe.1 paragraph",
            "  annexe.2 paragraph",
        ],
    ),
    "note after its caller": (
        f"""
        # Contexte
        Les données^1^ sont protégées par le règlement et par la loi, dans les conditions prévues.
        {LONG}
        ~1 1 Au sens du règlement.
        """,
        ["contexte section", "  contexte.p1 paragraph", "    note-1 footnote", "  contexte.p2 paragraph"],
    ),
}


@pytest.mark.parametrize(("drawing", "expected"), CASES.values(), ids=CASES)
def test_tree(drawing: str, expected: list[str]) -> None:
    assert tree(draft(drawing)) == expected


def test_note_and_call_know_each_other() -> None:
    parsed = draft("Les données^1^ sont protégées.\n~1 1 Au sens du règlement.")
    caller, note = parsed.provisions
    assert caller.calls[0].provision_id == note.id
    assert caller.calls[0].offset == len("Les données")
    assert (note.number, note.text) == ("1", "Au sens du règlement.")


def test_orphan_note_and_missing_note_are_reported() -> None:
    parsed = draft("Les données^9^ sont protégées.\n~1 1 Au sens du règlement.")
    assert len(parsed.issues) == 2
    assert parsed.provisions[0].calls[0].provision_id == ""


def test_note_without_a_call_stands_under_the_heading_where_it_is_printed() -> None:
    parsed = draft(f"# Contexte\n{LONG}\n~1 1 Au sens du règlement.\n# Objet")
    assert tree(parsed)[2] == "  note-1 footnote"


def test_finding_box_has_its_level() -> None:
    parsed = draft(CASES["box with a title"][0])
    levels = {provision.id: provision.level for provision in parsed.provisions}
    assert levels["encadre-1.p1"] == "finding"
    assert levels["contexte.p1"] == ""


def test_table_of_requirements_becomes_provisions() -> None:
    table = Block(
        kind="table",
        rows=(
            ("#", "Description", "L1"),
            ("1.1.1", "Vérifier que les accès sont journalisés et revus.", "✓"),
            ("1.1.2", "Vérifier que les sauvegardes sont chiffrées et testées.", ""),
        ),
    )
    parsed = draft("# V1.1 Exigences", table)
    found = [(provision.number, provision.text, provision.rows) for provision in parsed.provisions[2:]]
    assert found[0] == ("1.1.1", "Vérifier que les accès sont journalisés et revus.", (("✓",),))
    assert found[1][0] == "1.1.2"


def test_what_follows_a_table_of_requirements_is_none_of_its_last_row() -> None:
    rows = (
        ("#", "Description"),
        ("1.1.1", "Vérifier que les accès sont journalisés et revus."),
        ("1.1.2", "Vérifier que les sauvegardes sont chiffrées et testées."),
    )
    parsed = draft("# V1.1 Exigences", Block(kind="table", rows=rows), Block(kind="paragraph", text=LONG))
    assert parsed.provisions[-1].parent_id == parsed.provisions[0].id


@pytest.mark.parametrize(("indent", "holder"), [(0.0, "Mesures"), (30.0, "Tracer.")])
def test_a_paragraph_that_left_an_automatic_list_is_none_of_its_last_item(indent: float, holder: str) -> None:
    items = (
        Block(kind="paragraph", text=text, label=label, list_level=0, indent_pt=30.0)
        for label, text in (("1.", "Habiliter."), ("2.", "Tracer."))
    )
    parsed = draft("# Mesures", *items, Block(kind="paragraph", text=LONG, indent_pt=indent))
    parent = next(item for item in parsed.provisions if item.id == parsed.provisions[-1].parent_id)
    assert holder in (parent.heading, parent.text)


def test_caption_becomes_the_heading_of_its_table() -> None:
    table = Block(kind="table", rows=(("Donnée", "Durée"), ("Nom", "20 ans")))
    parsed = draft(f"# Durées\n{LONG}\nTableau 3 – Durées de conservation", table)
    assert [(p.kind, p.number, p.heading, p.id) for p in parsed.provisions][-1] == (
        "table",
        "Tableau 3",
        "Durées de conservation",
        "tableau-3",
    )


def test_metadata_is_found_in_the_text() -> None:
    parsed = draft(
        f"# Projet de recommandation de la CNIL\nVersion 1.2\n{LONG}\nLes mesures sont décrites dans la fiche."
    )
    assert (parsed.document.language, parsed.document.version, parsed.document.issuer) == (
        "fr",
        "1.2",
        "CNIL",
    )


def test_spans_follow_the_text_when_a_label_is_cut_off() -> None:
    first, second = draft("1. Premier point.\n2. Deuxième point.").provisions
    spans = {span.field: (span.start, span.end) for span in second.spans}
    assert spans == {"number": (0, 2), "text": (0, len(second.text))}
    assert first.text == "Premier point."
