"""Proposed wording against the draft's: every word accounted for, and readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sizes import wordings_of
from tests.support.work import growth
from toolkit.export.wording import comparable, compare

WORDS = st.lists(
    st.sampled_from(["the", "lock", "is", "five", "ten", ",", "\n", "l'accès"]), max_size=12
).map(" ".join)


def marked(before: str, after: str) -> str:
    marks = {"kept": "{}", "deleted": "[{}]", "inserted": "<{}>"}
    return "".join(marks[change.kind].format(change.text) for change in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("after five minutes", "after ten minutes", "after [five]<ten> minutes", id="a word"),
        pytest.param("a b c d", "a x y d", "a [b c]<x y> d", id="neighbouring words are one change"),
        pytest.param("kept.", "kept, and more.", "kept<, and more>.", id="insertion"),
        pytest.param("one two", "one", "one[ two]", id="deletion"),
        pytest.param("", "new", "<new>", id="nothing before"),
        pytest.param("old", "", "[old]", id="nothing after"),
        pytest.param("same", "same", "same", id="no change"),
        pytest.param("l'accès", "l’accès", "l[']<’>accès", id="typography is a change too"),
    ],
)
def test_changes_are_shown_word_by_word(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


@given(before=st.one_of(WORDS, st.text(max_size=40)), after=st.one_of(WORDS, st.text(max_size=40)))
def test_changes_contain_both_texts(before: str, after: str) -> None:
    changes = compare(before, after)
    assert "".join(change.text for change in changes if change.kind != "inserted") == before
    assert "".join(change.text for change in changes if change.kind != "deleted") == after
    assert all(change.text for change in changes)


def test_the_work_of_comparing_two_long_texts_is_bounded() -> None:
    assert growth(wordings_of, lambda pair: compare(*pair), size=1_100, times=5) < 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("72\u00a0heures\u202f;", "72 heures ;", id="spaces at which no line may break"),
        pytest.param("One.\n\n  Two. ", "One.\nTwo.", id="empty lines and margins"),
    ],
)
def test_differences_that_nobody_sees_are_no_changes(before: str, after: str) -> None:
    assert {change.kind for change in compare(comparable(before), comparable(after))} == {"kept"}
