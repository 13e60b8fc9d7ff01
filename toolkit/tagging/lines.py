"""Decided provisions → training data, and bare provisions → their tags: one JSON object a line, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from toolkit.model.provision import Outline, Provision
from toolkit.model.tag import Facet

if TYPE_CHECKING:
    from toolkit.model.profile import Profile
    from toolkit.workspace.store import Workspace


class TrainingItem(msgspec.Struct, frozen=True, kw_only=True):
    """A provision on whose tags a person decided, in the form of the annotated provisions with their labels."""

    id: str
    doc: str
    lang: str
    heading_path: tuple[str, ...]
    heading: str
    text: str
    roles: tuple[str, ...]
    modality: str
    topics: tuple[str, ...]


def training_lines(workspace: Workspace) -> Iterator[bytes]:
    """Yield one JSON line for each provision that people decided on, with its tags as decided."""
    draft = workspace.draft()
    outline = Outline(draft.provisions)
    decided = {item.provision_id for item in workspace.decisions()}
    for item in draft.provisions:
        if item.id in decided:
            above = [parent.heading for parent in reversed(outline.ancestors(item.id)) if parent.heading]
            line = TrainingItem(
                id=item.id,
                doc=draft.document.sha256[:12],
                lang=draft.document.language,
                heading_path=tuple(above),
                heading=item.heading,
                text=item.text,
                roles=_values(item, "role"),
                modality=next(iter(_values(item, "modality")), "information"),
                topics=_values(item, "topic"),
            )
            yield msgspec.json.encode(line) + b"\n"


def _values(item: Provision, facet: Facet) -> tuple[str, ...]:
    return tuple(sorted({tag.value for tag in item.tags if tag.facet == facet}))


def tag_lines(lines: Iterable[bytes], profile: Profile, *, language: str = "") -> Iterator[bytes]:
    """Tag bare provisions, one JSON object a line: see `toolkit.tag.items`."""
    from toolkit.tag.items import tag_lines as tag_each

    return tag_each(lines, profile, language=language)
