"""Values offered on TAB: ids, roles, templates of the workspace at hand. Never fails, never writes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.typed import language_typed, workspace_typed
from toolkit.errors import NoWorkspace
from toolkit.export.formats import FORMATS
from toolkit.model.comment import STATES
from toolkit.model.correction import standing
from toolkit.model.layout import FURNITURE_ROLES
from toolkit.model.provision import KINDS
from toolkit.model.tag import MODALITIES, ROLES

if TYPE_CHECKING:
    from toolkit.model.profile import Profile
    from toolkit.workspace.store import Workspace


def complete_modality(incomplete: str) -> list[str]:
    """Offer the modalities."""
    return _starting(MODALITIES, incomplete)


def complete_role(incomplete: str) -> list[str]:
    """Offer the roles of the workspace's profile, or the default ones."""
    return _offer(_roles, incomplete, otherwise=ROLES)


def complete_profile(incomplete: str) -> list[str]:
    """Offer the shipped profiles."""
    from toolkit.cli.options import SHIPPED_PROFILES

    return _starting(SHIPPED_PROFILES, incomplete)


def complete_topic(incomplete: str) -> list[str]:
    """Offer the topics of the workspace's profile."""
    return _offer(_topics, incomplete)


def complete_provision(incomplete: str) -> list[str]:
    """Offer the ids of the draft's provisions."""
    return _offer(_provision_ids, incomplete)


def complete_comment(incomplete: str) -> list[str]:
    """Offer the ids of the comments."""
    return _offer(_comment_ids, incomplete)


def complete_comment_or_provision(incomplete: str) -> list[str]:
    """Offer the ids of comments, then those of provisions."""
    return complete_comment(incomplete) + complete_provision(incomplete)


def complete_group(incomplete: str) -> list[str]:
    """Offer the ids of the groups on the desk."""
    return _offer(_group_ids, incomplete)


def complete_comment_or_group(incomplete: str) -> list[str]:
    """Offer the ids of comments, then those of groups."""
    return complete_comment(incomplete) + complete_group(incomplete)


def complete_remark(incomplete: str) -> list[str]:
    """Offer the ids of the remarks that wait for a person's word on their place."""
    return _offer(_waiting_ids, incomplete)


def complete_contribution(incomplete: str) -> list[str]:
    """Offer the names of the files taken in."""
    return _offer(_contribution_names, incomplete)


def complete_state(incomplete: str) -> list[str]:
    """Offer the states of a comment."""
    return _starting(STATES, incomplete)


def complete_kind(incomplete: str) -> list[str]:
    """Offer the kinds of provisions."""
    return _starting(KINDS, incomplete)


def complete_decision(incomplete: str) -> list[str]:
    """Offer decisions about tags: +role and -role, +topic:… and -topic:…, modality=…."""
    return _offer(_decisions, incomplete)


def complete_reference(incomplete: str) -> list[str]:
    """Offer what the draft cites, by identity."""
    return _offer(lambda: _values("reference"), incomplete)


def complete_deadline(incomplete: str) -> list[str]:
    """Offer the draft's deadlines by value."""
    return _offer(lambda: _values("deadline"), incomplete)


def complete_work_state(incomplete: str) -> list[str]:
    """Offer the states of work of a provision."""
    from toolkit.workspace.progress import WORK_STATES

    return _starting(WORK_STATES, incomplete)


def complete_format(incomplete: str) -> list[str]:
    """Offer the formats of an export."""
    return _starting((facts.name for facts in FORMATS), incomplete)


def complete_contributor(incomplete: str) -> list[str]:
    """Offer the authors of comments."""
    return _offer(_authors, incomplete)


def complete_furniture(incomplete: str) -> list[str]:
    """Offer the roles of what is part of the page."""
    return _starting(FURNITURE_ROLES, incomplete)


def complete_correction(incomplete: str) -> list[str]:
    """Offer the numbers of the corrections in force."""
    return _offer(_correction_numbers, incomplete)


def complete_template(incomplete: str) -> list[str]:
    """Offer the names of the comment templates."""
    return _offer(_template_names, incomplete)


def _offer(find: Callable[[], Iterable[str]], incomplete: str, *, otherwise: Iterable[str] = ()) -> list[str]:
    # Completion runs while a person types: whatever is wrong with the workspace is for the command to say.
    with contextlib.suppress(Exception):
        return _starting(find(), incomplete)
    return _starting(otherwise, incomplete)


def _starting(values: Iterable[str], incomplete: str) -> list[str]:
    return [value for value in values if value.startswith(incomplete)]


def _looking() -> Workspace:
    """Open the workspace that the words typed mean as it is: completion migrates and writes nothing."""
    from toolkit.workspace.store import Workspace

    folder = workspace_typed()
    if folder is None:
        return Workspace.find(Path.cwd(), read_only=True)
    return Workspace.open(folder, read_only=True)


def _profile() -> Profile:
    from toolkit import desk

    try:
        with _looking() as workspace:
            return desk.profile_of(workspace)
    except NoWorkspace:
        return desk.load_profile()


def _roles() -> Iterable[str]:
    return [role.id for role in _profile().roles]


def _topics() -> Iterable[str]:
    return [topic.id for topic in _profile().topics]


def _decisions() -> Iterable[str]:
    values = [*_roles(), *(f"topic:{topic}" for topic in _topics())]
    signed = [sign + value for value in values for sign in "+-"]
    return [*signed, *(f"modality={modality}" for modality in MODALITIES)]


def _values(facet: str) -> Iterable[str]:
    with _looking() as workspace:
        tags = [tag for provision in workspace.provisions() for tag in provision.tags]
    return sorted({tag.value for tag in tags if tag.facet == facet})


def _provision_ids() -> Iterable[str]:
    with _looking() as workspace:
        return [provision.id for provision in workspace.provisions()]


def _comment_ids() -> Iterable[str]:
    with _looking() as workspace:
        return [comment.id for comment in workspace.comments()]


def _waiting_ids() -> Iterable[str]:
    from toolkit.workspace.team import ReceivedFilter

    with _looking() as workspace:
        return [item.id for item in workspace.team.received(ReceivedFilter(states=("proposed", "unplaced")))]


def _contribution_names() -> Iterable[str]:
    with _looking() as workspace:
        return [item.name for item in workspace.team.contributions()]


def _group_ids() -> Iterable[str]:
    from toolkit import team

    with _looking() as workspace:
        found = team.overview(workspace)
    return [group.id for group in (*found.duplicates, *found.contradictions)]


def _authors() -> Iterable[str]:
    with _looking() as workspace:
        return sorted({comment.author for comment in workspace.comments() if comment.author})


def _correction_numbers() -> Iterable[str]:
    with _looking() as workspace:
        return [str(item.number) for item in standing(workspace.corrections())]


def _template_names() -> Iterable[str]:
    from toolkit import desk

    language = language_typed()
    try:
        with _looking() as workspace:
            found = desk.templates(language, workspace)
    except NoWorkspace:
        found = desk.templates(language)
    return [template.name for template in found]
