"""Words scattered over a drawing, and what must not be taken for one."""

from __future__ import annotations

import pytest

from tests.structure_pages.printed import paragraph, reading
from toolkit.model.layout import Block
from toolkit.structure.build import build_draft

TEXT = paragraph(
    60,
    "Le responsable de traitement s’assure que chaque professionnel de santé dispose d’un",
    "identifiant qui lui est propre et le protège contre tout usage par un tiers.",
)
WORDS = [
    "Internet", "Pare-feu externe", "Zone exposée", "Serveur web", "Pare-feu interne", "Réseau local",
    "Poste de travail", "Base de données", "Sauvegarde", "Site distant", "Administration", "Journalisation",
]  # fmt: skip
PLACES = [(60, 120), (200, 124), (330, 121), (90, 160), (240, 158), (380, 164), (70, 200), (190, 196), (310, 203), (150, 240), (280, 236), (400, 244)]  # fmt: skip
DRAWING: list[Block | str] = [f"{x} {top} 8 | {words}" for words, (x, top) in zip(WORDS, PLACES, strict=True)]
COVER: list[Block | str] = ["50 300 20B | Recommandation sur la sécurité"]


def test_a_drawing_is_one_provision_that_keeps_its_words_and_places() -> None:
    caption = "150 280 | Figure 1 : cloisonnement du réseau"
    draft = build_draft(reading(COVER, [*TEXT, *DRAWING, caption, *paragraph(320, *WORDS[:2])]))
    (drawing,) = [provision for provision in draft.provisions if "Pare-feu externe\n" in provision.text]
    assert drawing.kind == "figure"
    assert drawing.text.split("\n") == WORDS
    assert len(drawing.spans) == len(WORDS)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([f"60 {120 + 14 * n} | • {words}" for n, words in enumerate(WORDS)], id="list"),
        pytest.param(
            [f"60 {120 + 14 * n} | {words}" for n, words in enumerate(WORDS)], id="one below the other"
        ),
        pytest.param(
            [f"{300 - 2.5 * len(words)} {120 + 14 * n} | {words}" for n, words in enumerate(WORDS)],
            id="centred",
        ),
        pytest.param(DRAWING[:6], id="a few words"),
    ],
)
def test_what_lacks_a_mark_of_drawings_stays_text(lines: list[Block | str]) -> None:
    draft = build_draft(reading(COVER, [*TEXT, *lines]))
    assert "figure" not in {provision.kind for provision in draft.provisions}
