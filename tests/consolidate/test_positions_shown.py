"""A remark that states no position shows one by its words."""

from __future__ import annotations

import pytest

from toolkit.consolidate.positions import asks_change, shown_position


@pytest.mark.parametrize(
    ("text", "position"),
    [
        pytest.param("Sur quel texte cette obligation se fonde-t-elle ?", "question", id="question"),
        pytest.param("Which register is meant?", "question", id="question-in-english"),
        pytest.param("Préciser la source de temps (1 s ?).", "amend", id="demand-with-a-question-mark"),
        pytest.param("L'essai annuel doit être maintenu.", "support", id="to-be-maintained"),
        pytest.param("Nous tenons au maintien du délai de dix jours.", "support", id="maintenance-wanted"),
        pytest.param("This paragraph must stay.", "support", id="must-stay"),
        pytest.param("Ne pas assouplir cette règle.", "support", id="not-to-be-loosened"),
        pytest.param("The rule must stay, and be extended to trainees.", "amend", id="kept-and-extended"),
        pytest.param("Contre. Les badges suffisent.", "oppose", id="against"),
        pytest.param("Supprimer cette exigence.", "oppose", id="deletion"),
        pytest.param("Le registre devrait être public.", "amend", id="should"),
        pytest.param("Please add laboratories to the list.", "amend", id="please"),
        pytest.param("Nous avons connu une telle situation.", None, id="tells-of-something"),
        pytest.param("Le patient peut supprimer un document.", None, id="what-somebody-else-deletes"),
    ],
)
def test_the_position_that_words_show(text: str, position: str | None) -> None:
    assert shown_position(text) == position


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        pytest.param("Il faudrait citer les laboratoires.", True, id="wish"),
        pytest.param("Trop court, reporter d'un an.", True, id="postpone"),
        pytest.param("Nous avons connu une telle situation.", False, id="tells-of-something"),
        pytest.param("L'essai annuel doit être maintenu.", False, id="keeps"),
    ],
)
def test_a_demand_without_wording_is_one(text: str, *, asks: bool) -> None:
    assert asks_change(text) is asks
