"""Words quoted from a text → the whole sentences they stand in.

A rule for showing words in their context, not for analysis: where it is wrong, a little more or less is shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Matches the stop of "… sept jours. Le contrôle", "(…) ?\u00a0» Le", "adopted.\nThe", the end of a line.
# Not the stops of "art. 5", "L. 1110-4", "M. Martin", "n. 3", "12.5", "etc. et".
_STOP = re.compile(
    r"""
    \n+
    | (?<! \b[^\W\d_] ) (?<! \b(?:al|Dr|Me|Mr|No|pp|cf|ch) ) (?<! \b(?:art|Mme|Mrs|par|sec|vol) )
      [.!?…]+ (?: \s? [»”"')\]] )*
      \s+ (?= ["'«“(\[]? \s? [^\W\d_a-zà-öø-ÿ] )
    """,
    re.VERBOSE,
)


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences; a line end closes one too.

    >>> sentences("Voir l’art. L. 1110-4. Le contrôle est confié au médecin ; le RSSI l’aide.")
    ('Voir l’art. L. 1110-4.', 'Le contrôle est confié au médecin ; le RSSI l’aide.')
    """
    return tuple(text[start:end] for start, end in sentence_bounds(text))


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that hold `text[start:end]` begin and end.

    >>> text = "Tout est tracé. Le délai est de sept jours. Il court."
    >>> first, last = sentences_around(text, 32, 41)
    >>> text[first:last]
    'Le délai est de sept jours.'
    """
    met = [bounds for bounds in _bounds(text) if bounds[0] < end and bounds[1] > start]
    return (min(start, met[0][0]), max(end, met[-1][1])) if met else (start, end)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends (half-open).

    >>> sentence_bounds("Oui. Non.")
    [(0, 4), (5, 9)]
    """
    return list(_bounds(text))


@lru_cache(maxsize=256)
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Remember the texts of late: several rules look at the sentences of one after another."""
    found: list[tuple[int, int]] = []
    begin = 0
    for stop in _STOP.finditer(text):
        found.append((begin, begin + len(text[begin : stop.end()].rstrip())))
        begin = stop.end()
    found.append((begin, begin + len(text[begin:].rstrip())))
    return tuple((start, end) for start, end in found if start < end)
