"""A workspace → how far the work is: days left, counts by role and state, what waits, who has signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.model.comment import STATES
from toolkit.model.response import Consultation
from toolkit.team.placing import waiting
from toolkit.team.working import Signed, assigned, signatures
from toolkit.workspace.assigning import Left
from toolkit.workspace.coverage import RoleCount

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How far the work at a workspace is."""

    consultation: Consultation
    days_left: int | None
    """Negative once the deadline is past; None without one."""
    days_left_internal: int | None
    provisions: int
    selected: int
    comments: dict[str, int]
    """By state."""
    roles: tuple[RoleCount, ...]
    rows: tuple[dict[str, str], ...]
    """A provision's id under "id", and its state for each role under the role's id."""
    to_place: int
    """Remarks of contributors that wait for somebody to place them."""
    assignments: tuple[Left, ...]
    signatures: tuple[Signed, ...]


def status(workspace: Workspace, roles: Sequence[str] = (), *, today: date | None = None) -> Status:
    """Return how far the work is for some roles, or for all of the profile."""
    wanted = tuple(roles) or tuple(role.id for role in desk.profile_of(workspace).roles)
    day = today or pipeline.local_today()
    coverage, comments = workspace.coverage(wanted), workspace.comments()
    consultation = workspace.consultation()
    return Status(
        consultation=consultation,
        days_left=_days_until(consultation.deadline, day),
        days_left_internal=_days_until(consultation.internal_deadline, day),
        provisions=len(coverage.rows),
        selected=len(workspace.selection()),
        comments={name: sum(item.state == name for item in comments) for name in STATES},
        roles=coverage.counts(),
        rows=tuple(
            {"id": row.provision_id, **dict(zip(coverage.roles, row.states, strict=True))}
            for row in coverage.rows
        ),
        to_place=len(waiting(workspace)),
        assignments=assigned(workspace),
        signatures=signatures(workspace),
    )


def _days_until(iso: str, today: date) -> int | None:
    return (date.fromisoformat(iso) - today).days if iso else None
