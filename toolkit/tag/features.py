"""Ruling → features: what the categoriser learns from, the words of a provision beside what the rules found in it and around.

Words are stems, alone and with the next one, apart for the text, its heading and the headings above, and once more wherever
they stand; those that say nothing alone are left out. What the rules found goes in as it is: so the model learns how far to trust which rule,
and decides by the words what no rule knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from math import sqrt
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from toolkit.model.stems import fold
from toolkit.tag.announced import announced
from toolkit.tag.narration import past_share
from toolkit.tag.passages import Passage
from toolkit.tag.ruling import Ruling
from toolkit.tag.surroundings import ALONE, Around, Bound
from toolkit.tag.weighing import Reason, weigh
from toolkit.tag.wordlists import small_words

_ALL_WORDS = 5.0
_FINDING = 2.0
"""What all words together weigh, as the length of a vector, and what one finding of the rules weighs."""
_ANYWHERE = 0.8
"""What a word weighs wherever it stands, compared with the same word in its place."""
_ENDING = 3
_ENDING_WEIGHT = 0.15
"""Letters of a word that tell its tense and mood, and what each weighs."""
_OPENING = 4
"""Tokens within which a text opens with a cue."""
_SHORTEST_TOLD = 3
"""Letters of the shortest word worth showing to a reader."""
_STOPS = frozenset(".;:!?•·")
_CONNECTIVES = frozenset(["et", "ou", "qui", "dont", "sont", "etre", "and", "or", "be"])
_PARTS = frozenset(
    [
        "fiche",
        "article",
        "annexe",
        "chapitre",
        "partie",
        "section",
        "titre",
        "objectif",
        "part",
        "chapter",
        "annex",
    ]
)
"""What parts of a text are called: where words stand says nothing about them."""


class Features(NamedTuple):
    """A provision as the categoriser sees it."""

    values: dict[str, float]
    words: dict[str, tuple[Passage, Span]]
    """Name of a word's feature → where the word stands first."""
    around: Around = ALONE


def collect_features(ruling: Ruling, language: str, around: Around = ALONE) -> Features:
    """Collect the features of one provision."""
    words: dict[str, tuple[Passage, Span]] = {}
    anywhere: dict[str, tuple[Passage, Span]] = {}
    for passage in (*ruling.situation.own, *ruling.situation.above):
        for name, span in _words(passage, language):
            words.setdefault(f"{_place(passage)}:{name}", (passage, span))
            anywhere.setdefault(f"any:{name}", (passage, span))
    weight = _ALL_WORDS / sqrt(len(words)) if words else 0.0
    values = dict.fromkeys(words, weight) | dict.fromkeys(anywhere, weight * _ANYWHERE)
    for name, value in (*_findings(ruling, language), *_surroundings(around)):
        values[name] = max(value * _FINDING, values.get(name, 0.0))
    return Features(values, words | anywhere, around)


def around_name(who: Bound) -> str:
    """Name the feature of an actor whom the provisions around bind."""
    return f"around.{'outside' if who.outside else 'actor'}={who.actor}"


def _surroundings(around: Around) -> Iterator[tuple[str, float]]:
    if not around.shares:
        yield "around=none", 0.5
    for who, share in around.shares.items():
        yield around_name(who), share


def _words(passage: Passage, language: str) -> Iterator[tuple[str, Span]]:
    before, name_before = -1, ""
    for position, name in _stems(passage.doc, language):
        if not name:
            before = -1
            continue
        yield name, passage.doc[position : position + 1]
        if before >= 0:
            yield f"{name_before} {name}", passage.doc[before : position + 1]
        before, name_before = position, name


def _place(passage: Passage) -> str:
    if passage.height > 1:
        return "above"
    return "heading" if passage.field == "heading" else "text"


def _stems(doc: Doc, language: str) -> Iterator[tuple[int, str]]:
    """Yield position and stem of each word that says something, and "" where a sentence ends; numbers say nothing."""
    silent = _silent(language)
    for token in doc:
        stem = token.norm_
        if token.text[0] in _STOPS:
            yield token.i, ""
        elif token.is_alpha and len(stem) > 1 and token.lower_ not in silent:
            yield token.i, stem


@cache
def _silent(language: str) -> frozenset[str]:
    small = small_words(language)
    articles = small.determiners | small.prepositions | small.clitics | small.only
    return articles | small.common | _CONNECTIVES | _PARTS


def is_telling(token: Token) -> bool:
    """Tell whether a word says something to a reader who sees it alone: no small word, number or unit of time."""
    silent = fold(token.text) in small_words(token.lang_).untelling
    return len(token) >= _SHORTEST_TOLD and token.is_alpha and not silent


def _findings(ruling: Ruling, language: str) -> Iterator[tuple[str, float]]:
    yield from _scores("role", ruling.role_reasons)
    yield from _scores("topic", ruling.topic_reasons)
    for reason in ruling.role_reasons:
        if not reason.rule.startswith("role.topic."):
            yield f"{reason.rule}={reason.value}", reason.weight
    for tag in (*ruling.roles, *ruling.topics, ruling.modality):
        yield f"proposed={tag.value}", 1.0
    yield ruling.modality.rule, 1.0
    yield f"kind={ruling.kind_of_text}", 1.0
    yield from _duties(ruling)
    yield from _forms(ruling)
    yield from _tells(ruling, language)
    yield from _actors(ruling)


def _scores(facet: str, reasons: Sequence[Reason]) -> Iterator[tuple[str, float]]:
    for value, score in weigh(reasons).items():
        yield f"{facet}.score={value}", score


def _duties(ruling: Ruling) -> Iterator[tuple[str, float]]:
    if not ruling.duties:
        yield "duty=none", 1.0
    for prefix, laid in (("duty", ruling.duties), ("introduced", ruling.introduced)):
        for _passage, duty in laid:
            yield f"{prefix}={duty.modality}", 1.0
            if duty.actor:
                yield f"{prefix}.actor={duty.actor}", 1.0
                yield f"{prefix}.{duty.binding}={duty.actor}", 1.0
            if duty.outside:
                yield f"{prefix}.outside", 1.0


def _forms(ruling: Ruling) -> Iterator[tuple[str, float]]:
    """Yield what tells the mood of the text: cues, also those that only look like one, how it begins, endings of words."""
    for passage in ruling.situation.own:
        if passage.field == "heading":
            continue
        for cue in passage.doc.spans["cues"]:
            yield f"cue={cue.label_}", 1.0
            if cue.start < _OPENING:
                yield f"opens={cue.label_}", 1.0
        for token in passage.doc[:1]:
            yield f"begins={token.norm_}", 0.5
        for token in passage.doc:
            if token.is_alpha and len(token) > _ENDING:
                yield f"ending={token.lower_[-_ENDING:]}", _ENDING_WEIGHT


def _tells(ruling: Ruling, language: str) -> Iterator[tuple[str, float]]:
    """Yield what lets a text tell something and ask for nothing: the headings over it, a past tense."""
    for announcement in announced(ruling.situation, language):
        yield f"headed={announcement}", 1.0
    past = past_share(ruling.situation.own, language)
    if past:
        yield "past", past


def _actors(ruling: Ruling) -> Iterator[tuple[str, float]]:
    for passage in (*ruling.situation.own, *ruling.situation.above):
        for span in passage.terms("actor"):
            yield f"named.{span.id_}={span.kb_id_}", 1.0
