"""Provision and query → the stretch of text that shows best why it was found, with the found words marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from toolkit.model.provision import Provision, rows_text
from toolkit.model.stems import plain_characters
from toolkit.search.query import Query, Term

_WIDTH = 220
_LEAD = 40
_EDGE_BEFORE, _EDGE_AFTER, _BETWEEN = r"(?<![^\W_])", r"(?![^\W_])", r"[\W_]+"
_LIGATURES = (("oe", "(?:oe|œ)"), ("ae", "(?:ae|æ)"))
Field = Literal["heading", "text", "rows"]
FormsOf = Callable[[str], Iterable[str]]
"""stem → the words of the draft that have it, without case and accents."""


class Snippet(msgspec.Struct, frozen=True):
    """`text` is `field[start:start + len(text)]` of the provision; `marks` are half-open ranges within `text`."""

    field: Field
    start: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    cut_before: bool = False
    cut_after: bool = False


class Highlighter:
    """Finds the words of one query in texts: built once a query, it looks at each text only once."""

    def __init__(self, query: Query, forms_of: FormsOf) -> None:
        wanted = sorted({_pattern(term, forms_of) for term in query.terms()}, key=len, reverse=True)
        self._pattern = re.compile(_EDGE_BEFORE + f"(?:{'|'.join(wanted)})") if wanted else None

    def snippet(self, provision: Provision) -> Snippet:
        """Quote the text, or else the heading or the table, around the place where found words stand closest together.

        The text comes first because the heading is read in the path already.
        """
        marks = self.marks(provision.text)
        if marks:
            return _cut("text", provision.text, marks)
        others: tuple[tuple[Field, str], ...] = (
            ("heading", provision.heading),
            ("rows", rows_text(provision)),
        )
        for field, text in others:
            marks = self.marks(text)
            if marks:
                return _cut(field, text, marks)
        field, text = next((pair for pair in (("text", provision.text), *others) if pair[1]), ("text", ""))
        return _cut(field, text, ())

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Return where found words stand in a text, as half-open ranges."""
        if self._pattern is None or not text:
            return []
        return [match.span() for match in self._pattern.finditer(plain_characters(text))]


def _pattern(term: Term, forms_of: FormsOf) -> str:
    """Return a pattern for a term: a word in all its forms, a phrase, the beginning of a word."""
    if term.kind == "prefix":
        return _spelled(term.words[0].form) + r"[^\W_]*"
    words = ("|".join(map(_spelled, sorted({word.form, *forms_of(word.stem)}))) for word in term.words)
    return _BETWEEN.join(f"(?:{forms})" for forms in words) + _EDGE_AFTER


def _spelled(form: str) -> str:
    pattern = re.escape(form)
    for letters, spellings in _LIGATURES:
        pattern = pattern.replace(letters, spellings)
    return pattern


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
