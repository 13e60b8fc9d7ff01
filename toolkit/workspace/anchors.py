"""People's data on one version of the draft → the same data on the provisions of another one.

Ids carry most of it over. Where an id is gone but one single new provision has the same words, the data move
there; where none has, they stay under the old id, which is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from toolkit.model.provision import Provision
from toolkit.workspace.comments import CommentFilter, load_comments, move_comment
from toolkit.workspace.schema import comment, decision, mark, selection

MOVER = "consult"
"""Actor of the events that a move writes."""


class Replacement(msgspec.Struct, frozen=True, kw_only=True):
    """What another draft did to the provisions that were there."""

    version: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """(old id, new id) with the same words; people's data went along."""
    orphaned: tuple[str, ...] = ()
    """Ids that are gone but hold somebody's comment, mark, choice or decision."""


def find_moves(old: Sequence[Provision], new: Sequence[Provision]) -> dict[str, str]:
    """Return old id → new id where the id changed and the words, met once on each side, did not."""
    old_ids = {item.id for item in old}
    new_ids = {item.id for item in new}
    gone = _by_words(item for item in old if item.id not in new_ids)
    fresh = _by_words(item for item in new if item.id not in old_ids)
    return {
        ids[0]: fresh[words][0]
        for words, ids in gone.items()
        if len(ids) == 1 and len(fresh.get(words, ())) == 1
    }


def move_people_data(connection: sa.Connection, moves: Mapping[str, str], *, version: int, time: str) -> None:
    """Carry comments, marks, choices and decisions from old ids to new ones."""
    for old, new in moves.items():
        for table in (selection, mark, decision):
            _rename(connection, table, old, new)
    asked = CommentFilter(provision_ids=tuple(moves))
    for item in load_comments(connection, asked, version_number=version) if moves else ():
        move_comment(connection, item, provision_id=moves[item.provision_id], actor=MOVER, time=time)


def ids_with_people_data(connection: sa.Connection) -> frozenset[str]:
    """Return the provisions on which somebody left something."""
    tables = (comment, selection, mark, decision)
    query = sa.union(*(sa.select(table.c.provision_id) for table in tables))
    return frozenset(connection.execute(query).scalars())


def _rename(connection: sa.Connection, table: sa.Table, old: str, new: str) -> None:
    query = sa.update(table).where(table.c.provision_id == old).values(provision_id=new)
    if table is not decision:
        # Data left on the new id by an earlier version of the draft win over what would collide with them.
        taken = sa.select(table.c.provision_id).where(table.c.provision_id == new)
        query = query.where(sa.not_(sa.exists(taken.correlate(None))))
    connection.execute(query)


def _by_words(provisions: Iterable[Provision]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for item in provisions:
        words = tuple(" ".join(part.split()) for part in (item.heading, item.text, *sum(item.rows, ())))
        if any(words):
            found.setdefault(words, []).append(item.id)
    return found
