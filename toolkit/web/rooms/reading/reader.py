"""A snapshot, a visitor and a filter → what is shown, and what was done about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from toolkit.messages import current_language
from toolkit.model.provision import Provision
from toolkit.web.rooms.reading.contents import Entry, Work, branch, contents
from toolkit.web.rooms.reading.filtering import Asked, Matched, ids_by_state, match

if TYPE_CHECKING:
    from toolkit.web.snapshot import Snapshot
    from toolkit.web.visitor import Visitor


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What a team has done about a provision, as far as the visitor is concerned."""

    id: str
    state: str
    """Unread, read or commented for the visitor's roles; "" where it concerns none of them."""
    comments: int
    is_selected: bool


class Reader:
    """Somebody who reads a snapshot through a filter."""

    def __init__(self, snapshot: Snapshot, visitor: Visitor, asked: Asked) -> None:
        self.snapshot = snapshot
        self.asked = asked
        self.language = current_language()
        known = snapshot.coverage.roles
        own = visitor.role_in(snapshot)
        self.role = own if own in known else ""
        """The visitor's own role, "" where nobody is named: then all roles are meant."""
        wanted = tuple(role for role in asked.role if role in known)
        self.roles: tuple[str, ...] = (self.role,) if self.role else wanted or known
        """Whose reading the visitor's marks are."""
        self.counted: tuple[str, ...] = wanted or self.roles
        """Whose state of work filters and counts tell."""

    @cached_property
    def matched(self) -> Matched:
        """What the filter lets through."""
        return match(self.snapshot, self.asked, counted=self.counted, own=self.roles)

    @cached_property
    def shown(self) -> tuple[Provision, ...]:
        """What is printed, in the draft's order: matches, what they stand under, and the footnotes of all these."""
        provisions = self.snapshot.draft.provisions
        if self.asked.is_everything:
            return provisions
        outline = self.snapshot.outline
        ids = set(self.matched.ids)
        for name in self.matched.ids:
            ids.update(item.id for item in outline.ancestors(name))
        called = {call.provision_id for name in ids for call in outline.by_id[name].calls}
        return tuple(item for item in provisions if item.id in ids or item.id in called)

    @cached_property
    def work(self) -> Work:
        """What counts in the contents."""
        states = ids_by_state(self.snapshot, self.counted)
        coverage = self.snapshot.coverage
        columns = [coverage.roles.index(role) for role in self.counted]
        done = {
            row.provision_id
            for row in coverage.rows
            if any(row.states[column] in ("read", "commented") for column in columns)
        }
        return Work(
            shown=self.matched.ids,
            unread=states["unread"],
            done=done - states["unread"],
            comments=self.snapshot.comment_counts,
        )

    def contents(self) -> tuple[Entry, ...]:
        """Return the tree of contents."""
        return contents(self.snapshot, self.work)

    def branch(self, provision_id: str) -> tuple[Entry, ...]:
        """Return the headings whose counts an act on a provision changes."""
        return branch(self.snapshot, provision_id, self.work)

    def marks(self, provision_id: str) -> Marks:
        """Return what was done about a provision."""
        row = self.snapshot.cells.get(provision_id, {})
        states = {row.get(role, "") for role in self.roles}
        state = next((known for known in ("unread", "commented", "read") if known in states), "")
        return Marks(
            id=provision_id,
            state=state,
            comments=self.snapshot.comment_counts.get(provision_id, 0),
            is_selected=provision_id in self.snapshot.selected_ids,
        )

    def next_unread(self, after: str) -> str:
        """Return the id of the next match that the visitor has not read, from the top again after the last; "" for none."""
        unread = self.work.unread
        ids = [item.id for item in self.shown if item.id in unread and item.id in self.matched.ids]
        order = self.snapshot.outline.order
        place = order.get(after, -1)
        return next((name for name in ids if order[name] > place), ids[0] if ids else "")
