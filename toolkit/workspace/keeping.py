"""Records that are kept under a key (remarks, verdicts, assignments, signatures, marks, …) ⇄ rows of their tables.

One `Shelf` a kind: it reads and writes the JSON record under a key, "" meaning that there is none. That is all that
an undo has to know about a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from toolkit.model.consolidation import Verdict
from toolkit.model.contribution import Contribution, Received
from toolkit.model.pack import PackRecord, Provenance
from toolkit.model.workflow import Assignment, SignOff
from toolkit.workspace.comments import number_of
from toolkit.workspace.coverage import Mark
from toolkit.workspace.decisions import DecisionShelf
from toolkit.workspace.records import Row, decode, encode, key_of, parts_of
from toolkit.workspace.schema import (
    assignment,
    contribution,
    mark,
    origin,
    pack,
    remark,
    sign_off,
    verdict,
)

Kind = Literal[
    "contribution", "received", "verdict", "assignment", "sign_off", "mark", "decision", "origin", "pack"
]
_FEW = 20
"""For more keys than this, all of a table is read at once."""


class Shelf(NamedTuple):
    """How one kind is kept: its table, the columns of its key, and a record as a row."""

    table: sa.Table
    key: tuple[str, ...]
    row: Callable[[str], Row]
    """JSON record → row, key columns included."""

    def place(self, key: str) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the conditions that find the row of a key."""
        parts = zip(self.key, parts_of(key), strict=True)
        return tuple(self.table.c[name] == _value(self.table.c[name], part) for name, part in parts)

    def read(self, connection: sa.Connection, key: str) -> str:
        """Return the record under a key, "" if there is none."""
        row = connection.execute(sa.select(self.table).where(*self.place(key))).mappings().first()
        if row is None:
            return ""
        return str(row["record"]) if "record" in row else encode(_mark_of(dict(row)))

    def read_all(self, connection: sa.Connection, keys: Collection[str]) -> dict[str, str]:
        """Return the records under several keys, "" where there is none."""
        if len(keys) <= _FEW:
            return {key: self.read(connection, key) for key in keys}
        found = dict.fromkeys(keys, "")
        for row in connection.execute(sa.select(self.table)).mappings():
            key = key_of(*(row[name] for name in self.key))
            if key in found:
                found[key] = str(row["record"]) if "record" in row else encode(_mark_of(dict(row)))
        return found

    def write_all(self, connection: sa.Connection, records: Mapping[str, str]) -> None:
        """Put each record under its key in the place of any other; "" takes it away."""
        columns = [self.table.c[name] for name in self.key]
        gone = [
            {f"old_{column.name}": _value(column, part) for column, part in zip(columns, parts, strict=True)}
            for parts in map(parts_of, records)
        ]
        if gone:
            old = (column == sa.bindparam(f"old_{column.name}") for column in columns)
            connection.execute(sa.delete(self.table).where(*old), gone)
        rows = [self.row(record) for record in records.values() if record]
        if rows:
            connection.execute(sa.insert(self.table), rows)


def _value(column: sa.Column[Any], part: str) -> str | int:
    return int(part) if column.type.python_type is int else part


def remark_number(received_id: str) -> int:
    """Return 12 for "r12", 0 (which no remark has) for what is no id."""
    return number_of("c" + received_id[1:]) if received_id.startswith("r") else 0


def _received(record: str) -> Row:
    item = decode(record, Received)
    return {
        "number": remark_number(item.id),
        "file_sha256": item.file_sha256,
        "provision_id": item.placement.provision_id,
        "state": "superseded" if item.superseded else item.placement.state,
        "comment_number": number_of(item.comment_id) or None,
        "record": record,
    }


def _verdict(record: str) -> Row:
    return {"subject": decode(record, Verdict).subject, "record": record}


def _assignment(record: str) -> Row:
    item = decode(record, Assignment)
    return {
        "provision_id": item.provision_id,
        "person": item.person,
        "role": item.role,
        "record": record,
    }


def _sign_off(record: str) -> Row:
    item = decode(record, SignOff)
    return {"role": item.role, "person": item.person, "record": record}


def _mark(record: str) -> Row:
    return msgspec.structs.asdict(decode(record, Mark))


def _mark_of(row: Row) -> Mark:
    return msgspec.convert({str(name): value for name, value in row.items()}, Mark)


def _origin(record: str) -> Row:
    item = decode(record, Provenance)
    return {"comment_number": number_of(item.comment_id), "origin": item.origin, "record": record}


def _pack(record: str) -> Row:
    return {"sha256": decode(record, PackRecord).sha256, "record": record}


class _Numbered(msgspec.Struct, frozen=True):
    """A contribution with the number it has in the workspace."""

    number: int
    contribution: Contribution


def _contribution(record: str) -> Row:
    item = decode(record, _Numbered)
    return {"number": item.number, "sha256": item.contribution.sha256, "record": record}


def numbered(number: int, item: Contribution) -> str:
    """Return the record of a contribution: without its remarks, which have rows of their own, and its passages."""
    return encode(_Numbered(number, msgspec.structs.replace(item, remarks=(), passages=())))


def contribution_of(record: str) -> Contribution:
    """Return the contribution of a record."""
    return decode(record, _Numbered).contribution


SHELVES: Mapping[Kind, Shelf | DecisionShelf] = {
    "contribution": Shelf(contribution, ("sha256",), _contribution),
    "received": Shelf(remark, ("number",), _received),
    "verdict": Shelf(verdict, ("subject",), _verdict),
    "assignment": Shelf(assignment, ("provision_id", "person", "role"), _assignment),
    "sign_off": Shelf(sign_off, ("role", "person"), _sign_off),
    "mark": Shelf(mark, ("provision_id", "role", "person"), _mark),
    "decision": DecisionShelf(),
    "origin": Shelf(origin, ("comment_number",), _origin),
    "pack": Shelf(pack, ("sha256",), _pack),
}
