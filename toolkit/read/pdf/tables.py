"""Ruling lines and fills of a page → grids of cells, and the words in them → table blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from toolkit.model.layout import Block, Box
from toolkit.read.pdf.drawings import Drawings
from toolkit.read.pdf.grids import SNAP_PT, Cell, Line, find_cells
from toolkit.read.pdf.hanging_lines import with_hanging_lines
from toolkit.read.pdf.lines import Placement, read_text
from toolkit.read.pdf.words import Word

_ROW_GAP_PT = 4.5
_GAP_PT = 6.0
"""No line of text fits between lines nearer than this."""
_MIN_WHITE_PT = 1.0
"""Between two lines that a reader sees as two."""
_MIN_DRAWN = 0.9
"""Of a frame's side."""
_MAX_EDGES = 1500
_MIN_CELL_PT = 4.0
_WHITE = "#ffffff"
_STRIP_PT = 20.0
_UPPER = 0.3
_TICK_BOX_PT = 12.0
"""Boxes smaller than this both ways are for ticking: no cells."""


class Grid(msgspec.Struct):
    """A table's cells: (x0, top, x1, bottom) each."""

    cells: list[Cell]

    @property
    def box(self) -> Box:
        """Rectangle around all cells."""
        return Box(
            min(c[0] for c in self.cells),
            min(c[1] for c in self.cells),
            max(c[2] for c in self.cells),
            max(c[3] for c in self.cells),
        )


class Grids(msgspec.Struct):
    """What ruling lines and fills enclose on a page."""

    tables: list[Grid] = []
    frames: list[Box] = []
    """Single cells, and cells in one column: boxes drawn line by line."""
    fields: list[Box] = []
    """Such frames that close against others or against tables: fields of a form."""


def find_grids(drawings: Drawings) -> Grids:
    """Return the tables and frames drawn with lines or fills on a page."""
    horizontal, vertical = _edges(drawings)
    if min(len(horizontal), len(vertical)) < 2 or len(horizontal) + len(vertical) > _MAX_EDGES:
        return Grids()
    doubled = _double_lines(drawings.rules)
    forms = [_parted(group, doubled) for group in find_cells(horizontal, vertical)]
    stacked = {cells[0] for parts in forms for cells in parts if len(parts) > 1}
    found = Grids([], [], [])
    for group in _stacked([cells for parts in forms for cells in parts]):
        grid = _proper(group)
        if grid is not None:
            found.tables.append(grid)
        elif not _is_ruled(box := Grid(group).box, drawings.rules):
            continue
        elif _is_row(group):
            found.tables.append(Grid(group))
        elif _is_one_column(group):
            (found.fields if group[0] in stacked else found.frames).append(box)
    return found


def _is_row(cells: list[Cell]) -> bool:
    """Tell a row of cells, such as a page end leaves of a table."""
    return len(cells) > 1 and len({(cell[1], cell[3]) for cell in cells}) == 1


def _is_one_column(cells: list[Cell]) -> bool:
    return len({(cell[0], cell[2]) for cell in cells}) == 1


def _is_ruled(box: Box, rules: Sequence[Box]) -> bool:
    """Tell whether lines are drawn along all four sides: a background makes no frame."""
    lying = [(rule.top, rule.x0, rule.x1) for rule in rules if _lies(rule)]
    standing = [(rule.x0, rule.top, rule.bottom) for rule in rules if not _lies(rule)]
    return all(
        sum(
            max(0.0, min(stop, last) - max(start, first))
            for near, start, stop in drawn
            if abs(near - at) <= SNAP_PT
        )
        >= _MIN_DRAWN * (last - first)
        for at, first, last, drawn in (
            (box.top, box.x0, box.x1, lying),
            (box.bottom, box.x0, box.x1, lying),
            (box.x0, box.top, box.bottom, standing),
            (box.x1, box.top, box.bottom, standing),
        )
    )


def _double_lines(rules: Sequence[Box]) -> list[float]:
    """Return the heights at which two outlines close against each other: lines side by side, no side drawn through."""
    lying = sorted((rule for rule in rules if _lies(rule)), key=lambda rule: rule.top)
    standing = [rule for rule in rules if not _lies(rule)]
    heights = []
    for upper, lower in pairwise(lying):
        white = lower.top - upper.bottom
        alike = abs(upper.x0 - lower.x0) <= SNAP_PT and abs(upper.x1 - lower.x1) <= SNAP_PT
        if not alike or not _MIN_WHITE_PT <= white <= SNAP_PT:
            continue
        at = (upper.bottom + lower.top) / 2
        if not any(_crosses(rule, at, lower) for rule in standing):
            heights.append(at)
    return heights


def _lies(rule: Box) -> bool:
    return rule.x1 - rule.x0 >= rule.bottom - rule.top


def _crosses(standing: Box, at: float, lying: Box) -> bool:
    return standing.top < at < standing.bottom and lying.x0 - SNAP_PT <= standing.x0 <= lying.x1 + SNAP_PT


def _parted(cells: list[Cell], doubled: Sequence[float]) -> list[list[Cell]]:
    """Part tables and boxes that stand so close that their borders join.

    They part at a gap that looks like a row, or at a double line, unless the same columns go on below it; and where
    an outer edge steps aside from every edge of the other part.
    """
    left, right = min(cell[0] for cell in cells), max(cell[2] for cell in cells)
    gaps = [cell for cell in cells if cell[3] - cell[1] < _GAP_PT and (cell[0], cell[2]) == (left, right)]
    rest = [cell for cell in cells if cell not in gaps]
    cuts = {gap[1]: True for gap in gaps}
    for height in {cell[3] for cell in rest}:
        cuts.setdefault(height, any(abs(at - height) <= SNAP_PT for at in doubled))
    parts = []
    for height in sorted(cuts):
        above = [cell for cell in rest if cell[3] <= height]
        below = [cell for cell in rest if cell[3] > height]
        if not above or not below or any(cell[1] < height for cell in below):
            continue
        if _are_two(above, below) if cuts[height] else _steps_aside(above, below):
            parts.append(above)
            rest = below
    return [*parts, rest] if rest else [cells]


def _are_two(above: list[Cell], below: list[Cell]) -> bool:
    edges = _edges_of(above)
    return edges != _edges_of(below) or len(edges) == 2


def _steps_aside(above: list[Cell], below: list[Cell]) -> bool:
    """Tell whether the outline changes its width at a place where neither part has a column's edge."""
    edges = sorted({edge for cell in above for edge in (cell[0], cell[2])})
    others = sorted({edge for cell in below for edge in (cell[0], cell[2])})
    return any(not _is_near(edges[end], others) and not _is_near(others[end], edges) for end in (0, -1))


def _is_near(edge: float, others: Sequence[float]) -> bool:
    return any(abs(edge - other) <= SNAP_PT for other in others)


def _stacked(groups: list[list[Cell]]) -> list[list[Cell]]:
    """Join parts of one table whose rows have borders of their own, a little apart."""
    joined: list[list[Cell]] = []
    for group in sorted(groups, key=lambda cells: min(cell[1] for cell in cells)):
        above = joined[-1] if joined else []
        if above and _edges_of(above) == _edges_of(group) and not _is_one_column(above):
            gap = min(cell[1] for cell in group) - max(cell[3] for cell in above)
            if -SNAP_PT <= gap <= _ROW_GAP_PT:
                above.extend(group)
                continue
        joined.append(list(group))
    return joined


def _edges_of(cells: list[Cell]) -> tuple[int, ...]:
    return tuple(sorted({round(edge / SNAP_PT) for cell in cells for edge in (cell[0], cell[2])}))


def _edges(drawings: Drawings) -> tuple[list[Line], list[Line]]:
    """Return the horizontal and the vertical lines that may bound cells."""
    horizontal, vertical = [], []
    for rule in drawings.rules:
        if rule.x1 - rule.x0 >= rule.bottom - rule.top:
            horizontal.append(Line((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        else:
            vertical.append(Line((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    for box in _seen_fills(drawings) + drawings.frames:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if min(width, height) < _MIN_CELL_PT or max(width, height) < _TICK_BOX_PT:
            continue
        horizontal += [Line(box.top, box.x0, box.x1), Line(box.bottom, box.x0, box.x1)]
        vertical += [Line(box.x0, box.top, box.bottom), Line(box.x1, box.top, box.bottom)]
    return horizontal, vertical


def _seen_fills(drawings: Drawings) -> list[Box]:
    """Return the fills whose edges are seen: white ones only beside tinted ones, or with a line above or below."""
    if any(fill != _WHITE for _box, fill in drawings.fills):
        return [box for box, _fill in drawings.fills]
    lying = [rule for rule in drawings.rules if _lies(rule)]
    return [box for box, _fill in drawings.fills if any(_runs_along(rule, box) for rule in lying)]


def _runs_along(rule: Box, box: Box) -> bool:
    at = (rule.top + rule.bottom) / 2
    level = min(abs(at - box.top), abs(at - box.bottom)) <= SNAP_PT
    return level and rule.x0 <= box.x0 + SNAP_PT and rule.x1 >= box.x1 - SNAP_PT


def _proper(cells: list[Cell]) -> Grid | None:
    kept = [cell for cell in cells if cell[2] - cell[0] >= _MIN_CELL_PT and cell[3] - cell[1] >= _MIN_CELL_PT]
    columns = {round(cell[0]) for cell in kept}
    rows = {round(cell[1]) for cell in kept}
    if len(kept) < 4 or len(columns) < 2 or len(rows) < 2:
        return None
    return Grid(kept)


def table_block(grid: Grid, words: Sequence[Word], placement: Placement) -> tuple[Block | None, set[int]]:
    """Return the grid as a table block with the indexes of the words it holds.

    None where what the grid holds is no table: all text in one column, or in one of several rows.
    """
    places = _Homes(grid)
    homes = {index: home for index, word in enumerate(words) if (home := places.of(word)) is not None}
    inside: dict[int, list[Word]] = {}
    for index, home in with_hanging_lines(homes, words, grid.cells).items():
        inside.setdefault(home, []).append(words[index])
    tops = _positions(cell[1] for cell in grid.cells)
    lefts = _positions(cell[0] for cell in grid.cells)
    rows = [[""] * len(lefts) for _top in tops]
    for number, content in inside.items():
        cell = grid.cells[number]
        row, column = _nearest(tops, cell[1]), _nearest(lefts, cell[0])
        text = read_text(content, placement)
        rows[row][column] = "\n".join(filter(None, (rows[row][column], text)))
    filled = [row for row in rows if any(row)]
    used = [column for column in range(len(lefts)) if any(row[column] for row in filled)]
    if len(filled) < min(2, len(rows)) or len(used) < 2:
        return None, set()
    box = placement.frame.box_in(placement.displayed, grid.box)
    return (
        Block(
            kind="table",
            rows=tuple(tuple(row[column] for column in used) for row in filled),
            columns=tuple(lefts[column] for column in used),
            page_number=placement.page_number,
            box=box,
        ),
        set(homes),
    )


class _Homes:
    """The cells of a grid by the strips of the page that they reach into."""

    def __init__(self, grid: Grid) -> None:
        self._box = grid.box
        self._strips: dict[int, list[tuple[int, Cell]]] = {}
        for number, cell in enumerate(grid.cells):
            for strip in range(int(cell[1] // _STRIP_PT), int(cell[3] // _STRIP_PT) + 1):
                self._strips.setdefault(strip, []).append((number, cell))

    def of(self, word: Word) -> int | None:
        """Return the number of the first cell that holds a word's middle, or else its upper part.

        The last line of a cell that is too low for its text hangs out of it.
        """
        x = (word.x0 + word.x1) / 2
        middle = self._at(x, (word.top + word.bottom) / 2)
        return middle if middle is not None else self._at(x, word.top + _UPPER * (word.bottom - word.top))

    def _at(self, x: float, y: float) -> int | None:
        if not self._box.top <= y <= self._box.bottom:
            return None
        for number, (x0, top, x1, bottom) in self._strips.get(int(y // _STRIP_PT), ()):
            if x0 <= x <= x1 and top <= y <= bottom:
                return number
        return None


def _positions(values: Any) -> list[float]:
    ordered = sorted(values)
    return [ordered[0], *(after for before, after in pairwise(ordered) if after - before > SNAP_PT)]


def _nearest(positions: list[float], value: float) -> int:
    return min(range(len(positions)), key=lambda index: abs(positions[index] - value))
