"""Coverage and the tree of the draft → how far each main section is for each role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.model.provision import Outline, label
from toolkit.workspace.coverage import Coverage, CoverageRow, RoleCount


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A main section of the draft, or what stands in none."""

    section_id: str
    """"" for the provisions outside every section."""
    title: str
    counts: tuple[RoleCount, ...]
    """One entry a role, in the order of `Coverage.roles`."""
    rows: tuple[CoverageRow, ...]
    """The provisions that concern somebody or that somebody has read or commented."""

    def first(self, column: int) -> str:
        """Return the first provision that the role in this column has not read, else the first that concerns it; or ""."""
        states = [(row.provision_id, row.states[column]) for row in self.rows]
        unread = (name for name, state in states if state == "unread")
        return next(unread, next((name for name, state in states if state), ""))

    @property
    def total(self) -> RoleCount:
        """How many pairs of provision and role are in which state."""
        return sum_counts(self.counts)


def areas(coverage: Coverage, outline: Outline) -> tuple[Area, ...]:
    """Part a coverage by the sections of `Outline.sections`; what stands outside comes last, if it is there."""
    sections = outline.sections()
    owner = {section.id: section.id for section in sections}
    for section in sections:
        owner.update((item.id, section.id) for item in outline.descendants(section.id))
    parted: dict[str, list[CoverageRow]] = {section.id: [] for section in sections}
    for row in coverage.rows:
        if any(row.states):
            parted.setdefault(owner.get(row.provision_id, ""), []).append(row)
    return tuple(_area(name, rows, coverage.roles, outline) for name, rows in parted.items())


def _area(name: str, rows: Sequence[CoverageRow], roles: tuple[str, ...], outline: Outline) -> Area:
    return Area(
        section_id=name,
        title=label(outline.by_id[name]) if name else "",
        counts=Coverage(roles, tuple(rows)).counts(),
        rows=tuple(rows),
    )


def sum_counts(counts: Iterable[RoleCount]) -> RoleCount:
    """Add up counts over roles."""
    found = tuple(counts)
    return RoleCount(
        "",
        sum(item.unread for item in found),
        sum(item.read for item in found),
        sum(item.commented for item in found),
    )
