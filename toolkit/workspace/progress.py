"""Coverage, comments and selection → the provisions that are in a state of work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from toolkit.workspace.coverage import Coverage

WorkState = Literal["unread", "read", "commented", "selected"]
WORK_STATES: tuple[WorkState, ...] = ("unread", "read", "commented", "selected")


def ids_in_state(
    states: Sequence[WorkState], *, coverage: Coverage, commented: Collection[str], selected: Collection[str]
) -> tuple[str, ...]:
    """Return the ids in any of the states, in document order.

    Unread and read are those which a role of `coverage` still has to read, or has read; commented by anybody.
    """
    chosen: set[str] = set()
    if "commented" in states:
        chosen.update(commented)
    if "selected" in states:
        chosen.update(selected)
    return tuple(
        row.provision_id
        for row in coverage.rows
        if row.provision_id in chosen or set(states) & {"unread", "read"} & set(row.states)
    )
