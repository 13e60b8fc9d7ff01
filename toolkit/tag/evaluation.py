"""Predictions beside people's labels → figures: F1, recall, calibration, what is taken for what; and a table of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.model.profile import Profile
from toolkit.model.tag import Tag
from toolkit.tag.categoriser import NOBODY, Categoriser, Target
from toolkit.tag.deciding import common_targets, decide_by_model, decide_by_rules
from toolkit.tag.examples import Example
from toolkit.tag.readings import overlap
from toolkit.tag.training import FOLDS, Step, Studied, cross_validated, holds, unwatched
from toolkit.tag.weighing import THRESHOLD

_BINS = 10


class Predicted(NamedTuple):
    """What was proposed for an example, with a probability for every target where there is a model."""

    example: Example
    roles: frozenset[str]
    modality: str
    topics: frozenset[str]
    scores: Mapping[Target, float]


def predicted(example: Example, tags: Iterable[Tag], scores: Mapping[Target, float]) -> Predicted:
    """Gather the tags of one example by facet."""
    found = list(tags)
    return Predicted(
        example,
        frozenset(tag.value for tag in found if tag.facet == "role"),
        next((tag.value for tag in found if tag.facet == "modality"), ""),
        frozenset(tag.value for tag in found if tag.facet == "topic"),
        scores,
    )


# Who predicts


def by_keywords(studied: Sequence[Studied]) -> list[Predicted]:
    """Predict as a plain list of keywords would: every role and topic of which a word stands in the text or heading."""
    return [
        Predicted(
            study.example,
            frozenset(_values(study, "role")),
            study.ruling.duties[0].duty.modality if study.ruling.duties else "information",
            frozenset(_values(study, "topic")),
            {},
        )
        for study in studied
    ]


def _values(study: Studied, facet: str) -> Iterator[str]:
    for passage in study.ruling.situation.own:
        yield from (span.kb_id_ for span in passage.terms(facet) if span.id_ != "hint")


def by_rules(studied: Sequence[Studied], profile: Profile) -> list[Predicted]:
    """Predict as the tagger does without a model."""
    return [
        predicted(study.example, decide_by_rules(study.ruling, profile, floor=THRESHOLD), {})
        for study in studied
    ]


def by_model(studied: Sequence[Studied], model: Categoriser, profile: Profile) -> list[Predicted]:
    """Predict as the tagger does with a model."""
    known = common_targets(model, profile)
    return [
        predicted(
            study.example,
            decide_by_model(study.ruling, study.features, model, profile, known=known, floor=THRESHOLD),
            model.score(study.features),
        )
        for study in studied
    ]


def held_out(
    studied: Sequence[Studied],
    profile: Profile,
    *,
    groups: Mapping[str, str] | None = None,
    folds: int = FOLDS,
    step: Step = unwatched,
) -> list[Predicted]:
    """Predict each example with a model that has seen no provision of its document; in the order of `studied`."""
    found: dict[int, Predicted] = {}
    for rows, model in cross_validated(studied, profile, groups=groups, folds=folds, step=step):
        found |= zip(rows, by_model([studied[row] for row in rows], model, profile), strict=True)
    return [found[row] for row in range(len(studied))]


# Figures


class Figures(NamedTuple):
    """How predictions agree with labels, each from 0 to 1."""

    role_samples_f1: float
    topic_micro_f1: float
    modality_accuracy: float
    calibration_error: float | None
    """Of the roles' probabilities; None without probabilities."""


class RoleFigures(NamedTuple):
    """Of one role: how often people set it, and how it was found."""

    examples: int
    precision: float
    recall: float


def figures(predictions: Sequence[Predicted]) -> Figures:
    """Measure predictions. Two empty sets of roles agree wholly."""
    count = len(predictions) or 1
    return Figures(
        sum(overlap(one.example.roles, one.roles) for one in predictions) / count,
        _micro_f1([(set(one.example.topics), set(one.topics)) for one in predictions]),
        sum(one.example.modality == one.modality for one in predictions) / count,
        calibration_error(predictions, "role") if any(one.scores for one in predictions) else None,
    )


def _micro_f1(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    size = sum(len(labels) + len(found) for labels, found in pairs)
    return 2 * sum(len(labels & found) for labels, found in pairs) / size if size else 1.0


def role_figures(predictions: Sequence[Predicted], role: str) -> RoleFigures:
    """Measure how one role is found."""
    labelled = sum(role in one.example.roles for one in predictions)
    proposed = sum(role in one.roles for one in predictions)
    both = sum(role in one.example.roles and role in one.roles for one in predictions)
    return RoleFigures(labelled, both / proposed if proposed else 0.0, both / labelled if labelled else 0.0)


class Bin(NamedTuple):
    """Probabilities of one tenth, from `lowest` on, and what came true of them."""

    lowest: float
    size: int
    expected: float
    """The mean of the probabilities."""
    true: float
    """The share of them that came true."""


def calibration(predictions: Sequence[Predicted], facet: str) -> list[Bin]:
    """Compare the probabilities of each tenth with what came true; tenths without any are left out."""
    bins: list[list[tuple[float, bool]]] = [[] for _bin in range(_BINS)]
    for one in predictions:
        for target, score in one.scores.items():
            if target[0] == facet and target != NOBODY:
                bins[min(int(score * _BINS), _BINS - 1)].append((score, holds(one.example, target)))
    return [
        Bin(
            place / _BINS,
            len(inside),
            sum(score for score, _true in inside) / len(inside),
            sum(true for _score, true in inside) / len(inside),
        )
        for place, inside in enumerate(bins)
        if inside
    ]


def calibration_error(predictions: Sequence[Predicted], facet: str) -> float:
    """Return the expected calibration error: how far the probabilities of each tenth are from what came true."""
    bins = calibration(predictions, facet)
    total = sum(found.size for found in bins) or 1
    return sum(found.size * abs(found.expected - found.true) for found in bins) / total


def confusions(predictions: Sequence[Predicted], *, most: int = 10) -> list[tuple[str, str, int]]:
    """Return the commonest mistakes about roles: labelled, proposed, how often."""
    wrong = Counter(
        ("+".join(sorted(one.example.roles)) or "-", "+".join(sorted(one.roles)) or "-")
        for one in predictions
        if set(one.example.roles) != set(one.roles)
    )
    return [(labelled, proposed, count) for (labelled, proposed), count in wrong.most_common(most)]


def learning_curve(
    studied: Sequence[Studied],
    profile: Profile,
    *,
    groups: Mapping[str, str] | None = None,
    shares: Sequence[float] = (0.25, 0.5, 0.75, 1.0),
    step: Step = unwatched,
) -> list[tuple[int, Figures]]:
    """Measure cross-validated models that learn from a growing share of the documents: examples, figures."""
    documents = list(dict.fromkeys(study.example.doc for study in studied))
    curve = []
    for share in shares:
        kept = {documents[int(place / share)] for place in range(int(len(documents) * share))}
        part = [study for study in studied if study.example.doc in kept]
        curve.append((len(part), figures(held_out(part, profile, groups=groups, step=step))))
    return curve
