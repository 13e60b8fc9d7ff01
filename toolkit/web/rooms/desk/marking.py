"""A text and words to look for in it → pieces, marked or not, for templates to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.export.wording import comparable, compare

_AROUND = 260
"""Characters shown on each side of what matters in a long text."""
_SAME = {"'": "['’]", "’": "['’]", "-": "[-‐‑–]", "–": "[-‐‑–]"}


class Piece(NamedTuple):
    """A stretch of text; `kind` is "", "mark", "del" or "ins"."""

    text: str
    kind: str = ""


def marked(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text in pieces, of which those are marked that are one of `words`, however spaced and cased.

    >>> marked("Sous 72 heures.", ["72  HEURES"])
    (Piece(text='Sous ', kind=''), Piece(text='72 heures', kind='mark'), Piece(text='.', kind=''))
    """
    wanted = sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)
    if not wanted or not text:
        return (Piece(text),) if text else ()
    found = re.compile("|".join(map(_pattern, wanted)), re.IGNORECASE)
    return tuple(_pieces(text, ((match.start(), match.end()) for match in found.finditer(text))))


def marked_at(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return a text in pieces, those of the half-open `spans` marked."""
    return tuple(_pieces(text, spans))


def excerpt(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return as much of a long text as stands around what is marked, or its beginning where nothing is."""
    every = tuple(pieces)
    if sum(len(item.text) for item in every) <= 3 * _AROUND:
        return every
    first = next((number for number, item in enumerate(every) if item.kind), None)
    if first is None:
        return (Piece(_cut_after(every[0].text, 2 * _AROUND)),)
    before = "".join(item.text for item in every[:first])
    return (Piece(_cut_before(before, _AROUND)), *_cut_pieces(every[first:], 2 * _AROUND))


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return a wording and the one proposed instead as one text, word by word.

    >>> changes("sept jours", "dix jours")
    (Piece(text='sept', kind='del'), Piece(text='dix', kind='ins'), Piece(text=' jours', kind=''))
    """
    kinds = {"kept": "", "deleted": "del", "inserted": "ins"}
    found = compare(comparable(before), comparable(after))
    return tuple(Piece(item.text, kinds[item.kind]) for item in found)


def _pattern(words: str) -> str:
    parts = ("".join(_SAME.get(char, re.escape(char)) for char in part) for part in words.split())
    return r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in sorted(spans):
        if start < done or end <= start:
            continue
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], "mark")
        done = end
    if done < len(text):
        yield Piece(text[done:])


def _cut_pieces(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    """Yield pieces until so many characters are shown; the last is cut."""
    left = most
    for item in pieces:
        if len(item.text) >= left:
            yield Piece(_cut_after(item.text, max(left, 1)), item.kind)
            return
        yield item
        left -= len(item.text)


def _cut_before(text: str, most: int) -> str:
    return text if len(text) <= most else "… " + text[-most:].split(" ", 1)[-1]


def _cut_after(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
