"""Feature vectors and labels → weights: logistic regression for many targets at once, exact and the same each time.

Newton's method with Böhning's bound of the Hessian ("Multinomial logistic regression algorithm", 1992): the curvature of the
logistic loss is at most a quarter, so that one inverse serves every step and every target. The steps run in the space of the
examples, of which there are fewer than features, with Nesterov's acceleration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_CURVATURE = 0.25
_STEPS = 80
_CONSTANT_VALUE = 3.0
"""Value of the feature that all share: so large that its weight is hardly held back."""


def common_names(examples: Sequence[Mapping[str, float]], *, at_least: int) -> list[str]:
    """Return, sorted, the names of the features that `at_least` so many examples have."""
    counts = Counter(name for example in examples for name in example)
    return sorted(name for name, count in counts.items() if count >= at_least)


def lay_out(examples: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    """Return a row an example and a column a name, and a last column for the constant."""
    columns = {name: column for column, name in enumerate(names)}
    table = np.zeros((len(examples), len(names) + 1))
    for row, example in enumerate(examples):
        for name, value in example.items():
            column = columns.get(name)
            if column is not None:
                table[row, column] = value
    table[:, -1] = _CONSTANT_VALUE
    return table


def fit(table: Matrix, labels: Matrix, *, penalty: float) -> Matrix:
    """Return a weight for each column of `table` (rows) and of `labels` (columns), under an L2 penalty."""
    kernel = table @ table.T
    step = np.linalg.inv(_CURVATURE * kernel + penalty * np.eye(len(kernel)))
    shares = before = np.zeros(labels.shape)
    for count in range(_STEPS):
        ahead = shares + count / (count + 3) * (shares - before)
        slope = probability(kernel @ ahead) - labels + penalty * ahead
        before, shares = shares, ahead - step @ slope
    return np.asarray(table.T @ shares)


def probability(sums: Matrix) -> Matrix:
    """Turn sums of weights into probabilities."""
    return np.asarray(1 / (1 + np.exp(-sums)))


def fit_slope(sums: Matrix, labels: Matrix) -> float:
    """Return the factor of `sums` that makes the probabilities of held-out examples fit (Platt's scaling, slope only)."""
    tried = np.linspace(0.5, 1.5, 41)
    losses = [_loss(factor * sums, labels) for factor in tried]
    return round(float(tried[int(np.argmin(losses))]), 3)


def _loss(sums: Matrix, labels: Matrix) -> float:
    return float(np.mean(np.logaddexp(0, sums) - labels * sums))
