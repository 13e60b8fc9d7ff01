"""Text → the language it is written in, as far as the tagger can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.model.stems import fold
from toolkit.tag.wordlists import small_words

LANGUAGES = ("fr", "en")
_SAMPLE = 60_000
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(texts: Iterable[str]) -> str:
    """Return "fr" or "en", whichever has more of its commonest words in the texts; "" where neither has many.

    >>> detect_language(["Le responsable de traitement doit informer les personnes."])
    'fr'
    """
    counts = dict.fromkeys(LANGUAGES, 0)
    words = seen = 0
    for text in texts:
        for word in _WORD.findall(fold(text[: _SAMPLE - seen])):
            words += 1
            for language in LANGUAGES:
                counts[language] += word in small_words(language).common
        seen += len(text)
        if seen >= _SAMPLE:
            break
    best = max(LANGUAGES, key=lambda language: counts[language])
    return best if counts[best] >= 0.08 * words and counts[best] else ""
