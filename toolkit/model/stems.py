"""Words as they are compared: case, accents and typography folded, inflection cut off.

"SÉCURITÉ", "securite" and "sécurités" share one stem. Accents go before the stemmer runs, because texts set in
capitals and typed queries have none; the "e" that French participles then keep is cut as well.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import Stemmer

_ALGORITHMS = {"fr": "french", "en": "english"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'"})


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return `word` in lower case without accents, ligatures and curly apostrophes.

    >>> fold("Œuvre"), fold("L’Été")
    ('oeuvre', "l'ete")
    """
    plain = word.casefold().translate(_LIGATURES)
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_ALGORITHMS.get(language, "english"))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem of one word in "fr" or "en"; other languages are stemmed as English.

    >>> stem("CHIFFRÉES", "fr") == stem("chiffrement", "fr")
    True
    """
    cut: str = _stemmer(language).stemWord(fold(word))
    return cut.rstrip("e") or cut if language == "fr" else cut
