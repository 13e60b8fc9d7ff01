"""The tables of a workspace, the same on SQLite and PostgreSQL.

Columns hold what is searched for; `record` holds the whole model value as JSON, so that what is loaded is what
was saved whatever fields the model gains. JSON escapes the NUL that PostgreSQL refuses.

The tables are made and changed by `migrations/` alone; a test keeps both in step.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0005"
"""The migration that this code is written for."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

version = Table(
    "version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("added", String(32), nullable=False),
    Column("record", Text, nullable=False),  # ParsedDraft without its provisions
)

provision = Table(
    "provision",
    metadata,
    Column("version", Integer, ForeignKey("version.number", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("page_number", Integer),
    Column("record", Text, nullable=False),  # Provision without its tags
    Index(None, "version", "position"),
)

tag = Table(
    "tag",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("provision_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("facet", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("record", Text, nullable=False),
    ForeignKeyConstraint(
        ["version", "provision_id"], ["provision.version", "provision.id"], ondelete="CASCADE"
    ),
    Index(None, "version", "facet", "value"),
)

# What people decided about tags: one row a decision, the last one on a value counts. Not bound to a version.
decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("provision_id", Text, nullable=False, index=True),
    Column("record", Text, nullable=False),
)

# What people decided about the structure, and took back: one row a decision. Not bound to a version.
correction = Table(
    "correction",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("provision_id", Text, nullable=False, index=True),
    Column("record", Text, nullable=False),
)

# A version as it was parsed, where corrections were laid over it.
parse = Table(
    "parse",
    metadata,
    Column(
        "version",
        Integer,
        ForeignKey("version.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("record", Text, nullable=False),
)

selection = Table(
    "selection",
    metadata,
    Column("provision_id", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

mark = Table(
    "mark",
    metadata,
    Column("provision_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("time", String(32), nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # of its id: 12 for "c12"
    Column("provision_id", Text, nullable=False, index=True),
    Column("author", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

# Append-only, but for saves in a row, which are one event (see writing.py). The comment as it was before a change
# is the record of the event before.
event = Table(
    "event",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("comment_number", Integer, ForeignKey("comment.number"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("time", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("comment_number", "revision"),
)

# What was typed into the questions of a comment's template; it is no part of the comment and has no history.
template_entry = Table(
    "template_entry",
    metadata,
    Column("comment_number", Integer, ForeignKey("comment.number"), primary_key=True, autoincrement=False),
    Column("record", Text, nullable=False),
)

# Files that contributors sent, as they were read; the files themselves stand in contributions/.
contribution = Table(
    "contribution",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("record", Text, nullable=False),  # Contribution without its remarks and passages
)

# What they say, and where it was placed: one row a remark.
remark = Table(
    "remark",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # of its id: 12 for "r12"
    Column("file_sha256", String(64), nullable=False, index=True),
    Column("provision_id", Text, nullable=False, index=True),
    Column("state", Text, nullable=False, index=True),
    Column("comment_number", Integer, ForeignKey("comment.number")),
    Column("record", Text, nullable=False),
)

# People's word on groups of comments and on findings; the journal keeps earlier ones.
verdict = Table(
    "verdict",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    Column("provision_id", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

sign_off = Table(
    "sign_off",
    metadata,
    Column("role", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

# One row: what this workspace is called where its comments go to others.
identity = Table("identity", metadata, Column("id", String(32), primary_key=True))

# Where comments come from that were made in another workspace.
origin = Table(
    "origin",
    metadata,
    Column("comment_number", Integer, ForeignKey("comment.number"), primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False),
)

# Packs that were unpacked here.
pack = Table(
    "pack",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("record", Text, nullable=False),
)

# The journal, append-only: what was done, with what it takes to undo it.
act = Table(
    "act",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False, index=True),
    Column("record", Text, nullable=False),
    Column("undone_by", Integer, nullable=False),
)
