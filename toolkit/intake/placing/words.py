"""Text → words as they are compared, each with its place, so that what matches can be given back as printed."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from toolkit.model.provision import Provision
from toolkit.model.stems import fold

_WORD = re.compile(r"[^\W_]+")
Field = Literal["heading", "text", "rows"]


class Words(NamedTuple):
    """Words of a text without case and accents, with their half-open places."""

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


class Passage(NamedTuple):
    """A stretch of a provision that is quoted as one: its heading, its text, or a cell."""

    provision_index: int
    field: Field
    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def printed(self, first: int, last: int) -> str:
        """Return words `first` to `last`, inclusive, as the draft prints them."""
        return self.text[self.places[first][0] : self.places[last][1]]


def cut_words(text: str) -> Words:
    """Cut a text into words.

    >>> cut_words("L’accès, sous 72 h").words
    ('l', 'acces', 'sous', '72', 'h')
    """
    found = [(fold(match[0]), match.span()) for match in _WORD.finditer(text)]
    return Words(tuple(word for word, _ in found), tuple(place for _, place in found))


def plain_words(text: str) -> str:
    """Return the words of a text parted by single spaces."""
    return " ".join(cut_words(text).words)


def passages_of(index: int, provision: Provision) -> list[Passage]:
    """Return the passages of a provision, in the order of the page."""
    texts: list[tuple[Field, str]] = [("heading", provision.heading), ("text", provision.text)]
    texts += [("rows", cell) for row in provision.rows for cell in row]
    return [Passage(index, field, text, *cut_words(text)) for field, text in texts if text]
