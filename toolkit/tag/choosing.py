"""Probabilities of roles → the roles to propose: those that can be expected to agree best with what people would set.

Not each role by itself: a provision that is almost surely somebody's is given to the likeliest, even where no role is
likely, and a third role needs more than a first. The measure of agreement is the F1 of two sets, whose expectation is
exact here, roles being taken as independent once it is known that the provision concerns somebody (Nan Ye et al.,
"Optimizing F-measure: a tale of two approaches", 2012: the best set of a size holds the likeliest).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_MOST = 3
"""Roles that a provision typically has, at most."""
_FURTHER = 0.2
"""Probability that a role needs to be proposed beside a likelier one: several wild guesses help nobody."""
_SURE = 0.995
"""Nothing is surer."""


def choose_roles(scores: Mapping[str, float], *, nobody: float) -> list[str]:
    """Return the roles to propose, the likeliest first; `nobody` is the probability that the provision concerns none.

    >>> choose_roles({"it": 0.9, "ciso": 0.6, "dpo": 0.1}, nobody=0.02)
    ['it', 'ciso']
    >>> choose_roles({"it": 0.2, "dpo": 0.1}, nobody=0.1), choose_roles({"it": 0.2, "dpo": 0.1}, nobody=0.8)
    (['it'], [])
    """
    somebody = max(1 - nobody, 1 - _SURE)
    ranked = sorted(scores, key=lambda role: (-scores[role], role))
    likely = [min(scores[role] / somebody, _SURE) for role in ranked]
    best, most = 0, nobody
    for size in range(1, min(_MOST, len(ranked)) + 1):
        expected = somebody * _expected_agreement(likely, size)
        if expected > most:
            best, most = size, expected
    return [role for place, role in enumerate(ranked[:best]) if place == 0 or scores[role] >= _FURTHER]


def _expected_agreement(likely: Sequence[float], size: int) -> float:
    """Return the expected F1 of the first `size` roles, given that at least one role of all is right."""
    inside, outside = _counts(likely[:size]), _counts(likely[size:])
    expected = sum(
        chance * other * 2 * hits / (size + hits + missed)
        for hits, chance in enumerate(inside)
        for missed, other in enumerate(outside)
    )
    return expected / max(1 - inside[0] * outside[0], 1 - _SURE)


def _counts(likely: Sequence[float]) -> list[float]:
    """Return how likely it is that none, one, two … of independent events happen."""
    counts = [1.0]
    for chance in likely:
        longer = [count * (1 - chance) for count in counts] + [0.0]
        for place, count in enumerate(counts, start=1):
            longer[place] += count * chance
        counts = longer
    return counts
