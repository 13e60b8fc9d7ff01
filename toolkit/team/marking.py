"""Provisions that somebody has read, and has nothing to say on → marks, as one act that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.workspace.coverage import Mark
from toolkit.workspace.text import clean_name

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


def mark_read(
    workspace: Workspace, names: Sequence[str], *, roles: Sequence[str], person: str, read: bool = True
) -> int:
    """Note for each of the roles that a person has read provisions without comment; or take that back.

    Returns the number of the act, 0 where nothing changed.

    Raises:
        UnknownName: a provision is not there.
    """
    ids = [workspace.provision(name).id for name in names]
    who = clean_name(person)
    with workspace.team.act("read" if read else "unread", actor=who, subject=" ".join(ids)) as deed:
        for role in roles:
            if read:
                deed.mark(
                    [
                        Mark(provision_id=name, role=role, person=who, state="no_comment", time=deed.time)
                        for name in ids
                    ]
                )
            else:
                deed.unmark(ids, role=role, person=who)
    return deed.number
