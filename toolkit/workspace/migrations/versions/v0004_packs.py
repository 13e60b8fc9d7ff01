"""What goes between workspaces: the name of this one, the origin of comments made elsewhere, the packs unpacked here.

A workspace of before gets its name now.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and name the workspace."""
    identity = op.create_table(
        "identity", sa.Column("id", sa.String(32)), sa.PrimaryKeyConstraint("id", name="pk_identity")
    )
    op.bulk_insert(identity, [{"id": secrets.token_hex(8)}])
    op.create_table(
        "origin",
        sa.Column("comment_number", sa.Integer, autoincrement=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("comment_number", name="pk_origin"),
        sa.ForeignKeyConstraint(["comment_number"], ["comment.number"], name="fk_origin_comment"),
        sa.UniqueConstraint("origin", name="uq_origin_origin"),
    )
    op.create_table(
        "pack",
        sa.Column("sha256", sa.String(64)),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_pack"),
    )
