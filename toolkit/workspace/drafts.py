"""ParsedDraft ↔ rows: every version of the draft that the team has worked on, the last one being current."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from toolkit.model.document import Document
from toolkit.model.provision import ParsedDraft, Provision
from toolkit.model.tag import Tag
from toolkit.workspace.records import Row, decode, encode
from toolkit.workspace.schema import decision, provision, selection, tag, version


class Version(msgspec.Struct, frozen=True):
    """A version of the draft: `number` from 1, when it was added, and what file it was."""

    number: int
    added: str
    document: Document


class ProvisionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which provisions: any of the values of a field, all of the fields; an empty field does not restrict."""

    ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    page_numbers: tuple[int, ...] = ()
    selected: bool | None = None
    min_score: float = 0.0
    """Tags below are not looked at."""

    def facets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the facets asked for with their values."""
        asked = (
            ("role", self.roles),
            ("modality", self.modalities),
            ("topic", self.topics),
            ("reference", self.references),
        )
        return tuple((facet, values) for facet, values in asked if values)


def current_version(connection: sa.Connection) -> int:
    """Return the number of the last version, 0 if there is none."""
    return connection.execute(sa.select(sa.func.max(version.c.number))).scalar() or 0


def list_versions(connection: sa.Connection) -> tuple[Version, ...]:
    """Return all versions, oldest first."""
    rows = connection.execute(sa.select(version).order_by(version.c.number))
    return tuple(Version(row.number, row.added, decode(row.record, ParsedDraft).document) for row in rows)


def insert_version(connection: sa.Connection, draft: ParsedDraft, *, number: int, time: str) -> None:
    """Write a draft as version `number`, replacing the content that version may have had."""
    connection.execute(sa.delete(version).where(version.c.number == number))
    frame = msgspec.structs.replace(draft, provisions=())
    row = {"number": number, "sha256": draft.document.sha256, "added": time, "record": encode(frame)}
    connection.execute(sa.insert(version), [row])
    rows = [_provision_row(number, position, item) for position, item in enumerate(draft.provisions)]
    if rows:
        connection.execute(sa.insert(provision), rows)
    insert_tags(connection, draft.provisions, number=number)


def insert_tags(connection: sa.Connection, provisions: Iterable[Provision], *, number: int) -> None:
    """Write the tags that the provisions carry."""
    rows = [
        _tag_row(number, item.id, position, found)
        for item in provisions
        for position, found in enumerate(item.tags)
    ]
    if rows:
        connection.execute(sa.insert(tag), rows)


def delete_tags(connection: sa.Connection, *, number: int) -> None:
    """Forget the tags that rules and models proposed for a version."""
    connection.execute(sa.delete(tag).where(tag.c.version == number))


def load_draft(connection: sa.Connection, *, number: int) -> ParsedDraft:
    """Return a version as it was saved."""
    record = connection.execute(sa.select(version.c.record).where(version.c.number == number)).scalar_one()
    provisions = load_provisions(connection, ProvisionFilter(), number=number)
    return msgspec.structs.replace(decode(record, ParsedDraft), provisions=provisions)


def load_provisions(
    connection: sa.Connection, asked: ProvisionFilter, *, number: int
) -> tuple[Provision, ...]:
    """Return provisions in document order, with the tags that rules and models proposed.

    Facets are narrowed to candidates only: provisions on whose tags a person decided are always among them.
    """
    condition = sa.and_(*_conditions(asked, number))
    rows = connection.execute(
        sa.select(provision.c.id, provision.c.record).where(condition).order_by(provision.c.position)
    ).all()
    tags = _load_tags(connection, condition, number)
    loaded = (decode(row.record, Provision) for row in rows)
    return tuple(msgspec.structs.replace(item, tags=tuple(tags.get(item.id, ()))) for item in loaded)


def matches_facets(item: Provision, asked: ProvisionFilter) -> bool:
    """Tell whether a provision with its final tags has a value of every facet asked for."""
    return all(
        any(
            found.facet == facet and found.value in values and found.score >= asked.min_score
            for found in item.tags
        )
        for facet, values in asked.facets()
    )


def _conditions(asked: ProvisionFilter, number: int) -> Sequence[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [provision.c.version == number]
    for column, values in (
        (provision.c.id, asked.ids),
        (provision.c.kind, asked.kinds),
        (provision.c.page_number, asked.page_numbers),
    ):
        if values:
            found.append(column.in_(values))
    for facet, values in asked.facets():
        proposed = sa.select(tag.c.provision_id).where(
            tag.c.version == number, tag.c.facet == facet, tag.c.value.in_(values)
        )
        decided = sa.select(decision.c.provision_id)
        found.append(sa.or_(provision.c.id.in_(proposed), provision.c.id.in_(decided)))
    if asked.selected is not None:
        selected = provision.c.id.in_(sa.select(selection.c.provision_id))
        found.append(selected if asked.selected else sa.not_(selected))
    return found


def _load_tags(
    connection: sa.Connection, condition: sa.ColumnElement[bool], number: int
) -> dict[str, list[Tag]]:
    wanted = sa.select(provision.c.id).where(condition)
    rows = connection.execute(
        sa.select(tag.c.provision_id, tag.c.record)
        .where(tag.c.version == number, tag.c.provision_id.in_(wanted))
        .order_by(tag.c.provision_id, tag.c.position)
    )
    found: dict[str, list[Tag]] = {}
    for row in rows:
        found.setdefault(row.provision_id, []).append(decode(row.record, Tag))
    return found


def _provision_row(number: int, position: int, item: Provision) -> Row:
    return {
        "version": number,
        "id": item.id,
        "position": position,
        "kind": item.kind,
        "page_number": item.page_number,
        "record": encode(msgspec.structs.replace(item, tags=())),
    }


def _tag_row(number: int, provision_id: str, position: int, found: Tag) -> Row:
    return {
        "version": number,
        "provision_id": provision_id,
        "position": position,
        "facet": found.facet,
        "value": found.value,
        "score": found.score,
        "record": encode(found),
    }
