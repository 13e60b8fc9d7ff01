"""The query of an address ↔ what somebody asks to see; and the provisions of a snapshot that this lets through.

    ?role=ciso&role=dpo&state=unread&mine=1&words=sauvegarde

Any value within a facet, all facets together. What an address names that the draft does not have finds nothing: a
link that was passed on stays true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from toolkit.workspace.coverage import SILENT
from toolkit.workspace.progress import WORK_STATES

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from toolkit.search.index import Found
    from toolkit.web.snapshot import Snapshot

Facet = Literal["role", "topic", "modality", "kind", "state"]
FACETS: tuple[Facet, ...] = get_args(Facet)
_LONGEST = 500
"""Characters of typed words that are looked at."""
_MOST_VALUES = 50


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks to see; the empty one asks for the whole draft."""

    role: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    mine: bool = False
    """Only what concerns the visitor's own role."""
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked for in particular."""
        return self == Asked()

    def values(self, facet: Facet) -> tuple[str, ...]:
        """Return what is asked for within a facet."""
        found: tuple[str, ...] = getattr(self, facet)
        return found

    def toggled(self, facet: Facet, value: str) -> Asked:
        """Return this with a value of a facet added, or taken away if it is there."""
        present = self.values(facet)
        changed = tuple(item for item in present if item != value) if value in present else (*present, value)
        return msgspec.structs.replace(self, **{facet: changed})

    def with_mine(self) -> Asked:
        """Return this with "my role only" turned over."""
        return msgspec.structs.replace(self, mine=not self.mine)

    def without_words(self) -> Asked:
        """Return this without typed words."""
        return msgspec.structs.replace(self, words="")

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the query that says this."""
        said: list[tuple[str, str]] = [(facet, value) for facet in FACETS for value in self.values(facet)]
        said += [("mine", "1")] if self.mine else []
        return said + ([("words", self.words)] if self.words else [])


def read_asked(query: QueryParams) -> Asked:
    """Understand the query of an address; what it repeats or cannot mean is left out."""
    given = {
        facet: tuple(dict.fromkeys(filter(None, query.getlist(facet))))[:_MOST_VALUES] for facet in FACETS
    }
    words = " ".join(query.get("words", "").split())[:_LONGEST]
    return Asked(**given, mine=query.get("mine") == "1", words=words)


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What a filter lets through, and what one more choice would."""

    ids: frozenset[str]
    counts: Mapping[Facet, Mapping[str, int]]
    """facet → value → provisions that have it among those which the other facets let through."""
    mine: int
    """So many concern the visitor's role among those which the facets let through."""
    found: Found | None = None
    """Where the typed words stand; None where none were typed."""


def match(snapshot: Snapshot, asked: Asked, *, counted: Sequence[str], own: Sequence[str]) -> Matched:
    """Find what is asked for; states of work are those of the roles `counted`, "mine" is what concerns the roles `own`."""
    by_tag: Mapping[Any, Mapping[str, frozenset[str]]] = snapshot.ids_by_tag
    members: dict[Facet, Mapping[str, frozenset[str]]] = {**by_tag, "state": ids_by_state(snapshot, counted)}
    every = frozenset(snapshot.outline.by_id)
    found = snapshot.search_index.find(asked.words) if asked.words else None
    within = every if found is None else every & found.ids
    concerned = frozenset[str]().union(*(members["role"].get(role, frozenset()) for role in own))
    let_through = {
        facet: frozenset[str]().union(
            *(members[facet].get(value, frozenset()) for value in asked.values(facet))
        )
        for facet in FACETS
        if asked.values(facet)
    }
    all_but_mine = _all_of(within, let_through.values())
    if asked.mine:
        within &= concerned
    counts = {}
    for facet in FACETS:
        others = _all_of(within, (ids for name, ids in let_through.items() if name != facet))
        counts[facet] = {value: len(others & ids) for value, ids in members[facet].items()}
    return Matched(
        ids=_all_of(within, let_through.values()),
        counts=counts,
        mine=len(all_but_mine & concerned),
        found=found,
    )


def ids_by_state(snapshot: Snapshot, roles: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return which provisions are in which state of work for roles; commented by anybody, selected by anybody."""
    coverage = snapshot.coverage
    columns = [coverage.roles.index(role) for role in roles if role in coverage.roles]
    found: dict[str, set[str]] = {state: set() for state in WORK_STATES}
    for row in coverage.rows:
        for column in columns:
            state = row.states[column]
            if state in ("unread", "read"):
                found[state].add(row.provision_id)
    found["commented"] = {item.provision_id for item in snapshot.comments if item.state not in SILENT}
    found["commented"] &= snapshot.outline.by_id.keys()
    found["selected"] = {item.provision_id for item in snapshot.selection}
    return {state: frozenset(ids) for state, ids in found.items()}


def _all_of(ids: frozenset[str], others: Iterable[frozenset[str]]) -> frozenset[str]:
    return ids.intersection(*others)
