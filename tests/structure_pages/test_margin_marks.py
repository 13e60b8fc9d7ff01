"""Marks of consolidated texts beside the provisions that they are about."""

from __future__ import annotations

import pytest

from tests.structure_pages.printed import paragraph, reading
from toolkit.structure.build import build_draft

TEXT = [
    "Le responsable de traitement met en œuvre les mesures techniques et",
    "organisationnelles appropriées.",
]


def test_a_mark_is_furniture_and_the_text_goes_on_without_it() -> None:
    page = ["40 60 | ▼B", "50 80 12B | Article 32", *paragraph(100, f"▼M3 {TEXT[0]}", TEXT[1])]
    draft = build_draft(reading(page))
    assert [(piece.text, piece.role) for piece in draft.furniture] == [("▼B", "margin"), ("▼M3", "margin")]
    assert [provision.text for provision in draft.provisions][-1] == " ".join(TEXT)


@pytest.mark.parametrize(
    "words", ["► Les postes de travail", "▼ Bilan", "le responsable ►M3 ou le sous-traitant ◄"]
)
def test_bullets_and_marks_within_a_line_stay(words: str) -> None:
    assert build_draft(reading([f"50 60 | {words}", *paragraph(100, *TEXT)])).furniture == ()
