"""Tagged provisions → a table of provisions × roles, with counts by section and role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from toolkit.model.profile import Named
from toolkit.model.provision import Outline, Provision, label

Cell = Literal["", "proposed", "decided"]
_WORDS = 24


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One provision; `cells` in the order of `Matrix.roles`."""

    provision_id: str
    depth: int
    page_number: int | None
    number: str
    title: str
    modality: str
    cells: tuple[Cell, ...]


class Count(msgspec.Struct, frozen=True):
    """How many provisions of a section concern each role, in the order of `Matrix.roles`."""

    section_id: str
    title: str
    numbers: tuple[int, ...]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Provisions in document order × roles."""

    title: str
    language: str
    roles: tuple[Named, ...]
    rows: tuple[Row, ...]
    counts: tuple[Count, ...]
    totals: tuple[int, ...]


def build_matrix(
    provisions: Sequence[Provision], roles: Sequence[Named], *, title: str, language: str
) -> Matrix:
    """Lay out the provisions that say something; those without any of the roles have empty cells.

    Sections are those of `Outline.sections`.
    """
    outline = Outline(provisions)
    rows = tuple(_row(item, roles, outline) for item in provisions if _says_something(item))
    sections = outline.sections()
    owner = _owners(sections, outline)
    by_section: Counter[tuple[str, int]] = Counter()
    for row in rows:
        section = owner.get(row.provision_id, "")
        by_section.update((section, place) for place, cell in enumerate(row.cells) if cell)
    counts = tuple(
        Count(item.id, label(item), tuple(by_section[item.id, place] for place in range(len(roles))))
        for item in sections
    )
    totals = tuple(sum(bool(row.cells[place]) for row in rows) for place in range(len(roles)))
    return Matrix(title=title, language=language, roles=tuple(roles), rows=rows, counts=counts, totals=totals)


def _says_something(item: Provision) -> bool:
    return bool((item.text or item.rows or item.heading) and not item.hidden)


def _row(item: Provision, roles: Sequence[Named], outline: Outline) -> Row:
    sources = {tag.value: tag.source for tag in item.tags if tag.facet == "role"}
    modality = next((tag.value for tag in item.tags if tag.facet == "modality"), "")
    words = (item.heading or item.text or " · ".join(item.rows[0] if item.rows else ())).split()
    return Row(
        provision_id=item.id,
        depth=len(outline.ancestors(item.id)),
        page_number=item.page_number,
        number=item.number,
        title=" ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else ""),
        modality=modality,
        cells=tuple(_cell(sources.get(role.id)) for role in roles),
    )


def _cell(source: str | None) -> Cell:
    if source is None:
        return ""
    return "decided" if source == "person" else "proposed"


def _owners(sections: Sequence[Provision], outline: Outline) -> dict[str, str]:
    """Return the section that each provision stands in."""
    owner = {section.id: section.id for section in sections}
    for section in sections:
        owner.update((item.id, section.id) for item in outline.descendants(section.id))
    return owner
