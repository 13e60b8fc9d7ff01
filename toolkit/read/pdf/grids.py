"""Horizontal and vertical lines of a page → the rectangles that they bound, grouped to tables.

Lines a few points apart are one; a cell is the smallest rectangle with lines on all four sides; cells that share
a corner are of one table. Where a smaller cell stands in the corner of a larger one, the smaller one's edges part
what is left of the larger.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

SNAP_PT = 3.0
"""How far apart lines may be and still be one, or miss each other and still meet."""

Cell = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_Point = tuple[float, float]


class Line(NamedTuple):
    """A horizontal line at height `at` from left to right, or a vertical one at `at` from top to bottom."""

    at: float
    start: float
    end: float


def find_cells(horizontal: Iterable[Line], vertical: Iterable[Line]) -> list[list[Cell]]:
    """Return the cells of each table, top down; a frame is a table of one cell."""
    crossings = _Crossings(_merged(horizontal), _merged(vertical))
    cells = [cell for point in crossings.points if (cell := crossings.cell_at(point)) is not None]
    tables = [_apart(table) for table in _touching(cells)]
    return sorted(tables, key=lambda table: min((cell[1], cell[0]) for cell in table))


def _apart(cells: list[Cell]) -> list[Cell]:
    """Cut each cell that reaches over another one of its table into what the other leaves of it."""
    by_top = sorted(cells, key=lambda cell: cell[1])
    tops = [cell[1] for cell in by_top]
    found: list[Cell] = []
    for cell in cells:
        below = by_top[bisect_left(tops, cell[1]) : bisect_left(tops, cell[3])]
        within = [other for other in below if other != cell and _holds(cell, other)]
        found += [part for part in _left_of(cell, within) if part not in found] if within else [cell]
    return found


def _holds(cell: Cell, other: Cell) -> bool:
    return cell[0] <= other[0] and other[2] <= cell[2] and other[3] <= cell[3]


def _left_of(cell: Cell, within: Sequence[Cell]) -> list[Cell]:
    """Return what cells within a cell leave of it: the parts beside the first one, then those above and below."""
    x0, y0, x1, y1 = cell
    for index, other in enumerate(within):
        left, top, right, bottom = max(other[0], x0), max(other[1], y0), min(other[2], x1), min(other[3], y1)
        if left >= right or top >= bottom:
            continue
        parts = ((x0, y0, x1, top), (x0, top, left, bottom), (right, top, x1, bottom), (x0, bottom, x1, y1))
        whole = [part for part in parts if part[0] < part[2] and part[1] < part[3]]
        return [rest for part in whole for rest in _left_of(part, within[index + 1 :])]
    return [cell]


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Put lines that are nearly level at one height and join those that meet or overlap."""
    merged: list[Line] = []
    for group in _level(list(lines)):
        at = sum(line.at for line in group) / len(group)
        start, end = group[0].start, group[0].end
        for line in group[1:]:
            if line.start <= end + SNAP_PT:
                end = max(end, line.end)
            else:
                merged.append(Line(at, start, end))
                start, end = line.start, line.end
        merged.append(Line(at, start, end))
    return merged


def _level(lines: list[Line]) -> list[list[Line]]:
    """Group lines each of which is near the next one's height, and order each group from its start."""
    groups: list[list[Line]] = []
    last = 0.0
    for line in sorted(lines):
        if groups and line.at - last <= SNAP_PT:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = line.at
    return [sorted(group, key=lambda line: line.start) for group in groups]


class _Crossings:
    """Points where merged lines meet, and which lines meet there."""

    def __init__(self, horizontal: Sequence[Line], vertical: Sequence[Line]) -> None:
        self._rows: dict[_Point, set[int]] = {}
        self._columns: dict[_Point, set[int]] = {}
        for column, (x, top, bottom) in enumerate(vertical):
            for row, (y, left, right) in enumerate(horizontal):
                if top <= y + SNAP_PT and bottom >= y - SNAP_PT and left - SNAP_PT <= x <= right + SNAP_PT:
                    self._rows.setdefault((x, y), set()).add(row)
                    self._columns.setdefault((x, y), set()).add(column)
        self.points = sorted(self._rows)
        self._right = _followers(sorted(self.points, key=lambda point: (point[1], point[0])), shared=1)
        self._below = _followers(self.points, shared=0)

    def cell_at(self, point: _Point) -> Cell | None:
        """Return the smallest cell whose top left corner a point is."""
        rows, columns = self._rows, self._columns
        row, column = rows[point], columns[point]
        across = [right for right in self._right[point] if not row.isdisjoint(rows[right])]
        if not across:
            return None
        for below in self._below[point]:
            if column.isdisjoint(columns[below]):
                continue
            for right in across:
                corner = (right[0], below[1])
                if (
                    corner in rows
                    and not columns[corner].isdisjoint(columns[right])
                    and not rows[corner].isdisjoint(rows[below])
                ):
                    return (*point, *corner)
        return None


def _followers(points: Sequence[_Point], *, shared: int) -> dict[_Point, list[_Point]]:
    """Return the points after each one that have the same coordinate; `points` are sorted by it."""
    after: dict[_Point, list[_Point]] = {}
    for _value, group in groupby(points, key=lambda point: point[shared]):
        members = list(group)
        for index, point in enumerate(members):
            after[point] = members[index + 1 :]
    return after


def _touching(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Group cells that share corners, directly or through others."""
    tables: list[list[Cell]] = []
    rest = list(cells)
    while rest:
        table, corners = [rest[0]], _corners(rest[0])
        rest = rest[1:]
        grown = True
        while grown:
            apart: list[Cell] = []
            for cell in rest:
                found = _corners(cell)
                if corners.isdisjoint(found):
                    apart.append(cell)
                else:
                    corners |= found
                    table.append(cell)
            grown = len(apart) < len(rest)
            rest = apart
        tables.append(table)
    return tables


def _corners(cell: Cell) -> set[_Point]:
    left, top, right, bottom = cell
    return {(left, top), (left, bottom), (right, top), (right, bottom)}
