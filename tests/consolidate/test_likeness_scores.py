"""How much of what people labelled as the same, or as contradictory, is found: figures that may rise, not fall."""

from __future__ import annotations

import pytest

from tests.consolidate.labelled_remarks import Score, cases, pairs_between, pairs_in
from toolkit.consolidate.contradictions import contradictions
from toolkit.consolidate.likeness import duplicate_groups


def scores(part: str) -> tuple[Score, Score]:
    alike, opposed = Score(), Score()
    for case in cases(part):
        comments = [item.comment() for item in case.comments]
        groups = duplicate_groups(comments, case.outline(), language=case.language)
        found = contradictions(comments, case.outline(), language=case.language, duplicates=groups)
        alike.add(pairs_in(groups), case.alike())
        opposed.add(pairs_between(found), case.opposed())
    return alike, opposed


@pytest.mark.parametrize(
    ("part", "f1", "precision", "recall"),
    [
        pytest.param("tuning", 0.95, 0.95, 0.95, id="tuning"),
        pytest.param("held_out", 0.93, 0.8, 0.85, id="held-out"),
    ],
)
def test_labelled_remarks(part: str, f1: float, precision: float, recall: float) -> None:
    alike, opposed = scores(part)
    assert alike.f1 >= f1
    assert opposed.precision >= precision
    assert opposed.recall >= recall


def test_the_labels_hold_enough_of_each_part() -> None:
    sizes = {part: sum(len(case.comments) for case in cases(part)) for part in ("tuning", "held_out")}
    assert sum(sizes.values()) >= 150
    assert sizes["held_out"] >= sum(sizes.values()) / 3
