"""Remarks of our own on drafts of several kinds, labelled: who says the same, and who contradicts whom.

`labelled/*.json`: provisions as (id, parent, kind, number, heading, text); remarks with the group ("g") they belong to;
contradictions as pairs of sides. Those of part "held_out" were not looked at while words and weights were chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Literal

import msgspec

from toolkit.model.comment import Comment, Position
from toolkit.model.consolidation import Group
from toolkit.model.provision import Outline, Provision

FOLDER = Path(__file__).parent / "labelled"
Pair = frozenset[str]


class Labelled(msgspec.Struct, frozen=True):
    """A remark and the group of those that say the same."""

    id: str
    p: str
    by: str
    pos: Position
    text: str
    quote: str = ""
    proposed: str = ""
    deletion: bool = False
    g: str = ""

    def comment(self) -> Comment:
        return Comment(
            id=self.id,
            provision_id=self.p,
            author=self.by,
            position=self.pos,
            text=self.text,
            quote=self.quote,
            proposed=self.proposed,
            deletion=self.deletion,
            state="submitted",
        )


class Case(msgspec.Struct, frozen=True):
    """One draft with its remarks."""

    language: Literal["fr", "en"]
    part: Literal["tuning", "held_out"]
    provisions: tuple[tuple[str, str | None, str, str, str, str], ...]
    comments: tuple[Labelled, ...]
    contradictions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def outline(self) -> Outline:
        return Outline(
            [
                Provision(id=key, parent_id=parent, kind=kind, number=number, heading=heading, text=text)
                for key, parent, kind, number, heading, text in self.provisions
            ]
        )

    def alike(self) -> set[Pair]:
        groups: dict[str, list[str]] = {}
        for item in self.comments:
            if item.g:
                groups.setdefault(item.g, []).append(item.id)
        return {frozenset(pair) for ids in groups.values() for pair in combinations(ids, 2)}

    def opposed(self) -> set[Pair]:
        return {frozenset(pair) for left, right in self.contradictions for pair in product(left, right)}


class Score(msgspec.Struct):
    """Pairs found and true, found and false, missed."""

    true: int = 0
    false: int = 0
    missed: int = 0

    def add(self, found: set[Pair], truth: set[Pair]) -> None:
        self.true += len(found & truth)
        self.false += len(found - truth)
        self.missed += len(truth - found)

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false)

    @property
    def recall(self) -> float:
        return self.true / (self.true + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.true / (2 * self.true + self.false + self.missed)


def cases(part: str) -> Iterator[Case]:
    """Yield the drafts of a part."""
    for path in sorted(FOLDER.glob("*.json")):
        case = msgspec.json.decode(path.read_bytes(), type=Case)
        if case.part == part:
            yield case


def pairs_in(groups: Iterable[Group]) -> set[Pair]:
    """Return the pairs that stand in one group of duplicates."""
    return {frozenset(pair) for group in groups for pair in combinations(group.comment_ids, 2)}


def pairs_between(groups: Iterable[Group]) -> set[Pair]:
    """Return the pairs that stand on opposite sides of a contradiction."""
    return {frozenset(pair) for group in groups for pair in product(*group.sides)}
