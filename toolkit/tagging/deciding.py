"""What a person types or answers → decisions on tags, which outlive every new proposal; and new proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Provision
from toolkit.model.tag import MODALITIES, Wish

if TYPE_CHECKING:
    from toolkit.model.profile import Profile
    from toolkit.workspace.store import Workspace


def read_wish(typed: str, profile: Profile) -> Wish:
    """Understand "+dim", "-it", "+topic:logging", "modality=recommendation".

    Raises:
        UsageError: it has another form.
        UnknownName: there is no such role, topic or modality; the hint names the nearest.
    """
    sign, rest = typed[:1], typed[1:]
    facet, colon, value = rest.partition(":")
    if "=" in typed:
        sign, (facet, _equals, value) = "+", typed.partition("=")
    elif not colon:
        facet, value = "role", rest
    known = _judged(profile)
    if sign not in ("+", "-") or facet not in known or not value:
        raise UsageError(
            _("{typed} is no decision.").format(typed=quoted(typed)),
            hint=_("Write +dim, -it, +topic:logging or modality=recommendation."),
        )
    if value not in known[facet]:
        raise UnknownName(
            _("there is no {what} {name}.").format(what=_(facet), name=quoted(value)),
            hint=_("There are: {names}.").format(names=", ".join(known[facet])),
        )
    return Wish(facet, value, sign == "+")  # type: ignore[arg-type]  # one of those known


def _judged(profile: Profile) -> dict[str, tuple[str, ...]]:
    """Return the values that a person may set, by facet."""
    return {
        "role": tuple(role.id for role in profile.roles),
        "topic": tuple(topic.id for topic in profile.topics),
        "modality": MODALITIES,
    }


def decide(
    workspace: Workspace, name: str, wishes: Sequence[Wish], *, actor: str = "", reason: str = ""
) -> Provision:
    """Keep a person's decisions on the tags of the provision called `name`, as one act of the journal.

    They outlive another tagging and parse.

    Raises:
        UnknownName: no provision is called so.
    """
    return workspace.decide_tags(workspace.resolve(name).id, wishes, actor=actor, reason=reason)


class Retagged(msgspec.Struct, frozen=True):
    """How many tags a new tagging added and took away."""

    provisions: int
    added: int
    removed: int


def retag(workspace: Workspace) -> Retagged:
    """Propose tags with the present rules, model and profile; people's decisions stay."""
    before = workspace.draft()
    bare = msgspec.structs.replace(
        before, provisions=tuple(msgspec.structs.replace(item, tags=()) for item in before.provisions)
    )
    workspace.replace_tags(pipeline.tag(bare, desk.profile_of(workspace)).provisions)
    old, new = tag_keys(before.provisions), tag_keys(workspace.provisions())
    return Retagged(len(before.provisions), len(new - old), len(old - new))


def tag_keys(provisions: Iterable[Provision]) -> set[tuple[str, str, str]]:
    """Return what is tagged with what: (provision id, facet, value)."""
    return {(item.id, tag.facet, tag.value) for item in provisions for tag in item.tags}
