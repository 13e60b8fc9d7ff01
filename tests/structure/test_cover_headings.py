"""Covers: one title, and no headings among the dates and names around it."""

from __future__ import annotations

import pytest

from tests.structure.drafts import block, draft
from toolkit.model.document import Document
from toolkit.model.layout import Block, Style
from toolkit.model.reading import Reading
from toolkit.structure.build import build_draft

LONG = "Le responsable de traitement met en œuvre les mesures décrites ci-dessous, sous sa seule responsabilité, et en rend compte."


def large(text: str, size: float) -> Block:
    return Block(kind="paragraph", text=text, style=Style(size_pt=size, bold=True))


def headings(*blocks: Block) -> list[str]:
    document = Document(sha256="0" * 64, name="draft.docx", media_type="text/plain")
    parsed = build_draft(Reading(document=document, blocks=blocks))
    return [provision.heading for provision in parsed.provisions if provision.heading]


def test_a_cover_has_one_heading() -> None:
    cover = [large("Autorité des données", 14), large("Projet de recommandation", 24), large("Novembre", 14)]
    text = [block(f"# {name}") if name != LONG else block(LONG) for name in ("Introduction", LONG)]
    assert headings(*cover, *text) == ["Projet de recommandation", "Introduction"]


def test_the_heading_right_above_the_text_is_no_part_of_the_cover() -> None:
    assert headings(large("Projet", 24), large("Contexte", 14), block(LONG)) == ["Projet", "Contexte"]


@pytest.mark.parametrize(
    "line", ["Adoption envisagée : jeudi 25 mars 2027", "Date : 14/12/2018", "Date: September 12, 2017"]
)
def test_a_dated_line_is_no_heading(line: str) -> None:
    parsed = draft(f"# Projet\n* {line}\n{LONG}")
    assert [provision.heading for provision in parsed.provisions] == ["Projet", "", ""]


def test_a_statement_in_large_type_is_no_heading() -> None:
    parsed = draft(f"# Fiche 3\n* Limiter les accès aux seules données dont on a besoin.\n{LONG}")
    assert [provision.kind for provision in parsed.provisions] == ["fiche", "paragraph", "paragraph"]


def test_a_short_numbered_line_without_a_stop_is_a_heading_before_full_sentences() -> None:
    parsed = draft(
        f"1. Sur la compétence\n{LONG}\n2. Sur la procédure\n{LONG}\n3. Le délai est d’un mois.\n{LONG}"
    )
    assert [provision.kind for provision in parsed.provisions[::2]] == ["section", "section", "paragraph"]
