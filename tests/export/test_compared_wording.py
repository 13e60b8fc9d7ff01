"""Proposed wording against the draft's: every word accounted for, and readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_two_long_texts_are_compared_in_bounded_time() -> None:
    def seconds(count: int) -> float:
        before = " ".join(f"word{number}" for number in range(count))
        after = "begin " + before.replace("word5", "other5") + " end"
        started = time.process_time()
        assert compare(before, after)
        return time.process_time() - started

    floor = min(seconds(6_000) for _attempt in range(3))
    assert seconds(60_000) < 40 * floor  # growth with the square would be a hundredfold


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("72\u00a0heures\u202f;", "72 heures ;", id="spaces at which no line may break"),
        pytest.param("One.\n\n  Two. ", "One.\nTwo.", id="empty lines and margins"),
    ],
)
def test_differences_that_nobody_sees_are_no_changes(before: str, after: str) -> None:
    assert {change.kind for change in compare(comparable(before), comparable(after))} == {"kept"}
