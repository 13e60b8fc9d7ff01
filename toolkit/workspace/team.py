"""What a team leaves at a workspace beside comments: files and remarks, verdicts, assignments, signatures, the journal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import sqlalchemy as sa

from toolkit.errors import UnknownName, UsageError
from toolkit.files import storage_error, write_atomic
from toolkit.messages import _, quoted
from toolkit.model.consolidation import Verdict
from toolkit.model.contribution import Contribution, PlacementState, Received
from toolkit.model.pack import PackRecord, Provenance
from toolkit.model.workflow import Act, Assignment, SignOff
from toolkit.workspace.creation import safe_suffix
from toolkit.workspace.database import Database
from toolkit.workspace.duties import check_allowed
from toolkit.workspace.journal import (
    UNDO,
    ActFilter,
    Change,
    Deed,
    load_actors,
    load_acts,
    load_changes,
    load_latest,
    undo_act,
    write_act,
)
from toolkit.workspace.keeping import contribution_of, remark_number
from toolkit.workspace.lookup import unknown_name
from toolkit.workspace.records import decode
from toolkit.workspace.schema import (
    assignment,
    contribution,
    identity,
    origin,
    pack,
    remark,
    sign_off,
    verdict,
)
from toolkit.workspace.settings import Settings

CONTRIBUTIONS = "contributions"
_SHORTEST_HASH = 8
"""Characters of a SHA-256 from which on it tells files apart."""


class ReceivedFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which remarks: any of the values of a field, all of the fields; an empty field does not restrict."""

    ids: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """SHA-256 of the files they came in."""
    states: tuple[PlacementState, ...] = ()
    provision_ids: tuple[str, ...] = ()
    superseded: bool = False
    """Whether to return those too that a corrected file replaced."""


class Team:
    """The part of a workspace that several people fill. Every change is an act of the journal."""

    def __init__(
        self, folder: Path, database: Database, clock: Callable[[], str], settings: Callable[[], Settings]
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._settings = settings

    @contextlib.contextmanager
    def act(self, action: str, *, actor: str, subject: str = "", detail: str = "") -> Iterator[Deed]:
        """Do something as one act: all that the deed writes is kept and journalled together, or nothing is.

        Raises:
            NotAllowed: the actor has not the duty for it.
        """
        check_allowed(self._settings(), actor, action)
        with self._database.writing() as connection:
            deed = Deed(connection, actor=actor, time=self._clock())
            yield deed
            write_act(connection, deed, action=action, subject=subject, detail=detail)

    def acts(self, *, touching: str = "", last: int = 0) -> tuple[Act, ...]:
        """Return the journal, oldest first: see `journal.load_acts`."""
        with self._database.reading() as connection:
            return load_acts(connection, touching=touching, last=last)

    def latest_acts(self, asked: ActFilter) -> tuple[Act, ...]:
        """Return the acts that a filter lets through, the last first: a page of a long journal."""
        with self._database.reading() as connection:
            return load_latest(connection, asked)

    def doers(self) -> tuple[tuple[str, str], ...]:
        """Return each (actor, action) of the journal once: who did anything, and what was done."""
        with self._database.reading() as connection:
            return load_actors(connection)

    def changes(self, number: int) -> tuple[Change, ...]:
        """Return what an act changed, each thing with its record before and after."""
        with self._database.reading() as connection:
            return load_changes(connection, number)

    def undo(self, number: int, *, actor: str) -> Act:
        """Put back what an act changed and return the entry of the undo, which can itself be undone.

        Raises:
            UsageError: there is no such act, or it is undone already.
            Conflict: something it changed was changed again since.
            NotAllowed: it was somebody else's act, and the actor is no editor.
        """
        theirs = next((act.actor for act in self.acts() if act.number == number), "")
        if not actor or theirs.casefold() != actor.casefold():
            check_allowed(self._settings(), actor, UNDO)
        with self._database.writing() as connection:
            return undo_act(connection, number, actor=actor, time=self._clock())

    # what contributors sent --------------------------------------------------------------------------

    def keep_file(self, content: bytes, item: Contribution) -> Path:
        """Keep a contributor's file as it came, named by its hash; the same content is kept once."""
        target = self.contribution_file(item)
        if not target.exists():
            try:
                target.parent.mkdir(exist_ok=True)
            except OSError as error:
                raise storage_error(error, target.parent) from error
            write_atomic(target, content)
        return target

    def contribution_file(self, item: Contribution) -> Path:
        """Return where a contributor's file is kept."""
        return self._folder / CONTRIBUTIONS / (item.sha256 + safe_suffix(item.name))

    def contributions(self) -> tuple[Contribution, ...]:
        """Return the files taken in, oldest first, without their remarks."""
        records = self._records(sa.select(contribution.c.record).order_by(contribution.c.number))
        return tuple(map(contribution_of, records))

    def contribution_named(self, name: str) -> Contribution:
        """Return the file taken in that is called so, in whatever folder it was, or whose SHA-256 begins so.

        Raises:
            UnknownName: there is none; the hint names the nearest.
            UsageError: several are called so.
        """
        known = self.contributions()
        found = [item for item in known if item.name == Path(name).name]
        if not found and len(name) >= _SHORTEST_HASH:
            found = [item for item in known if item.sha256.startswith(name.lower())]
        if len(found) == 1:
            return found[0]
        if not found:
            message = _("no file called {name} was taken in.").format(name=quoted(name))
            raise unknown_name(Path(name).name, [item.name for item in known], message=message)
        raise UsageError(
            _("several files are called {name}.").format(name=quoted(name)),
            hint=_("Name one by its SHA-256: {hashes}.").format(
                hashes=", ".join(item.sha256[:12] for item in found)
            ),
        )

    def received(self, asked: ReceivedFilter | None = None) -> tuple[Received, ...]:
        """Return remarks in the order in which they came."""
        wanted = asked or ReceivedFilter()
        states = (*wanted.states, *(("superseded",) if wanted.superseded and wanted.states else ()))
        numbers = tuple(map(remark_number, wanted.ids))
        conditions: list[sa.ColumnElement[bool]] = [
            column.in_(values)
            for column, values in (
                (remark.c.number, numbers),
                (remark.c.file_sha256, wanted.files),
                (remark.c.state, states),
                (remark.c.provision_id, wanted.provision_ids),
            )
            if values
        ]
        if not wanted.superseded:
            conditions.append(remark.c.state != "superseded")
        records = self._records(sa.select(remark.c.record).where(*conditions).order_by(remark.c.number))
        return tuple(decode(record, Received) for record in records)

    def received_one(self, received_id: str) -> Received:
        """Return one remark.

        Raises:
            UnknownName: there is none; the hint names the nearest.
        """
        found = self.received(ReceivedFilter(ids=(received_id,), superseded=True))
        if not found:
            raise self._unknown(received_id)
        return found[0]

    def _unknown(self, received_id: str) -> UnknownName:
        existing = [item.id for item in self.received()]
        message = _("no remark is called {name}.").format(name=quoted(received_id))
        return unknown_name(received_id, existing, message=message)

    # people's word -----------------------------------------------------------------------------------

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return people's word on groups and findings."""
        records = self._records(sa.select(verdict.c.record).order_by(verdict.c.subject))
        return tuple(decode(record, Verdict) for record in records)

    def assignments(self) -> tuple[Assignment, ...]:
        """Return who answers for which provisions."""
        order = (assignment.c.provision_id, assignment.c.person, assignment.c.role)
        records = self._records(sa.select(assignment.c.record).order_by(*order))
        return tuple(decode(record, Assignment) for record in records)

    def sign_offs(self) -> tuple[SignOff, ...]:
        """Return the signatures, by role."""
        records = self._records(sa.select(sign_off.c.record).order_by(sign_off.c.role, sign_off.c.person))
        return tuple(decode(record, SignOff) for record in records)

    # what comes from other workspaces -----------------------------------------------------------------

    def identity(self) -> str:
        """Return what this workspace is called where its comments go to others."""
        with self._database.reading() as connection:
            return str(connection.execute(sa.select(identity.c.id)).scalar_one())

    def origins(self) -> tuple[Provenance, ...]:
        """Return where the comments come from that were made elsewhere."""
        records = self._records(sa.select(origin.c.record).order_by(origin.c.comment_number))
        return tuple(decode(record, Provenance) for record in records)

    def packs(self) -> tuple[PackRecord, ...]:
        """Return the packs that were unpacked here, oldest first."""
        found = (decode(record, PackRecord) for record in self._records(sa.select(pack.c.record)))
        return tuple(sorted(found, key=lambda item: (item.time, item.sha256)))

    def _records(self, query: sa.Select[str]) -> Sequence[str]:
        with self._database.reading() as connection:
            return connection.execute(query).scalars().all()
