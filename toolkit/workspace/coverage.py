"""Read marks, comments and role tags → what each role has still to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from toolkit.model.provision import Provision
from toolkit.workspace.schema import comment, mark

MarkState = Literal["seen", "no_comment"]
CellState = Literal["", "unread", "read", "commented"]
"""Of a provision for a role; "" where the provision does not concern it. "Seen" alone counts as unread."""

SILENT = ("rejected", "withdrawn")
"""States of comments that say nothing any more."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody opened a provision ("seen"), or says that there is nothing to say on it ("no_comment")."""

    provision_id: str
    role: str
    person: str
    state: MarkState
    time: str


class CoverageRow(msgspec.Struct, frozen=True):
    """One provision; `states` in the order of `Coverage.roles`."""

    provision_id: str
    states: tuple[CellState, ...]


class RoleCount(msgspec.Struct, frozen=True):
    """How many provisions that concern a role are in which state."""

    role: str
    unread: int
    read: int
    commented: int

    @property
    def answered(self) -> int:
        """How many need no more work."""
        return self.read + self.commented

    @property
    def asked(self) -> int:
        """How many there are in all."""
        return self.unread + self.answered


class Coverage(msgspec.Struct, frozen=True):
    """Provisions in document order × roles."""

    roles: tuple[str, ...]
    rows: tuple[CoverageRow, ...]

    def narrowed(self, roles: Sequence[str]) -> Coverage:
        """Return the columns of some of the roles."""
        columns = [self.roles.index(role) for role in roles]
        rows = (
            CoverageRow(row.provision_id, tuple(row.states[column] for column in columns))
            for row in self.rows
        )
        return Coverage(tuple(roles), tuple(rows))

    def counts(self) -> tuple[RoleCount, ...]:
        """Return the totals, one entry a role."""
        columns = (
            zip(*(row.states for row in self.rows), strict=True) if self.rows else ((),) * len(self.roles)
        )
        return tuple(
            RoleCount(role, column.count("unread"), column.count("read"), column.count("commented"))
            for role, column in zip(self.roles, columns, strict=True)
        )


def load_marks(connection: sa.Connection, provision_ids: Sequence[str] = ()) -> tuple[Mark, ...]:
    """Return marks, oldest first: all, or those on some provisions."""
    query = sa.select(mark).order_by(mark.c.time, mark.c.provision_id, mark.c.role, mark.c.person)
    if provision_ids:
        query = query.where(mark.c.provision_id.in_(provision_ids))
    return tuple(
        Mark(provision_id=row.provision_id, role=row.role, person=row.person, state=row.state, time=row.time)
        for row in connection.execute(query)
    )


def build_coverage(
    connection: sa.Connection, provisions: Iterable[Provision], roles: Sequence[str]
) -> Coverage:
    """Return the state of each provision for each role."""
    said = {
        (row.provision_id, row.role)
        for row in connection.execute(
            sa.select(comment.c.provision_id, comment.c.role).where(comment.c.state.not_in(SILENT)).distinct()
        )
    }
    return cover(provisions, roles, said=said, marks=load_marks(connection))


def cover(
    provisions: Iterable[Provision],
    roles: Sequence[str],
    *,
    said: Collection[tuple[str, str]],
    marks: Iterable[Mark],
) -> Coverage:
    """Return the state of each provision for each role; `said` are provisions and roles that somebody commented for."""
    read = {(item.provision_id, item.role) for item in marks if item.state == "no_comment"}
    rows = []
    for item in provisions:
        concerned = {tag.value for tag in item.tags if tag.facet == "role"}
        states = tuple(_cell((item.id, role), said, read, concerns=role in concerned) for role in roles)
        rows.append(CoverageRow(item.id, states))
    return Coverage(tuple(roles), tuple(rows))


def _cell(
    place: tuple[str, str],
    said: Collection[tuple[str, str]],
    read: Collection[tuple[str, str]],
    *,
    concerns: bool,
) -> CellState:
    if place in said:
        return "commented"
    if place in read:
        return "read"
    return "unread" if concerns else ""
