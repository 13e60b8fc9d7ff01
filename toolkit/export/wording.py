"""The draft's words and the proposed ones → what is kept, deleted and inserted, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

import msgspec

from toolkit.export.printable import paragraphs

ChangeKind = Literal["kept", "deleted", "inserted"]


class Change(msgspec.Struct, frozen=True):
    """A stretch of text and what happens to it."""

    kind: ChangeKind
    text: str


# Matches "doit", "l", "'", "  ", "16"; words, runs of space and single marks are the units that change.
_UNIT = re.compile(r"\w+|\s+|[^\w\s]")

_UNSEEN_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))

_MOST_COMPARISONS = 4_000_000
"""Beyond this product of lengths (two texts of 2,000 units) the middle is shown as replaced at once."""


def comparable(text: str) -> str:
    """Return a text without empty lines, margins, and spaces that differ only in where a line may break."""
    return "\n".join(paragraphs(text.translate(_UNSEEN_SPACES)))


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Return the changes that turn `before` into `after`.

    Kept and deleted texts together are `before`; kept and inserted ones are `after`. Between two stretches that
    are kept, what is deleted comes before what is inserted.
    """
    old, new = _UNIT.findall(before), _UNIT.findall(after)
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    middle = _matched(old[head : len(old) - tail], new[head : len(new) - tail])
    pieces = [Change("kept", "".join(old[:head])), *middle, Change("kept", "".join(old[len(old) - tail :]))]
    return tuple(_joined(_without_crumbs(pieces)))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    for index, (left, right) in enumerate(zip(old, new, strict=False)):
        if left != right:
            return index
    return min(len(old), len(new))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    if len(old) * len(new) > _MOST_COMPARISONS:
        yield Change("deleted", "".join(old))
        yield Change("inserted", "".join(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for action, start, end, new_start, new_end in matcher.get_opcodes():
        if action == "equal":
            yield Change("kept", "".join(old[start:end]))
            continue
        yield Change("deleted", "".join(old[start:end]))
        yield Change("inserted", "".join(new[new_start:new_end]))


def _without_crumbs(changes: Iterable[Change]) -> Iterator[Change]:
    """Count a space or mark kept between two changes as changed: three words replaced read as one change."""
    pieces = [change for change in changes if change.text]
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if piece.kind == "kept" and inside and not re.search(r"\w", piece.text):
            yield Change("deleted", piece.text)
            yield Change("inserted", piece.text)
        else:
            yield piece


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    for kept, group in groupby(changes, key=lambda change: change.kind == "kept"):
        members = list(group)
        kinds: tuple[ChangeKind, ...] = ("kept",) if kept else ("deleted", "inserted")
        for kind in kinds:
            text = "".join(change.text for change in members if change.kind == kind)
            if text:
                yield Change(kind, text)
