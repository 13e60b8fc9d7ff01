"""Why a provision is what and where it is: each decision is told with the evidence that made it."""

from __future__ import annotations

import pytest

from tests.structure.drafts import reading
from toolkit.model.explanation import Explanation
from toolkit.structure.build import structure
from toolkit.structure.explain import evidence_words, explain_place, support_words
from toolkit.structure.headings.weighing import evidence_table
from toolkit.structure.labels.belief import Support

DRAWING = """
    # Recommandation
    ## Fiche 3 – Accès
    1. Le responsable du traitement tient :
    a) une liste des habilitations^n^ ;
    b) un journal des accès.
    * Un sous-titre en gras
    Le texte qui le suit est un paragraphe assez long pour que personne ne le prenne pour un titre.
    ~n Voir l’annexe.
"""


def explained(provision_id: str, drawing: str = DRAWING) -> Explanation:
    return explain_place(structure(reading(drawing)), provision_id)


def test_weights_told_add_up_to_the_score() -> None:
    structured = structure(reading(DRAWING))
    for provision in structured.draft.provisions:
        told = explain_place(structured, provision.id)
        if told.heading:
            assert sum(clue.weight or 0 for clue in told.heading) == pytest.approx(told.score, abs=0.02)
            assert told.is_heading == (told.score > 0)


def test_a_heading_names_what_spoke_for_it() -> None:
    told = explained("fiche-3")
    assert {"bias", "outline", "worded"} <= {clue.name for clue in told.heading}
    assert (told.kind, told.kind_reason) == ("fiche", "its label says so")
    assert (told.depth, told.depth_reason) == (2, "the format states this level")
    assert told.parent_id == "recommandation"


def test_an_item_names_its_series() -> None:
    told = explained("fiche-3.1.b")
    assert told.kind == "item"
    assert [clue.name for clue in told.numbering] == ["follows"]
    assert told.parent_label == "1. Le responsable du traitement tient :"
    assert "same numbering" in told.parent_reason


def test_a_note_stands_where_it_is_called() -> None:
    told = explained("note-n")
    assert told.parent_id == "fiche-3.1.a"
    assert told.parent_reason == "it is called there"


def test_every_weight_has_its_words() -> None:
    assert evidence_words().keys() == evidence_table().weights.keys()
    assert support_words().keys() == set(Support.__struct_fields__)


def test_a_number_whose_series_is_missing_is_less_sure_of_its_place() -> None:
    structured = structure(reading("# Titre\n1. Une obligation.\nc) Un élément isolé.\nd) Le suivant."))
    sure = {provision.number: provision.confidence for provision in structured.draft.provisions}
    assert sure["c)"] < 0.6 < sure["d)"]
