"""What several pieces of evidence make of a place, and what people read about it."""

from __future__ import annotations

import msgspec

from tests.intake_placing.conftest import NOTATION
from tests.intake_placing.drafts import contribution, draft, placed, remark
from toolkit.intake.placing.placer import Placer
from toolkit.intake.placing.sentences import rules, sentence
from toolkit.intake.placing.tables import evidence_table
from toolkit.model.contribution import GENERAL, Placement, Reason
from toolkit.model.provision import ParsedDraft

DRAFT = draft(NOTATION)


def one(**fields: object) -> Placement:
    return placed(DRAFT, remark(**fields))[0]  # type: ignore[arg-type]  # fields of two structs


def test_every_rule_has_a_weight_and_a_sentence() -> None:
    weighed = set(evidence_table().weights)
    assert weighed <= rules()
    assert rules() - weighed == {"quote_missing", "silence_all", "contradicted"}
    for rule in rules():
        assert "{" not in sentence(Reason(rule, "R12"))


def test_an_answer_stands_where_the_remark_answered_stands() -> None:
    first, answer = placed(DRAFT, remark("1", clause="R2"), remark("2", "Je suis d’accord.", reply_to="1"))
    assert (answer.state, answer.provision_id) == (first.state, "r2")
    assert answer.reasons[0].rule == "reply"


def test_the_place_of_the_remark_before_is_told_and_not_taken_for_granted() -> None:
    before, after = placed(
        DRAFT, remark("1", form="prose", clause="R2"), remark("2", "Les incidents en premier.", form="prose")
    )
    assert before.state == "placed"
    assert after.state == "unplaced"
    assert after.rivals[0].provision_id == "r2"


def test_silence_on_a_range_means_all_of_it_whatever_the_mail_is_about() -> None:
    said = remark(text="RAS", form="mail", kind="silence", clause="R1 à R3", subject="Droits et comité")
    placement = placed(DRAFT, said)[0]
    assert (placement.provision_id, placement.also) == ("r1", ("r2", "r3"))


def test_the_subject_of_a_mail_is_not_that_of_each_of_its_remarks() -> None:
    several = [remark(str(at), "Trop lourd.", form="mail", subject="Les droits") for at in range(3)]
    assert {item.state for item in placed(DRAFT, *several)} == {"unplaced"}


def test_a_place_carried_over_from_the_paragraph_before_is_not_taken_for_a_heading() -> None:
    carried = remark("2", "Par ailleurs, le chauffage est en panne.", form="prose", headings=("fiche 4",))
    placement = placed(DRAFT, remark("1", form="prose", clause="fiche 4"), carried)[1]
    assert (placement.state, placement.provision_id) == ("proposed", "fiche-4")
    under_heading = msgspec.structs.replace(carried, key="3")
    assert placed(DRAFT, under_heading)[0].state == "placed"


def test_words_in_common_alone_propose_nothing_but_are_told() -> None:
    placement = one(text="Désigner un pilote par décision écrite est inutile.")
    assert placement.state == "unplaced"
    assert placement.rivals[0].provision_id == "r1"


def test_remarks_on_the_whole_are_on_the_draft_itself() -> None:
    for fields in (
        {"general": True},
        {"clause": "Général"},
        {"category": "ge"},
        {"text": "De manière générale, c’est clair."},
    ):
        placement = one(**fields)
        assert (placement.state, placement.provision_id) == ("placed", GENERAL), fields


def test_a_general_type_beside_a_clause_is_a_remark_on_the_clause() -> None:
    assert one(category="ge", clause="R3").provision_id == "r3"


def test_silence_without_a_place_means_the_whole_draft() -> None:
    placement = one(text="RAS", kind="silence")
    assert (placement.state, placement.provision_id) == ("placed", GENERAL)


def test_our_form_is_believed_for_the_draft_it_was_made_for() -> None:
    ours = placed(DRAFT, remark(provision_id="r3"), draft_sha256=DRAFT.document.sha256)[0]
    other = placed(DRAFT, remark(provision_id="r3"), draft_sha256="b" * 64)[0]
    assert (ours.state, other.state) == ("placed", "proposed")
    assert other.provision_id == "r3"


def test_a_form_for_another_version_follows_the_words() -> None:
    asked = remark(provision_id="r1", quote="Le comité se réunit deux fois par an et examine les incidents")
    placement = placed(DRAFT, asked, draft_sha256="b" * 64)[0]
    assert placement.provision_id == "r2"


def test_lines_are_counted_on_the_page(sample: ParsedDraft, placer: Placer) -> None:
    provision = next(item for item in sample.provisions if item.id == "r13.p1")
    page = provision.page_number
    tops = sorted(
        {
            span.box.top
            for item in sample.provisions
            for span in item.spans
            if span.box and span.page_number == page
        }
    )
    line = 1 + sum(top < provision.spans[0].box.top - 3 for top in _lines(tops))  # type: ignore[union-attr]  # a PDF has boxes
    placement = placer.place(contribution(remark(page_number=page, lines=(line, line))))[0]
    assert placement.provision_id == "r13.p1"


def _lines(tops: list[float]) -> list[float]:
    """Return the top of each line: what is nearer than three points stands on one."""
    lines: list[float] = []
    last = float("-inf")
    for top in tops:
        if top - last > 3:
            lines.append(top)
        last = top
    return lines


def test_what_a_remark_begins_with_in_words_is_what_it_is_about() -> None:
    for text in (
        "A propos de revoir les droits, c'est lourd.",
        "Réunir un comité : trop rare.",
        "Sur le comité : trop rare.",
    ):
        found = one(text=text, form="prose")
        assert found.state in ("placed", "proposed"), text
        assert found.provision_id.startswith("r3" if "droits" in text else "r2"), text


def test_a_clause_named_behind_the_page_is_a_mention() -> None:
    found = one(text="p. 5 : le pilote de la R1 est de trop.", form="prose", page_number=5)
    assert found.provision_id.startswith("r1")
