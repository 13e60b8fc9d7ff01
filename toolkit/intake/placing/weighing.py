"""Pieces of evidence, each for one provision → how sure each provision is, and the placement that follows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.intake.placing.tables import evidence_table
from toolkit.model.contribution import GENERAL, Candidate, Placement, PlacementState, Reason
from toolkit.model.provision import Outline

_WEAK = frozenset({"words", "topic", "topic_whole", "page", "before", "proposal"})
"""What fits without pointing: it never outweighs by itself what points elsewhere."""
_DESCENDING = frozenset({"topic", "topic_whole", "subject"})
"""What, below a place that something points to, says which part of it is meant."""
_RIVALS = 5
_DOUBT = 0.01
_CONTRADICTED = 0.79
"""The surest that a place can be while something as strong says another, or nothing points to it."""


class Evidence(NamedTuple):
    """One piece: `fellows` are the other provisions that the same words name ("R12 à R15")."""

    provision_id: str
    rule: str
    strength: float = 1.0
    """Share of the rule's weight."""
    words: str = ""
    quote: str = ""
    fellows: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """How much it adds."""
        return evidence_table().weights[self.rule] * self.strength

    @property
    def reason(self) -> Reason:
        """The same for people."""
        return Reason(self.rule, self.words, round(self.weight, 2))


class _Weighed(NamedTuple):
    provision_id: str
    total: float
    pieces: tuple[Evidence, ...]


def weigh(evidence: Sequence[Evidence], outline: Outline) -> Placement:
    """Return the placement that the evidence speaks for."""
    is_range = any(piece.fellows for piece in evidence)
    placement = _weigh(evidence, outline, descend=not is_range)
    if placement.state == "placed":
        return placement
    surer = _weigh(evidence, outline, descend=False)
    return surer if surer.state == "placed" else placement


def _weigh(evidence: Sequence[Evidence], outline: Outline, *, descend: bool) -> Placement:
    """Weigh; with `descend`, what a remark is about may narrow down what it points to."""
    weighed = sorted(_weighed(evidence, outline, descend=descend), key=lambda item: -item.total)
    if not weighed:
        return Placement(state="unplaced")
    best = _most_exact(weighed, outline)
    others = [item for item in weighed if not _is_compatible(item, best, outline)]
    thresholds = evidence_table().thresholds
    nowhere = math.exp(thresholds.nowhere)
    mass = nowhere + sum(math.exp(item.total) for item in (best, *others))
    confidence = math.exp(best.total) / mass
    if all(piece.rule in _WEAK for piece in best.pieces):
        confidence = min(confidence, _CONTRADICTED)
    against = next((item for item in others if _contradicts(item, best)), None)
    reasons = [piece.reason for piece in best.pieces]
    if against is not None:
        confidence = min(confidence, _CONTRADICTED)
        reasons.append(Reason("contradicted", against.provision_id))
    alone = math.exp(best.total) / (nowhere + math.exp(best.total))
    state = _state(confidence, alone)
    rivals = tuple(_candidate(item, mass) for item in (*others, *_wider(weighed, best, others)))
    if state == "unplaced":
        rivals = (_candidate(best, mass), *rivals)
    return Placement(
        state=state,
        provision_id=GENERAL if state == "unplaced" else best.provision_id,
        quote="" if state == "unplaced" else _quote(best),
        confidence=round(confidence, 3),
        reasons=tuple(reasons) if state != "unplaced" else (),
        rivals=tuple(item for item in rivals if item.confidence >= _DOUBT)[:_RIVALS]
        if state != "placed"
        else (),
        also=_also(best) if state != "unplaced" else (),
    )


def _state(confidence: float, alone: float) -> PlacementState:
    thresholds = evidence_table().thresholds
    if confidence >= thresholds.placed:
        return "placed"
    return "proposed" if alone >= thresholds.proposed else "unplaced"


def _weighed(evidence: Sequence[Evidence], outline: Outline, *, descend: bool) -> Iterable[_Weighed]:
    own: dict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        own[piece.provision_id].append(piece)
    chains = {name: _chain(name, outline) for name in own}
    pointed = {name for name, pieces in own.items() if any(piece.rule not in _WEAK for piece in pieces)}
    for name, pieces in own.items():
        if pointed and name not in pointed:
            is_below = descend and any(above in pointed for above in chains[name][1:])
            if not (is_below and any(piece.rule in _DESCENDING for piece in pieces)):
                continue
        gathered = [*pieces, *_inherited(own, chains[name][1:])]
        if name in pointed:  # what fits something inside it fits it too
            gathered += [
                piece
                for other, found in own.items()
                if name in chains[other][1:]
                for piece in found
                if piece.rule in _WEAK
            ]
        strongest = _strongest(gathered)
        yield _Weighed(name, sum(piece.weight for piece in strongest), strongest)


def _inherited(own: Mapping[str, Sequence[Evidence]], above: Iterable[str]) -> Iterator[Evidence]:
    """Yield what speaks for the places above, but for what says that one of these is meant as a whole."""
    for name in above:
        yield from (piece for piece in own.get(name, ()) if piece.rule != "topic_whole")


def _chain(name: str, outline: Outline) -> tuple[str, ...]:
    """Return a provision and what holds it, nearest first; the draft as a whole holds nothing."""
    if name == GENERAL:
        return (name,)
    return (name, *(item.id for item in outline.ancestors(name)))


def _strongest(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return one piece a rule: saying the same twice does not make it surer."""
    found: dict[str, Evidence] = {}
    for piece in pieces:
        if piece.rule not in found or piece.weight > found[piece.rule].weight:
            found[piece.rule] = piece
    return tuple(sorted(found.values(), key=lambda piece: -piece.weight))


def _most_exact(weighed: Sequence[_Weighed], outline: Outline) -> _Weighed:
    """Return the best, or what it holds that is as sure."""
    best = weighed[0]
    for item in weighed[1:]:
        if item.total < best.total - _DOUBT:
            break
        if best.provision_id in _chain(item.provision_id, outline):
            best = item
    return best


def _is_compatible(item: _Weighed, best: _Weighed, outline: Outline) -> bool:
    """Tell whether a place is the best one, holds it or lies in it, or is named together with it."""
    one, other = item.provision_id, best.provision_id
    if one in _chain(other, outline) or other in _chain(one, outline):
        return True
    return any(one in piece.fellows for piece in best.pieces)


def _wider(weighed: Sequence[_Weighed], best: _Weighed, others: Sequence[_Weighed]) -> list[_Weighed]:
    """Return the places that hold the best one or lie in it: a person may mean these."""
    return [item for item in weighed if item is not best and item not in others and item.total > 0]


def _contradicts(rival: _Weighed, best: _Weighed) -> bool:
    """Tell whether something that would do alone says the rival, and says nothing of the best."""
    sufficient = evidence_table().thresholds.sufficient
    shared = {(piece.rule.partition("_")[0], piece.words) for piece in best.pieces}
    return any(
        piece.weight >= sufficient and (piece.rule.partition("_")[0], piece.words) not in shared
        for piece in rival.pieces
    )


def _candidate(item: _Weighed, mass: float) -> Candidate:
    share = min(1.0, math.exp(item.total) / mass)
    return Candidate(item.provision_id, round(share, 3), tuple(piece.reason for piece in item.pieces))


def _quote(best: _Weighed) -> str:
    own = (piece for piece in best.pieces if piece.provision_id == best.provision_id)
    return next((piece.quote for piece in own if piece.quote), "")


def _also(best: _Weighed) -> tuple[str, ...]:
    """Return the rest of a range that the best one is the first of."""
    return next(
        (piece.fellows for piece in best.pieces if piece.fellows and piece.provision_id == best.provision_id),
        (),
    )
