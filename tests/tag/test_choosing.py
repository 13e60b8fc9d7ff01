"""Probabilities of roles → the roles proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.tag.choosing import choose_roles

PROBABILITIES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1))


@pytest.mark.parametrize(
    ("scores", "nobody", "chosen"),
    [
        ({"it": 0.9, "ciso": 0.2}, 0.0, ["it"]),
        ({"it": 0.6, "ciso": 0.55}, 0.0, ["it", "ciso"]),
        ({"it": 0.2, "ciso": 0.02}, 0.2, ["it"]),
        ({"it": 0.2, "ciso": 0.02}, 0.8, []),
        ({"it": 0.16, "ciso": 0.15, "dpo": 0.14}, 0.1, ["it"]),
        ({}, 0.0, []),
    ],
    ids=[
        "one is clear",
        "two are alike",
        "somebody's, though none is likely",
        "nobody's",
        "no wild guesses",
        "no roles",
    ],
)
def test_the_set_that_agrees_best_is_proposed(scores, nobody, chosen):
    assert choose_roles(scores, nobody=nobody) == chosen


@given(PROBABILITIES, st.floats(0, 1))
def test_no_role_left_out_is_likelier_than_one_proposed(scores, nobody):
    chosen = choose_roles(scores, nobody=nobody)
    assert len(chosen) <= 3
    least = min((scores[role] for role in chosen), default=1.0)
    assert all(scores[role] <= least for role in scores if role not in chosen)


@given(PROBABILITIES.filter(lambda scores: max(scores.values(), default=0) > 0.01))
def test_what_surely_concerns_somebody_has_an_owner(scores):
    assert choose_roles(scores, nobody=0.0)
