"""Labels of two readers → one label a provision, and how far the readers agree.

A role or topic is kept where both set it, or either where they have nothing in common; a modality where they differ is
the first reader's. A provision that only one of them has read has that reader's labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.tag.items import Labels


class Agreement(NamedTuple):
    """How far two readers of the same provisions agree, each from 0 to 1; roles and topics as samples-F1."""

    provisions: int
    roles: float
    topics: float
    modality: float


def settle(first: Mapping[str, Labels], second: Mapping[str, Labels]) -> Iterator[Labels]:
    """Yield one label for each provision that at least one reader has read; the keys are ids."""
    for name in dict.fromkeys((*first, *second)):
        if name in first and name in second:
            yield _settled(first[name], second[name])
        else:
            yield first.get(name) or second[name]


def _settled(one: Labels, other: Labels) -> Labels:
    return Labels(
        id=one.id,
        roles=_common(one.roles, other.roles),
        modality=one.modality,
        topics=_common(one.topics, other.topics),
    )


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return what both set, or what either did.

    >>> _common(("it", "ciso"), ("it",)), _common(("it",), ("dpo",))
    (('it',), ('it', 'dpo'))
    """
    return tuple(value for value in one if value in other) or tuple(dict.fromkeys((*one, *other)))


def agreement(first: Mapping[str, Labels], second: Mapping[str, Labels]) -> Agreement:
    """Measure two readers on the provisions that both have read."""
    pairs = [(first[name], second[name]) for name in first if name in second]
    count = len(pairs) or 1
    return Agreement(
        len(pairs),
        sum(overlap(one.roles, other.roles) for one, other in pairs) / count,
        sum(overlap(one.topics, other.topics) for one, other in pairs) / count,
        sum(one.modality == other.modality for one, other in pairs) / count,
    )


def overlap(one: Sequence[str] | frozenset[str], other: Sequence[str] | frozenset[str]) -> float:
    """Return the F1 of one set of values against another; two empty sets agree wholly."""
    return 2 * len(set(one) & set(other)) / (len(one) + len(other)) if one or other else 1.0
