"""Annotated provisions → a trained model, and what it was measured to do on documents that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.limits import Progress
    from toolkit.model.profile import Profile
    from toolkit.tag.evaluation import Bin, Figures, Predicted, RoleFigures
    from toolkit.tag.examples import Example
    from toolkit.tag.readings import Agreement
    from toolkit.tag.training import Studied

Depth = Literal["none", "check", "report"]
"""How much to measure: nothing, the model beside rules and keywords, or all there is to know."""
_STUDY = 100
"""Reading so many examples takes about as long as fitting one model."""
_SHARES = 4
"""Of the learning curve."""


class RoleRow(NamedTuple):
    """How a role is found by each of those compared."""

    role: str
    found: tuple[RoleFigures, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured. `compared` and `roles` are in the same order of those who propose."""

    compared: tuple[tuple[str, Figures], ...]
    roles: tuple[RoleRow, ...]
    agreement: tuple[tuple[str, Agreement], ...] = ()
    """File → how far its two readers agree."""
    calibration: tuple[Bin, ...] = ()
    confusions: tuple[tuple[str, str, int], ...] = ()
    """What people said, what was proposed instead, how often."""
    curve: tuple[tuple[int, Figures], ...] = ()
    """Examples learnt from → what that brings."""


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """A model that was written, and what was measured of it where that was asked."""

    path: Path
    examples: int
    measured: Measured | None = None


class _Steps:
    """Counts what is done of the work and tells it."""

    def __init__(self, tell: Progress | None, total: int) -> None:
        self._tell = tell
        self._total = total
        self._done = 0

    def __call__(self) -> None:
        """Note that one more step is done."""
        self._done += 1
        if self._tell is not None:
            self._tell(min(self._done, self._total), self._total)


def train(
    folders: Sequence[Path],
    *,
    target: Path | None = None,
    depth: Depth = "none",
    progress: Progress | None = None,
) -> Trained:
    """Train the model of roles, modality and topics and write it, by default over the shipped one.

    The same provisions give the same model.

    Raises:
        UsageError: a folder holds no annotated provisions.
        BrokenInput: one cannot be read.
        StorageError: the model cannot be written.
    """
    from toolkit.files import write_atomic
    from toolkit.resources import shipped
    from toolkit.tag.categoriser import SHIPPED, pack
    from toolkit.tag.examples import read_examples, read_parallels
    from toolkit.tag.profiles import load_profile
    from toolkit.tag.training import study_all
    from toolkit.tag.training import train as train_model

    profile = load_profile()
    examples = [example for folder in folders for example in read_examples(folder)]
    groups = {name: group for folder in folders for name, group in read_parallels(folder).items()}
    step = _Steps(progress, len(examples) // _STUDY + _fits(depth))
    studied = study_all(_told(examples, step), profile)
    path = target or shipped("vocabularies") / SHIPPED
    write_atomic(path, pack(train_model(studied, profile, groups=groups, step=step)))
    measured = None if depth == "none" else _measure(studied, profile, groups, folders, depth, step)
    return Trained(path=path, examples=len(studied), measured=measured)


def _fits(depth: Depth) -> int:
    """Return how many models are fitted."""
    from toolkit.tag.training import FOLDS

    return FOLDS * {"none": 1, "check": 2, "report": 2 + _SHARES}[depth]


def _told(examples: Iterable[Example], step: Callable[[], None]) -> Iterator[Example]:
    for number, example in enumerate(examples, start=1):
        yield example
        if number % _STUDY == 0:
            step()


def _measure(
    studied: Sequence[Studied],
    profile: Profile,
    groups: Mapping[str, str],
    folders: Sequence[Path],
    depth: Depth,
    step: Callable[[], None],
) -> Measured:
    """Measure on unseen documents, beside the rules and a plain list of keywords."""
    from toolkit.tag.evaluation import (
        by_keywords,
        by_rules,
        calibration,
        confusions,
        figures,
        held_out,
        learning_curve,
    )

    model = held_out(studied, profile, groups=groups, step=step)
    compared = {
        _("keywords"): by_keywords(studied),
        _("rules alone"): by_rules(studied, profile),
        _("rules and model"): model,
    }
    found = Measured(
        compared=tuple((name, figures(one)) for name, one in compared.items()),
        roles=tuple(_role_rows(tuple(compared.values()), profile)),
    )
    if depth == "check":
        return found
    return msgspec.structs.replace(
        found,
        agreement=tuple(_agreement(folders)),
        calibration=tuple(calibration(model, "role")),
        confusions=tuple(confusions(model)),
        curve=tuple(learning_curve(studied, profile, groups=groups, step=step)),
    )


def _role_rows(compared: Sequence[Sequence[Predicted]], profile: Profile) -> Iterator[RoleRow]:
    from toolkit.tag.evaluation import role_figures

    for role in profile.roles:
        yield RoleRow(role.id, tuple(role_figures(predictions, role.id) for predictions in compared))


def _agreement(folders: Sequence[Path]) -> Iterator[tuple[str, Agreement]]:
    from toolkit.tag.examples import read_agreement

    for folder in folders:
        for name, found in read_agreement(folder).items():
            yield str(folder / name), found
