"""The words of a remark that states no position → the position that they show, and whether they ask for a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.consolidate.lexicon import Lexicon, hear
from toolkit.consolidate.wants import wanted
from toolkit.model.comment import Position

_BEFORE = 4
"""So many words before "deletion" may ask for it."""
_DETERMINERS = frozenset(
    {"le", "la", "les", "l", "ce", "cet", "cette", "ces", "un", "une", "the", "this", "a", "an"}
)
_WAYS = frozenset({"longer", "shorter", "stricter", "laxer"})

# The end of a question: "?", "? »". Not one in the middle of words: "(1 s ?)".
_ASKED = re.compile(r"\?\s*[»”\")]?\s*(?=$|[A-ZÀ-Ý])")


def shown_position(text: str, *, language: str = "") -> Position | None:
    """Return the position that words show, None where they tell of something and want nothing.

    >>> shown_position("L'essai annuel doit être maintenu."), shown_position("Il faut allonger le délai.")
    ('support', 'amend')
    """
    words, spoken, stems = hear(text, language)
    wants = wanted(words, spoken.wants.found(stems))
    asks = _asks(stems, spoken)
    if "against" in wants or _deletes(stems, spoken, asks):
        return "oppose"
    if asks:
        return "amend"
    if any(spoken.upholds.found(stems)):
        return "support"
    if _ASKED.search(text):
        return "question"
    if wants & _WAYS:
        return "amend"
    return "oppose" if "doubt" in wants else None


def asks_change(text: str, *, language: str = "") -> bool:
    """Tell whether words say what should be otherwise, though not in which wording.

    >>> asks_change("Ajouter les urgences."), asks_change("Nous connaissons cette situation.")
    (True, False)
    """
    words, spoken, stems = hear(text, language)
    wants = wanted(words, spoken.wants.found(stems))
    return bool(_asks(stems, spoken) or wants & {*_WAYS, "delete", "whole", "against"})


def _asks(stems: Sequence[str], spoken: Lexicon) -> list[int]:
    """Return the places of words that ask for a change.

    Those aside that ask to keep, "must be maintained", and nouns of the same stem, "this limitation".
    """
    kept = set(_upholding(stems, spoken))
    starts = [start for start, _end, _ask in spoken.asks.found(list(stems)) if start not in kept]
    return [start for start in starts if not start or stems[start - 1] not in _DETERMINERS]


def _upholding(stems: Sequence[str], spoken: Lexicon) -> Iterator[int]:
    for start, end, _uphold in spoken.upholds.found(list(stems)):
        yield from range(start - _BEFORE, end)


def _deletes(stems: Sequence[str], spoken: Lexicon, asks: Sequence[int]) -> bool:
    """Tell whether somebody asks for a deletion: "Delete …", "we ask for the deletion"; not what the draft deletes."""
    hits = [hit for hit in spoken.wants.found(list(stems)) if hit[2] in ("delete", "whole")]
    return any(start <= 1 or any(start - _BEFORE <= ask < end for ask in asks) for start, end, _want in hits)
