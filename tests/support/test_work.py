"""The measure of work tells a proportion from a square, wherever the loop stands."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tests.support.work import growth, lines_run


def _once(size: int) -> None:
    for _item in range(size):
        pass


def _twice(size: int) -> None:
    for _item in range(size):
        _once(size)


def _twice_on_one_line(size: int) -> int:
    return sum(left == right for left in range(size) for right in range(size))


@pytest.mark.parametrize(
    ("work", "least", "most"),
    [
        pytest.param(_once, 9, 11, id="proportion"),
        pytest.param(_twice, 20, 21, id="square"),
        pytest.param(_twice_on_one_line, 20, 21, id="square on one line"),
        pytest.param(len, 1, 1, id="nothing grows"),
    ],
)
def test_growth_is_told(work: Callable[[object], object], least: float, most: float) -> None:
    make = (lambda size: [0] * size) if work is len else (lambda size: size)
    assert least <= growth(make, work, size=50) <= most


def test_the_same_work_is_the_same_number_and_leaves_no_trace() -> None:
    before = sys.gettrace()
    assert lines_run(lambda: _twice(20)) == lines_run(lambda: _twice(20))
    assert sys.gettrace() is before
