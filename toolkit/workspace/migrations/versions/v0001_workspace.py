"""The first schema: draft versions with provisions and tags, people's decisions, comments and their history.

Written out rather than taken from `schema.metadata`: a migration stays what it was when the schema moves on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _make_draft_tables()
    _make_people_tables()
    _make_comment_tables()


def _make_draft_tables() -> None:
    op.create_table(
        "version",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_version"),
    )
    op.create_table(
        "provision",
        sa.Column("version", sa.Integer),
        sa.Column("id", sa.Text),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("page_number", sa.Integer),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", "id", name="pk_provision"),
        sa.ForeignKeyConstraint(
            ["version"], ["version.number"], name="fk_provision_version", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_provision_version_position", "provision", ["version", "position"])
    op.create_table(
        "tag",
        sa.Column("version", sa.Integer),
        sa.Column("provision_id", sa.Text),
        sa.Column("position", sa.Integer),
        sa.Column("facet", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", "provision_id", "position", name="pk_tag"),
        sa.ForeignKeyConstraint(
            ["version", "provision_id"],
            ["provision.version", "provision.id"],
            name="fk_tag_provision",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_tag_version_facet_value", "tag", ["version", "facet", "value"])


def _make_people_tables() -> None:
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer),
        sa.Column("provision_id", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_decision"),
    )
    op.create_index("ix_decision_provision_id", "decision", ["provision_id"])
    op.create_table(
        "selection",
        sa.Column("provision_id", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("provision_id", name="pk_selection"),
    )
    op.create_table(
        "mark",
        sa.Column("provision_id", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("time", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("provision_id", "role", "person", name="pk_mark"),
    )


def _make_comment_tables() -> None:
    op.create_table(
        "comment",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("provision_id", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_comment"),
    )
    for column in ("provision_id", "author", "state"):
        op.create_index(f"ix_comment_{column}", "comment", [column])
    op.create_table(
        "event",
        sa.Column("number", sa.Integer),
        sa.Column("comment_number", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("time", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_event"),
        sa.ForeignKeyConstraint(["comment_number"], ["comment.number"], name="fk_event_comment"),
        sa.UniqueConstraint("comment_number", "revision", name="uq_event_comment_number_revision"),
    )
