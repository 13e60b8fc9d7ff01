"""Passages → how much of them tells what happened: an account, what inspections found, the history of a text."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.tag.passages import Passage
from toolkit.tag.wordlists import PastWords, past_words

_FEWEST_WORDS = 3
_REACH = 2
"""Words after "ont" in which its participle stands: "ont souvent relevé"."""


def past_share(passages: Sequence[Passage], language: str) -> float:
    """Return the share of the sentences of a text that are in a past tense, from 0 to 1."""
    grammar = past_words(language)
    texts = (passage for passage in passages if passage.field != "heading")
    # Accents matter here: "relevé" happened, "relève" does not.
    sentences = [
        [token.text.lower() for token in sentence if token.is_alpha]
        for passage in texts
        for sentence in passage.doc.sents
    ]
    told = [_is_past(words, grammar) for words in sentences if len(words) >= _FEWEST_WORDS]
    return sum(told) / len(told) if told else 0.0


def _is_past(words: Sequence[str], grammar: PastWords) -> bool:
    return any(
        word in grammar.verbs
        or _by_ending(word, grammar)
        or (word in grammar.auxiliaries and _has_participle(words[place + 1 : place + 1 + _REACH], grammar))
        for place, word in enumerate(words)
    )


def _by_ending(word: str, grammar: PastWords) -> bool:
    return (
        word.endswith(grammar.endings)
        and not word.endswith(grammar.other_endings)
        and word not in grammar.never
    )


def _has_participle(words: Sequence[str], grammar: PastWords) -> bool:
    """Tell whether a participle follows: of the commonest kind soon, of any other at once."""
    soon = any(word.endswith(grammar.participles) for word in words)
    return soon or any(word.endswith(grammar.other_participles) for word in words[:1])
