"""Small text in the page's margins, beside the text it is about → groups of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolkit.read.pdf.columns import Fragment

_SMALLER = 0.86
"""Size of a side note against the page's text, at most."""
_PROSE = 20
"""Characters of a fragment that tells how wide the text area is."""
_FEWEST = 3
"""Of such fragments."""
_CLEAR_PT = 4.0
_STEP = 1.6
"""In font sizes: between two lines of one note."""


def part_side_notes(found: Sequence[Fragment]) -> tuple[list[Fragment], list[list[Fragment]]]:
    """Return the fragments of the text area, and the side notes as groups of fragments, top down."""
    if len(found) < _FEWEST:
        return list(found), []
    size = _main_size(found)
    prose = [fragment for fragment in found if fragment.size >= 0.95 * size and fragment.length >= _PROSE]
    if len(prose) < _FEWEST:
        return list(found), []
    left = sorted(fragment.x0 for fragment in prose)[len(prose) // 20]
    right = sorted(fragment.x1 for fragment in prose)[-1 - len(prose) // 20]
    top = min(fragment.top for fragment in prose)
    bottom = max(fragment.bottom for fragment in prose)
    text: list[Fragment] = []
    side: list[Fragment] = []
    for fragment in found:
        outside = fragment.x1 < left - _CLEAR_PT or fragment.x0 > right + _CLEAR_PT
        beside = fragment.size <= _SMALLER * size and top - size < fragment.baseline < bottom + size
        (side if outside and beside and _has_words(fragment) else text).append(fragment)
    return text, _groups(side)


def _main_size(found: Sequence[Fragment]) -> float:
    weights: Counter[float] = Counter()
    for fragment in found:
        weights[fragment.size] += fragment.length
    return weights.most_common(1)[0][0] if weights else 0.0


def _has_words(fragment: Fragment) -> bool:
    """Tell a note from a label or line number in the margin."""
    return (
        any(word.text[0].isalpha() and len(word.text) > 2 for word in fragment.words)
        or len(fragment.words) > 1
    )


def _groups(side: list[Fragment]) -> list[list[Fragment]]:
    groups: list[list[Fragment]] = []
    for fragment in sorted(side, key=lambda item: item.baseline):
        for group in groups:
            last = group[-1]
            close = fragment.baseline - last.baseline <= _STEP * fragment.size
            if close and fragment.x0 < last.x1 and fragment.x1 > last.x0:
                group.append(fragment)
                break
        else:
            groups.append([fragment])
    return groups
