"""Fragments of lines on a page → regions in reading order: columns of running text one after the other.

A gutter counts only where prose stands on both sides: cells of a table and labels in a margin stay on one
line with their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

import msgspec

from toolkit.read.pdf.words import Word

_MIN_ROWS = 3
_MIN_CHARACTERS = 16
"""Of the median row of a column of prose."""
_MIN_FILL = 0.6
"""Of a column's width, by its median row."""
_MIN_WIDTH = 0.15
"""Of the page's width, for a column."""


class Fragment(msgspec.Struct, gc=False):
    """Words next to each other on one baseline."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float

    @property
    def length(self) -> int:
        """Characters in it."""
        return sum(len(word.text) for word in self.words) + len(self.words) - 1


class _Band(msgspec.Struct):
    top: float
    bottom: float
    gutter: float


def reading_regions(fragments: Sequence[Fragment], page_width: float) -> list[list[Fragment]]:
    """Return the fragments as regions to be read one after the other."""
    if len(fragments) < 2 * _MIN_ROWS:
        return [list(fragments)]
    band = _widest_band(fragments, page_width)
    if band is None:
        return [list(fragments)]
    above, left, right, below = [], [], [], []
    for fragment in fragments:
        middle = (fragment.top + fragment.bottom) / 2
        if middle < band.top:
            above.append(fragment)
        elif middle > band.bottom:
            below.append(fragment)
        elif fragment.x0 >= band.gutter:
            right.append(fragment)
        else:
            left.append(fragment)
    regions = []
    for part in (above, left, right, below):
        if part:
            regions.extend(reading_regions(part, page_width))
    return regions


def _widest_band(fragments: Sequence[Fragment], page_width: float) -> _Band | None:
    best, best_count = None, 0
    for gutter in _gutters(fragments):
        for run in _uncrossed_runs(fragments, gutter):
            left = [fragment for fragment in run if fragment.x0 < gutter]
            right = [fragment for fragment in run if fragment.x0 >= gutter]
            if len(run) > best_count and _are_columns(left, right, page_width):
                top = min(fragment.top for fragment in run)
                best = _Band(top, max(fragment.bottom for fragment in run), gutter)
                best_count = len(run)
    return best


def _gutters(fragments: Sequence[Fragment]) -> list[float]:
    """Return x positions, left edges shared by several fragments, that may begin a right column."""
    edges = Counter(round(fragment.x0 / 3) for fragment in fragments)
    leftmost = min(edges)
    return [edge * 3 - 2.5 for edge, count in edges.items() if count >= _MIN_ROWS and edge > leftmost + 20]


def _uncrossed_runs(fragments: Sequence[Fragment], gutter: float) -> list[list[Fragment]]:
    """Return the stretches of a page, top down, in which no fragment reaches over the gutter."""
    runs: list[list[Fragment]] = [[]]
    for fragment in sorted(fragments, key=lambda item: item.top):
        if fragment.x0 < gutter < fragment.x1 + 2:
            runs.append([])
        else:
            runs[-1].append(fragment)
    return [run for run in runs if len(run) >= 2 * _MIN_ROWS]


def _are_columns(left: list[Fragment], right: list[Fragment], page_width: float) -> bool:
    if min(len(left), len(right)) < 2 or max(len(left), len(right)) < 2 * _MIN_ROWS:
        return False
    overlap = min(max(f.bottom for f in left), max(f.bottom for f in right)) - max(
        min(f.top for f in left), min(f.top for f in right)
    )
    return overlap > 0 and _is_prose(left, page_width) and _is_prose(right, page_width)


def _is_prose(side: list[Fragment], page_width: float) -> bool:
    rows: dict[int, list[Fragment]] = {}
    for fragment in side:
        rows.setdefault(round(fragment.baseline / 3), []).append(fragment)
    width = max(fragment.x1 for fragment in side) - min(fragment.x0 for fragment in side)
    if len(rows) < 2 or width < _MIN_WIDTH * page_width:
        return False
    lengths = [sum(fragment.length for fragment in row) for row in rows.values()]
    widths = [max(f.x1 for f in row) - min(f.x0 for f in row) for row in rows.values()]
    return median(lengths) >= _MIN_CHARACTERS and median(widths) >= _MIN_FILL * width
