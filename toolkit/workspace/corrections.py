"""What people decide about the structure of the draft, append-only; and the draft as parsed, which it is laid over."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from toolkit.errors import Conflict
from toolkit.messages import _
from toolkit.model.correction import Correction
from toolkit.model.provision import ParsedDraft
from toolkit.workspace.records import decode, encode
from toolkit.workspace.schema import correction, parse


def add_corrections(connection: sa.Connection, new: Iterable[Correction]) -> None:
    """Append corrections; the next free numbers become theirs."""
    rows = [{"provision_id": item.anchor.provision_id, "record": encode(item)} for item in new]
    if rows:
        connection.execute(sa.insert(correction), rows)


def load_corrections(connection: sa.Connection) -> tuple[Correction, ...]:
    """Return all corrections, undone ones and undos too, oldest first."""
    rows = connection.execute(
        sa.select(correction.c.number, correction.c.record).order_by(correction.c.number)
    )
    return tuple(msgspec.structs.replace(decode(row.record, Correction), number=row.number) for row in rows)


def check_unchanged(connection: sa.Connection, seen: int) -> None:
    """Refuse to go on if somebody corrected something since `seen` corrections were read.

    Raises:
        Conflict: there are more now.
    """
    count = connection.execute(sa.select(sa.func.count()).select_from(correction)).scalar_one()
    if count != seen:
        raise Conflict(
            _("the structure was corrected by somebody else meanwhile."),
            hint=_("See `consult fix` and try again; nothing was changed."),
        )


def save_parse(connection: sa.Connection, draft: ParsedDraft, *, number: int) -> None:
    """Keep version `number` as it was parsed, beside the corrected one."""
    connection.execute(sa.delete(parse).where(parse.c.version == number))
    connection.execute(sa.insert(parse), [{"version": number, "record": encode(draft)}])


def load_parse(connection: sa.Connection, *, number: int) -> ParsedDraft | None:
    """Return version `number` as it was parsed; None where nothing was ever corrected in it."""
    record = connection.execute(sa.select(parse.c.record).where(parse.c.version == number)).scalar()
    return None if record is None else decode(record, ParsedDraft)
