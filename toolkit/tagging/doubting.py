"""The draft's tags → those that nobody has decided on yet, the most doubtful first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit import desk
from toolkit.model.provision import Outline, label
from toolkit.model.tag import Facet
from toolkit.tagging.deciding import tag_keys

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace


DOUBT = 0.2
"""How far from the threshold a score is doubtful."""
_LEAST = 0.05
"""Scores below say nothing."""
Judged = Literal["role", "topic"]


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A tag nobody has decided on yet: proposed, or nearly."""

    provision_id: str
    path: tuple[str, ...]
    text: str
    facet: Facet
    value: str
    label: str
    score: float
    proposed: bool
    because: str


def doubts(
    workspace: Workspace, facet: Judged, values: Sequence[str] = (), *, margin: float = 1.0, language: str
) -> list[Doubt]:
    """Return undecided tags of some values (all, if none is given) no further from the threshold than `margin`.

    Those proposed and those just not proposed; the most doubtful come first.
    """
    from toolkit.tag.explain import explain, tag_label
    from toolkit.tag.tagger import tag_draft
    from toolkit.tag.weighing import THRESHOLD

    draft, profile = workspace.draft(), desk.profile_of(workspace)
    outline = Outline(draft.provisions)
    places = {item.id: label(item) for item in draft.provisions if item.heading}
    decided = {(item.provision_id, item.facet, item.value) for item in workspace.decisions()}
    found = []
    proposed = tag_keys(draft.provisions)
    for item in tag_draft(draft, profile, floor=max(_LEAST, THRESHOLD - margin)).provisions:
        for tag in item.tags:
            asked = tag.facet == facet and (not values or tag.value in values)
            near = abs(tag.score - THRESHOLD) <= margin
            if asked and near and (item.id, tag.facet, tag.value) not in decided:
                doubt = Doubt(
                    provision_id=item.id,
                    path=outline.path(item.id),
                    text=item.text or item.heading,
                    facet=tag.facet,
                    value=tag.value,
                    label=tag_label(tag, profile, language),
                    score=tag.score,
                    proposed=(item.id, tag.facet, tag.value) in proposed,
                    because=explain(tag, profile, language, places=places),
                )
                found.append((abs(tag.score - THRESHOLD), doubt))
    return [doubt for _far, doubt in sorted(found, key=lambda pair: pair[0])]
