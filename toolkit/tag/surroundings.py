"""Rulings in the order of a text → each with what the provisions around it bind: whom the text is talking to.

"Access to the rooms is recorded" is a supplier's duty where the provisions around it say "the provider must", and the
organisation's own where they say "the hospital must". Only a few provisions are looked at, before and after, so that any
number of them can pass.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from toolkit.model.tag import Evidence
from toolkit.tag.ruling import Ruling

_REACH = 8
"""Provisions looked at on either side."""


class Bound(NamedTuple):
    """An actor that duties are laid on, and whether it does its work elsewhere."""

    actor: str
    outside: bool


class Around(NamedTuple):
    """What the provisions around one bind."""

    shares: Mapping[Bound, float] = MappingProxyType({})
    """Who is bound → in which share of the provisions around that bind somebody, one more being counted."""
    words: Mapping[Bound, Evidence] = MappingProxyType({})
    """Who is bound → the words of the nearest provision that bind it."""


ALONE = Around()
"""Around a provision that is looked at by itself."""


def look_around(rulings: Iterable[Ruling]) -> Iterator[tuple[Ruling, Around]]:
    """Yield each ruling with what the provisions before and after it bind."""
    before: deque[dict[Bound, Evidence]] = deque(maxlen=_REACH)
    ahead: deque[tuple[Ruling, dict[Bound, Evidence]]] = deque()
    for ruling in chain(rulings, repeat(None, _REACH)):
        if ruling is not None:
            ahead.append((ruling, _bound(ruling)))
        if len(ahead) > _REACH or (ruling is None and ahead):
            current, own = ahead.popleft()
            yield current, _around([*reversed(before)], [bound for _ruling, bound in ahead])
            before.append(own)


def _bound(ruling: Ruling) -> dict[Bound, Evidence]:
    """Return whom a provision binds, with the words; what is laid on a thing binds nobody for sure."""
    return {
        Bound(duty.actor, duty.outside): replace(
            passage.evidence(duty.words), provision_id=ruling.situation.provision_id
        )
        for passage, duty in ruling.duties
        if duty.actor and duty.binding != "thing"
    }


def _around(before: list[dict[Bound, Evidence]], after: list[dict[Bound, Evidence]]) -> Around:
    """Gather what stands before and after, the nearest first."""
    binding = [bound for bound in (*before, *after) if bound]
    counts = Counter(who for bound in binding for who in bound)
    words: dict[Bound, Evidence] = {}
    for bound in binding:
        for who, quoted in bound.items():
            words.setdefault(who, quoted)
    return Around({who: count / (len(binding) + 1) for who, count in counts.items()}, words)
