"""What people do together (take in, place, merge, tag, assign, sign) → acts in the journal, each of which can be undone.

A `Deed` is one act while it is done: it writes, and remembers of each thing what it was and what it became. Undoing
puts back what it was, unless somebody has changed the thing since; an undo is an act itself and can be undone.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from toolkit.errors import Conflict, UsageError
from toolkit.messages import _
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Verdict
from toolkit.model.contribution import Contribution, Received
from toolkit.model.labels import action_label
from toolkit.model.pack import PackRecord, Provenance
from toolkit.model.workflow import Act, Assignment, SignOff
from toolkit.workspace import comments
from toolkit.workspace.coverage import Mark
from toolkit.workspace.decisions import Decision, decision_key
from toolkit.workspace.keeping import SHELVES, Kind, numbered, remark_number
from toolkit.workspace.records import decode, encode, key_of
from toolkit.workspace.schema import act, contribution, remark

UNDO = "undo"
_SUBJECTS = 20
"""So many ids name what a large act was about."""


class Change(msgspec.Struct, frozen=True):
    """One thing that an act changed: its record before and after, "" where it was not there."""

    kind: Kind | Literal["comment"]
    key: str
    before: str
    after: str


class ActFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts of the journal, the last first; an empty field does not restrict."""

    actor: str | None = None
    """"" is nobody named."""
    actions: tuple[str, ...] = ()
    before: int = 0
    """Only acts with a smaller number."""
    limit: int = 0


class _Entry(msgspec.Struct, frozen=True):
    subject: str
    detail: str
    changes: tuple[Change, ...]


class Deed:
    """One act while it is done, in one transaction: all of it is written, or nothing."""

    def __init__(self, connection: sa.Connection, *, actor: str, time: str) -> None:
        self._connection = connection
        self.actor = actor
        self.time = time
        self.changes: list[Change] = []
        self.number = 0
        """Of the act in the journal, once it is entered; 0 before, and where it changed nothing."""

    # comments ----------------------------------------------------------------------------------------

    def add_comments(self, new: Sequence[Comment]) -> tuple[Comment, ...]:
        """Write comments that are ready to be stored, and return them with their ids."""
        added = comments.insert_comments(self._connection, new, actor=self.actor, time=self.time)
        self.changes += [Change("comment", item.id, "", encode(item)) for item in added]
        return added

    def edit_comment(self, edited: Comment) -> Comment:
        """Write the words and place of a changed copy: see `comments.edit_comment`."""
        before = comments.load_comment(self._connection, edited.id)
        after = comments.edit_comment(self._connection, edited, actor=self.actor, time=self.time)
        return self._changed(before, after)

    def change_state(self, changed: Comment) -> Comment:
        """Write the state and reason of a changed copy: see `comments.change_state`."""
        before = comments.load_comment(self._connection, changed.id)
        after = comments.change_state(self._connection, changed, actor=self.actor, time=self.time)
        return self._changed(before, after)

    def restore_comments(self, stored: Sequence[Comment], wanted: Sequence[Comment]) -> None:
        """Write comments as they were, state and all, over what is stored."""
        after = comments.restore_comments(self._connection, wanted, actor=self.actor, time=self.time)
        for old, new in zip(stored, after, strict=True):
            self._changed(old, new)

    def _changed(self, before: Comment, after: Comment) -> Comment:
        if before != after:
            self.changes.append(Change("comment", after.id, encode(before), encode(after)))
        return after

    # what contributors sent --------------------------------------------------------------------------

    def keep_contribution(self, item: Contribution) -> None:
        """Remember a file that was taken in; one of the same content takes the place of the earlier reading."""
        number = _next(self._connection, contribution.c.number)
        self.put("contribution", key_of(item.sha256), numbered(number, item))

    def reserve_received(self, count: int) -> tuple[str, ...]:
        """Return the next free ids of remarks, so that what is made of them can name them."""
        free = _next(self._connection, remark.c.number)
        return tuple(f"r{number}" for number in range(free, free + count))

    def keep_received(self, items: Sequence[Received]) -> tuple[Received, ...]:
        """Write remarks with their placement; those without id get the next free ones."""
        free = iter(range(self.next_remark_number(), sys.maxsize))
        written = [item if item.id else msgspec.structs.replace(item, id=f"r{next(free)}") for item in items]
        self.put_all("received", {key_of(remark_number(item.id)): encode(item) for item in written})
        return tuple(written)

    # people's word -----------------------------------------------------------------------------------

    def decide(self, item: Verdict) -> None:
        """Write somebody's word on a group or a finding."""
        self.put("verdict", key_of(item.subject), encode(item))

    def withdraw_verdict(self, subject: str) -> None:
        """Take the word on a group or a finding back."""
        self.put("verdict", key_of(subject), "")

    def decide_tags(self, items: Sequence[Decision]) -> None:
        """Write somebody's word on tags after earlier ones on the same values."""
        for item in items:
            self.put("decision", decision_key(item), encode(item))

    def assign(self, item: Assignment) -> None:
        """Write who answers for a provision."""
        self.put("assignment", _assignment_key(item), encode(item))

    def unassign(self, item: Assignment) -> None:
        """Take an assignment back."""
        self.put("assignment", _assignment_key(item), "")

    def sign(self, item: SignOff) -> None:
        """Write a signature in the place of the person's earlier one for the role."""
        self.put("sign_off", key_of(item.role, item.person), encode(item))

    def unsign(self, item: SignOff) -> None:
        """Take a signature back."""
        self.put("sign_off", key_of(item.role, item.person), "")

    def mark(self, items: Sequence[Mark]) -> None:
        """Write read marks over earlier ones of the same people; "seen" never takes back a "no comment"."""
        for item in items:
            key = key_of(item.provision_id, item.role, item.person)
            if item.state == "no_comment" or not SHELVES["mark"].read(self._connection, key):
                self.put("mark", key, encode(item))

    def unmark(self, provision_ids: Sequence[str], *, role: str, person: str) -> None:
        """Take somebody's read marks back."""
        for provision_id in provision_ids:
            self.put("mark", key_of(provision_id, role, person), "")

    # what comes from other workspaces -----------------------------------------------------------------

    def next_remark_number(self) -> int:
        """Return the number of the id that `keep_received` gives next: 12 for "r12"."""
        return _next(self._connection, remark.c.number)

    def remember_origins(self, items: Sequence[Provenance]) -> None:
        """Write where comments come from."""
        records = {key_of(comments.number_of(item.comment_id)): encode(item) for item in items}
        self.put_all("origin", records)

    def remember_pack(self, item: PackRecord) -> None:
        """Write that a pack was unpacked."""
        self.put("pack", key_of(item.sha256), encode(item))

    def put(self, kind: Kind, key: str, record: str) -> None:
        """Put a record under a key of its shelf, "" to take it away, and remember both."""
        self.put_all(kind, {key: record})

    def put_all(self, kind: Kind, records: Mapping[str, str]) -> None:
        """Put records under their keys: see `put`."""
        shelf = SHELVES[kind]
        before = shelf.read_all(self._connection, records.keys())
        changed = {key: record for key, record in records.items() if before[key] != record}
        shelf.write_all(self._connection, changed)
        self.changes += [Change(kind, key, before[key], record) for key, record in changed.items()]


def write_act(
    connection: sa.Connection, deed: Deed, *, action: str, subject: str = "", detail: str = ""
) -> int:
    """Enter a deed that is done into the journal and return its number, 0 if it changed nothing.

    Without a subject, it is the comments that were changed.
    """
    if not deed.changes:
        return 0
    number = _next(connection, act.c.number)
    entry = _Entry(subject or _comments_in(deed.changes), detail, tuple(deed.changes))
    row = {
        "number": number,
        "time": deed.time,
        "actor": deed.actor,
        "action": action,
        "record": encode(entry),
        "undone_by": 0,
    }
    connection.execute(sa.insert(act), [row])
    deed.number = number
    return number


def last_act_making(
    connection: sa.Connection, stored: Comment, *, actor: str, actions: Collection[str]
) -> int:
    """Return the number of somebody's last act if it did nothing but make a comment what it is now; else 0."""
    query = sa.select(act).where(act.c.actor == actor).order_by(act.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None or row.undone_by or row.action not in actions:
        return 0
    changes = _act(row)[1].changes
    made = len(changes) == 1 and (changes[0].key, changes[0].after) == (stored.id, encode(stored))
    return int(row.number) if made else 0


def continue_act(connection: sa.Connection, number: int, deed: Deed) -> None:
    """Add what a deed did to the one thing that an act changed, so that undoing the act undoes both."""
    _done, entry = _act(connection.execute(sa.select(act).where(act.c.number == number)).one())
    whole = msgspec.structs.replace(entry.changes[0], after=deed.changes[-1].after)
    record = encode(msgspec.structs.replace(entry, changes=(whole,)))
    connection.execute(sa.update(act).where(act.c.number == number).values(record=record))


def _comments_in(changes: Sequence[Change]) -> str:
    ids = list(dict.fromkeys(change.key for change in changes if change.kind == "comment"))
    return " ".join(ids[:_SUBJECTS]) + (" …" if len(ids) > _SUBJECTS else "")


def load_acts(connection: sa.Connection, *, touching: str = "", last: int = 0) -> tuple[Act, ...]:
    """Return the journal, oldest first; with `touching`, the acts that changed this comment, remark or provision's data.

    With `last`, only so many, the latest.
    """
    query = sa.select(act).order_by(act.c.number.desc()).limit(last or None)
    if touching:
        number = remark_number(touching)
        begun = [f'"kind":"received","key":"{number}"'] if number else []
        begun += [f'"key":"{touching}"', f'"key":"{touching}\\n']
        query = query.where(sa.or_(*(act.c.record.contains(text, autoescape=True) for text in begun)))
    return tuple(_head(row) for row in connection.execute(query))[::-1]


def load_latest(connection: sa.Connection, asked: ActFilter) -> tuple[Act, ...]:
    """Return the acts that a filter lets through, the last first."""
    query = sa.select(act).order_by(act.c.number.desc())
    if asked.actor is not None:
        query = query.where(act.c.actor == asked.actor)
    if asked.actions:
        query = query.where(act.c.action.in_(asked.actions))
    if asked.before:
        query = query.where(act.c.number < asked.before)
    if asked.limit:
        query = query.limit(asked.limit)
    return tuple(_head(row) for row in connection.execute(query))


def load_actors(connection: sa.Connection) -> tuple[tuple[str, str], ...]:
    """Return each (actor, action) of the journal once."""
    query = sa.select(act.c.actor, act.c.action).distinct().order_by(act.c.actor, act.c.action)
    return tuple((str(actor), str(action)) for actor, action in connection.execute(query))


def load_changes(connection: sa.Connection, number: int) -> tuple[Change, ...]:
    """Return what an act changed, in the order in which it did; nothing of an act that there is not."""
    record = connection.execute(sa.select(act.c.record).where(act.c.number == number)).scalar()
    return () if record is None else decode(record, _Entry).changes


def undo_act(connection: sa.Connection, number: int, *, actor: str, time: str) -> Act:
    """Put back what an act changed and return the undo's own entry.

    Raises:
        UsageError: there is no such act, or it is undone already.
        Conflict: something it changed was changed again since; nothing is put back then.
    """
    row = connection.execute(sa.select(act).where(act.c.number == number)).first()
    if row is None or row.undone_by:
        message = _("is undone already.") if row is not None else _("there is no such act.")
        raise UsageError(message, where=f"#{number}", hint=_("`consult history` lists what was done."))
    done, entry = _act(row)
    deed = Deed(connection, actor=actor, time=time)
    _put_back(connection, deed, entry.changes, done)
    own = write_act(connection, deed, action=UNDO, subject=str(number), detail=done.action)
    connection.execute(sa.update(act).where(act.c.number == number).values(undone_by=own))
    return Act(number=own, time=time, actor=actor, action=UNDO, subject=str(number), detail=done.action)


def _put_back(connection: sa.Connection, deed: Deed, changes: Sequence[Change], done: Act) -> None:
    """Put back what things were before all of the changes, if they still are what they were after them."""
    whole: dict[tuple[str, str], Change] = {}
    for change in changes:
        first = whole.get((change.kind, change.key), change)
        whole[change.kind, change.key] = msgspec.structs.replace(change, before=first.before)
    said = [change for change in whole.values() if change.kind == "comment"]
    stored = comments.load_comments_named(connection, [change.key for change in said])
    for comment, change in zip(stored, said, strict=True):
        _check_same(_content(comment), change, _content(decode(change.after, Comment)), done)
    was = [_as_before(comment, change.before) for comment, change in zip(stored, said, strict=True)]
    for kind in SHELVES:
        kept = {change.key: change for change in whole.values() if change.kind == kind}
        for key, record in SHELVES[kind].read_all(connection, kept.keys()).items():
            _check_same(record, kept[key], kept[key].after, done)
        deed.put_all(kind, {key: change.before for key, change in kept.items()})
    deed.restore_comments(stored, was)


def _as_before(stored: Comment, before: str) -> Comment:
    """Return what a comment was; one that was not there yet is withdrawn, for nothing is deleted."""
    if not before:
        return msgspec.structs.replace(stored, state="withdrawn", reason="")
    kept = {name: getattr(stored, name) for name in ("revision", "created", "modified")}
    return msgspec.structs.replace(decode(before, Comment), **kept)


def _content(comment: Comment) -> str:
    """Return what a comment says, however often it was changed and changed back."""
    return encode(msgspec.structs.replace(comment, revision=0, modified=""))


def _check_same(stored: str, change: Change, after: str, done: Act) -> None:
    if stored != after:
        raise Conflict(
            _("was changed again after “{action}” (#{number}).").format(
                action=action_label(done.action), number=done.number
            ),
            where=", ".join(change.key.split("\n")),
            hint=_("Undo the later change first; nothing was put back."),
        )


class _Head(msgspec.Struct, frozen=True):
    """What of an entry is read where its changes are not asked for."""

    subject: str
    detail: str


def _act(row: sa.Row[tuple[object, ...]]) -> tuple[Act, _Entry]:
    return _head(row), decode(row.record, _Entry)


def _head(row: sa.Row[tuple[object, ...]]) -> Act:
    head = decode(row.record, _Head)
    return Act(
        number=row.number,
        time=row.time,
        actor=row.actor,
        action=row.action,
        subject=head.subject,
        detail=head.detail,
        undone_by=row.undone_by,
    )


def _assignment_key(item: Assignment) -> str:
    return key_of(item.provision_id, item.person, item.role)


def _next(connection: sa.Connection, column: sa.Column[int]) -> int:
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1
