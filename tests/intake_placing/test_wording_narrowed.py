"""A proposed wording without a quote stands for the words that it resembles, and never for what is below a heading."""

from __future__ import annotations

import pytest

from toolkit.intake.narrowing import narrowed
from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision

OUTLINE = Outline(
    [
        Provision(id="r1", kind="requirement", number="R1", heading="Keeping access logs"),
        Provision(
            id="r1.p1",
            parent_id="r1",
            text="Access logs are reviewed every month. The keeper of the logs should store them for three years. A review covers:",
        ),
        Provision(id="r1.a", parent_id="r1", kind="item", number="a)", text="the accesses at night;"),
        Provision(
            id="r1.b", parent_id="r1", kind="item", number="b)", text="the accesses of administrators."
        ),
        Provision(id="r2", kind="requirement", number="R2", text="Doors are locked at night."),
    ]
)


def narrow(proposed: str, *, at: str = "r1", text: str = "") -> tuple[str, str]:
    made = narrowed(Comment(id="c1", provision_id=at, text=text, proposed=proposed), OUTLINE)
    assert proposed in made.proposed
    return made.provision_id, made.quote


@pytest.mark.parametrize(
    ("proposed", "provision_id", "quote"),
    [
        pytest.param(
            "Access logs are reviewed every week.",
            "r1.p1",
            "Access logs are reviewed every month.",
            id="sentence",
        ),
        pytest.param("for five years", "r1.p1", "for three years", id="phrase"),
        pytest.param("the accesses at night and on Sundays;", "r1.a", "the accesses at night;", id="item"),
        pytest.param(
            "store them for three years, of which the last in a form without the names of patients",
            "r1.p1",
            "store them for three years",
            id="longer-form",
        ),
    ],
)
def test_a_wording_stands_for_what_it_resembles(proposed: str, provision_id: str, quote: str) -> None:
    assert narrow(proposed) == (provision_id, quote)


def test_words_that_the_remark_quotes_are_what_the_wording_stands_for() -> None:
    assert narrow("custodian", text="Write « custodian » rather than « keeper ».") == ("r1.p1", "keeper")


def test_a_wording_like_nothing_of_the_provision_is_added_after_its_last_words() -> None:
    made = narrowed(Comment(id="c1", provision_id="r1", proposed="Vendors have no part in it."), OUTLINE)
    assert (made.provision_id, made.quote) == ("r1.b", "the accesses of administrators.")
    assert made.proposed == "the accesses of administrators. Vendors have no part in it."


@pytest.mark.parametrize(
    ("proposed", "at"),
    [
        pytest.param("Every room is closed after work.", "r2", id="one-sentence-for-another"),
        pytest.param(
            "Access logs are reviewed every week. The keeper of the logs stores them for a year. A review covers:\n"
            "the accesses at night;\nthe accesses of administrators.",
            "r1",
            id="whole-for-the-whole",
        ),
    ],
)
def test_a_wording_for_the_whole_stays_one(proposed: str, at: str) -> None:
    assert narrow(proposed, at=at) == (at, "")
