"""Provision and query → the stretch of text that shows best why it was found, with the found words marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from toolkit.model.provision import Provision, rows_text
from toolkit.search.query import Query, Term
from toolkit.search.words import Word, split_words

_WIDTH = 220
_LEAD = 40
Field = Literal["heading", "text", "rows"]


class Snippet(msgspec.Struct, frozen=True):
    """`text` is `field[start:start + len(text)]` of the provision; `marks` are half-open ranges within `text`."""

    field: Field
    start: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    cut_before: bool = False
    cut_after: bool = False


def make_snippet(provision: Provision, query: Query, language: str) -> Snippet:
    """Quote the field with most of the words found, around the place where they stand closest together."""
    fields: tuple[tuple[Field, str], ...] = (
        ("text", provision.text),
        ("heading", provision.heading),
        ("rows", rows_text(provision)),
    )
    marked = [(field, text, _marks(text, query, language)) for field, text in fields if text]
    if not marked:
        return Snippet("text", 0, "")
    field, text, marks = max(marked, key=lambda candidate: len(candidate[2]))
    return _cut(field, text, marks)


def _marks(text: str, query: Query, language: str) -> list[tuple[int, int]]:
    words = list(split_words(text, language))
    found = {mark for term in query.terms() for mark in _occurrences(term, words)}
    return sorted(found)


def _occurrences(term: Term, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    if term.kind == "prefix":
        yield from ((word.start, word.end) for word in words if word.form.startswith(term.words[0].form))
        return
    stems = [word.stem for word in term.words]
    for position, word in enumerate(words):
        row = words[position : position + len(stems)]
        if word.stem == stems[0] and [found.stem for found in row] == stems:
            yield word.start, row[-1].end


def _cut(field: Field, text: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    start = _best_start(text, marks)
    end = min(len(text), start + _WIDTH)
    if end < len(text):
        end = text.rfind(" ", start + _WIDTH // 2, end) if " " in text[start + _WIDTH // 2 : end] else end
    inside = tuple((left - start, right - start) for left, right in marks if start <= left and right <= end)
    return Snippet(field, start, text[start:end], inside, cut_before=start > 0, cut_after=end < len(text))


def _best_start(text: str, marks: Sequence[tuple[int, int]]) -> int:
    if not marks or len(text) <= _WIDTH:
        return 0
    usable = _WIDTH - _LEAD
    densest = max(marks, key=lambda mark: sum(mark[0] <= other[0] < mark[0] + usable for other in marks))
    wanted = max(0, densest[0] - _LEAD)
    space = text.find(" ", wanted, densest[0])
    return space + 1 if wanted and space != -1 else wanted
