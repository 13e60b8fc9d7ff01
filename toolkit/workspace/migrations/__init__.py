"""Alembic's scripts: the only code that makes or changes tables. Run by `toolkit.workspace.migrate`."""
