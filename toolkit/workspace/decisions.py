"""What people decide about tags, laid over what rules and models propose: a decision outlives re-tagging."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec
import sqlalchemy as sa

from toolkit.model.provision import Provision
from toolkit.model.tag import Facet, Tag
from toolkit.workspace.records import decode, key_of, parts_of
from toolkit.workspace.schema import decision

_SINGLE = ("modality",)
"""Facets with one value: what a person sets takes the place of any other."""
PERSON_RULE = "person"
"""`Tag.rule` of what a person decided."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's word that a tag belongs to a provision, or does not. The last one on a value counts."""

    provision_id: str
    facet: Facet
    value: str
    present: bool
    actor: str
    time: str = ""
    reason: str = ""


def decision_key(item: Decision) -> str:
    """Return what a decision is about: a value of a provision, or the one value that a facet has."""
    return key_of(item.provision_id, item.facet, "" if item.facet in _SINGLE else item.value)


class DecisionShelf:
    """How decisions are kept: under one key all that was ever decided on it, of which the last one counts.

    A `keeping.Shelf` to the journal: a record that is new is put on top, one that is there is laid open by taking
    away what came after it, "" takes all away.
    """

    def read_all(self, connection: sa.Connection, keys: Collection[str]) -> dict[str, str]:
        """Return the record that counts under each key, "" if there is none."""
        piles = _piles(connection, keys)
        return {key: pile[-1][1] if (pile := piles[key]) else "" for key in keys}

    def read(self, connection: sa.Connection, key: str) -> str:
        """Return the record that counts under a key, "" if there is none."""
        return self.read_all(connection, (key,))[key]

    def write_all(self, connection: sa.Connection, records: Mapping[str, str]) -> None:
        """Make each record the one that counts under its key."""
        piles = _piles(connection, records.keys())
        gone: list[int] = []
        new: list[dict[str, str]] = []
        for key, record in records.items():
            earlier = [text for _number, text in piles[key]]
            kept = earlier.index(record) + 1 if record in earlier else len(earlier) if record else 0
            gone += [number for number, _text in piles[key][kept:]]
            if record and record not in earlier:
                new.append({"provision_id": parts_of(key)[0], "record": record})
        if gone:
            connection.execute(sa.delete(decision).where(decision.c.number.in_(gone)))
        if new:
            connection.execute(sa.insert(decision), new)


def _piles(connection: sa.Connection, keys: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """Return for each key the numbers and records of what was decided on it, oldest first."""
    provisions = {parts_of(key)[0] for key in keys}
    query = sa.select(decision).where(decision.c.provision_id.in_(provisions)).order_by(decision.c.number)
    found: dict[str, list[tuple[int, str]]] = {key: [] for key in keys}
    for row in connection.execute(query):
        item = msgspec.structs.replace(decode(row.record, Decision), provision_id=row.provision_id)
        pile = found.get(decision_key(item))
        if pile is not None:
            pile.append((row.number, row.record))
    return found


def load_decisions(connection: sa.Connection, provision_id: str | None = None) -> tuple[Decision, ...]:
    """Return all decisions, or those on one provision, oldest first."""
    query = sa.select(decision.c.record, decision.c.provision_id).order_by(decision.c.number)
    if provision_id is not None:
        query = query.where(decision.c.provision_id == provision_id)
    return tuple(
        # The column, not the record, says where it stands: provisions may be renamed by a new parse.
        msgspec.structs.replace(decode(row.record, Decision), provision_id=row.provision_id)
        for row in connection.execute(query)
    )


def apply_decisions(provisions: Iterable[Provision], decisions: Iterable[Decision]) -> tuple[Provision, ...]:
    """Return the provisions with tags as people decided."""
    valid: dict[str, dict[tuple[Facet, str], Decision]] = {}
    for item in decisions:
        of_provision = valid.setdefault(item.provision_id, {})
        if item.present and item.facet in _SINGLE:
            for key in [key for key in of_provision if key[0] == item.facet]:
                del of_provision[key]
        of_provision[item.facet, item.value] = item
    return tuple(
        msgspec.structs.replace(item, tags=_decided(item.tags, valid[item.id])) if item.id in valid else item
        for item in provisions
    )


def without_decisions(item: Provision) -> Provision:
    """Return a provision with the tags that rules and models proposed."""
    return msgspec.structs.replace(item, tags=tuple(tag for tag in item.tags if tag.source != "person"))


def _decided(tags: tuple[Tag, ...], decisions: Mapping[tuple[Facet, str], Decision]) -> tuple[Tag, ...]:
    settled = {facet for (facet, _value), item in decisions.items() if item.present and facet in _SINGLE}
    untouched = [
        found for found in tags if (found.facet, found.value) not in decisions and found.facet not in settled
    ]
    proposed = {(found.facet, found.value): found for found in tags}
    confirmed = [_confirmed(proposed.get(key), item) for key, item in decisions.items() if item.present]
    return (*untouched, *confirmed)


def _confirmed(proposed: Tag | None, decided: Decision) -> Tag:
    """Return a person's tag, keeping the evidence and label of a proposal that it confirms."""
    return Tag(
        facet=decided.facet,
        value=decided.value,
        score=1.0,
        rule=PERSON_RULE,
        evidence=proposed.evidence if proposed else (),
        source="person",
        label=proposed.label if proposed else "",
        reason=decided.reason,
    )
