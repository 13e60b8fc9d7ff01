"""What people have typed into the questions of comment templates, so that a draft can be continued where it was left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "template_entry",
        sa.Column("comment_number", sa.Integer, autoincrement=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("comment_number", name="pk_template_entry"),
        sa.ForeignKeyConstraint(["comment_number"], ["comment.number"], name="fk_template_entry_comment"),
    )
