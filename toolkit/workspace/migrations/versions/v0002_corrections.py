"""What people decide about the structure, and the draft as it was parsed where they decided something.

A workspace of before has neither: its draft is as it was parsed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "correction",
        sa.Column("number", sa.Integer),
        sa.Column("provision_id", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_correction"),
    )
    op.create_index("ix_correction_provision_id", "correction", ["provision_id"])
    op.create_table(
        "parse",
        sa.Column("version", sa.Integer, autoincrement=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_parse"),
        sa.ForeignKeyConstraint(["version"], ["version.number"], name="fk_parse_version", ondelete="CASCADE"),
    )
