"""Which part of what a team said is exported, and what is told of the rest."""

from __future__ import annotations

import pytest

from toolkit.consolidate.selecting import Material, ReadMark, scope_of, select_part
from toolkit.model.comment import Comment
from toolkit.model.profile import Named
from toolkit.model.provision import Outline, Provision
from toolkit.model.selection import Selection
from toolkit.model.tag import Tag

OUTLINE = Outline(
    (
        Provision(id="fiche-1", kind="fiche", number="Fiche 1", heading="Access"),
        Provision(id="fiche-1.1", parent_id="fiche-1", text="Badges."),
        Provision(id="fiche-1.2", parent_id="fiche-1", text="Rounds."),
        Provision(id="fiche-2", kind="fiche", number="Fiche 2", heading="Logs"),
        Provision(
            id="fiche-2.1",
            parent_id="fiche-2",
            text="Kept.",
            tags=(Tag(facet="role", value="dpo", score=1.0, rule="t"),),
        ),
        Provision(id="fiche-2.2", parent_id="fiche-2", text="Read."),
    )
)


def comment(number: int, place: str, **fields: object) -> Comment:
    return Comment(id=f"c{number}", provision_id=place, text="x", **{"state": "submitted", **fields})  # type: ignore[arg-type]


MATERIAL = Material(
    comments=(
        comment(1, "fiche-1.1", author="Ana", role="ciso", position="amend"),
        comment(2, "fiche-1.1", author="Bea", role="dpo", position="oppose", state="approved"),
        comment(3, "fiche-2.2", author="Ana", role="ciso", state="merged"),
        comment(4, "fiche-2.2", author="Lead", role="legal", position="amend", sources=("c3",)),
        comment(5, "fiche-2.2", author="Bea", role="dpo", state="rejected"),
    ),
    to_answer=("fiche-1", "fiche-2.1"),
    read=(ReadMark("fiche-1.2", "ciso", "Ana"), ReadMark("fiche-1.2", "dpo", "Bea")),
)


@pytest.mark.parametrize(
    ("selection", "comments", "to_answer", "read"),
    [
        pytest.param(Selection(), "c1 c2 c3 c4 c5", "fiche-1 fiche-2.1", "Ana Bea", id="everything as it is"),
        pytest.param(
            Selection(provision_ids=("fiche-2",)),
            "c3 c4",
            "fiche-2.1",
            "",
            id="section with what is under it",
        ),
        pytest.param(Selection(provision_ids=("fiche-1.1",)), "c1 c2", "", "", id="one provision"),
        pytest.param(Selection(roles=("dpo",)), "c2", "fiche-2.1", "Bea", id="role, and what concerns it"),
        pytest.param(Selection(authors=("Ana",)), "c1 c3 c4", "", "Ana", id="author, in what was merged too"),
        pytest.param(Selection(states=("approved",)), "c2", "", "", id="state"),
        pytest.param(Selection(positions=("amend",)), "c1 c3 c4", "", "", id="position"),
        pytest.param(
            Selection(authors=("Ana",), provision_ids=("fiche-1",)), "c1", "", "Ana", id="all of the fields"
        ),
        pytest.param(Selection(authors=("Zoe",)), "", "", "", id="nothing"),
    ],
)
def test_a_selection_lets_through(selection: Selection, comments: str, to_answer: str, read: str) -> None:
    part = select_part(MATERIAL, selection, OUTLINE, language="en").material
    assert " ".join(one.id for one in part.comments) == comments
    assert " ".join(part.to_answer) == to_answer
    assert " ".join(mark.person for mark in part.read) == read


def test_what_others_answered_is_not_asked_again() -> None:
    material = Material(
        comments=(comment(1, "fiche-2.1", author="Ana", role="ciso"),),
        to_answer=("fiche-2.1",),
        read=(ReadMark("fiche-2.1", "dpo", "Bea"),),
    )
    part = select_part(material, Selection(roles=("dpo",)), OUTLINE, language="en").material
    assert part == Material()


def test_what_is_left_out_is_counted_once() -> None:
    (issue,) = select_part(MATERIAL, Selection(roles=("dpo",)), OUTLINE, language="en").issues
    assert issue.rule == "selection.left_out"
    assert issue.message == (
        "The selection leaves out — comments: 2; provisions to complete: 0; read without comment: 0."
    )


def test_without_selection_nothing_is_said() -> None:
    assert select_part(MATERIAL, Selection(), OUTLINE, language="en").issues == ()


def test_the_scope_is_said_in_the_language_of_the_response() -> None:
    selection = Selection(
        provision_ids=("fiche-2",), roles=("ciso",), states=("approved",), positions=("oppose",)
    )
    assert scope_of(selection, OUTLINE, roles=(Named("ciso", "RSSI", "CISO"),), language="en") == (
        "Provisions: Fiche 2 Logs.",
        "Roles: CISO.",
        "Positions: Oppose.",
        "States: approved.",
    )
