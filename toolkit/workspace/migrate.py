"""A database of any earlier schema → one of today's schema, in one transaction.

Alembic and its scripts are loaded only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from toolkit.errors import StorageError
from toolkit.messages import _
from toolkit.workspace.database import Database
from toolkit.workspace.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


def current_revision(connection: sa.Connection) -> str:
    """Return the migration the database stands at, "" if it holds no workspace."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "")


def migrate(connection: sa.Connection, *, scripts: Path = MIGRATIONS, target: str = "head") -> None:
    """Bring the schema up to `target` within the caller's writing transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def ensure_current(database: Database) -> None:
    """Migrate the database of a workspace if it is of an earlier schema.

    Raises:
        StorageError: it holds no workspace, or one of a later schema than we know.
    """
    with database.reading() as connection:
        revision = current_revision(connection)
    if revision == HEAD:
        return
    _check_known(revision, database.where)
    with database.writing() as connection:
        if current_revision(connection) != HEAD:  # nobody else was quicker
            migrate(connection)


def check_current(database: Database) -> None:
    """Refuse a database that is not of today's schema, and leave it so.

    Raises:
        StorageError: it holds no workspace, or one of another schema.
    """
    with database.reading() as connection:
        revision = current_revision(connection)
    if revision != HEAD:
        _check_known(revision, database.where)
        raise StorageError(_("is of an earlier version of the toolkit."), where=database.where)


def _check_known(revision: str, where: str) -> None:
    if not revision:
        raise StorageError(
            _("holds no workspace."), where=where, hint=_("Make one with `consult new` or restore a backup.")
        )
    if revision not in known_revisions():
        raise StorageError(
            _("was written by a newer version of the toolkit (schema {schema}).").format(schema=revision),
            where=where,
            hint=_("Update consultation-toolkit."),
        )


def known_revisions(scripts: Path = MIGRATIONS) -> frozenset[str]:
    """Return the ids of all migrations that are shipped."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory(str(scripts)).walk_revisions())
