"""Tables and boxes that stand close together: what parts them, and the fields of forms between them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from toolkit.model.layout import Box
from toolkit.read.pdf.drawings import Drawings
from toolkit.read.pdf.tables import find_grids


def _frames(*rows: tuple[float, float, tuple[float, ...]]) -> Drawings:
    """Draw a framed cell between each two edges of a row: (top, bottom, edges)."""
    frames = [Box(left, top, right, bottom) for top, bottom, edges in rows for left, right in pairwise(edges)]
    return Drawings(frames=frames)


HALVES, THIRDS, WHOLE = (0.0, 150.0, 300.0), (0.0, 100.0, 200.0, 300.0), (0.0, 300.0)


@pytest.mark.parametrize(
    ("drawn", "cells"),
    [
        pytest.param([(0, 20, HALVES), (20, 40, HALVES), (40, 60, HALVES)], [6], id="rows-that-meet"),
        pytest.param(
            [(0, 20, HALVES), (20, 40, HALVES), (45, 65, THIRDS), (65, 85, THIRDS)],
            [4, 6],
            id="other-columns",
        ),
        pytest.param(
            [(0, 40, WHOLE), (45, 65, HALVES), (65, 85, HALVES)], [4], id="a-box-above-is-no-row-of-the-table"
        ),
        pytest.param([(0, 20, HALVES), (24, 44, HALVES), (48, 68, HALVES)], [6], id="frames-row-by-row"),
    ],
)
@pytest.mark.parametrize("joined", [False, True], ids=["apart", "sides-drawn-through"])
def test_cells_of_each_table(
    drawn: list[tuple[float, float, tuple[float, ...]]], cells: list[int], *, joined: bool
) -> None:
    drawings = _frames(*drawn)
    if joined:
        bottom = drawn[-1][1]
        drawings.rules.extend((Box(-0.5, 0, 0.5, bottom), Box(299.5, 0, 300.5, bottom)))
    assert [len(grid.cells) for grid in find_grids(drawings).tables] == cells


def _outline(left: float, top: float, right: float, bottom: float) -> list[Box]:
    """Draw a rectangle as four lines of one point, as word processors do."""
    return [
        Box(left, top, right, top + 1),
        Box(left, bottom - 1, right, bottom),
        Box(left, top, left + 1, bottom),
        Box(right - 1, top, right, bottom),
    ]


def _halves(left: float, top: float, right: float, bottom: float) -> list[Box]:
    """Draw a table of two columns and two rows line by line."""
    across, down = (left + right) / 2, (top + bottom) / 2
    return [
        *_outline(left, top, right, bottom),
        Box(across - 0.5, top, across + 0.5, bottom),
        Box(left, down - 0.5, right, down + 0.5),
    ]


FIELD = (0.0, 0.0, 300.0, 50.0)


@pytest.mark.parametrize(
    ("below", "tables", "fields"),
    [
        pytest.param(_halves(0, 51.5, 300, 100), 1, 1, id="a-double-line-parts"),
        pytest.param(_halves(0, 49, 300, 100), 1, 0, id="a-common-line-does-not"),
        pytest.param(_halves(0, 49, 295, 100), 1, 1, id="an-outline-that-steps-aside-parts"),
        pytest.param(_halves(150, 49, 300, 100), 1, 0, id="a-step-at-a-column-does-not"),
        pytest.param(_outline(0, 51.5, 300, 100), 0, 2, id="two-fields"),
    ],
)
def test_fields_of_a_form(below: list[Box], tables: int, fields: int) -> None:
    columns = [Box(149.5, 0, 150.5, 50)] if below[0].x0 == 150 else []
    found = find_grids(Drawings(rules=[*_outline(*FIELD), *columns, *below]))
    assert (len(found.tables), len(found.fields)) == (tables, fields)


def test_a_frame_by_itself_is_no_field() -> None:
    found = find_grids(Drawings(rules=_outline(*FIELD)))
    assert (found.tables, len(found.frames), found.fields) == ([], 1, [])


def test_a_background_is_no_frame() -> None:
    assert (
        find_grids(Drawings(fills=[(Box(0, 0, 300, 20), "#eeeeee"), (Box(0, 20, 200, 40), "#eeeeee")])).frames
        == []
    )


def test_a_row_that_a_page_end_leaves_is_a_table() -> None:
    column = Box(149.5, 0, 150.5, 20)
    found = find_grids(Drawings(rules=[*_outline(0, 0, 300, 20), column]))
    assert [len(grid.cells) for grid in found.tables] == [2]
