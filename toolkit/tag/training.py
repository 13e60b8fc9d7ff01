"""Examples → a trained model, and how it does on documents that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from toolkit.model.profile import Profile
from toolkit.model.provision import Provision
from toolkit.model.tag import MODALITIES
from toolkit.tag.categoriser import CONSTANT, NOBODY, Categoriser, Target
from toolkit.tag.examples import Example
from toolkit.tag.features import Features, collect_features
from toolkit.tag.fitting import Matrix, common_names, fit, fit_slope, lay_out
from toolkit.tag.items import item_ancestors
from toolkit.tag.ruling import Ruling
from toolkit.tag.surroundings import look_around
from toolkit.tag.tagger import Tagger

FOLDS = 10
_PENALTY = 3.0
_AT_LEAST = 2
"""Examples that have to show a feature for it to be learnt."""
Step = Callable[[], None]
"""Called each time that a model is fitted, for whoever watches."""


class Studied(NamedTuple):
    """An example, what the rules say of it and its features."""

    example: Example
    ruling: Ruling
    features: Features


class Pupil:
    """Reads examples as the tagger reads provisions."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._taggers: dict[str, Tagger] = {}

    def study(self, examples: Sequence[Example]) -> Iterator[Studied]:
        """Apply the rules to the examples of one document, in its order, and collect their features."""
        rulings = look_around(map(self._rule, examples))
        for example, (ruling, around) in zip(examples, rulings, strict=True):
            language = self._tagger(example.lang).language
            yield Studied(example, ruling, collect_features(ruling, language, around))

    def _rule(self, example: Example) -> Ruling:
        provision = Provision(id=example.id, heading=example.heading or "", text=example.text or "")
        return self._tagger(example.lang).rule(provision, item_ancestors(example))

    def _tagger(self, language: str) -> Tagger:
        if language not in self._taggers:
            self._taggers[language] = Tagger(self.profile, language, by_rules=True)
        return self._taggers[language]


def study_all(examples: Iterable[Example], profile: Profile) -> list[Studied]:
    """Apply the rules to all examples and collect their features; those of a document stand together."""
    pupil = Pupil(profile)
    documents = groupby(examples, key=lambda example: example.doc)
    return [study for _doc, own in documents for study in pupil.study(list(own))]


def targets_of(profile: Profile) -> tuple[Target, ...]:
    """Return what a model for this profile decides about."""
    return (
        *(("role", role.id) for role in profile.roles),
        NOBODY,
        *(("topic", topic.id) for topic in profile.topics),
        *(("modality", modality) for modality in MODALITIES),
    )


def unwatched() -> None:
    """Tell nobody that a model is fitted."""


def train(
    studied: Sequence[Studied],
    profile: Profile,
    *,
    groups: Mapping[str, str] | None = None,
    step: Step = unwatched,
) -> Categoriser:
    """Train a model on all examples; documents of one group are held out together to set its slopes."""
    targets = targets_of(profile)
    labels = _labels(studied, targets)
    held_out = np.zeros(labels.shape)
    for rows, model in cross_validated(studied, profile, groups=groups, step=step):
        held_out[rows] = sums(model, [studied[row] for row in rows])
    slopes = tuple(_slopes(held_out, labels, targets))
    return _fitted(studied, labels, targets, profile.name, slopes)


def cross_validated(
    studied: Sequence[Studied],
    profile: Profile,
    *,
    groups: Mapping[str, str] | None = None,
    folds: int = FOLDS,
    step: Step = unwatched,
) -> Iterator[tuple[list[int], Categoriser]]:
    """Yield the positions of a part of the examples with a model trained on all other documents."""
    targets = targets_of(profile)
    parts = part_of_documents([study.example.doc for study in studied], groups or {}, folds)
    for part in sorted(set(parts)):
        inside = [row for row, own in enumerate(parts) if own == part]
        others = [study for study, own in zip(studied, parts, strict=True) if own != part]
        ones = (1.0,) * len(targets)
        model = _fitted(others, _labels(others, targets), targets, profile.name, ones)
        step()
        yield inside, model


def part_of_documents(documents: Sequence[str], groups: Mapping[str, str], parts: int) -> list[int]:
    """Share documents out among `parts` of about the same size; a group stays together.

    >>> part_of_documents(["a", "a", "b", "c"], {"c": "b"}, 2)
    [0, 0, 1, 1]
    """
    named = [groups.get(document, document) for document in documents]
    sizes = [0] * parts
    shared: dict[str, int] = {}
    for name in sorted(set(named), key=lambda name: (-named.count(name), name)):
        shared[name] = sizes.index(min(sizes))
        sizes[shared[name]] += named.count(name)
    return [shared[name] for name in named]


def sums(model: Categoriser, studied: Sequence[Studied]) -> Matrix:
    """Return the sum of weights of each example (rows) and target (columns)."""
    scores = [list(model.score(study.features).values()) for study in studied]
    clipped = np.clip(np.array(scores), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _labels(studied: Sequence[Studied], targets: Sequence[Target]) -> Matrix:
    return np.array([[float(holds(study.example, target)) for target in targets] for study in studied])


def holds(example: Example, target: Target) -> bool:
    """Tell whether people gave an example this label."""
    facet, value = target
    if target == NOBODY:
        return not example.roles
    if facet == "modality":
        return example.modality == value
    return value in (example.roles if facet == "role" else example.topics)


def _slopes(held_out: Matrix, labels: Matrix, targets: Sequence[Target]) -> Iterator[float]:
    """Yield one slope for all targets of a facet: single ones have too few examples."""
    facets = np.array([facet for facet, _value in targets])
    for facet, _value in targets:
        yield fit_slope(held_out[:, facets == facet], labels[:, facets == facet])


def _fitted(
    studied: Sequence[Studied],
    labels: Matrix,
    targets: tuple[Target, ...],
    profile_name: str,
    slopes: tuple[float, ...],
) -> Categoriser:
    examples = [study.features.values for study in studied]
    names = common_names(examples, at_least=_AT_LEAST)
    table = lay_out(examples, names)
    weights = fit(table, labels, penalty=_PENALTY)
    weights[-1] *= table[0, -1]
    return Categoriser(
        profile=profile_name,
        examples=len(studied),
        targets=targets,
        names=(*names, CONSTANT),
        weights=weights.astype("<f2").tobytes(),
        slopes=slopes,
    )
