"""What contradicts is told; what is quoted is quoted once; an item comes with what introduces it."""

from __future__ import annotations

import pytest

from toolkit.consolidate.compose import compose_response
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.response import Answer, Consultation, Response

DRAFT = ParsedDraft(
    document=Document(sha256="0" * 64, name="draft.txt", media_type="text/plain", language="en"),
    provisions=(
        Provision(id="fiche-6", kind="fiche", heading="Access"),
        Provision(
            id="r16",
            parent_id="fiche-6",
            kind="recommendation",
            number="R16.",
            heading="Open emergency access",
        ),
        Provision(id="r16.p1", parent_id="r16", text="Emergency access is open. It is subject to:"),
        Provision(id="r16.a", parent_id="r16.p1", kind="item", number="a)", text="a reason;"),
        Provision(id="r16.b", parent_id="r16.p1", kind="item", number="b)", text="twelve hours."),
        Provision(
            id="r17", parent_id="fiche-6", kind="recommendation", number="R17.", heading="Logs", text="Kept."
        ),
    ),
)


def said(key: str, provision_id: str, **fields: object) -> Comment:
    return Comment(id=key, provision_id=provision_id, **{"text": f"Words of {key}.", **fields})  # type: ignore[arg-type]


def compose(*comments: Comment, **options: object) -> Response:
    return compose_response(
        DRAFT,
        comments,
        consultation=Consultation(title="C"),
        language="en",
        **options,  # type: ignore[arg-type]
    )


def answers(response: Response) -> dict[str, Answer]:
    return {answer.provision.id: answer for section in response.sections for answer in section.answers}


def test_what_a_recommendation_quotes_is_not_quoted_again() -> None:
    found = answers(compose(said("c1", "r16"), said("c2", "r16.p1"), said("c3", "r16.b"), said("c4", "r17")))
    assert {key: answer.quoted_above for key, answer in found.items()} == {
        "r16": False,
        "r16.p1": True,
        "r16.b": True,
        "r17": False,
    }
    assert found["r16.b"].introduction == ""


def test_an_item_comes_with_the_sentence_that_introduces_it() -> None:
    found = answers(compose(said("c1", "r16.a"), said("c2", "r17"), said("c3", "r16.b")))
    assert found["r16.a"].introduction == "It is subject to:"
    assert found["r16.b"].introduction == "It is subject to: […]"
    assert found["r17"].introduction == ""


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        pytest.param(
            (
                said("c1", "r16.b", position="amend", author="A", text="On-call doctors need twenty hours."),
                said("c2", "r16", position="support", text="On-call doctors can live with twelve hours."),
            ),
            [("r16", ("c2", "c1"))],
            id="on parts of one unit",
        ),
        pytest.param(
            (
                said("c1", "r16", position="oppose", author="A"),
                said("c2", "r16", position="support", author="A"),
            ),
            [],
            id="by the same person",
        ),
        pytest.param(
            (
                said("c1", "r16", position="amend", author="A", text="Say who may open it."),
                said("c2", "r16", position="support"),
            ),
            [],
            id="support beside another demand",
        ),
        pytest.param(
            (said("c1", "r17", position="oppose"), said("c2", "r16", position="support")), [], id="elsewhere"
        ),
        pytest.param(
            (said("c1", "r16", position="question"), said("c2", "r16", position="support")),
            [],
            id="a question is no opposition",
        ),
    ],
)
@pytest.mark.parametrize("ordering", ["section", "role", "author"])
def test_positions_diverge(
    comments: tuple[Comment, ...], expected: list[tuple[str, tuple[str, ...]]], ordering: str
) -> None:
    response = compose(*comments, ordering=ordering)
    assert [(one.provision_id, one.comment_ids) for one in response.divergences] == expected


def test_what_people_settled_diverges_no_longer() -> None:
    sides = (
        said("c1", "r17", position="oppose", author="A"),
        said("c2", "r17", position="support", author="B"),
    )
    assert [one.comment_ids for one in compose(*sides).divergences] == [("c2", "c1")]
    assert compose(*sides, settled=[("c1", "c2")]).divergences == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param(said("c1", "r17", position="amend"), "proposes no wording", id="amends nothing"),
        pytest.param(
            said("c1", "r17", position="support", proposed="Kept two years."),
            "changes its wording",
            id="supports a change",
        ),
        pytest.param(
            said("c1", "r17", position="oppose", proposed="x", deletion=True),
            "proposes others",
            id="deletes and replaces",
        ),
        pytest.param(Comment(id="c1", provision_id="r17", text="  "), "says nothing", id="is without words"),
        pytest.param(said("c1", "r17", position="amend", proposed="x"), "", id="amends"),
        pytest.param(said("c1", "r17", position="oppose", deletion=True), "", id="deletes"),
        pytest.param(said("c1", "r17", position="support"), "", id="supports"),
    ],
)
def test_a_position_that_its_wording_contradicts_is_told(comment: Comment, expected: str) -> None:
    issues = compose(comment).issues
    assert [expected in issue.message and issue.where for issue in issues] == (
        ["c1 (r17)"] if expected else []
    )


def test_drafts_are_counted() -> None:
    assert compose(said("c1", "r16"), said("c2", "r17", state="submitted")).drafts == 1


def test_the_content_hash_does_not_wait_for_contradictions() -> None:
    opposed = (said("c1", "r17", position="support"), said("c2", "r17", position="oppose"))
    whole, bare = compose(*opposed), compose(*opposed, compared=False)
    assert whole.divergences
    assert not bare.divergences
    assert bare.content_sha256 == whole.content_sha256
