"""Words as somebody types them → the comment; saves that follow each other are one event of its history and one act.

A page saves after every pause. Each save raises the revision, so that nobody's words are overwritten unseen, but as
long as the same person goes on and nothing else happens to the comment, the history tells of one change and one undo
takes all of it back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from toolkit.model.comment import Comment
from toolkit.workspace import comments, journal
from toolkit.workspace.records import decode, encode
from toolkit.workspace.schema import template_entry

LONGEST_PAUSE = timedelta(minutes=15)
"""Whoever comes back later begins another act."""


class TemplateEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has answered to a template's questions. It is no part of what the comment says."""

    fields: dict[str, str] = {}
    """Name of the field → what was typed, those of templates tried before too."""
    by_hand: tuple[str, ...] = ()
    """Parts of the comment that the person words without the template: "text", "proposed", …"""


def save_words(connection: sa.Connection, edited: Comment, *, actor: str, time: str) -> Comment:
    """Write a changed copy as `comments.edit_comment` does, as a part of the act that the person is at.

    Raises:
        Conflict: somebody changed the comment since that copy was read.
        UsageError: its state does not allow changes.
    """
    stored = comments.load_comment(connection, edited.id)
    number = _act_under_way(connection, stored, actor=actor, time=time)
    deed = journal.Deed(connection, actor=actor, time=time)
    written = deed.edit_comment(edited)
    if not deed.changes:
        return written
    if number:
        journal.continue_act(connection, number, deed)
        comments.join_last_events(connection, written)
    else:
        journal.write_act(connection, deed, action="edit", subject=edited.id)
    return written


def _act_under_way(connection: sa.Connection, stored: Comment, *, actor: str, time: str) -> int:
    """Return the act that made a comment what it is, if it was the person's last and not long ago; else 0."""
    if datetime.fromisoformat(time) - datetime.fromisoformat(stored.modified) > LONGEST_PAUSE:
        return 0
    return journal.last_act_making(connection, stored, actor=actor, actions=("comment", "edit"))


def load_entry(connection: sa.Connection, comment_id: str) -> TemplateEntry:
    """Return what was answered to the template of a comment; nothing for most."""
    number = comments.number_of(comment_id)
    query = sa.select(template_entry.c.record).where(template_entry.c.comment_number == number)
    record = connection.execute(query).scalar()
    return TemplateEntry() if record is None else decode(record, TemplateEntry)


def write_entry(connection: sa.Connection, comment_id: str, entry: TemplateEntry) -> None:
    """Keep what was answered to the template of a comment, in the place of what was before."""
    number = comments.number_of(comment_id)
    connection.execute(sa.delete(template_entry).where(template_entry.c.comment_number == number))
    if entry != TemplateEntry():
        row = {"comment_number": number, "record": encode(entry)}
        connection.execute(sa.insert(template_entry), [row])
