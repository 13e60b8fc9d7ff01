"""A merged comment speaks for its sources: nothing that any of them says is lost, and each stays reachable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.consolidate.compose import compose_response
from toolkit.consolidate.merging import Wishes, merged_comment
from toolkit.consolidate.tracing import Record, origin, reached, speaking
from toolkit.errors import UsageError
from toolkit.export.markdown import write_markdown
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.provision import Outline, ParsedDraft, Provision
from toolkit.model.response import Consultation

PROVISIONS = (
    Provision(id="r1", number="R1", text="Accounts are closed within 24 hours."),
    Provision(id="r1.a", parent_id="r1", kind="item", number="a)", text="accounts of trainees;"),
    Provision(id="r2", number="R2", text="Access is logged."),
)
OUTLINE = Outline(PROVISIONS)


def one(number: int, text: str = "", **fields: object) -> Comment:
    defaults = {"provision_id": "r1", "author": f"P{number}", "state": "submitted"}
    return Comment(id=f"c{number}", text=text, **(defaults | fields))  # type: ignore[arg-type]


def merged(*sources: Comment, **wishes: object) -> Comment:
    return merged_comment(sources, OUTLINE, wishes=Wishes(**wishes), language="en")  # type: ignore[arg-type]


def test_the_source_that_words_the_change_speaks() -> None:
    told = one(
        1,
        "One day is not enough, because the staff office hears of departures once a week.",
        position="question",
    )
    worded = one(2, "Too short.", quote="24 hours", proposed="72 hours", position="amend")
    result = merged(told, worded)
    assert (result.quote, result.proposed, result.position) == ("24 hours", "72 hours", "amend")
    assert result.text == "Too short."
    assert result.rationale == f"P1: {told.text}"
    assert result.sources == ("c1", "c2")


def test_other_wordings_are_kept() -> None:
    result = merged(
        one(1, quote="24 hours", proposed="72 hours", position="amend"),
        one(2, quote="24 hours", proposed="three days", position="amend"),
    )
    assert result.proposed == "72 hours"
    assert "three days" in result.rationale


def test_what_all_say_is_said_once() -> None:
    result = merged(one(1, "Too short. Ask for more."), one(2, "Too short."))
    assert result.text == "Too short. Ask for more."
    assert result.rationale == ""


def test_a_person_words_it_otherwise() -> None:
    result = merged(
        one(1, "Long words."),
        one(2, "Short."),
        text="Own words.",
        position="oppose",
        rationale="",
        author="Lead",
    )
    assert (result.text, result.position, result.rationale, result.author) == (
        "Own words.",
        "oppose",
        "",
        "Lead",
    )


def test_sources_of_sources_come_along() -> None:
    result = merged(one(9, "Merged before.", sources=("c1", "c2")), one(3, "Another."))
    assert result.sources == ("c9", "c1", "c2", "c3")


def test_a_remark_on_the_whole_takes_those_on_its_parts() -> None:
    assert merged(one(1, "A", provision_id="r1.a"), one(2, "B", provision_id="r1")).provision_id == "r1"


@pytest.mark.parametrize("state", ["withdrawn", "rejected", "merged", "approved"])
def test_what_is_not_open_is_refused(state: str) -> None:
    with pytest.raises(UsageError) as caught:
        merged(one(1, "A"), one(2, "B", state=state))
    assert caught.value.where == "c2"


def test_one_comment_is_no_merge() -> None:
    with pytest.raises(UsageError):
        merged(one(1, "A"), one(1, "A"))


words = st.lists(st.sampled_from(["Too short.", "Who pays?", "Nurses object.", "See the annex."]), max_size=3)


@given(st.lists(words, min_size=2, max_size=5))
def test_no_sentence_is_lost(texts: list[list[str]]) -> None:
    sources = [one(number, " ".join(said)) for number, said in enumerate(texts, start=1)]
    result = merged(*sources)
    everything = f"{result.text} {result.rationale}"
    assert all(sentence in everything for said in texts for sentence in said)


def test_a_trace_reaches_every_source_once() -> None:
    comments = {
        item.id: item
        for item in (
            one(1, "First.", state="merged"),
            one(2, "Second.", state="merged"),
            one(3, "Both.", state="merged", sources=("c1", "c2")),
            one(4, "All of it.", sources=("c3", "c1", "c2")),
        )
    }
    assert sorted(reached("c4", comments)) == ["c1", "c2", "c3", "c4"]
    record = Record(comments=comments, remarks={}, files={}, stored={}, histories={})
    found = origin(comments["c4"], record, sentence="Second.")
    (between,) = found.sources
    assert [(source.comment.id, source.likeness == 1.0) for source in between.sources] == [
        ("c1", False),
        ("c2", True),
    ]
    assert origin(comments["c1"], record).merged_into == "c4"


def test_a_sentence_is_found_where_it_is_printed() -> None:
    comments = [one(1, "We agree. Nurses cannot wait for a second factor."), one(2, "Nurses can wait.")]
    found = speaking(comments, "Nurses cannot wait for a  second factor")
    assert [comment.id for comment in found] == ["c1"]


def test_general_remarks_open_the_response() -> None:
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain", language="en")
    response = compose_response(
        ParsedDraft(document=document, provisions=PROVISIONS),
        [
            one(1, "On R2.", provision_id="r2"),
            one(2, "We welcome it.", provision_id=""),
            one(3, "Gone.", provision_id="x"),
        ],
        consultation=Consultation(title="Consultation"),
        language="en",
    )
    assert [section.id for section in response.sections][::2] == ["general", "elsewhere"]
    assert response.sections[0].title == "General remarks"
    written = write_markdown(response)
    assert "#### On the draft as a whole\n\n**QUESTION** — P2 — `c2`" in written
    assert "Provisions commented: 2." in written


def test_a_minority_view_is_printed_as_one() -> None:
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain", language="en")
    response = compose_response(
        ParsedDraft(document=document, provisions=PROVISIONS),
        [one(1, "Too strict.", minority=True)],
        consultation=Consultation(title="Consultation"),
        language="en",
    )
    assert "**QUESTION** \\[minority view\\] — P1 — `c1`" in write_markdown(response)
