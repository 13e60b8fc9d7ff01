"""Reasons for a value, each with its weight → one score and the reasons that a reader should see.

Weights are probabilities of independent reasons (noisy or): two reasons of 0.5 make 0.75, none makes more than 1.
What a reason weighs, by where it stands and how strong a word it is, is in one table here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Span

from toolkit.model.tag import Evidence, Facet, Tag
from toolkit.tag.passages import Passage, Situation

THRESHOLD = 0.3
"""From here on a role or topic is proposed; below it is doubtful. Of the probabilities that the model gives, it is about
the one that makes the best of precision and recall."""
RULED = 0.5
"""The same for the sums of reasons below, which are no probabilities."""
_SHOWN = 4
_MOST = 0.99
_WEIGHTS = {
    # strength: own text, own heading, heading above, headings further up
    "mark": (0.9, 1.0, 0.7, 0.4),
    "term": (0.5, 0.6, 0.42, 0.2),
    "hint": (0.15, 0.25, 0.15, 0.08),
}
_REPEATED = 0.7
"""What each further occurrence of the same words weighs, compared with the one before."""


class Reason(NamedTuple):
    """Why a value is proposed: `rule` is the key of its explanation."""

    value: str
    weight: float
    rule: str
    evidence: Evidence


def term_reasons(situation: Situation, facet: str, rule: str) -> Iterator[Reason]:
    """Yield a reason for each term and hint of a facet, in the provision and above it."""
    seen: Counter[tuple[str, str]] = Counter()
    introduction = (situation.introduction,) if situation.introduction else ()
    for passage in (*situation.own, *introduction, *situation.above):
        for span in passage.terms(facet):
            key = (span.kb_id_, _stems(span))
            weight = _WEIGHTS[span.id_][_place(passage)] * _REPEATED ** seen[key]
            seen[key] += 1
            yield Reason(span.kb_id_, weight, rule, passage.evidence(span))


def _stems(span: Span) -> str:
    return " ".join(token.norm_ for token in span)


def _place(passage: Passage) -> int:
    if passage.height:
        return 2 if passage.height == 1 else 3
    return 1 if passage.field == "heading" else 0


def weigh(reasons: Iterable[Reason]) -> dict[str, float]:
    """Return the score of each value."""
    doubt: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for reason in reasons:
        doubt[reason.value] *= 1 - reason.weight
    return {value: min(1 - rest, _MOST) for value, rest in doubt.items()}


def tag_of(facet: Facet, value: str, score: float, reasons: Iterable[Reason]) -> Tag:
    """Make a tag that shows its weightiest reasons.

    `Tag.rule` names the rule of each evidence, in the same order, joined by "+".
    """
    shown = distinct_reasons(reason for reason in reasons if reason.value == value)
    return Tag(
        facet=facet,
        value=value,
        score=round(score, 2),
        rule="+".join(reason.rule for reason in shown),
        evidence=tuple(reason.evidence for reason in shown),
    )


def distinct_reasons(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the weightiest reasons, one for each passage of words."""
    shown: dict[Evidence, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: -reason.weight):
        if len(shown) < _SHOWN:
            shown.setdefault(reason.evidence, reason)
    return list(shown.values())
