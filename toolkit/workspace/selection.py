"""Which provisions the team wants to comment on: who chose them, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from toolkit.workspace.records import decode, encode
from toolkit.workspace.schema import selection


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """A provision that was chosen."""

    provision_id: str
    actor: str
    time: str
    reason: str = ""


def add_selected(connection: sa.Connection, chosen: Iterable[Selected]) -> int:
    """Add what is not selected yet and return how many that were; an earlier choice keeps who and why."""
    present = {item.provision_id for item in load_selected(connection)}
    fresh = {item.provision_id: item for item in chosen if item.provision_id not in present}
    if fresh:
        rows = [{"provision_id": key, "record": encode(item)} for key, item in fresh.items()]
        connection.execute(sa.insert(selection), rows)
    return len(fresh)


def remove_selected(connection: sa.Connection, provision_ids: Sequence[str]) -> int:
    """Remove provisions from the selection and return how many were in it."""
    query = sa.delete(selection).where(selection.c.provision_id.in_(provision_ids))
    return connection.execute(query).rowcount


def load_selected(connection: sa.Connection) -> tuple[Selected, ...]:
    """Return the selection in the order in which it was made."""
    rows = connection.execute(sa.select(selection))
    found = [
        msgspec.structs.replace(decode(row.record, Selected), provision_id=row.provision_id) for row in rows
    ]
    return tuple(sorted(found, key=lambda item: item.time))
