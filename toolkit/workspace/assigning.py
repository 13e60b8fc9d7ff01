"""Assignments, comments and read marks → what each person and role has left to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.provision import Outline, Provision
from toolkit.model.workflow import Assignment
from toolkit.workspace.coverage import SILENT, Mark


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of one assignment."""

    assignment: Assignment
    due: str = ""
    """Its own date, else the consultation's internal deadline."""
    asked: int = 0
    """How many provisions it asks about: the assigned one and those under it that say something."""
    left: tuple[str, ...] = ()
    """Ids of those that the person or role has neither commented on nor read."""


def what_is_left(
    assignments: Iterable[Assignment],
    outline: Outline,
    *,
    comments: Sequence[Comment],
    marks: Sequence[Mark],
    default_due: str = "",
) -> tuple[Left, ...]:
    """Return what is left of each assignment, in the order of the draft.

    A comment answers a provision, what stands under it if the provision has words of its own, and nothing above. A read
    mark answers all that stands under it. Of what is assigned to a role, only what concerns the role is asked, if
    anything there is tagged with it. Everybody of a role answers for it.
    """
    order = len(outline.order)
    ranked = sorted(
        assignments,
        key=lambda item: (outline.order.get(item.provision_id, order), item.role, item.person),
    )
    said = [item for item in comments if item.state not in SILENT]
    by_people = {
        key: _answered(key, outline, said, marks) for key in {(item.person, item.role) for item in ranked}
    }
    return tuple(_left(item, outline, by_people[item.person, item.role], default_due) for item in ranked)


def _left(item: Assignment, outline: Outline, answered: set[str], default_due: str) -> Left:
    asked = [found.id for found in _asked(item, outline)]
    return Left(
        assignment=item,
        due=item.due or default_due,
        asked=len(asked),
        left=tuple(name for name in asked if name not in answered),
    )


def _asked(item: Assignment, outline: Outline) -> list[Provision]:
    top = outline.by_id.get(item.provision_id)
    if top is None:
        return []
    parts = [part for part in (top, *outline.printed_below(top.id)) if part.text or part.rows]
    concerned = [part for part in parts if item.role and _concerns(part, item.role)]
    return concerned or parts or [top]


def _concerns(provision: Provision, role: str) -> bool:
    return any(tag.facet == "role" and tag.value == role for tag in provision.tags)


def _answered(
    who: tuple[str, str], outline: Outline, said: Iterable[Comment], marks: Iterable[Mark]
) -> set[str]:
    person, role = who
    found: set[str] = set()
    for comment in said:
        if (comment.author if person else comment.role).casefold() == (person or role).casefold():
            found |= _reached(comment.provision_id, outline, whole=False)
    for mark in marks:
        is_theirs = (mark.person if person else mark.role).casefold() == (person or role).casefold()
        if is_theirs and mark.state == "no_comment":
            found |= _reached(mark.provision_id, outline, whole=True)
    return found


def _reached(provision_id: str, outline: Outline, *, whole: bool) -> set[str]:
    item = outline.by_id.get(provision_id)
    if item is None:
        return set()
    below = outline.descendants(provision_id) if whole or item.text or item.rows else ()
    return {provision_id, *(part.id for part in below)}
