"""Fragments of lines on a page → regions in reading order: columns of running text one after the other.

A gutter counts only where prose stands on both sides: cells of a table and labels in a margin stay on one
line with their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from toolkit.read.pdf.words import Word

_MIN_ROWS = 3
_MIN_CHARACTERS = 16
"""Of a full row of a column of prose."""
_MIN_FILL = 0.6
"""Of a column's width, for a full row."""
_MIN_SHARE = 0.4
"""Of the rows of a column, that are full …"""
_STRONG_SHARE, _WEAK_SHARE = 0.6, 0.2
"""… or on one side this many, and on the other, which also has long rows, that many."""
_STRIP_PT = 5.0
"""Height of the white strip that sets a heading off from columns."""
_LONG_ROW = 30
"""Characters."""
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
    length: int
    """Characters in it."""


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
        for whole_run in _uncrossed_runs(fragments, gutter):
            run = _without_strays(whole_run, gutter)
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


def _without_strays(run: list[Fragment], gutter: float) -> list[Fragment]:
    """Cut a line or two that stand on one side only off a run's ends: headings above and below the columns."""
    strips: list[list[Fragment]] = []
    bottom = 0.0
    for fragment in run:
        if strips and fragment.top < bottom + _STRIP_PT:
            strips[-1].append(fragment)
        else:
            strips.append([fragment])
        bottom = max(bottom, fragment.bottom)
    while strips and _is_stray(strips[0], gutter):
        strips.pop(0)
    while strips and _is_stray(strips[-1], gutter):
        strips.pop()
    return [fragment for strip in strips for fragment in strip]


def _is_stray(strip: list[Fragment], gutter: float) -> bool:
    sides = {fragment.x0 >= gutter for fragment in strip}
    return len(sides) == 1 and len(strip) < _MIN_ROWS


def _are_columns(left: list[Fragment], right: list[Fragment], page_width: float) -> bool:
    if min(len(left), len(right)) < 2 or max(len(left), len(right)) < 2 * _MIN_ROWS:
        return False
    overlap = min(max(f.bottom for f in left), max(f.bottom for f in right)) - max(
        min(f.top for f in left), min(f.top for f in right)
    )
    if overlap <= 0:
        return False
    one, other = _prose_share(left, page_width), _prose_share(right, page_width)
    if min(one, other) >= _MIN_SHARE:
        return True
    # plain text on one side, text with headings, boxes or pictures on the other
    mixed, length = (left, one) if one < other else (right, other)
    long_rows = sum(1 for fragment in mixed if fragment.length >= _LONG_ROW)
    return max(one, other) >= _STRONG_SHARE and length >= _WEAK_SHARE and long_rows >= 2 * _MIN_ROWS


def _prose_share(side: list[Fragment], page_width: float) -> float:
    """Return which share of a side's rows are full lines of text; 0 for what is too small to be a column."""
    rows: dict[int, list[Fragment]] = {}
    for fragment in side:
        rows.setdefault(round(fragment.baseline / 3), []).append(fragment)
    width = max(fragment.x1 for fragment in side) - min(fragment.x0 for fragment in side)
    if len(rows) < 2 or width < _MIN_WIDTH * page_width:
        return 0.0
    full = sum(
        1
        for row in rows.values()
        if sum(fragment.length for fragment in row) >= _MIN_CHARACTERS
        and max(f.x1 for f in row) - min(f.x0 for f in row) >= _MIN_FILL * width
    )
    return full / len(rows) if full >= 2 else 0.0
