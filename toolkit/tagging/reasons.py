"""A provision → each of its tags with the sentence that says why, or who took it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.messages import _
from toolkit.model.provision import Provision
from toolkit.model.tag import Evidence, Facet, Source, Tag

if TYPE_CHECKING:
    from toolkit.model.profile import Profile
    from toolkit.workspace.store import Workspace


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A tag with the sentence that says why it is there, or who took it away."""

    facet: Facet
    value: str
    label: str
    score: float
    source: Source
    rule: str
    because: str
    evidence: tuple[Evidence, ...]
    applies_to: str = ""
    """Of a deadline: what it governs."""
    link: str = ""
    """Of a reference: the permanent address of its text, "" where none is certain."""
    present: bool = True
    """False for what a person took away."""


def why(workspace: Workspace, name: str, *, language: str) -> tuple[Provision, tuple[Reason, ...]]:
    """Return the provision called `name` and why it has each of its tags, or no longer has what people took away.

    Raises:
        UnknownName: no provision is called so.
    """
    from toolkit.tag.explain import tag_label
    from toolkit.tag.links import link

    profile = desk.profile_of(workspace)
    provision = workspace.resolve(name)
    people = deciders(workspace, provision)
    explained = pipeline.explain(provision, workspace.provisions(), profile, language=language, people=people)
    given = tuple(
        Reason(
            facet=tag.facet,
            value=tag.value,
            label=tag_label(tag, profile, language),
            score=tag.score,
            source=tag.source,
            rule=tag.rule,
            because=because,
            evidence=tag.evidence,
            applies_to=tag.applies_to,
            link=link(tag.value, label=tag.label) if tag.facet == "reference" else "",
        )
        for tag, because in explained
    )
    return provision, (*given, *_taken_away(workspace, provision, profile, language))


def deciders(workspace: Workspace, provision: Provision) -> dict[tuple[Facet, str], str]:
    """Return who decided last on each facet and value of a provision; "" who did not give a name."""
    if all(tag.source != "person" for tag in provision.tags):
        return {}
    return {(item.facet, item.value): item.actor for item in workspace.decisions(provision.id)}


def _taken_away(
    workspace: Workspace, provision: Provision, profile: Profile, language: str
) -> Iterator[Reason]:
    """Yield what the last decision on it says that the provision does not have."""
    from toolkit.tag.explain import tag_label

    last = {(item.facet, item.value): item for item in workspace.decisions(provision.id)}
    for decision in last.values():
        if decision.present:
            continue
        tag = Tag(facet=decision.facet, value=decision.value, score=1.0, rule="person", source="person")
        label = tag_label(tag, profile, language)
        told = (
            _("{tag}: taken away by {actor}: {reason}.")
            if decision.reason
            else _("{tag}: taken away by {actor}.")
        )
        yield Reason(
            facet=tag.facet,
            value=tag.value,
            label=label,
            score=tag.score,
            source=tag.source,
            rule=tag.rule,
            because=told.format(tag=label, actor=decision.actor or "?", reason=decision.reason.rstrip(".")),
            evidence=(),
            present=False,
        )
