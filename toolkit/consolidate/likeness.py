"""Comments of many contributors → groups that say the same, each with the reasons.

Two comments say the same if they want the same of the same words: the same figure, the same change of wording, or, in
prose, the same subject in words of one meaning. What they want otherwise (longer against shorter) parts them whatever
their words. Groups are complete: each member is like each other one, so that no chain of half-alikes links strangers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from toolkit.consolidate.demands import OPPOSITES, Demand, read_demands
from toolkit.consolidate.fold import fold_merged, same_words
from toolkit.consolidate.grounds import INSTEAD, in_their_words
from toolkit.consolidate.neighbours import Neighbours, Pair, Rarity
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Grounds, Group
from toolkit.model.provision import Outline

THRESHOLD = 0.5
"""Score from which two comments are proposed as one."""
_ELSEWHERE = 0.85
"""Share of the score that remains where the comments are on neighbouring provisions."""
_OWN = 0.5
"""Weight of a word that the provision itself holds: everybody who comments on it may use it."""
_NEW_WORD = 0.45
"""What one rare word that the provision does not hold says by itself."""
_BESIDE_QUESTION = 0.8
"""Share of the score of a proposed wording and a question that does not ask for it."""
_WANTED = frozenset({"same_figure", "named_figure", "told_wording", "told_deletion"})
_ALIKE = 0.7
"""Likeness from which two wordings count as one."""
_FEW = 3
"""So many words remarks on neighbouring provisions must share."""
_SHORT = 4
"""So many words of its own a remark must have to be told as copied to another provision."""


class Likeness(msgspec.Struct, frozen=True):
    """How alike two comments are, from 0 to 1, and by what."""

    score: float
    grounds: tuple[Grounds, ...] = ()


NONE = Likeness(0.0)


class _Evidence(NamedTuple):
    """One thing that two comments share: `words`, or the meanings `shared`, listed only where somebody is shown them."""

    rule: str
    weight: float
    words: str = ""
    shared: frozenset[str] = frozenset()

    def grounds(self, rarity: Rarity) -> Grounds:
        """Return it as people are told."""
        return Grounds(self.rule, _listed(self.shared, rarity) if self.shared else self.words, self.weight)


def duplicate_groups(
    comments: Iterable[Comment], outline: Outline, *, language: str = "", apart: Iterable[Iterable[str]] = ()
) -> tuple[Group, ...]:
    """Return the groups of standing comments that say the same, in the order of their first members.

    `language` is the draft's; `apart` are sets of ids that people decided are not the same.
    """
    standing, _folded = fold_merged(comments)
    demands = read_demands(standing, outline, language=language)
    return groups_of(demands, outline, apart=apart)


def groups_of(
    demands: Sequence[Demand], outline: Outline, *, apart: Iterable[Iterable[str]] = ()
) -> tuple[Group, ...]:
    """Return the groups among comments that are read already: see `duplicate_groups`."""
    likeness = _all_likeness(demands, outline)
    parted = {frozenset((one, two)) for ids in map(tuple, apart) for one in ids for two in ids if one != two}
    if parted:
        likeness = {
            pair: alike
            for pair, alike in likeness.items()
            if frozenset((demands[pair[0]].comment.id, demands[pair[1]].comment.id)) not in parted
        }
    clusters = _complete(likeness)
    found = [_group(demands, members, likeness) for members in clusters]
    return tuple(sorted(found, key=lambda group: _number(group.comment_ids[0])))


def likeness_of(one: Demand, two: Demand, rarity: Rarity) -> Likeness:
    """Return how far two comments on one provision say the same."""
    if opposed(one, two):
        return NONE
    found = tuple(_evidence(one, two, rarity))
    rest = 1.0
    for evidence in found:
        rest *= 1 - evidence.weight
    score = 1 - rest
    if _is_wording_beside_question(one, two) and not _WANTED.intersection(item.rule for item in found):
        score *= _BESIDE_QUESTION
    if score < THRESHOLD:
        return Likeness(score)  # nobody is shown why
    ranked = sorted(found, key=lambda evidence: -evidence.weight)
    return Likeness(score, tuple(evidence.grounds(rarity) for evidence in ranked))


def _is_wording_beside_question(one: Demand, two: Demand) -> bool:
    return (one.change is None) != (two.change is None) and "open" in (one.stance, two.stance)


def _evidence(one: Demand, two: Demand, rarity: Rarity) -> Iterator[_Evidence]:
    yield from _same_figure(one, two)
    yield from _same_force(one, two)
    yield from _same_change(one, two)
    yield from _described_change(one, two, rarity)
    yield from _described_change(two, one, rarity)
    yield from _same_words(one, two, rarity)
    if one.stance == two.stance and one.stance in ("delete", "against"):
        yield _Evidence("same_stance", 0.2, one.stance)


def opposed(one: Demand, two: Demand) -> bool:
    """Tell whether two comments want things that are not the same thing."""
    if (one.stance == "keep") != (two.stance == "keep"):
        return "open" not in (one.stance, two.stance) or bool(one.asked or two.asked)
    if {one.stance, two.stance} == {"delete", "change"} and (one.added or two.added):
        return True
    if one.force and two.force and one.force != two.force:
        return True
    if _refuses(one, two) or _refuses(two, one):
        return True
    return _other_ways(one, two) or _other_figures(one, two)


def _refuses(one: Demand, two: Demand) -> bool:
    """Tell whether one speaks against something new that the other asks for."""
    return two.stance in ("change", "open") and bool(one.refused & (two.added or two.about))


def _other_ways(one: Demand, two: Demand) -> bool:
    if not one.ways or not two.ways:
        return False
    return any(
        {left, right} <= one.ways ^ two.ways
        and not {left, right} <= one.ways
        and not {left, right} <= two.ways
        for left, right in OPPOSITES
    )


def _other_figures(one: Demand, two: Demand) -> bool:
    """Tell whether both ask for figures of a kind and none of them is the same."""
    kinds = {figure.kind for figure in one.asked} & {figure.kind for figure in two.asked}
    return any(
        not any(a.same(b) for a in one.asked if a.kind == kind for b in two.asked if b.kind == kind)
        for kind in kinds
    )


def _same_figure(one: Demand, two: Demand) -> Iterator[_Evidence]:
    for mine in one.asked:
        for other in two.asked:
            if mine.same(other):
                mended = next((own.words for own in one.figures if own.kind == mine.kind), "")
                words = f"{mine.words}{INSTEAD}{mended}" if mended else mine.words
                yield _Evidence("same_figure", 0.75, words)
                return
    shared = next((mine for mine in one.named if any(map(mine.same, two.named))), None)
    if shared is not None:
        yield _Evidence("named_figure", 0.55 if one.asked or two.asked else 0.4, shared.words)


def _same_force(one: Demand, two: Demand) -> Iterator[_Evidence]:
    if one.force and one.force == two.force:
        yield _Evidence("same_force", 0.6, one.force)


def _same_change(one: Demand, two: Demand) -> Iterator[_Evidence]:
    """Compare what two proposed wordings take out and put in."""
    if one.change is None or two.change is None:
        return
    mine, theirs = " ".join(one.change.added), " ".join(two.change.added)
    if mine and theirs:
        alike = float(fuzz.token_set_ratio(mine, theirs)) / 100
        if alike > _ALIKE:
            yield _Evidence("same_wording", 0.9 * alike, mine)
    elif not mine and not theirs and one.change.touches(two.change):
        yield _Evidence("same_deletion", 0.7, " ".join(one.change.removed))


def _described_change(wording: Demand, prose: Demand, rarity: Rarity) -> Iterator[_Evidence]:
    """Look for the words that one puts into the draft, or deletes from it, in what the other says."""
    if wording.change is None or prose.change is not None:
        return
    if wording.stance == "delete":
        looked, rule = wording.target, "told_deletion"
        if prose.stance != "delete":
            return
    else:
        looked, rule = wording.added - wording.target, "told_wording"
    shared = looked & prose.about
    if shared:
        part = math.fsum(rarity[word] for word in shared) / math.fsum(rarity[word] for word in looked)
        yield _Evidence(rule, 0.6 * part, shared=shared)


def _same_words(one: Demand, two: Demand, rarity: Rarity) -> Iterator[_Evidence]:
    """Compare what both are about; words that the provision does not offer by itself say more."""
    own = one.own if one.own is two.own else one.own | two.own
    shared = one.about & two.about
    if not shared:
        return
    common, mine, theirs = (rarity.sum_of(words, own, share=_OWN) for words in (shared, one.about, two.about))
    few = min(1.0, len(shared) / 3)
    weight = 0.55 * 2 * common / (mine + theirs) + 0.45 * few * common / min(mine, theirs)
    yield _Evidence("same_words", min(weight, 0.95), shared=shared)
    if shared - own:
        rest = 1.0
        for word in sorted(shared - own):
            rest *= 1 - _NEW_WORD * rarity[word] / rarity.highest
        yield _Evidence("new_words", 1 - rest, shared=shared - own)


def _listed(words: Iterable[str], rarity: Rarity) -> str:
    return ", ".join(sorted(words, key=lambda word: (-rarity[word], word))[:6])


def _all_likeness(demands: Sequence[Demand], outline: Outline) -> dict[Pair, Likeness]:
    neighbours = Neighbours(demands, outline)
    found: dict[Pair, Likeness] = {}
    for pair in neighbours.pairs():
        one, two = demands[pair[0]], demands[pair[1]]
        same_place = neighbours.together(one, two)
        if not same_place and len(one.about & two.about) < _FEW:
            continue
        alike = likeness_of(one, two, neighbours.rarity)
        if not same_place:
            alike = msgspec.structs.replace(alike, score=alike.score * _ELSEWHERE)
        if alike.score >= THRESHOLD:
            found[pair] = alike
    found.update(_copies(demands))
    return found


def _copies(demands: Sequence[Demand]) -> dict[Pair, Likeness]:
    """Return the pairs that say the same in the same words: on one provision, or copied from one to others."""
    said: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, demand in enumerate(demands):
        key = same_words(demand.comment)
        said[key].append(place)
        if len(demand.said) >= _SHORT:
            said["", *key[3:4], key[4], *key[5:]].append(place)
    found: dict[Pair, Likeness] = {}
    for places in said.values():
        for index, left in enumerate(places):
            for right in places[index + 1 :]:
                here = demands[left].comment.provision_id == demands[right].comment.provision_id
                rule = "identical" if here else "copied"
                found.setdefault((left, right), Likeness(1.0, (Grounds(rule, "", 1.0),)))
    return found


def _complete(likeness: Mapping[Pair, Likeness]) -> list[list[int]]:
    """Join the most alike first, and only where every member is like every other one."""
    home: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for (one, two), _alike in sorted(likeness.items(), key=lambda item: (-item[1].score, item[0])):
        left, right = home.setdefault(one, one), home.setdefault(two, two)
        members.setdefault(left, [left] if left == one else [])
        members.setdefault(right, [right] if right == two else [])
        if left == right:
            continue
        if all((min(a, b), max(a, b)) in likeness for a in members[left] for b in members[right]):
            members[left] += members.pop(right)
            home.update(dict.fromkeys(members[left], left))
    return [sorted(found) for found in members.values() if len(found) > 1]


def _group(demands: Sequence[Demand], members: Sequence[int], likeness: Mapping[Pair, Likeness]) -> Group:
    chosen = sorted((demands[place].comment for place in members), key=lambda item: _number(item.id))
    pairs = [likeness[one, two] for index, one in enumerate(members) for two in members[index + 1 :]]
    grounds: dict[str, Grounds] = {}
    for alike in pairs:
        for ground in alike.grounds:
            known = grounds.get(ground.rule)
            if known is None or known.weight < ground.weight:
                grounds[ground.rule] = ground
    ids = tuple(item.id for item in chosen)
    if "new_words" in grounds and "same_words" in grounds:
        weaker = min(("new_words", "same_words"), key=lambda rule: grounds[rule].weight)
        del grounds[weaker]  # their words are the same ones, or part of them
    strongest = sorted(grounds.values(), key=lambda ground: -ground.weight)
    return Group(
        id="-".join(("dup", *ids)),
        kind="duplicate",
        comment_ids=ids,
        provision_ids=tuple(dict.fromkeys(item.provision_id for item in chosen)),
        score=round(sum(alike.score for alike in pairs) / len(pairs), 3),
        grounds=in_their_words(strongest, (demands[place] for place in members)),
    )


def _number(comment_id: str) -> tuple[int, str]:
    return len(comment_id), comment_id
