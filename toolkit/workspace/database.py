"""A database URL → transactions in which no acknowledged change is lost, on SQLite and PostgreSQL alike.

One writer at a time, readers never wait: SQLite by `BEGIN IMMEDIATE` in WAL mode, PostgreSQL by an advisory
lock on the schema. Without the first, SQLite's driver loses updates without an error and leaves half a schema
after a failed migration.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import exc

from toolkit.errors import MissingExtra, StorageError, UsageError
from toolkit.messages import _

LOCK_SECONDS = 30.0
"""How long a writer waits for another one."""


class Database:
    """Opens transactions on an engine and says its failures in our words."""

    def __init__(self, engine: sa.Engine, *, where: str, lock_seconds: float = LOCK_SECONDS) -> None:
        self.engine = engine
        self.where = where
        """File name or URL without password, for messages."""
        self._lock_seconds = lock_seconds
        self._watching = threading.Lock()
        self._watcher: sa.PoolProxiedConnection | None = None

    def state(self) -> str:
        """Return a word that is another one after every change that anybody has committed; for caches.

        SQLite counts the changes of others for each connection, so one is kept that never writes. PostgreSQL names
        the transactions that a reader sees: a write of another database of the server changes the word too.
        """
        if not self._is_sqlite:
            with self.reading() as connection:
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        with self._watching, _translated(self.where):
            if self._watcher is None:
                self._watcher = (
                    self.engine.raw_connection()
                )  # outside any transaction: one would see a fixed state
            cursor = self._watcher.cursor()
            cursor.execute("PRAGMA data_version")
            (number,) = cursor.fetchone() or ("",)
            return str(number)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one state of the data and changes nothing."""
        options = (
            {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with (
            _translated(self.where),
            self.engine.execution_options(**options).connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open the only transaction that may write; commit at the end, roll back on any exception."""
        with (
            _translated(self.where),
            self.engine.execution_options(writes=True).connect() as connection,
            connection.begin(),
        ):
            if not self._is_sqlite:
                self._lock_schema(connection)
            yield connection

    def close(self) -> None:
        """Give back all connections; SQLite then folds its log into the file."""
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self.engine.dispose()

    def within(self, connection: sa.Connection) -> Database:
        """Return the same database seen from a transaction that is open: what it reads and writes is part of it."""
        return _Within(self, connection)

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def _lock_schema(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self._lock_seconds * 1000)}")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")


class _Within(Database):
    """A transaction that somebody else ends, behind the doors of a database."""

    def __init__(self, database: Database, connection: sa.Connection) -> None:
        super().__init__(database.engine, where=database.where)
        self._connection = connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Read in the open transaction."""
        yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write in the open transaction."""
        yield self._connection

    def close(self) -> None:
        """Leave the connections to the database that the transaction is open on."""


def open_sqlite(
    path: Path, *, create: bool = False, read_only: bool = False, lock_seconds: float = LOCK_SECONDS
) -> Database:
    """Open the database file at `path`, which must exist unless `create`; with `read_only`, leave no trace."""
    mode = "rwc" if create else _looking(path) if read_only else "rw"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    pragmas = () if read_only else ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

    def connect() -> sqlite3.Connection:
        # isolation_level=None hands the transactions over to us: see _begin.
        connection = sqlite3.connect(
            uri, uri=True, timeout=lock_seconds, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool, hide_parameters=True)
    sa.event.listen(engine, "begin", _begin)
    return Database(engine, where=str(path), lock_seconds=lock_seconds)


def _looking(path: Path) -> str:
    """Return how to read without writing: a reader that finds no log would make one, unless told that none is needed."""
    return "ro" if path.with_name(path.name + "-wal").exists() else "ro&immutable=1"


def open_postgresql(url: str, *, lock_seconds: float = LOCK_SECONDS) -> Database:
    """Open a PostgreSQL database; `?options=-csearch_path=NAME` in the URL chooses a schema of it.

    Raises:
        UsageError: not the URL of a PostgreSQL database.
        MissingExtra: psycopg is not installed.
    """
    parsed = _postgresql_url(url)
    try:
        # Parameters are texts of contributors, which are confidential: they must not stand in a traceback.
        engine = sa.create_engine(
            parsed, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 10}
        )
    except ModuleNotFoundError as error:
        raise MissingExtra(
            _("PostgreSQL needs an optional part of the toolkit."),
            hint=_("Install it: `pip install 'consultation-toolkit[postgres]'`."),
        ) from error
    where = parsed.render_as_string(hide_password=True)
    return Database(engine, where=where, lock_seconds=lock_seconds)


def _postgresql_url(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername.partition("+")[0] not in ("postgresql", "postgres"):
        raise UsageError(
            _("the storage URL is not one of a PostgreSQL database."),
            hint=_("It looks like postgresql://user@host:5432/database; without one, SQLite is used."),
        )
    return parsed.set(drivername="postgresql+psycopg")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def _translated(where: str) -> Iterator[None]:
    try:
        yield
    except (exc.IntegrityError, exc.ProgrammingError, exc.DataError):
        raise  # a mistake of ours, not a state of the storage
    except (exc.DBAPIError, exc.TimeoutError) as error:
        message, hint = _explained(str(getattr(error, "orig", None) or error))
        raise StorageError(message, where=where, hint=hint) from error


def _explained(detail: str) -> tuple[str, str]:
    told = detail.lower()
    if "locked" in told or "lock timeout" in told:
        return _("is in use by another program for too long."), _("Try again when it has finished.")
    if "disk is full" in told or "no space left" in told:
        return _("cannot be written: the disk is full."), _(
            "Free some space and try again; nothing was changed."
        )
    if "not a database" in told or "malformed" in told:
        return _("is damaged or is not a database."), _("Restore it from a backup.")
    if "readonly" in told or "read-only" in told or "unable to open" in told:
        return _("cannot be opened for writing."), _(
            "Check that it exists and the permissions of its folder."
        )
    if "connection" in told or "connect" in told:
        return _("the database server cannot be reached."), _("Check the URL in consult.toml and the server.")
    first_line = detail.strip().splitlines()[0][:200] if detail.strip() else "?"
    return _("the database refused ({reason}).").format(reason=first_line), _("Nothing was changed.")
