"""Sentence and moment in it → the words that say what the moment applies to: "les journaux sont conservés"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from toolkit.model.stems import fold
from toolkit.tag.moments import Moment
from toolkit.tag.time_words import time_grammar
from toolkit.tag.wordlists import small_words

_MOST_WORDS = 14
_FEWEST = 2
"""Words that a part of a sentence between commas needs to stand for itself, unless it begins with an article."""
# The end of a sentence or item.  Not the dot of "L. 1110-4" or "art. 5".
_END = re.compile(r"(?<!\b\w)(?<!\bart)[.!?;]\s+|[:\n•]")
# What an elision leaves before the moment: "un délai d’".  Not: "l’accès".
_ELIDED = re.compile(r"^\w['\u2019]$")
_WORD_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def governed_words(text: str, moment: Moment, moments: Sequence[Moment], language: str) -> str:
    """Quote what stands before a moment in its sentence, or after it where it comes first.

    >>> sentence = "Les journaux sont conservés pendant six mois."
    >>> governed_words(sentence, Moment(36, 44, "P6M", "deadline.retention", 0.9), (), "fr")
    'Les journaux sont conservés'
    """
    start = max((found.end() for found in _END.finditer(text, 0, moment.start)), default=0)
    others = [other.end for other in moments if start <= other.end <= moment.start]
    before = _trimmed(text[max((start, *others)) : moment.start], language)
    if not before and others:
        before = _trimmed(text[start : moment.start], language)
    if before:
        return before
    end = _END.search(text, moment.end)
    return _trimmed(text[moment.end : end.start() if end else len(text)], language, first=True)


def _trimmed(part: str, language: str, *, first: bool = False) -> str:
    """Return the last (or first) stretch between commas, without the small words at its ends."""
    stretches = [_without_edges(stretch, language) for stretch in part.split(",")]
    telling = [words for words in stretches if len(words) >= _FEWEST] or [
        words for words in stretches if words
    ]
    if not telling:
        return ""
    words = telling[0] if first else telling[-1]
    return _WORD_EDGE.sub("", " ".join(words[:_MOST_WORDS] if first else words[-_MOST_WORDS:]))


def _without_edges(stretch: str, language: str) -> list[str]:
    articles, small = small_words(language).determiners, _edge_words(language)
    words = stretch.split()
    while words and _bare(words[0]) in small - articles:
        words.pop(0)
    while words and (_bare(words[-1]) in small or _ELIDED.search(words[-1])):
        words.pop()
    return words


def _bare(word: str) -> str:
    return _WORD_EDGE.sub("", fold(word))


@cache
def _edge_words(language: str) -> frozenset[str]:
    grammar, words = small_words(language), time_grammar(language).words
    linking = (word for phrase in (*words.within, *words.until, *words.linking) for word in phrase.split())
    return frozenset((*grammar.determiners, *grammar.prepositions, *linking, ""))
