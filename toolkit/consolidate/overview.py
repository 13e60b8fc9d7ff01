"""Comments and remarks of a workspace → what is on the desk: repetitions, contradictions, things to place, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.consolidate.contradictions import contradictions_of
from toolkit.consolidate.demands import read_demands
from toolkit.consolidate.fold import fold_merged
from toolkit.consolidate.likeness import groups_of
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Group, Verdict
from toolkit.model.contribution import Received
from toolkit.model.provision import Outline

_PREFIXES = ("dup", "con")


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What people have to decide before a response is filed."""

    duplicates: tuple[Group, ...] = ()
    contradictions: tuple[Group, ...] = ()
    to_place: tuple[Received, ...] = ()
    drafts: tuple[Comment, ...] = ()
    settled: tuple[Verdict, ...] = ()
    """Groups that people decided about: apart, or agreed."""
    comments: tuple[Comment, ...] = ()
    """Those that the groups speak of."""


def overview(
    comments: Sequence[Comment],
    outline: Outline,
    *,
    language: str,
    verdicts: Iterable[Verdict] = (),
    received: Iterable[Received] = (),
) -> Overview:
    """Find the groups that nobody has decided about, with what else waits; `language` is the draft's."""
    settled = tuple(
        item for item in verdicts if item.kind in ("apart", "agreed") and members_of(item.subject)
    )
    apart = [members_of(item.subject) for item in settled if item.subject.startswith("dup")]
    standing, _folded = fold_merged(comments)
    demands = read_demands(standing, outline, language=language)
    duplicates = groups_of(demands, outline, apart=apart)
    found = contradictions_of(
        demands,
        outline,
        duplicates=duplicates,
        apart=(members_of(item.subject) for item in settled if item.subject.startswith("con")),
    )
    minority = {comment.id for comment in standing if comment.minority}
    contradicting = tuple(group for group in found if not _is_kept_beside(group, minority))
    grouped = {key for group in (*duplicates, *contradicting) for key in group.comment_ids}
    return Overview(
        duplicates=duplicates,
        contradictions=contradicting,
        to_place=tuple(item for item in received if item.placement.state in ("proposed", "unplaced")),
        drafts=tuple(comment for comment in standing if comment.state == "draft"),
        settled=settled,
        comments=tuple(comment for comment in standing if comment.id in grouped),
    )


def settled_contradictions(verdicts: Iterable[Verdict]) -> tuple[tuple[str, ...], ...]:
    """Return the comments of each contradiction that people settled."""
    return tuple(
        members_of(item.subject)
        for item in verdicts
        if item.kind in ("apart", "agreed") and item.subject.startswith("con-")
    )


def members_of(group_id: str) -> tuple[str, ...]:
    """Return the comments that a group's id names; none for what is no such id.

    >>> members_of("dup-c3-c17"), members_of("c3")
    (('c3', 'c17'), ())
    """
    prefix, *ids = group_id.split("-")
    is_group = (
        prefix in _PREFIXES and len(ids) > 1 and all(key[:1] == "c" and key[1:].isdigit() for key in ids)
    )
    return tuple(ids) if is_group else ()


def _is_kept_beside(group: Group, minority: set[str]) -> bool:
    """Tell whether one side of a contradiction is kept as the view of some."""
    return any(side and minority.issuperset(side) for side in group.sides)
