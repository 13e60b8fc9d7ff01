"""Comments and open provisions → groups in the order in which the response prints them.

What is said about one unit (see `names.py`) stands together, in the place of the unit.

By section: the parts of the draft. By role or author: one group each, with the provisions that nobody has
commented on yet in a group of their own at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.consolidate.names import Names
from toolkit.consolidate.parts import Parts
from toolkit.messages import text_in
from toolkit.model.comment import Comment
from toolkit.model.profile import Named
from toolkit.model.response import Ordering

UNANSWERED = "unanswered"


class Thread(msgspec.Struct, frozen=True):
    """What one group says about one provision; nothing yet, if there are no comments."""

    provision_id: str
    comments: tuple[Comment, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """Threads under one heading, in the draft's order."""

    id: str
    title: str
    threads: tuple[Thread, ...]


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """How to group: the parts, units and roles there are, and the language of the titles."""

    ordering: Ordering
    parts: Parts
    names: Names
    roles: Sequence[Named]
    language: str

    def groups(self, comments: Iterable[Comment], unanswered: Iterable[str]) -> tuple[Group, ...]:
        """Put each comment and each provision without comment into exactly one group."""
        if self.ordering == "section":
            return self._by_part(comments, unanswered)
        groups = self._by_person(comments)
        rest = tuple(Thread(provision_id) for provision_id in self._in_order(unanswered))
        if rest:
            title = text_in(self.language, "Provisions without comment yet")
            groups.append(Group(UNANSWERED, title, rest))
        return tuple(groups)

    def place(self, provision_id: str) -> tuple[tuple[int, str], tuple[int, str]]:
        """Return what to sort provisions by: the place of their unit, then their own."""
        unit = self.names.unit(provision_id)
        return self.parts.place(unit.id), self.parts.place(provision_id)

    def _by_part(self, comments: Iterable[Comment], unanswered: Iterable[str]) -> tuple[Group, ...]:
        threads = {thread.provision_id: thread for thread in self._threads(comments)}
        threads.update({provision_id: Thread(provision_id) for provision_id in unanswered})
        titles: dict[str, str] = {}
        members: dict[str, list[Thread]] = {}
        for provision_id in self._in_order(threads):
            part = self.parts.part_of(provision_id)
            titles[part.id] = part.title
            members.setdefault(part.id, []).append(threads[provision_id])
        return tuple(Group(key, titles[key], tuple(threads)) for key, threads in members.items())

    def _by_person(self, comments: Iterable[Comment]) -> list[Group]:
        members: dict[str, list[Comment]] = {}
        for comment in comments:
            name = comment.role if self.ordering == "role" else comment.author
            members.setdefault(name, []).append(comment)
        return [
            Group(f"{self.ordering}:{name}", self._title(name), self._threads(members[name]))
            for name in sorted(members, key=self._rank)
        ]

    def _threads(self, comments: Iterable[Comment]) -> tuple[Thread, ...]:
        members: dict[str, list[Comment]] = {}
        for comment in comments:
            members.setdefault(comment.provision_id, []).append(comment)
        return tuple(Thread(key, tuple(members[key])) for key in self._in_order(members))

    def _in_order(self, provision_ids: Iterable[str]) -> list[str]:
        return sorted(set(provision_ids), key=self.place)

    def _title(self, name: str) -> str:
        if self.ordering == "author":
            return name or text_in(self.language, "Without author")
        labels = {role.id: role.label(self.language) for role in self.roles}
        return labels.get(name, name) or text_in(self.language, "Without role")

    def _rank(self, name: str) -> tuple[int, str, str]:
        known = [role.id for role in self.roles] if self.ordering == "role" else []
        place = known.index(name) if name in known else len(known) + (name == "")
        return place, name.casefold(), name
