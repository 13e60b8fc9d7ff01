"""Words quoted, and copies of the draft, with what people's hands do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake_placing.conftest import NOTATION
from tests.intake_placing.drafts import PROFILE, contribution, draft, placed, remark
from toolkit.intake.placing.copies import align
from toolkit.intake.placing.placer import Placer
from toolkit.intake.placing.words import passages_of
from toolkit.model.contribution import Leftover
from toolkit.model.provision import ParsedDraft

DRAFT = draft(NOTATION)


@pytest.mark.parametrize(
    ("quote", "provision_id", "printed"),
    [
        ("LE COMITE SE REUNIT deux fois par an", "r2", "Le comité se réunit deux fois par an"),
        (
            "la directon désigne un pilotte par une decision",
            "r1",
            "La direction désigne un pilote par une décision",
        ),
        (
            "Chaque responsable […] une fois par an",
            "r3",
            "Chaque responsable vérifie les droits une fois par an",
        ),
        ("désigne un pilote par une décision écrite.", "r1", "désigne un pilote par une décision écrite."),
        ("Réunir un comité", "r2", "Réunir un comité"),
    ],
    ids=["capitals", "typos", "left out", "with the stop", "heading"],
)
def test_a_quotation_is_given_back_as_the_draft_prints_it(
    quote: str, provision_id: str, printed: str
) -> None:
    # The table's row narrows nothing down: the words alone say where.
    placement = placed(DRAFT, remark(quote=quote))[0]
    assert placement.provision_id == provision_id
    assert placement.quote == printed


def test_a_clause_and_a_quotation_that_differ_are_both_proposed() -> None:
    placement = placed(
        DRAFT, remark(clause="R1", quote="Le comité se réunit deux fois par an et examine les incidents")
    )[0]
    assert placement.state == "proposed"
    named = {placement.provision_id, *(rival.provision_id for rival in placement.rivals)}
    assert {"r1", "r2"} <= named


def test_words_that_stand_nowhere_do_not_move_what_the_clause_says() -> None:
    placement = placed(DRAFT, remark(clause="R1", quote="le parking du personnel est fermé"))[0]
    assert (placement.state, placement.provision_id, placement.quote) == ("placed", "r1", "")
    assert "quote_missing" in {reason.rule for reason in placement.reasons}


def paragraphs(parsed: ParsedDraft) -> list[str]:
    return [
        text for item in parsed.provisions for text in (f"{item.number} {item.heading}", item.text) if text
    ]


def aligned(copy: list[str]) -> list[tuple[str, str] | None]:
    passages = [
        passage for index, item in enumerate(DRAFT.provisions) for passage in passages_of(index, item)
    ]
    found = align(copy, passages)
    return [item and (DRAFT.provisions[item.provision_index].id, item.state) for item in found]


def test_a_copy_is_recognised_paragraph_by_paragraph() -> None:
    assert aligned(paragraphs(DRAFT)) == [
        ("fiche-3", "same"),
        ("r1", "same"), ("r1", "same"),
        ("r2", "same"), ("r2", "same"),
        ("fiche-4", "same"),
        ("r3", "same"), ("r3", "same"),
    ]  # fmt: skip


def test_edited_and_new_paragraphs_of_a_copy_are_told_apart() -> None:
    copy = paragraphs(DRAFT)
    copy[4] = "Le comité se réunit quatre fois par an et examine les incidents graves."
    copy.insert(5, "Un tout nouveau paragraphe sur un sujet sans rapport avec ce qui précède.")
    del copy[1:3]
    assert aligned(copy)[1:4] == [("r2", "same"), ("r2", "edited"), ("r2", "new")]


def test_a_copy_of_another_version_is_said_to_be_one() -> None:
    copy = paragraphs(DRAFT)
    copy[4] = "Le comité se réunit quatre fois par an et examine les incidents graves."
    issues = Placer(DRAFT, profile=PROFILE).compare_copy(contribution(passages=tuple(copy)))
    assert "1 of 8 paragraphs" in issues[0].message


def test_a_marked_copy_of_another_document_is_asked_about_once() -> None:
    strange = (
        "L’exploitant du réseau tient à jour la cartographie des postes de transformation.",
        "Toute interruption de service est portée à la connaissance du gestionnaire.",
        "Les compteurs sont relevés à distance au moins une fois par trimestre civil.",
    )
    own = tuple(text for text in paragraphs(DRAFT) if len(text) >= 40)
    placer = Placer(DRAFT, profile=PROFILE)

    def said(*texts: str) -> list[str]:
        leftovers = tuple(Leftover("", text, "draft") for text in texts)
        return [issue.message for issue in placer.compare_copy(contribution(leftovers=leftovers))]

    (asked,) = said(*strange)
    assert "3 of 3 paragraphs are not in our draft" in asked
    assert "consult place --set-aside-file table.csv --why" in asked
    assert said(*strange[:2]) == []
    assert said(*strange, *own) == []


def test_a_change_in_a_copy_is_placed_where_it_stands() -> None:
    copy = paragraphs(DRAFT)
    change = remark(form="tracked_changes", passage=4, quote="deux fois", proposed="quatre fois")
    placement = placed(DRAFT, change, passages=tuple(copy))[0]
    assert (placement.state, placement.provision_id, placement.quote) == ("placed", "r2", "deux fois")


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_paragraphs_can_be_aligned(copy: list[str]) -> None:
    passages = [
        passage for index, item in enumerate(DRAFT.provisions) for passage in passages_of(index, item)
    ]
    assert len(align(copy, passages)) == len(copy)


def test_notes_at_the_end_of_a_copy_are_those_of_the_draft() -> None:
    copy = paragraphs(DRAFT)
    assert aligned([*copy[:1], *copy[2:], copy[1]])[-1] == ("r1", "same")
