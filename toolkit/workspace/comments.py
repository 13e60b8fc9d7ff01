"""Comments and their append-only history: every change is an event, and none overwrites somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
import sqlalchemy as sa

from toolkit.errors import Conflict, UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import Comment, Event, Position, State
from toolkit.model.labels import state_label
from toolkit.workspace.lookup import unknown_name
from toolkit.workspace.records import Row, decode, encode
from toolkit.workspace.schema import comment, event, provision

TRANSITIONS: Mapping[State, tuple[State, ...]] = {
    "draft": ("submitted", "merged", "approved", "rejected", "withdrawn"),
    "submitted": ("draft", "merged", "approved", "rejected", "withdrawn"),
    "merged": ("submitted",),
    "approved": ("submitted", "withdrawn"),
    "rejected": ("submitted",),
    "withdrawn": ("draft",),
}
"""Which states may follow a state. Every end can be undone."""

EDITABLE: tuple[State, ...] = ("draft", "submitted")
"""States in which the words may be changed."""

_FEW = 20
"""More comments than this are read all at once."""

# The id of a comment: "c1" "c20000". Not: "c0", "C1", "1".
_ID = re.compile(r"c([1-9]\d{0,8})", re.ASCII)


class CommentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which comments: any of the values of a field, all of the fields; an empty field does not restrict."""

    provision_ids: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    positions: tuple[Position, ...] = ()


def insert_comments(
    connection: sa.Connection, comments: Sequence[Comment], *, actor: str, time: str
) -> tuple[Comment, ...]:
    """Write new comments with the next free ids and return them as written."""
    last = connection.execute(sa.select(sa.func.max(comment.c.number))).scalar() or 0
    created = tuple(
        msgspec.structs.replace(item, id=f"c{number}", revision=1, created=time, modified=time)
        for number, item in enumerate(comments, start=last + 1)
    )
    if created:
        connection.execute(sa.insert(comment), [_comment_row(item) for item in created])
        rows = [_event_row(item, action="created", actor=actor or item.author) for item in created]
        connection.execute(sa.insert(event), rows)
    return created


def edit_comment(connection: sa.Connection, edited: Comment, *, actor: str, time: str) -> Comment:
    """Write the words, position, role and place of `edited`, a changed copy of what was read.

    Raises:
        Conflict: somebody changed the comment since that copy was read.
        UsageError: its state does not allow changes.
    """
    stored = load_comment(connection, edited.id)
    _check_revision(stored, edited.revision)
    kept = {name: getattr(stored, name) for name in ("state", "reason", "revision", "created", "modified")}
    wanted = msgspec.structs.replace(edited, **kept)
    if wanted == stored:
        return stored
    if stored.state not in EDITABLE:
        raise UsageError(
            _("cannot be edited: it is {state}.").format(state=state_label(stored.state)),
            where=stored.id,
            hint=_("Reopen it first ({states}).").format(states=_following(stored.state)),
        )
    return _write_revision(connection, wanted, action="edited", actor=actor, time=time)


def change_state(connection: sa.Connection, changed: Comment, *, actor: str, time: str) -> Comment:
    """Write the state and reason of `changed`, a changed copy of what was read.

    Raises:
        Conflict: somebody changed the comment since that copy was read.
        UsageError: the state may not follow the present one, or a rejection has no reason.
    """
    stored = load_comment(connection, changed.id)
    _check_revision(stored, changed.revision)
    if changed.state not in TRANSITIONS[stored.state]:
        raise UsageError(
            _("cannot become {target}: it is {state}.").format(
                target=state_label(changed.state), state=state_label(stored.state)
            ),
            where=stored.id,
            hint=_("It can become: {states}.").format(states=_following(stored.state)),
        )
    if changed.state == "rejected" and not changed.reason.strip():
        raise UsageError(
            _("a rejection needs a reason."), where=stored.id, hint=_("Its author will want to know why.")
        )
    wanted = msgspec.structs.replace(stored, state=changed.state, reason=changed.reason)
    return _write_revision(connection, wanted, action="state", actor=actor, time=time)


def join_last_events(connection: sa.Connection, written: Comment) -> None:
    """Make the last two events of a comment one: what the first of them began, with the words of the last."""
    number = number_of(written.id)
    query = (
        sa.select(event).where(event.c.comment_number == number).order_by(event.c.revision.desc()).limit(2)
    )
    last, begun = connection.execute(query).all()
    connection.execute(sa.delete(event).where(event.c.number == begun.number))
    connection.execute(sa.update(event).where(event.c.number == last.number).values(action=begun.action))


def _following(state: State) -> str:
    """Name the states that may follow, with the ids by which they are asked for where these are other words."""
    pairs = ((state_label(name), name) for name in TRANSITIONS[state])
    return ", ".join(label if label == name else f"{label} ({name})" for label, name in pairs)


def move_comment(
    connection: sa.Connection, stored: Comment, *, provision_id: str, actor: str, time: str
) -> Comment:
    """Attach a comment to another provision, whatever its state."""
    wanted = msgspec.structs.replace(stored, provision_id=provision_id)
    return _write_revision(connection, wanted, action="edited", actor=actor, time=time)


def restore_comments(
    connection: sa.Connection, wanted: Sequence[Comment], *, actor: str, time: str
) -> tuple[Comment, ...]:
    """Write comments as they were before, state and all, as a new revision after that of each of `wanted`.

    The caller has read the stored ones in the same transaction: their revisions are those of `wanted`.
    """
    written = tuple(
        msgspec.structs.replace(item, revision=item.revision + 1, modified=time) for item in wanted
    )
    if written:
        rows = [{f"new_{name}": value for name, value in _comment_row(item).items()} for item in written]
        values: dict[str, sa.BindParameter[object]] = {
            name: sa.bindparam(f"new_{name}") for name in _comment_row(written[0]) if name != "number"
        }
        place = comment.c.number == sa.bindparam("new_number")
        connection.execute(sa.update(comment).where(place).values(**values), rows)
        events = [_event_row(item, action="undone", actor=actor) for item in written]
        connection.execute(sa.insert(event), events)
    return written


def load_comments_named(connection: sa.Connection, comment_ids: Sequence[str]) -> tuple[Comment, ...]:
    """Return comments by their ids, in the order asked for: see `load_comment`."""
    if len(comment_ids) <= _FEW:
        return tuple(load_comment(connection, name) for name in comment_ids)
    records = connection.execute(sa.select(comment.c.record)).scalars()
    found = {item.id: item for item in (decode(record, Comment) for record in records)}
    return tuple(found[name] if name in found else load_comment(connection, name) for name in comment_ids)


def load_comment(connection: sa.Connection, comment_id: str) -> Comment:
    """Return one comment.

    Raises:
        UnknownName: there is none; the hint names the nearest.
    """
    query = sa.select(comment.c.record).where(comment.c.number == number_of(comment_id))
    record = connection.execute(query).scalar()
    if record is None:
        message = _("no comment is called {name}.").format(name=quoted(comment_id))
        raise unknown_name(comment_id, _comment_ids(connection), message=message)
    return decode(record, Comment)


def load_comments(
    connection: sa.Connection, asked: CommentFilter, *, version_number: int
) -> tuple[Comment, ...]:
    """Return comments in the draft's order, those on provisions that are gone last."""
    conditions = [
        column.in_(values)
        for column, values in (
            (comment.c.provision_id, asked.provision_ids),
            (comment.c.author, asked.authors),
            (comment.c.role, asked.roles),
            (comment.c.state, asked.states),
            (comment.c.position, asked.positions),
        )
        if values
    ]
    place = sa.and_(provision.c.id == comment.c.provision_id, provision.c.version == version_number)
    query = (
        sa.select(comment.c.record)
        .select_from(comment.outerjoin(provision, place))
        .where(*conditions)
        .order_by(provision.c.position.is_(None), provision.c.position, comment.c.number)
    )
    return tuple(decode(record, Comment) for record in connection.execute(query).scalars())


def load_history(connection: sa.Connection, comment_id: str) -> tuple[Event, ...]:
    """Return what happened to a comment, oldest first."""
    load_comment(connection, comment_id)
    query = sa.select(event).where(event.c.comment_number == number_of(comment_id)).order_by(event.c.revision)
    before: Comment | None = None
    found: list[Event] = []
    for row in connection.execute(query):
        after = decode(row.record, Comment)
        found.append(
            Event(
                comment_id=comment_id,
                revision=row.revision,
                time=row.time,
                actor=row.actor,
                action=row.action,
                before=before,
                after=after,
            )
        )
        before = after
    return tuple(found)


def _comment_ids(connection: sa.Connection) -> tuple[str, ...]:
    numbers = connection.execute(sa.select(comment.c.number).order_by(comment.c.number)).scalars()
    return tuple(f"c{number}" for number in numbers)


def number_of(comment_id: str) -> int:
    """Return 12 for "c12", 0 (which no comment has) for what is no id."""
    matched = _ID.fullmatch(comment_id)
    return int(matched[1]) if matched else 0


def _check_revision(stored: Comment, revision: int) -> None:
    if stored.revision != revision:
        raise Conflict(
            _("was changed meanwhile: you read revision {yours}, revision {theirs} is stored.").format(
                yours=revision, theirs=stored.revision
            ),
            where=stored.id,
            hint=_("Read it again and make your change on the new text; nothing was overwritten."),
        )


def _write_revision(
    connection: sa.Connection, wanted: Comment, *, action: str, actor: str, time: str
) -> Comment:
    written = msgspec.structs.replace(wanted, revision=wanted.revision + 1, modified=time)
    query = (
        sa.update(comment)
        .where(comment.c.number == number_of(written.id), comment.c.revision == wanted.revision)
        .values(**_comment_row(written))
    )
    if connection.execute(query).rowcount != 1:  # a writer that did not ask for the lock
        _check_revision(load_comment(connection, written.id), wanted.revision)
    connection.execute(sa.insert(event), [_event_row(written, action=action, actor=actor)])
    return written


def _comment_row(item: Comment) -> Row:
    return {
        "number": number_of(item.id),
        "provision_id": item.provision_id,
        "author": item.author,
        "role": item.role,
        "position": item.position,
        "state": item.state,
        "revision": item.revision,
        "record": encode(item),
    }


def _event_row(item: Comment, *, action: str, actor: str) -> Row:
    return {
        "comment_number": number_of(item.id),
        "revision": item.revision,
        "time": item.modified,
        "actor": actor,
        "action": action,
        "record": encode(item),
    }
