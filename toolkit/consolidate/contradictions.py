"""Comments on one provision, or on it and its parts → pairs of sides that cannot both be filed, each with the reason.

What says the same stands on one side: thirty people for 24 hours against ten for 48 are one contradiction. Questions
contradict nothing, nor do two amendments of different words. Two figures in the same direction from the draft's are a
weaker contradiction: both want a change, and only one of them can be the wording.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from rapidfuzz import fuzz

from toolkit.consolidate.demands import OPPOSITES, Change, Demand, read_demands
from toolkit.consolidate.figures import Figure, figures
from toolkit.consolidate.fold import fold_merged
from toolkit.consolidate.grounds import AGAINST, in_their_words
from toolkit.consolidate.neighbours import Neighbours
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Grounds, Group
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Outline

_DEPTH = 2
"""Generations up to which a remark on a whole speaks about its parts."""
_SAME_WORDING = 0.8
"""Likeness from which two wordings are no contradiction."""
_FEW = 2
"""So many words two remarks on the draft as a whole must share to have one subject."""
_SAME_SUBJECT = 3
"""So many where one only keeps and the other only loosens."""
_LOOSENING = frozenset({"longer", "shorter", "laxer", "allow"})
_MOST_PAIRS = 100_000
"""Looked at on one provision: that is 450 sides, more than anybody will settle there."""


class Side(msgspec.Struct, frozen=True):
    """Comments that say the same, spoken for by the fullest of them."""

    speaker: Demand
    ids: tuple[str, ...]


def contradictions(
    comments: Iterable[Comment],
    outline: Outline,
    *,
    language: str = "",
    duplicates: Iterable[Group] = (),
    apart: Iterable[Iterable[str]] = (),
) -> tuple[Group, ...]:
    """Return the contradictions among standing comments, in the draft's order.

    `duplicates` are the groups that say the same; `apart` the members of contradictions that people settled: only
    a further member makes one of them a new one.
    """
    standing, _folded = fold_merged(comments)
    demands = read_demands(standing, outline, language=language)
    return contradictions_of(demands, outline, duplicates=duplicates, apart=apart)


def contradictions_of(
    demands: Sequence[Demand],
    outline: Outline,
    *,
    duplicates: Iterable[Group] = (),
    apart: Iterable[Iterable[str]] = (),
) -> tuple[Group, ...]:
    """Return the contradictions among comments that are read already: see `contradictions`."""
    settled = [frozenset(ids) for ids in apart]
    sides = _sides(demands, duplicates)
    # Sides that oppose each other on a provision and on what stands above it are one contradiction, told once.
    found = {_members(one, two): (one, two, grounds) for one, two, grounds in _opposed(sides, outline)}
    order = outline.order
    kept = [
        _group(one, two, ids, grounds)
        for ids, (one, two, grounds) in found.items()
        if not any(map(frozenset(ids).issubset, settled))
    ]
    return tuple(
        sorted(kept, key=lambda group: min(order.get(key, len(order)) for key in group.provision_ids))
    )


def reasons(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Yield why two comments on one provision cannot both be filed, in either order of them."""
    yield from _other_figures(one, two)
    yield from _other_force(one, two)
    yield from _other_ways(one, two)
    yield from _other_wording(one, two)
    for mine, theirs in ((one, two), (two, one)):
        if mine.stance == "keep":
            yield from _kept_figure(mine, theirs)
            yield from _kept(mine, theirs)
            yield from _kept_from_loosening(mine, theirs)
        if mine.change is not None:
            yield from _kept_in_wording(mine, theirs)
        yield from _deleted(mine, theirs)
        yield from _refused(mine, theirs)


def _other_figures(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find two figures for the same one of the draft: 24 h against 48 h."""
    for mine, theirs in _rival_figures(one, two):
        rule = "other_figure" if one.ways & two.ways & {"longer", "shorter"} else "opposed_figure"
        yield Grounds(rule, f"{mine.words}{AGAINST}{theirs.words}", 0.6 if rule == "other_figure" else 0.9)


def _rival_figures(one: Demand, two: Demand) -> Iterator[tuple[Figure, Figure]]:
    if one.change is not None and two.change is not None and not _meet(one.change, two.change):
        return
    for mine in one.asked:
        rivals = [other for other in two.asked if other.kind == mine.kind]
        if rivals and not any(map(mine.same, rivals)):
            yield mine, rivals[0]


def _meet(one: Change, two: Change) -> bool:
    return -1 in (one.start, two.start) or one.touches(two) or one.shares_quote(two)


def _other_force(one: Demand, two: Demand) -> Iterator[Grounds]:
    if one.force and two.force and one.force != two.force:
        yield Grounds("other_force", f"{one.force}{AGAINST}{two.force}", 0.8)


def _other_ways(one: Demand, two: Demand) -> Iterator[Grounds]:
    if (one.asked and two.asked) or not one.ways or not two.ways:
        return  # their figures say it already, or nothing does
    for left, right in OPPOSITES:
        for mine, theirs in ((left, right), (right, left)):
            plain = theirs not in one.ways and mine not in two.ways
            if mine in one.ways and theirs in two.ways and plain:
                yield Grounds("opposed_way", f"{mine}{AGAINST}{theirs}", 0.6)


def _other_wording(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find two wordings for the same words of the draft."""
    if one.change is None or two.change is None or "delete" in (one.stance, two.stance):
        return
    same_quote = bool(one.comment.quote) and one.comment.quote == two.comment.quote
    replaces = bool(one.change.removed or two.change.removed)
    if not replaces or not (one.change.touches(two.change) or same_quote):
        return
    mine, theirs = " ".join(one.change.added), " ".join(two.change.added)
    if float(fuzz.token_set_ratio(mine, theirs)) / 100 < _SAME_WORDING:
        yield Grounds("other_wording", f"{mine}{AGAINST}{theirs}", 0.7)


def _kept_figure(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find a figure of the draft that one keeps and the other changes."""
    for mine in one.defended:
        for theirs in two.asked:
            if mine.kind == theirs.kind:
                yield Grounds("kept_figure", f"{mine.words}{AGAINST}{theirs.words}", 0.9)
                return


def _kept(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find what one keeps and the other opposes, deletes, or rewords where both speak of the same words."""
    if two.stance in ("keep", "open"):
        return
    shared = one.said & two.about
    listed = ", ".join(sorted(shared)[:6])
    if two.stance == "delete" and not two.whole and one.said and not shared:
        return  # it deletes words that the other does not speak of
    if two.stance in ("delete", "against"):
        if not two.refused or shared - two.refused or not one.said:
            yield Grounds("kept_opposed", listed, 0.85 if shared else 0.6)
        return
    if one.said & two.target or len(shared - _weak(one, two)) >= 2:
        yield Grounds("kept_changed", listed, 0.6)


def _kept_in_wording(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find a figure of the draft that one's wording leaves as it is and the other's changes."""
    if one.change is None or two.change is None or not one.change.shares_quote(two.change):
        return
    before = figures(two.comment.quote)
    for mine in figures(one.comment.proposed):
        if any(map(mine.same, one.figures)) and any(map(mine.same, before)):
            rivals = [new for new in two.asked if new.kind == mine.kind and not any(map(new.same, one.asked))]
            if rivals:
                yield Grounds("kept_figure", f"{mine.words}{AGAINST}{rivals[0].words}", 0.7)
                return


def _kept_from_loosening(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find what one keeps and the other wants later, looser or shorter, in words that both use."""
    if two.stance != "change" or not two.ways & _LOOSENING:
        return
    shared = one.said & two.about
    if len(shared) >= _SAME_SUBJECT:
        yield Grounds("kept_changed", ", ".join(sorted(shared)[:6]), 0.6)


def _weak(one: Demand, two: Demand) -> frozenset[str]:
    return (one.own & two.own) - two.target


def _deleted(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find words that one deletes and the other words otherwise."""
    if one.stance != "delete" or two.stance != "change":
        return
    if one.change is not None and two.change is not None:
        if one.whole or one.change.touches(two.change):
            yield Grounds("deleted_reworded", " ".join(one.change.removed[:12]), 0.8)
    elif one.whole or two.target & one.said or _rewrites_figure(one, two):
        yield Grounds("deleted_reworded", ", ".join(sorted(two.target & one.said)[:6]), 0.7)


def _rewrites_figure(one: Demand, two: Demand) -> bool:
    """Tell whether one names a figure of the draft that the other changes."""
    return bool({figure.kind for figure in one.defended} & {figure.kind for figure in two.asked})


def _refused(one: Demand, two: Demand) -> Iterator[Grounds]:
    """Find something new to the draft that one speaks against and the other asks for."""
    shared = one.refused & (two.added or two.about)
    if shared and two.stance in ("change", "open"):
        yield Grounds("refused_addition", ", ".join(sorted(shared)[:6]), 0.8)


def _sides(demands: Sequence[Demand], duplicates: Iterable[Group]) -> list[Side]:
    group_of = {comment_id: group.comment_ids for group in duplicates for comment_id in group.comment_ids}
    members: dict[tuple[str, tuple[str, ...]], list[Demand]] = defaultdict(list)
    for demand in demands:
        key = group_of.get(demand.comment.id, (demand.comment.id,))
        members[demand.comment.provision_id, key].append(demand)
    return [
        Side(speaker, tuple(demand.comment.id for demand in found))
        for found in members.values()
        for speaker in found
    ]


def _opposed(sides: Sequence[Side], outline: Outline) -> Iterator[tuple[Side, Side, tuple[Grounds, ...]]]:
    """Yield the sides of one provision, or of it and what stands above it, that contradict each other."""
    neighbours = Neighbours([side.speaker for side in sides], outline)
    on: dict[str, list[Side]] = defaultdict(list)
    for side in sides:
        on[side.speaker.comment.provision_id].append(side)
    for key, here in on.items():
        above = [step.id for step in outline.ancestors(key)[:_DEPTH]] if key in outline.by_id else []
        over = [side for step in above for side in on.get(step, ())]
        pairs = ((one, two) for place, one in enumerate(here) for two in (*here[place + 1 :], *over))
        for one, two in islice(pairs, _MOST_PAIRS):
            grounds = _strongest(one, two, together=neighbours.together(one.speaker, two.speaker))
            if grounds:
                yield one, two, grounds


def _strongest(one: Side, two: Side, *, together: bool) -> tuple[Grounds, ...]:
    if one.ids == two.ids or not _may_contradict(one.speaker, two.speaker, together=together):
        return ()
    found: dict[str, Grounds] = {}
    for ground in reasons(one.speaker, two.speaker):
        found.setdefault(ground.rule, ground)
    return tuple(sorted(found.values(), key=lambda ground: -ground.weight))


def _may_contradict(one: Demand, two: Demand, *, together: bool) -> bool:
    """Tell whether two comments are by different people, and about the same where their provisions differ."""
    mine, theirs = one.comment.author, two.comment.author
    if mine and mine == theirs:
        return False
    if one.comment.provision_id == GENERAL:
        return len(one.about & two.about) >= _FEW  # "the draft as a whole" is no subject
    return together or bool(one.about & two.about - one.own - two.own)


def _members(one: Side, two: Side) -> tuple[str, ...]:
    """Return the comments of both sides, as they are counted."""
    return tuple(sorted({*one.ids, *two.ids}, key=_number))


def _group(one: Side, two: Side, ids: tuple[str, ...], grounds: tuple[Grounds, ...]) -> Group:
    first, second = sorted((one, two), key=lambda side: min(map(_number, side.ids)))
    provisions = (first.speaker.comment.provision_id, second.speaker.comment.provision_id)
    return Group(
        id="-".join(("con", *ids)),
        kind="contradiction",
        comment_ids=ids,
        provision_ids=tuple(dict.fromkeys(provisions)),
        sides=(first.ids, second.ids),
        score=max(ground.weight for ground in grounds),
        grounds=in_their_words(grounds, (one.speaker, two.speaker)),
    )


def _number(comment_id: str) -> tuple[int, str]:
    return len(comment_id), comment_id
