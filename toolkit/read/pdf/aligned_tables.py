"""Tables without lines, told by cells that start or end at the same places line after line → table blocks.

Three columns and three lines are the least; what could be columns of prose, a table of contents, a list with
hanging labels or a listing of code is left as lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

import msgspec

from toolkit.model.layout import Block, Box
from toolkit.read.pdf.columns import Fragment
from toolkit.read.pdf.lines import Placement, fragments, read_text
from toolkit.read.pdf.words import Word

_MIN_COLUMNS = 3
_MIN_LINES = 3
_LEVEL = 0.3
"""In ems: how far baselines of one line differ at most."""
_WIDEST_STEP = 3.2
_WRAP_STEP = 1.5
"""In ems: between two lines of a table, and between two lines of one cell, at most."""
_RIVER = 0.5
"""In ems: width of the white between two columns, at least."""
_SAME_PT = 2.0
_ALIGNED = 0.7
"""Of a column's cells, that start, end or are centred at one place."""
_FILLED = 0.5
"""Of the lines, in which a column has text."""
_PROSE = 0.3
"""Of the cells, that begin with a small letter: more are wrapped lines of prose."""
_LARGER = 1.08

# "......", ". . . ."; not "etc." nor "..".
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}")
# "12", "xiv"; not "12 %".
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}")
# "Courier New", "DejaVu Sans Mono", "cmtt10"; not "Monotype Corsiva".
_TYPEWRITER = re.compile(r"courier|mono(?!type)|consol|typewriter|cmtt", re.IGNORECASE)


class _Line(msgspec.Struct):
    """Fragments on one baseline, from left to right."""

    cells: list[Fragment]

    @property
    def size(self) -> float:
        return max(cell.size for cell in self.cells)

    @property
    def baseline(self) -> float:
        return self.cells[0].baseline

    @property
    def words(self) -> list[Word]:
        return [word for cell in self.cells for word in cell.words]


def may_be_tabular(lines: Sequence[Block]) -> bool:
    """Tell whether enough of a page's lines have cells for a table to be looked for."""
    return sum(len(line.columns) >= _MIN_COLUMNS for line in lines) >= _MIN_LINES - 1


def find_aligned_tables(words: Sequence[Word], placement: Placement) -> tuple[list[Block], list[Word]]:
    """Return the tables without lines among a page's words, and the words outside them."""
    lines = _lines([word for word in words if not word.quarter_turns and not word.hidden])
    tables: list[Block] = []
    taken: set[int] = set()
    start = 0
    while start < len(lines):
        run = _run(lines, start)
        columns = _columns(run)
        if _is_table(run, columns):
            tables.append(_block(run, columns, placement))
            taken.update(id(word) for line in run for word in line.words)
            start += len(run)
        else:
            start += 1
    return tables, [word for word in words if id(word) not in taken]


def _lines(words: list[Word]) -> list[_Line]:
    lines: list[_Line] = []
    for fragment in sorted(fragments(words), key=lambda fragment: fragment.baseline):
        if lines and fragment.baseline - lines[-1].baseline <= _LEVEL * fragment.size:
            lines[-1].cells.append(fragment)
        else:
            lines.append(_Line([fragment]))
    for line in lines:
        line.cells.sort(key=lambda cell: cell.x0)
    return lines


def _run(lines: list[_Line], start: int) -> list[_Line]:
    """Return the lines from `start` on that leave the same columns white, last line with two cells at least."""
    run = [lines[start]]
    if len(run[0].cells) < _MIN_COLUMNS:
        return run
    count = len(_columns(run))
    for line in lines[start + 1 :]:
        step = line.baseline - run[-1].baseline
        if step > _WIDEST_STEP * run[0].size or line.size > _LARGER * run[0].size:
            break
        if len(_columns([*run, line])) < count:
            break
        run.append(line)
        count = len(_columns(run))
    while len(run[-1].cells) < 2 and not (_wraps(run) or _keeps_pace(run)):
        run.pop()
    return run


def _wraps(run: list[_Line]) -> bool:
    """Tell whether the last line of a run goes on with a cell of the line above, not the first one."""
    if len(run) < _MIN_LINES:
        return False
    above, last = run[-2:]
    if last.baseline - above.baseline > _WRAP_STEP * last.size:
        return False
    return any(abs(cell.x0 - last.cells[0].x0) <= _SAME_PT for cell in above.cells[1:])


def _keeps_pace(run: list[_Line]) -> bool:
    """Tell whether the last line of a run is a row of one cell: as far below the others as they stand apart."""
    if len(run) <= _MIN_LINES:
        return len(run) == 1
    steps = [after.baseline - before.baseline for before, after in pairwise(run)]
    usual = Counter(round(step) for step in steps[:-1]).most_common(1)[0][0]
    begins = abs(run[-1].cells[0].x0 - min(line.cells[0].x0 for line in run)) <= _SAME_PT
    return begins and abs(steps[-1] - usual) <= 1


def _columns(run: Sequence[_Line]) -> list[tuple[float, float]]:
    """Return from where to where each column's text reaches: stretches with white between them in all lines."""
    river = _RIVER * max(line.size for line in run)
    reaches: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for line in run for word in line.words):
        if reaches and x0 - reaches[-1][1] < river:
            reaches[-1] = (reaches[-1][0], max(reaches[-1][1], x1))
        else:
            reaches.append((x0, x1))
    return reaches


def _is_table(run: list[_Line], columns: list[tuple[float, float]]) -> bool:
    rows = [_parted(line, columns) for line in run]
    full = [row for row in rows if sum(map(bool, row)) >= _MIN_COLUMNS]
    if len(columns) < _MIN_COLUMNS or len(full) < _MIN_LINES:
        return False
    return all(_is_column(rows, at) for at in range(len(columns))) and not _is_other(rows)


def _parted(line: _Line, columns: list[tuple[float, float]]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _column in columns]
    for word in line.words:
        at = next(index for index, (_x0, x1) in enumerate(columns) if word.x0 <= x1)
        cells[at].append(word)
    return cells


def _is_column(rows: list[list[list[Word]]], at: int) -> bool:
    """Tell whether a column has enough cells, and most of them start, end or are centred at one place."""
    cells = [row[at] for row in rows if row[at]]
    if len(cells) < _FILLED * len(rows):
        return False
    starts, ends = [cell[0].x0 for cell in cells], [max(word.x1 for word in cell) for cell in cells]
    centres = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    return any(_at_one_place(places) >= _ALIGNED * len(cells) for places in (starts, ends, centres))


def _at_one_place(places: list[float]) -> int:
    return max(sum(abs(place - other) <= _SAME_PT for other in places) for place in places)


def _is_other(rows: list[list[list[Word]]]) -> bool:
    """Tell prose in columns, tables of contents and listings of code from tables."""
    cells = [cell for row in rows for cell in row if cell]
    small = sum(cell[0].text[:1].islower() for cell in cells[1:])
    if small > _PROSE * len(cells):
        return True
    texts = [" ".join(word.text for word in cell) for cell in cells]
    if any(map(_LEADER.search, texts)) or all(_PAGE.fullmatch(word.text) for row in rows for word in row[-1]):
        return len(rows[0]) == _MIN_COLUMNS
    typed = sum(bool(_TYPEWRITER.search(cell[0].style.font)) for cell in cells)
    return typed > len(cells) / 2


def _block(run: list[_Line], columns: list[tuple[float, float]], placement: Placement) -> Block:
    rows: list[list[list[Word]]] = []
    last = run[0].baseline
    for line in run:
        cells = _parted(line, columns)
        if rows and not cells[0] and line.baseline - last <= _WRAP_STEP * line.size:
            rows[-1] = [above + cell for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        last = line.baseline
    inside = list(chain.from_iterable(line.cells for line in run))
    box = Box(columns[0][0], min(c.top for c in inside), columns[-1][1], max(c.bottom for c in inside))
    return Block(
        kind="table",
        rows=tuple(tuple(read_text(cell, placement) if cell else "" for cell in row) for row in rows),
        columns=tuple(x0 for x0, _x1 in columns),
        page_number=placement.page_number,
        box=placement.frame.box_in(placement.displayed, box),
    )
