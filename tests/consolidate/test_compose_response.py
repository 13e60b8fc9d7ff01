"""What a team's comments become in the response: everything once, in order, traceable."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.consolidate.compose import compose_response
from toolkit.consolidate.digest import content_sha256
from toolkit.model.comment import POSITIONS, STATES, Comment
from toolkit.model.document import Document
from toolkit.model.profile import Named
from toolkit.model.provision import NoteCall, ParsedDraft, Provision
from toolkit.model.response import Consultation, Response
from toolkit.model.tag import Tag

ROLES = (Named("dpo", "DPO", "DPO"), Named("dim", "Médecin DIM", "DIM physician"))


def tagged(*roles: str) -> tuple[Tag, ...]:
    return tuple(Tag(facet="role", value=role, score=0.9, rule="test") for role in roles)


def draft() -> ParsedDraft:
    provisions = (
        Provision(id="p1", text="Opening words."),
        Provision(id="fiche-3", kind="fiche", number="Fiche 3", heading="Access", tags=tagged("dim")),
        Provision(
            id="fiche-3.1",
            parent_id="fiche-3",
            number="1.",
            text="Accounts are personal.",
            tags=tagged("dim", "dpo"),
            calls=(NoteCall("text", 8, "note-1", "1"),),
        ),
        Provision(id="fiche-3.2", parent_id="fiche-3", number="2.", text="Access is logged."),
        Provision(id="fiche-4", kind="fiche", number="Fiche 4", heading="Backup"),
        Provision(
            id="fiche-4.1", parent_id="fiche-4", number="1.", text="Backups are tested.", tags=tagged("it")
        ),
        Provision(id="note-1", kind="footnote", number="1", text="See article 32."),
    )
    document = Document(sha256="0" * 64, name="draft.txt", media_type="text/plain", language="fr")
    return ParsedDraft(document=document, provisions=provisions)


def said(key: str, provision_id: str, text: str = "", **fields: object) -> Comment:
    return Comment(id=key, provision_id=provision_id, text=text or f"Words of {key}.", **fields)  # type: ignore[arg-type]


def compose(*comments: Comment, **options: object) -> Response:
    settings = {
        "consultation": Consultation(title="Consultation"),
        "language": "en",
        "roles": ROLES,
    } | options
    return compose_response(draft(), comments, **settings)  # type: ignore[arg-type]


def printed(response: Response) -> list[tuple[str, str, list[str]]]:
    return [
        (section.title, answer.provision.id, [comment.id for comment in answer.comments])
        for section in response.sections
        for answer in section.answers
    ]


def test_comments_stand_in_the_order_of_the_draft_under_its_parts() -> None:
    response = compose(
        said("c1", "fiche-4.1"), said("c2", "fiche-3.2"), said("c3", "p1"), said("c4", "fiche-3")
    )
    assert printed(response) == [
        ("Opening provisions", "p1", ["c3"]),
        ("Fiche 3 Access", "fiche-3", ["c4"]),
        ("Fiche 3 Access", "fiche-3.2", ["c2"]),
        ("Fiche 4 Backup", "fiche-4.1", ["c1"]),
    ]


def test_a_root_that_holds_the_whole_draft_is_not_a_section() -> None:
    whole = draft()
    root = Provision(id="title", kind="title", heading="Draft recommendation")
    below = tuple(
        msgspec.structs.replace(provision, parent_id=provision.parent_id or "title")
        for provision in whole.provisions
    )
    nested = msgspec.structs.replace(whole, provisions=(root, *below))
    response = compose_response(
        nested, [said("c1", "fiche-4.1")], consultation=Consultation(title="C"), language="en"
    )
    assert [section.title for section in response.sections] == ["Fiche 4 Backup"]
    assert response.sections[0].answers[0].path[0] == "Draft recommendation"


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        pytest.param(
            "role",
            [
                ("DPO", "fiche-3.1", ["c2"]),
                ("DIM physician", "fiche-3.1", ["c1"]),
                ("ciso", "fiche-4.1", ["c3"]),
                ("Without role", "fiche-4.1", ["c4"]),
                ("Provisions without comment yet", "fiche-3.2", []),
            ],
            id="known roles in their order, then others, then none, then what is open",
        ),
        pytest.param(
            "author",
            [
                ("Ana", "fiche-3.1", ["c2"]),
                ("Bea", "fiche-3.1", ["c1"]),
                ("Bea", "fiche-4.1", ["c3"]),
                ("Without author", "fiche-4.1", ["c4"]),
                ("Provisions without comment yet", "fiche-3.2", []),
            ],
            id="authors by name",
        ),
    ],
)
def test_comments_can_stand_by_role_or_author(
    ordering: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    comments = (
        said("c1", "fiche-3.1", role="dim", author="Bea"),
        said("c2", "fiche-3.1", role="dpo", author="Ana"),
        said("c3", "fiche-4.1", role="ciso", author="Bea"),
        said("c4", "fiche-4.1"),
    )
    assert printed(compose(*comments, ordering=ordering, selection=["fiche-3.2"])) == expected


def test_withdrawn_and_rejected_comments_are_left_out() -> None:
    response = compose(
        said("c1", "fiche-3.1", state="withdrawn"),
        said("c2", "fiche-3.1", state="rejected"),
        said("c3", "fiche-3.1", state="approved"),
    )
    assert printed(response) == [("Fiche 3 Access", "fiche-3.1", ["c3"])]


def test_sources_of_a_merged_comment_stand_under_it() -> None:
    response = compose(
        said("c1", "fiche-3.1", state="merged"),
        said("c2", "fiche-3.2", state="merged", sources=("c1",)),
        said("c3", "fiche-3.1", sources=("c2",)),
    )
    (answer,) = response.sections[0].answers
    assert [comment.id for comment in answer.comments] == ["c3"]
    assert [(fold.into, fold.comment.id, fold.reason) for fold in answer.folded] == [
        ("c3", "c2", "merged"),
        ("c3", "c1", "merged"),
    ]


@pytest.mark.parametrize(
    "comments",
    [
        pytest.param((said("c1", "p1", state="merged"),), id="nobody names it"),
        pytest.param(
            (said("c1", "p1", state="merged"), said("c2", "p1", sources=("c1",), state="withdrawn")),
            id="its successor was withdrawn",
        ),
        pytest.param(
            (
                said("c1", "p1", state="merged", sources=("c2",)),
                said("c2", "p1", state="merged", sources=("c1",)),
            ),
            id="a circle",
        ),
    ],
)
def test_a_merged_comment_without_successor_is_not_lost(comments: tuple[Comment, ...]) -> None:
    assert "c1" in printed(compose(*comments))[0][2]


def test_the_same_words_of_several_people_are_printed_once() -> None:
    response = compose(
        said(
            "c1", "fiche-3.1", "We agree  with this.", author="Ana", position="support", created="2026-01-01"
        ),
        said("c2", "fiche-3.1", "we agree with this", author="Bea", position="support", created="2026-01-02"),
        said("c3", "fiche-3.1", "we agree with this", author="Cyd", position="oppose", created="2026-01-03"),
    )
    (answer,) = response.sections[0].answers
    assert [comment.id for comment in answer.comments] == ["c1", "c3"]
    assert [(fold.into, fold.comment.author, fold.reason) for fold in answer.folded] == [
        ("c1", "Bea", "same_words")
    ]
    assert (response.summary[0].support, response.summary[0].oppose) == (1, 1)


def test_the_same_words_with_another_proposal_are_another_comment() -> None:
    response = compose(
        said("c1", "p1", "Change it.", proposed="A"), said("c2", "p1", "Change it.", proposed="B")
    )
    assert printed(response)[0][2] == ["c1", "c2"]


def test_sources_of_a_repetition_stand_under_the_comment_that_is_printed() -> None:
    response = compose(
        said("c1", "p1", "Same."),
        said("c2", "p1", "Same.", sources=("c3",)),
        said("c3", "p1", "Other.", state="merged"),
    )
    assert {(fold.into, fold.comment.id) for fold in response.sections[0].answers[0].folded} == {
        ("c1", "c2"),
        ("c1", "c3"),
    }


def test_open_provisions_carry_prompts_and_answered_ones_do_not() -> None:
    prompts = {"fiche-3.1": ("Is it proportionate?",), "fiche-3.2": ("What does it cost?",)}
    response = compose(said("c1", "fiche-3.1"), selection=["fiche-3.2", "fiche-3.1"], prompts=prompts)
    first, second = response.sections[0].answers
    assert (first.prompts, second.prompts) == ((), ("What does it cost?",))
    assert response.summary[0].unanswered == 1


def test_read_without_comment_is_a_list_of_its_own() -> None:
    response = compose(
        said("c1", "fiche-4.1"), read_without_comment=["fiche-4.1", "fiche-3.1"], selection=["fiche-3.1"]
    )
    assert response.read_without_comment == (("fiche-3.1", ("Fiche 3 Access", "1. Accounts are personal.")),)
    assert printed(response) == [("Fiche 4 Backup", "fiche-4.1", ["c1"])]


def test_a_comment_on_a_provision_that_is_gone_is_kept_at_the_end() -> None:
    response = compose(said("c1", "fiche-99"), said("c2", "fiche-4.1"))
    assert printed(response)[-1] == ("Provisions that are not in this draft", "fiche-99", ["c1"])


def test_roles_are_indexed_in_their_order_with_unknown_ones_last() -> None:
    response = compose(said("c1", "fiche-4.1"), said("c2", "fiche-3"), said("c3", "fiche-3.1"))
    assert [(entry.label, entry.provision_ids) for entry in response.role_index] == [
        ("DPO", ("fiche-3.1",)),
        ("DIM physician", ("fiche-3", "fiche-3.1")),
        ("it", ("fiche-4.1",)),
    ]


def test_footnotes_come_with_the_provision_that_calls_them() -> None:
    (answer,) = compose(said("c1", "fiche-3.1")).sections[0].answers
    assert [note.text for note in answer.notes] == ["See article 32."]


def test_the_hash_depends_on_content_and_not_on_arrangement() -> None:
    comments = [
        said("c1", "fiche-3.1", "Same.", author="Ana", role="dpo"),
        said("c2", "fiche-3.1", "Same.", author="Bea", role="dim"),
    ]
    hashes = {
        compose(*comments, ordering=ordering, language=language, prompts={"p1": (language,)}).content_sha256
        for ordering in ("section", "role", "author")
        for language in ("fr", "en")
    }
    assert len(hashes) == 1
    assert compose(*comments, said("c3", "p1")).content_sha256 not in hashes


def test_the_hash_can_be_computed_again_from_the_json() -> None:
    response = compose(said("c1", "fiche-3.1", "A lone surrogate: \ud800"), said("c2", "p1"))
    assert content_sha256(response) == response.content_sha256


COMMENTS = st.lists(
    st.builds(
        said,
        st.sampled_from([f"c{number}" for number in range(12)]),
        st.sampled_from(["p1", "fiche-3", "fiche-3.1", "fiche-4.1", "gone"]),
        st.sampled_from(["Yes.", "yes", "No."]),
        author=st.sampled_from(["", "Ana", "Bea"]),
        role=st.sampled_from(["", "dpo", "dim", "other"]),
        position=st.sampled_from(POSITIONS),
        state=st.sampled_from(STATES),
        sources=st.lists(st.sampled_from([f"c{number}" for number in range(12)]), max_size=3).map(tuple),
    ),
    unique_by=lambda comment: comment.id,
    max_size=10,
)


@given(comments=COMMENTS, ordering=st.sampled_from(["section", "role", "author"]), seed=st.integers())
def test_every_live_comment_is_in_the_response_whatever_the_order_of_input(
    comments: list[Comment], ordering: str, seed: int
) -> None:
    response = compose(*comments, ordering=ordering)
    answers = [answer for section in response.sections for answer in section.answers]
    shown = [comment.id for answer in answers for comment in answer.comments]
    folded = {fold.comment.id for answer in answers for fold in answer.folded}
    live = {comment.id for comment in comments if comment.state not in ("withdrawn", "rejected")}
    assert len(shown) == len(set(shown))
    assert set(shown) | folded == live
    assert all(fold.into in shown for answer in answers for fold in answer.folded)
    random.Random(seed).shuffle(comments)
    assert compose(*comments, ordering=ordering) == response
