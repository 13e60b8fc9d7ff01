"""Who says each sentence of a merged comment, before somebody has to answer for it."""

from __future__ import annotations

from toolkit.consolidate.attributing import Attributed, attribute
from toolkit.consolidate.grounds import spoken_words
from toolkit.consolidate.merging import merged_comment
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Grounds
from toolkit.model.provision import Outline, Provision

ANA = Comment(
    id="c1",
    provision_id="r1",
    author="Ana Ruiz",
    position="amend",
    text="Le délai est trop court. Il faut un an au service pour s’équiper.",
    state="submitted",
)
LEA = Comment(
    id="c2",
    provision_id="r1",
    author="Léa Roux",
    position="amend",
    text="Les badges manquent encore.",
    proposed="dans un délai d’un an",
    state="submitted",
)


def test_what_a_merge_proposes_is_attributed_in_full() -> None:
    outline = Outline([Provision(id="r1", text="dans un délai de six mois")])
    merged = merged_comment([ANA, LEA], outline, language="fr")
    found = attribute(merged, [ANA, LEA])
    assert all(item.source_ids for item in found)
    assert {name for item in found for name in item.source_ids} == {"c1", "c2"}


def test_a_sentence_of_ones_own_has_no_source() -> None:
    merged = Comment(id="", provision_id="r1", text="Le délai est trop court. Nous le regrettons.")
    assert attribute(merged, [ANA, LEA]) == (
        Attributed("text", "Le délai est trop court.", ("c1",)),
        Attributed("text", "Nous le regrettons.", ()),
    )


def test_the_name_before_a_reason_does_not_hide_who_says_it() -> None:
    merged = Comment(id="", provision_id="r1", rationale="Léa Roux\u00a0: Les badges manquent encore.")
    assert attribute(merged, [ANA, LEA])[0].source_ids == ("c2",)


def test_labels_of_directions_are_no_words_to_look_for() -> None:
    assert spoken_words(
        [Grounds("opposed_way", "longer ↔ shorter"), Grounds("same_figure", "48 h ← 72 h")]
    ) == (
        "48 h",
        "72 h",
    )
