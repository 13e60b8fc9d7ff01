"""What people decide about tags, laid over what rules and models propose: a decision outlives re-tagging."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from toolkit.model.provision import Provision
from toolkit.model.tag import Facet, Tag
from toolkit.workspace.records import decode, encode
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


def add_decisions(connection: sa.Connection, decisions: Iterable[Decision]) -> None:
    """Append decisions; earlier ones on the same values stay in the history."""
    rows = [{"provision_id": item.provision_id, "record": encode(item)} for item in decisions]
    if rows:
        connection.execute(sa.insert(decision), rows)


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
