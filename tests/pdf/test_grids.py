"""Lines → cells: what is drawn a little off still meets, and merged cells stay one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.read.pdf.grids import Line, find_cells


def _across(*heights: float, start: float = 0, end: float = 100) -> list[Line]:
    return [Line(height, start, end) for height in heights]


def _down(*places: float, start: float = 0, end: float = 40) -> list[Line]:
    return [Line(place, start, end) for place in places]


@pytest.mark.parametrize(
    ("horizontal", "vertical", "expected"),
    [
        pytest.param(
            _across(0, 20, 40),
            _down(0, 50, 100),
            [(0, 0, 50, 20), (0, 20, 50, 40), (50, 0, 100, 20), (50, 20, 100, 40)],
            id="two-by-two",
        ),
        pytest.param(
            _across(0, 20, 40),
            [*_down(0, 100), Line(50, 20, 40)],
            [(0, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)],
            id="merged-heading",
        ),
        pytest.param(_across(0, 20), _down(0, 100, end=20), [(0, 0, 100, 20)], id="a-frame-is-one-cell"),
        pytest.param(
            [*_across(0, 40), Line(20, 60, 100)],
            [*_down(0, 100), Line(60, 0, 20)],
            [(0, 0, 60, 20), (0, 20, 100, 40), (60, 0, 100, 20)],
            id="a-small-cell-in-the-corner-of-a-large-one",
        ),
        pytest.param(
            _across(0, 20, 40), _down(0, 50, 100, start=50, end=90), [], id="lines-that-do-not-meet"
        ),
        pytest.param([], _down(0, 50), [], id="one-direction"),
    ],
)
def test_cells(horizontal: list[Line], vertical: list[Line], expected: list[tuple[float, ...]]) -> None:
    assert [cell for table in find_cells(horizontal, vertical) for cell in table] == expected


def test_lines_in_pieces_and_a_little_off_are_one() -> None:
    pieces = [Line(0, 0, 49), Line(1, 51, 100), *_across(20, 40)]
    assert len(find_cells(pieces, _down(0, 50, 100))[0]) == 4


def test_tables_apart_are_two_top_down() -> None:
    lower = find_cells(
        [*_across(100, 120, 140), *_across(0, 20, 40)],
        [*_down(0, 50, 100, start=100, end=140), *_down(0, 50, 100)],
    )
    assert [min(cell[1] for cell in table) for table in lower] == [0, 100]


@given(st.integers(2, 6), st.integers(2, 6), st.floats(8, 60), st.floats(8, 60))
def test_a_full_grid_has_all_its_cells(rows: int, columns: int, height: float, width: float) -> None:
    heights = [index * height for index in range(rows + 1)]
    places = [index * width for index in range(columns + 1)]
    horizontal = _across(*heights, end=places[-1])
    vertical = _down(*places, end=heights[-1])
    assert [len(table) for table in find_cells(horizontal, vertical)] == [rows * columns]
