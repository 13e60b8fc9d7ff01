"""Tables and boxes that stand close together: whether the gap between them parts them."""

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
    assert [len(grid.cells) for grid in find_grids(drawings)] == cells
