"""Options that restrict → a filter on provisions, every name checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.cli.naming import all_of
from toolkit.messages import _
from toolkit.model.tag import MODALITIES

if TYPE_CHECKING:
    from toolkit.workspace.drafts import ProvisionFilter
    from toolkit.workspace.store import Workspace


def restricts(asked: ProvisionFilter) -> bool:
    """Tell whether the filter lets through less than everything."""
    return bool(asked.facets() or asked.kinds or asked.page_numbers)


def asked_for(
    opened: Workspace,
    *,
    roles: Sequence[str] | None = None,
    modalities: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    pages: Sequence[int] | None = None,
    references: Sequence[str] | None = None,
) -> ProvisionFilter:
    """Return the filter that the options ask for.

    Raises:
        UnknownName: no such role, modality or topic exists, or nothing in the draft is of such a kind; the hint
            names the nearest.
    """
    from toolkit import desk
    from toolkit.workspace.drafts import ProvisionFilter

    profile = desk.profile_of(opened)
    present = {item.kind for item in opened.provisions()} if kinds else set()
    return ProvisionFilter(
        roles=all_of(roles, (role.id for role in profile.roles), what=_("role")),
        modalities=all_of(modalities, MODALITIES, what=_("modality")),
        topics=all_of(topics, (topic.id for topic in profile.topics), what=_("topic")),
        kinds=all_of(kinds, sorted(present), what=_("kind")),
        page_numbers=tuple(pages or ()),
        references=tuple(references or ()),
    )
