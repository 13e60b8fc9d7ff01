"""A parsed draft, its file and settings → a new workspace, in a folder alone or with a database on a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.provision import ParsedDraft
from toolkit.workspace import creation, drafts
from toolkit.workspace.database import Database, open_postgresql, open_sqlite
from toolkit.workspace.migrate import current_revision, migrate
from toolkit.workspace.records import now
from toolkit.workspace.settings import FILE_NAME, Settings, write_settings

DATABASE_NAME = "consult.db"
Finish = Callable[[Path, Database], None]
"""Adds to a new workspace while nobody sees it: its folder and database, the latter within one transaction."""


def found(folder: Path, settings: Settings, draft: ParsedDraft, source: Path, finish: Finish) -> None:
    """Make a workspace as a whole or not at all.

    Raises:
        UsageError: the folder is not empty, or the database holds a workspace already.
        StorageError: the folder or the database cannot be written.
    """
    creation.check_vacant(folder)
    make = _found_on_server if settings.storage_url else _found_in_folder
    make(folder, settings, draft, source, finish)


def _found_in_folder(
    folder: Path, settings: Settings, draft: ParsedDraft, source: Path, finish: Finish
) -> None:
    with creation.built_aside(folder) as temporary:
        creation.keep_file(temporary, draft, source)
        write_settings(temporary / FILE_NAME, settings)
        database = open_sqlite(temporary / DATABASE_NAME, create=True)
        try:
            with database.writing() as connection:
                migrate(connection)
                drafts.insert_version(connection, draft, number=1, time=now())
                finish(temporary, database.within(connection))
        finally:
            database.close()


def _found_on_server(
    folder: Path, settings: Settings, draft: ParsedDraft, source: Path, finish: Finish
) -> None:
    database = open_postgresql(settings.storage_url)
    try:
        # The folder appears inside the transaction: if it cannot, the database stays as it was.
        with database.writing() as connection:
            if current_revision(connection):
                raise UsageError(
                    _("holds a workspace already."),
                    where=database.where,
                    hint=_("Use another database, or another schema by ?options=-csearch_path=NAME."),
                )
            migrate(connection)
            drafts.insert_version(connection, draft, number=1, time=now())
            with creation.built_aside(folder) as temporary:
                creation.keep_file(temporary, draft, source)
                write_settings(temporary / FILE_NAME, settings)
                finish(temporary, database.within(connection))
    finally:
        database.close()
