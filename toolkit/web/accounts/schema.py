"""The tables of a server's own database, beside the workspaces, and the steps that brought them to today's form.

A step is never changed once it was released; another form of the tables is one more step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text

from toolkit.errors import StorageError
from toolkit.messages import _
from toolkit.workspace.database import Database

Step = Callable[[sa.Connection], None]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

server_schema = Table("server_schema", metadata, Column("version", Integer, nullable=False))

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("mail_key", Text, nullable=False, unique=True),  # folded: one person, however it is typed
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("administrator", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("password", Text, nullable=False),  # argon2's own form, "" while there is none
    Column(
        "subject", Text, nullable=False
    ),  # issuer and subject of OpenID Connect, "" before the first login
    Column("added", Integer, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("expires", Integer, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("begun", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
)


def _first_tables(connection: sa.Connection) -> None:
    """Make the tables of version 1."""
    metadata.create_all(connection)


STEPS: tuple[Step, ...] = (_first_tables,)


def ensure_current(database: Database, *, steps: Sequence[Step] = STEPS) -> None:
    """Bring a new or older database up to date, as a whole or not at all.

    Raises:
        StorageError: a newer toolkit made it.
    """
    with database.reading() as connection:
        if _version_of(connection) == len(steps):
            return
    with database.writing() as connection:
        version = _version_of(connection)
        if version > len(steps):
            raise StorageError(
                _("was written by a newer version of the toolkit (schema {schema}).").format(schema=version),
                where=database.where,
                hint=_("Update consultation-toolkit."),
            )
        for step in steps[version:]:
            step(connection)
        connection.execute(sa.delete(server_schema))
        connection.execute(sa.insert(server_schema).values(version=len(steps)))


def _version_of(connection: sa.Connection) -> int:
    if not sa.inspect(connection).has_table(server_schema.name):
        return 0
    return int(connection.execute(sa.select(server_schema.c.version)).scalar() or 0)
