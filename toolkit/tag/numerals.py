"""Number words → numbers: "soixante-douze", "vingt et un", "one hundred and twenty", "72"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.model.stems import fold

_SEPARATOR = re.compile(r"[\s-]+")


def parse_number(words: str, values: Mapping[str, int], joining: frozenset[str]) -> int | None:
    """Return the number that `words` spell by the `values` of single words; None if they spell none.

    >>> parse_number("quatre-vingt-douze", {"quatre": 4, "vingt": 20, "douze": 12}, frozenset())
    92
    """
    if words.isdigit():
        return int(words)
    total = 0
    for word in _SEPARATOR.split(fold(words).strip()):
        if word in joining:
            continue
        value = values.get(word)
        if value is None:
            return None
        multiplies = value >= 100 or (value == 20 and 1 < total % 100 < 10)
        total = max(total, 1) * value if multiplies else total + value
    return total or None
