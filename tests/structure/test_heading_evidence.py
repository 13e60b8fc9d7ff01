"""What makes a heading: the table of evidence, the contents, ornaments, codes printed below their titles."""

from __future__ import annotations

import pytest

from tests.structure.drafts import BODY, draft, tree
from toolkit.model.document import Document
from toolkit.model.layout import Block, OutlineEntry, Style
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft

LONG = (
    "Le responsable de traitement met en œuvre les mesures décrites ci-dessous, sous sa seule responsabilité."
)
LARGE = Style(size_pt=17.0, color="#6188b7")


def structured(*blocks: Block, outline: tuple[OutlineEntry, ...] = ()) -> ParsedDraft:
    document = Document(sha256="0" * 64, name="draft", media_type="application/pdf")
    return build_draft(Reading(document=document, blocks=blocks, outline=outline))


def paragraph(text: str, style: Style = BODY, **more: object) -> Block:
    return Block(kind="paragraph", text=text, style=style, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("block", "is_heading"),
    [
        (paragraph("Contexte", Style(size_pt=11.0, bold=True)), True),
        (paragraph("Contexte", Style(size_pt=15.0)), True),
        (paragraph("Contexte", Style(size_pt=11.0, name="heading 2")), True),
        (paragraph("Contexte", outline_level=3), True),
        (paragraph("Contexte"), False),
        (paragraph("Les cas sont les suivants :", Style(size_pt=11.0, bold=True)), False),
        (paragraph("Il doit être informé sans délai.", Style(size_pt=11.0, bold=True)), False),
        (paragraph(f"{LONG} {LONG} {LONG}", Style(size_pt=11.0, bold=True)), False),
        (paragraph("18 octobre 2017", Style(size_pt=11.0, bold=True)), False),
        (paragraph("www.cnil.fr", Style(size_pt=11.0, bold=True)), False),
        (paragraph("[Ce paragraphe est réservé]", Style(size_pt=11.0, italic=True)), False),
        (paragraph(f"1.1 {LONG}", outline_level=2), False),
    ],
    ids=lambda value: value.text[:24] if isinstance(value, Block) else str(value),
)
def test_evidence_is_weighed(block: Block, is_heading: bool) -> None:
    provisions = structured(paragraph(LONG), block, paragraph(LONG), paragraph(LONG)).provisions
    assert bool(provisions[1].heading) is is_heading


def test_bookmark_makes_a_heading_of_plain_text() -> None:
    outline = (OutlineEntry(title="Contexte", level=2, page_number=1),)
    plain = paragraph("Contexte", page_number=1)
    assert (
        structured(paragraph(LONG), plain, paragraph(LONG), outline=outline).provisions[1].heading
        == "Contexte"
    )


def test_bookmark_of_another_page_does_not() -> None:
    outline = (OutlineEntry(title="Contexte", level=2, page_number=9),)
    plain = paragraph("Contexte", page_number=1)
    assert not structured(paragraph(LONG), plain, paragraph(LONG), outline=outline).provisions[1].heading


def test_announced_title_that_is_missing_is_reported() -> None:
    outline = (OutlineEntry(title="Annexe introuvable", level=1, page_number=7),)
    issues = structured(paragraph(LONG), outline=outline).issues
    assert [issue.where for issue in issues if "introuvable" in issue.message] == ["page 7"]


def test_contents_number_a_heading_that_has_no_number() -> None:
    contents = [
        Block(kind="paragraph", text="6.1 Généralités\t3", role="toc", style=Style(name="toc 2")),
        Block(kind="paragraph", text="6.2 Portée\t4", role="toc", style=Style(name="toc 2")),
    ]
    parsed = structured(*contents, paragraph("Portée", outline_level=2), paragraph(LONG))
    heading = parsed.provisions[0]
    assert (heading.number, heading.heading, heading.id) == ("6.2", "Portée", "6.2")
    assert all(span.field != "number" for span in heading.spans)


def test_code_printed_below_its_title_is_given_back() -> None:
    blocks = []
    for number in (1, 2, 3):
        blocks += [
            paragraph(f"M R Mesure {number}", LARGE),
            paragraph(f"R{number}", Style(size_pt=11.0, bold=True)),
            paragraph(LONG),
        ]
    parsed = structured(*blocks)
    found = [(provision.number, provision.heading) for provision in parsed.provisions if provision.heading]
    assert found == [("R1", "Mesure 1"), ("R2", "Mesure 2"), ("R3", "Mesure 3")]
    assert [provision.text for provision in parsed.provisions].count("M R") == 3


def test_checklist_becomes_themes_with_their_measures() -> None:
    rows = [("FICHES", "", "MESURES")]
    for number in range(1, 5):
        rows += [
            (str(number), f"Thème {number}", f"Première mesure {number}"),
            ("", "", f"Seconde mesure {number}"),
        ]
    parsed = draft("# Avez-vous pensé à", Block(kind="table", rows=tuple(rows)))
    assert tree(parsed)[2:6] == ["  1 section", "    1.p1 paragraph", "    1.p2 paragraph", "  2 section"]


def test_printed_box_title_opens_one_box_over_its_shaded_areas() -> None:
    parsed = draft(
        f"""
        # Contexte
        * R1 Journaliser
        {LONG}
        * R2 Chiffrer
        {LONG}
        * Encadré n° 4 – Constats
        [a1] {LONG}
        [a2] {LONG}
        """
    )
    assert tree(parsed)[-3:] == [
        "  encadre-4 box",
        "    encadre-4.p1 paragraph",
        "    encadre-4.p2 paragraph",
    ]


def test_numbers_of_a_heading_are_not_those_of_its_recommendations() -> None:
    drawing = f"# Fiche 3 Gouverner\n## 3.1 Rôles\n### R3 Désigner\n{LONG}\n### R4 Réunir\n{LONG}\n## 3.2 Politique\n{LONG}"
    assert "  fiche-3.2 section" in tree(draft(drawing))
