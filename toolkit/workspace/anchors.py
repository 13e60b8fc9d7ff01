"""People's data on one version of the draft → the same data on the provisions of another one.

Ids carry most of it over. Where an id is gone but one single new provision has the same words, the data move
there; where none has, they stay under the old id, which is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from toolkit.model.contribution import GENERAL, Received
from toolkit.model.provision import Provision
from toolkit.model.workflow import Assignment
from toolkit.workspace.comments import (
    CommentFilter,
    load_comments,
    load_history,
    move_comment,
    number_of,
)
from toolkit.workspace.records import Row, decode, encode
from toolkit.workspace.schema import assignment, comment, decision, event, mark, remark, selection

MOVER = "consult"
"""Actor of the events that a move writes."""
_TELLING = 20
"""Shorter words may stand in a provision by chance."""


class Replacement(msgspec.Struct, frozen=True, kw_only=True):
    """What another draft did to the provisions that were there."""

    version: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """(old id, new id) with the same words; all of people's data went along."""
    orphaned: tuple[str, ...] = ()
    """Ids that are gone but hold somebody's comment, mark, choice or decision."""


def find_moves(
    old: Sequence[Provision], new: Sequence[Provision], *, told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return old id → new id where the id is gone: as `told`, or where the words lead.

    The same words, met once on each side, are the same provision; failing that, the one provision that holds
    the words is.
    """
    old_ids = {item.id for item in old}
    new_ids = {item.id for item in new}
    gone = _by_words(item for item in old if item.id not in new_ids)
    fresh = _by_words(item for item in new if item.id not in old_ids)
    moves = {
        ids[0]: fresh[words][0]
        for words, ids in gone.items()
        if len(ids) == 1 and len(fresh.get(words, ())) == 1
    }
    left = [item for item in old if item.id not in new_ids and item.id not in moves]
    moves |= _holders(left, new)
    known = {name: heir for name, heir in (told or {}).items() if heir in new_ids}
    return moves | {name: known[name] for name in old_ids & known.keys() - new_ids}


def _holders(gone: Sequence[Provision], new: Sequence[Provision]) -> dict[str, str]:
    """Return, for each text that stands whole in one single provision, that provision's id."""
    starts: list[int] = []
    texts: list[str] = []
    length = 0
    for other in new:
        starts.append(length)
        texts.append(_one_line(other.text) + "\n")
        length += len(texts[-1])
    haystack = "".join(texts) if gone else ""
    found: dict[str, str] = {}
    for item in gone:
        words = _one_line(item.text)
        place = haystack.find(words) if len(words) >= _TELLING else -1
        if place >= 0 and haystack.find(words, place + 1) < 0:
            found[item.id] = new[bisect_right(starts, place) - 1].id
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def follow_quotes(
    connection: sa.Connection,
    provisions: Sequence[Provision],
    parted: Mapping[str, str],
    *,
    version: int,
    time: str,
) -> None:
    """Move the comments on words that were split off (part → what it was split from) to the part that holds them."""
    by_id = {item.id: item for item in provisions}
    for part, origin in parted.items():
        asked = CommentFilter(provision_ids=(origin,))
        for item in load_comments(connection, asked, version_number=version):
            if (
                item.quote
                and not _holds(by_id.get(origin), item.quote)
                and _holds(by_id.get(part), item.quote)
            ):
                move_comment(connection, item, provision_id=part, actor=MOVER, time=time)


def _holds(provision: Provision | None, quote: str) -> bool:
    return provision is not None and _one_line(quote) in _one_line(provision.text)


def return_comments(connection: sa.Connection, fresh: Collection[str], *, version: int, time: str) -> None:
    """Move comments that we moved away from a provision back to it when it is there again."""
    if not fresh:
        return
    moved = sa.select(event.c.comment_number).where(event.c.actor == MOVER)
    numbers = set(connection.execute(moved.distinct()).scalars())
    for item in load_comments(connection, CommentFilter(), version_number=version) if numbers else ():
        if number_of(item.id) not in numbers:
            continue
        last = [entry for entry in load_history(connection, item.id) if entry.actor == MOVER][-1]
        home = last.before.provision_id if last.before else ""
        if home in fresh and item.provision_id == last.after.provision_id:
            move_comment(connection, item, provision_id=home, actor=MOVER, time=time)


def move_people_data(connection: sa.Connection, moves: Mapping[str, str], *, version: int, time: str) -> None:
    """Carry comments, marks, choices and decisions from old ids to new ones."""
    for old, new in moves.items():
        for table in (selection, mark, decision):
            _rename(connection, table, old, new)
    _move_assignments(connection, moves)
    asked = CommentFilter(provision_ids=tuple(moves))
    for item in load_comments(connection, asked, version_number=version) if moves else ():
        move_comment(connection, item, provision_id=moves[item.provision_id], actor=MOVER, time=time)


def _move_assignments(connection: sa.Connection, moves: Mapping[str, str]) -> None:
    for old, new in moves.items():
        _rename(connection, assignment, old, new)
    query = sa.select(assignment).where(assignment.c.provision_id.in_(tuple(moves.values())))
    for row in connection.execute(query).all() if moves else ():
        moved = msgspec.structs.replace(decode(row.record, Assignment), provision_id=row.provision_id)
        place = (assignment.c[name] == getattr(row, name) for name in ("provision_id", "person", "role"))
        connection.execute(sa.update(assignment).where(*place).values(record=encode(moved)))


def move_placements(connection: sa.Connection, moves: Mapping[str, str]) -> None:
    """Carry the placements of remarks along: to where their comments are now, without comment to where `moves` say."""
    query = sa.select(remark.c.number, remark.c.record, comment.c.provision_id).select_from(
        remark.outerjoin(comment, comment.c.number == remark.c.comment_number)
    )
    changed: list[Row] = []
    for row in connection.execute(query):
        item = decode(row.record, Received)
        place = item.placement
        new = (
            row.provision_id
            if row.provision_id is not None
            else moves.get(place.provision_id, place.provision_id)
        )
        also = tuple(moves.get(name, name) for name in place.also)
        if (new, also) != (place.provision_id, place.also):
            placed = msgspec.structs.replace(place, provision_id=new, also=also)
            record = encode(msgspec.structs.replace(item, placement=placed))
            changed.append({"key": row.number, "provision": new, "text": record})
    if changed:
        write = sa.update(remark).where(remark.c.number == sa.bindparam("key"))
        connection.execute(
            write.values(provision_id=sa.bindparam("provision"), record=sa.bindparam("text")), changed
        )


def ids_with_people_data(connection: sa.Connection) -> frozenset[str]:
    """Return the provisions on which somebody left something."""
    tables = (comment, selection, mark, decision, assignment)
    placed = sa.select(remark.c.provision_id).where(remark.c.state == "placed")
    query = sa.union(*(sa.select(table.c.provision_id) for table in tables), placed)
    return frozenset(connection.execute(query).scalars()) - {GENERAL}


def _rename(connection: sa.Connection, table: sa.Table, old: str, new: str) -> None:
    """Move rows to another id; one that is there already, by its whole key, wins and the old one stays."""
    other = table.alias("other")
    rest = [column for column in table.primary_key if column.name != "provision_id"]
    taken = sa.select(sa.literal(1)).where(
        other.c.provision_id == new, *(other.c[column.name] == column for column in rest)
    )
    query = sa.update(table).where(table.c.provision_id == old, ~taken.correlate(table).exists())
    connection.execute(query.values(provision_id=new))


def _by_words(provisions: Iterable[Provision]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for item in provisions:
        words = tuple(" ".join(part.split()) for part in (item.heading, item.text, *sum(item.rows, ())))
        if any(words):
            found.setdefault(words, []).append(item.id)
    return found
