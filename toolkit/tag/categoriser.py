"""Features → how likely each role, modality and topic is: a linear model, shipped as one small file.

For each value it adds up the weights of the features that a provision has and turns the sum into a probability; the
parts of the sum are the reasons. The file is MessagePack: names, and the weights as half-precision floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.model.tag import Facet
from toolkit.resources import shipped
from toolkit.tag.features import Features

SHIPPED = "categoriser.msgpack"
CONSTANT = "constant"
"""Name of the feature that every provision has."""
Target = tuple[Facet, str]
NOBODY: Target = ("role", "")
"""That a provision concerns no role: definitions, history, the purpose of the document."""


class Categoriser(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """A trained model. `weights` holds a row for each feature, a column for each target."""

    profile: str
    """Name of the profile whose rules it was trained with."""
    examples: int
    targets: tuple[Target, ...]
    names: tuple[str, ...]
    weights: bytes
    slopes: tuple[float, ...]
    """By which the sum of each target is multiplied, so that its probabilities are neither too bold nor too shy."""
    version: Literal[2] = 2

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        flat = np.frombuffer(self.weights, dtype="<f2").astype(np.float32)
        scaled = flat.reshape(len(self.names), len(self.targets)) * np.array(self.slopes, dtype=np.float32)
        return scaled.astype(np.float32)

    @cached_property
    def _columns(self) -> dict[Target, int]:
        return {target: column for column, target in enumerate(self.targets)}

    def score(self, features: Features) -> dict[Target, float]:
        """Return the probability of each target."""
        rows, values = self._known(features)
        sums = values @ self._matrix[rows] + self._matrix[self._rows[CONSTANT]]
        return dict(zip(self.targets, (1 / (1 + np.exp(-sums))).tolist(), strict=True))

    def speak_for(self, features: Features, target: Target) -> list[tuple[str, float]]:
        """Return the features of a provision that speak for a target, with what each adds, the strongest first."""
        column = self._matrix[:, self._columns[target]]
        found = ((name, value * float(column[self._rows[name]])) for name, value in self._listed(features))
        return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))

    def _listed(self, features: Features) -> Sequence[tuple[str, float]]:
        return [pair for pair in features.values.items() if pair[0] in self._rows]

    def _known(self, features: Features) -> tuple[list[int], NDArray[np.float32]]:
        listed = self._listed(features)
        return [self._rows[name] for name, _value in listed], np.array(
            [value for _name, value in listed], dtype=np.float32
        )


def pack(categoriser: Categoriser) -> bytes:
    """Return the content of a model's file."""
    return msgspec.msgpack.encode(categoriser)


def unpack(content: bytes, *, where: str) -> Categoriser:
    """Read the content of a model's file; `where` names it in errors.

    Raises:
        BrokenInput: it is not such a file, or of another version.
    """
    try:
        return msgspec.msgpack.decode(content, type=Categoriser)
    except msgspec.DecodeError as error:
        raise BrokenInput(
            _("not a model of this version: {reason}.").format(reason=error),
            where=where,
            hint=_("Make it anew with `consult train`."),
        ) from error


@cache
def shipped_categoriser() -> Categoriser | None:
    """Return the model that is shipped; None if there is none, as before the first training."""
    path = Path(shipped("vocabularies")) / SHIPPED
    return unpack(path.read_bytes(), where=path.name) if path.is_file() else None
