"""What people do about tags: ask why, decide, propose anew, walk through the doubtful, hand decisions on as training data.

    draft ──tag──▶ proposals ◀── decisions (append-only, kept by the workspace)

Like `pipeline`, this joins stages that do not know each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import UnknownName, UsageError
from toolkit.messages import _, quoted
from toolkit.model.provision import Outline, Provision, label
from toolkit.model.tag import MODALITIES, Evidence, Facet, Source, Tag, Wish

if TYPE_CHECKING:
    from toolkit.export.matrix.table import Matrix
    from toolkit.model.issue import Issue
    from toolkit.model.profile import Profile
    from toolkit.workspace.store import Workspace

DOUBT = 0.2
"""How far from the threshold a score is doubtful."""
_LEAST = 0.05
"""Scores below say nothing."""
Judged = Literal["role", "topic"]


# Why


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


# Deciding


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


# Proposing anew


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
    old, new = _tag_keys(before.provisions), _tag_keys(workspace.provisions())
    return Retagged(len(before.provisions), len(new - old), len(old - new))


def _tag_keys(provisions: Iterable[Provision]) -> set[tuple[str, str, str]]:
    return {(item.id, tag.facet, tag.value) for item in provisions for tag in item.tags}


# Walking through the doubtful


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
    proposed = _tag_keys(draft.provisions)
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


# Handing decisions on


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


# The matrix


def matrix(workspace: Workspace, roles: Sequence[str] = (), *, language: str) -> Matrix:
    """Return provisions × roles (all of the profile, if none is given) with counts by section."""
    from toolkit.export.matrix.table import build_matrix

    known = desk.profile_of(workspace).roles
    wanted = [role for role in known if not roles or role.id in roles]
    title = workspace.consultation().title
    return build_matrix(workspace.provisions(), wanted, title=title, language=language)


def write_matrix(found: Matrix, target: Path) -> Path:
    """Write a matrix as .xlsx or .html, by the name of the target.

    Raises:
        UsageError: the name ends otherwise.
        StorageError: it cannot be written.
    """
    from toolkit.export.matrix.writer import write_matrix as write

    return write(found, target)


# Profiles


def new_profile(target: Path) -> Path:
    """Write a profile to start from, with every key explained.

    Raises:
        UsageError: there is such a file already.
        StorageError: it cannot be written.
    """
    from toolkit.files import write_atomic
    from toolkit.resources import shipped

    if target.exists():
        raise UsageError(_("is there already."), where=str(target), hint=_("Choose another name."))
    write_atomic(target, (shipped("templates") / "profile" / "profile.toml").read_bytes())
    return target


def check_profile(path: Path) -> tuple[Profile, tuple[Issue, ...]]:
    """Read a profile and return it with what a person should look at in it.

    Raises:
        BrokenInput: it is no profile; the message names the key.
    """
    from toolkit.tag.profile_check import check_profile as check

    profile = desk.load_profile(path)
    return profile, check(profile)
