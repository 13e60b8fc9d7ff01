"""Tables without a full grid, told by the line under their heading row → table blocks.

Many typesetters underline the heading cells of a table one by one and rule nothing else. The pieces of that line
are the columns; a row begins where the first column has text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from toolkit.model.layout import Block, Box
from toolkit.read.pdf.columns import Fragment
from toolkit.read.pdf.drawings import Drawings
from toolkit.read.pdf.lines import Placement, read_text
from toolkit.read.pdf.words import Word

_SAME_PT = 1.5
_MIN_COLUMNS = 2
_FILLED = 0.8
"""Of a piece's width, by the words over it: such a piece underlines words, as links are."""
_HEADING_REACH = 1.7
"""In line heights: from the line up to the last line of the heading row."""
_WIDEST_STEP = 3.2
"""In line heights: between two lines of one table."""


class Underline(msgspec.Struct):
    """The pieces of the line under a heading row."""

    y: float
    edges: tuple[float, ...]
    """Left edge of each column, and the right edge of the last."""

    starts: tuple[float, ...]
    """Where the words of each column start at the earliest."""

    def is_like(self, other: Underline) -> bool:
        """Tell whether both have the same columns."""
        return len(self.edges) == len(other.edges) and all(
            abs(one - another) <= 2 * _SAME_PT for one, another in zip(self.edges, other.edges, strict=True)
        )


def find_underlines(drawings: Drawings) -> list[Underline]:
    """Return the lines made of pieces side by side, one a column, top down."""
    rows: list[list[Box]] = []
    for rule in sorted(drawings.rules, key=lambda box: (box.top, box.x0)):
        if rule.x1 - rule.x0 < 6 or rule.bottom - rule.top > 2.5:
            continue
        if rows and abs(rows[-1][0].top - rule.top) <= _SAME_PT:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    found = [_underline(sorted(row, key=lambda box: box.x0)) for row in rows if len(row) >= _MIN_COLUMNS]
    return [underline for underline in found if underline is not None]


def _underline(row: list[Box]) -> Underline | None:
    widest = 4.0 if len(row) > _MIN_COLUMNS else _SAME_PT
    if any(not -1 <= after.x0 - before.x1 <= widest for before, after in pairwise(row)):
        return None
    lefts = [piece.x0 for piece in row]
    return Underline(row[0].top, (*lefts, row[-1].x1), tuple(left - 1 for left in lefts))


def open_table(
    underline: Underline, limit: float, found: Sequence[Fragment], placement: Placement
) -> tuple[Block | None, set[int]]:
    """Return the table that an underline heads, reaching down to `limit` at most, and the ids of the words it takes.

    `found` are the fragments of the page's upright words.
    """
    near = [
        fragment
        for fragment in found
        if fragment.x1 > underline.edges[0] - 2
        and fragment.x0 < underline.edges[-1] + 2
        and fragment.bottom < limit
    ]
    heading = _heading(underline, near)
    if not heading:
        return None, set()
    body = _body(underline, near, max(fragment.size for fragment in heading))
    rows = [heading, *body]
    if len(rows) < 2:
        return None, set()
    taken = {id(word) for row in rows for fragment in row for word in fragment.words}
    inside = [fragment for row in rows for fragment in row]
    box = Box(
        underline.edges[0], min(f.top for f in inside), underline.edges[-1], max(f.bottom for f in inside)
    )
    return (
        Block(
            kind="table",
            rows=tuple(_cells(row, underline, placement) for row in rows),
            columns=underline.edges[:-1],
            page_number=placement.page_number,
            box=placement.frame.box_in(placement.displayed, box),
        ),
        taken,
    )


def _heading(underline: Underline, near: list[Fragment]) -> list[Fragment]:
    """Return the fragments of the heading row: the lines just above the underline, cell by cell."""
    above = sorted((f for f in near if f.bottom <= underline.y + 2), key=lambda f: -f.baseline)
    row: list[Fragment] = []
    edge = underline.y
    for fragment in above:
        if edge - fragment.bottom > (_HEADING_REACH - 1) * fragment.size * (1.0 if not row else 0.4):
            break
        if _crosses(fragment, underline):
            return []
        row.append(fragment)
        edge = min(edge, fragment.top)
    columns = {_column(word, underline) for f in row for word in f.words}
    if len(columns) < 2 or (len(underline.edges) - 1 == _MIN_COLUMNS and _underlines_words(underline, row)):
        return []
    return row


def _underlines_words(underline: Underline, row: list[Fragment]) -> bool:
    """Tell whether some piece is as long as the words over it."""
    for column, (left, right) in enumerate(pairwise(underline.edges)):
        words = [word for f in row for word in f.words if _column(word, underline) == column]
        if not words or max(w.x1 for w in words) - min(w.x0 for w in words) >= _FILLED * (right - left):
            return True
    return False


def _body(underline: Underline, near: list[Fragment], size: float) -> list[list[Fragment]]:
    below = sorted((f for f in near if f.top >= underline.y - 2), key=_baseline)
    rows: list[list[Fragment]] = []
    last_baseline = underline.y
    for line in _level(below):
        step = line[0].baseline - last_baseline
        if step > _WIDEST_STEP * size or any(f.size > 1.08 * size or _crosses(f, underline) for f in line):
            break
        if not rows or any(_column(fragment.words[0], underline) == 0 for fragment in line):
            rows.append([])
        rows[-1].extend(line)
        last_baseline = line[-1].baseline
    return rows


def _baseline(fragment: Fragment) -> float:
    return fragment.baseline


def _level(below: list[Fragment]) -> list[list[Fragment]]:
    """Group fragments, sorted by baseline, that share one."""
    lines: list[list[Fragment]] = []
    for fragment in below:
        if lines and fragment.baseline - lines[-1][0].baseline <= 0.3 * fragment.size:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    return lines


def _crosses(fragment: Fragment, underline: Underline) -> bool:
    """Tell whether running text reaches over the edge between two columns."""
    columns = {_column(word, underline) for word in fragment.words}
    if len(columns) == 1:
        return any(
            word.x0 < edge - 3 and word.x1 > edge + 3
            for word in fragment.words
            for edge in underline.edges[1:-1]
        )
    for before, after in pairwise(fragment.words):
        if (
            _column(before, underline) != _column(after, underline)
            and after.x0 - before.x1 < 0.45 * fragment.size
        ):
            return True
    return False


def _column(word: Word, underline: Underline) -> int:
    return max(0, bisect_right(underline.starts, (word.x0 + word.x1) / 2) - 1)


def _cells(row: list[Fragment], underline: Underline, placement: Placement) -> tuple[str, ...]:
    cells: list[list[Word]] = [[] for _edge in underline.edges[:-1]]
    for fragment in row:
        for word in fragment.words:
            cells[_column(word, underline)].append(word)
    return tuple(read_text(content, placement) if content else "" for content in cells)
