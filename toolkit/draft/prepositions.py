"""A French preposition and the words after it → both as they are written together: "de" + "le 1er janvier" → "du 1er janvier"."""

from __future__ import annotations

import re
from typing import Literal

_CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}

# Matches "le 1er janvier", "Les textes"; not "l’avis", "le" alone, "lequel".
_ARTICLE = re.compile(r"(le|les)\s+(?=\S)", re.IGNORECASE)

# Matches a date that lacks its article: "1er janvier 2029", "31 décembre"; not "12 mois", "2029".
_BARE_DATE = re.compile(
    r"""
    (?: 1er | [12]?\d | 3[01] ) \s
    (?: janvier | février | mars | avril | mai | juin | juillet | août | septembre | octobre | novembre | décembre ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches what makes "de" lose its "e": "un an", "échéance"; not "onze mois", "oui", "huit jours".
_ELIDING = re.compile(r"(?!onz|oui\b)[aeiouâàéèêëîïôùœæ]", re.IGNORECASE)


def after(text: str, preposition: Literal["de", "à"]) -> str:
    """Return `text` after a French preposition, contracted with its article or elided.

    An h counts as aspirated: nothing in its letters says otherwise.

    >>> after("le 1er janvier 2029", "de"), after("un an", "de"), after("les textes", "à")
    ('du 1er janvier 2029', 'd’un an', 'aux textes')
    """
    words = text.strip()
    if _BARE_DATE.match(words):
        words = f"le {words}"
    article = _ARTICLE.match(words)
    if article:
        return f"{_CONTRACTED[preposition, article[1].lower()]} {words[article.end() :]}"
    if preposition == "de" and _ELIDING.match(words):
        return f"d’{words}"
    return f"{preposition} {words}"
