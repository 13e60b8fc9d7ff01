"""What a team's work leaves: contributors' files and remarks, people's word, assignments, signatures, the journal.

A workspace of before has none of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _contributions()
    _decisions()
    _work()


def _contributions() -> None:
    op.create_table(
        "contribution",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_contribution"),
        sa.UniqueConstraint("sha256", name="uq_contribution_sha256"),
    )
    op.create_table(
        "remark",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("provision_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("comment_number", sa.Integer),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_remark"),
        sa.ForeignKeyConstraint(["comment_number"], ["comment.number"], name="fk_remark_comment"),
    )
    for column in ("file_sha256", "provision_id", "state"):
        op.create_index(f"ix_remark_{column}", "remark", [column])


def _decisions() -> None:
    op.create_table(
        "verdict",
        sa.Column("subject", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_verdict"),
    )
    op.create_table(
        "act",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("time", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("undone_by", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_act"),
    )
    op.create_index("ix_act_action", "act", ["action"])


def _work() -> None:
    op.create_table(
        "assignment",
        sa.Column("provision_id", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("provision_id", "person", "role", name="pk_assignment"),
    )
    op.create_table(
        "sign_off",
        sa.Column("role", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("role", "person", name="pk_sign_off"),
    )
