"""Text → the language it is written in, by counting the commonest words of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from toolkit.structure.vocabulary import stop_words

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 5_000
_LEAST_SHARE = 0.08


def guess_language(texts: Iterable[str]) -> str:
    """Return the ISO 639-1 code of the language, or "" if none of those we know stands out."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        found = _WORD.findall(text.lower())
        counted.update(found)
        total += len(found)
        if total >= _ENOUGH_WORDS:
            break
    shares = {
        language: sum(counted.get(word, 0) for word in listed) / max(1, total)
        for language, listed in stop_words().items()
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _LEAST_SHARE else ""
