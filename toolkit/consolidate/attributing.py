"""The words of a merged comment and its sources → who says each of its sentences, before anybody has to answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz import fuzz

from toolkit.model.comment import Comment
from toolkit.model.sentences import sentences

_SAID = 80.0
"""Likeness, of a hundred, from which a source says a sentence: the same as when sources are merged."""


class Attributed(msgspec.Struct, frozen=True):
    """A sentence and the ids of the sources that say it, none for what the person who merges adds."""

    field: str
    """"text", "proposed" or "rationale"."""
    sentence: str
    source_ids: tuple[str, ...]


def attribute(merged: Comment, sources: Sequence[Comment]) -> tuple[Attributed, ...]:
    """Return each sentence of a merged comment with the sources that say it, in their order."""
    said = {source.id: tuple(_said(source)) for source in sources}
    names = {source.id: source.author or source.role or source.id for source in sources}
    found: list[Attributed] = []
    for field in ("text", "proposed", "rationale"):
        for sentence in sentences(getattr(merged, field)):
            words = [sentence, *_without_name(sentence, names.values())]
            saying = (name for name, others in said.items() if _is_among(words, others))
            found.append(Attributed(field, sentence, tuple(saying)))
    return tuple(found)


def _said(source: Comment) -> Iterator[str]:
    for words in (source.text, source.rationale, source.proposed):
        yield from (sentence.casefold() for sentence in sentences(words))
        if words:
            yield words.casefold()


def _without_name(sentence: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the sentence without the name of a source that a merge puts before it."""
    for name in names:
        if sentence.startswith(name):
            yield sentence.removeprefix(name).lstrip(" \u00a0\u202f:")


def _is_among(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(fuzz.ratio(one.casefold(), other) >= _SAID for one in words for other in others)
