"""`consult train`: make the model that decides about roles, modality and topics anew from annotated provisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit_table, say
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.model.profile import Profile
    from toolkit.tag.evaluation import Figures, Predicted
    from toolkit.tag.readings import Agreement
    from toolkit.tag.training import Studied

ANNOTATED = Path("corpus", "annotated")


def train(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", metavar="DIR", help=_("Folder of annotated provisions; may be given several times.")
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=_("The model; by default the one in use.")),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=_("Also measure it on documents that it has not seen, beside the rules.")
        ),
    ] = False,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help=_(
                "Measure more: readers' agreement, calibration, what is taken for what, the learning curve."
            ),
        ),
    ] = False,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Train the model of roles, modality and topics; the same provisions give the same model."""
    from toolkit.files import write_atomic
    from toolkit.resources import shipped
    from toolkit.tag.categoriser import SHIPPED, pack
    from toolkit.tag.examples import read_examples, read_parallels
    from toolkit.tag.profiles import load_profile
    from toolkit.tag.training import study_all
    from toolkit.tag.training import train as train_model

    folders = data or [ANNOTATED]
    profile = load_profile()
    studied = study_all((example for folder in folders for example in read_examples(folder)), profile)
    groups = {name: group for folder in folders for name, group in read_parallels(folder).items()}
    target = output or shipped("vocabularies") / SHIPPED
    write_atomic(target, pack(train_model(studied, profile, groups=groups)))
    say(_("Learnt from {count} provisions: {path}").format(count=len(studied), path=target))
    if check or report:
        predictions = _check(studied, profile, groups)
        if report:
            _report(predictions, folders)
            _learning_curve(studied, profile, groups)


def _check(studied: Sequence[Studied], profile: Profile, groups: Mapping[str, str]) -> Sequence[Predicted]:
    """Measure on unseen documents, beside the rules and a plain list of keywords."""
    from toolkit.tag.evaluation import by_keywords, by_rules, figures, held_out

    compared = {
        _("keywords"): by_keywords(studied),
        _("rules alone"): by_rules(studied, profile),
        _("rules and model"): held_out(studied, profile, groups=groups),
    }
    _table(
        _("Who proposes"), ("", *_measures()), ((name, *_cells(figures(p))) for name, p in compared.items())
    )
    columns = (
        _("role"),
        "n",
        *(f"{name}: {what}" for name in compared for what in (_("precision"), _("recall"))),
    )
    _table(_("By role"), columns, _role_rows(tuple(compared.values()), profile))
    return compared[_("rules and model")]


def _report(predictions: Sequence[Predicted], folders: Sequence[Path]) -> None:
    from toolkit.tag.evaluation import calibration, confusions
    from toolkit.tag.examples import read_agreement

    agreed = {
        f"{folder / name}": found for folder in folders for name, found in read_agreement(folder).items()
    }
    columns = ("", "n", _("roles, samples-F1"), _("topics, samples-F1"), _("modality, accuracy"))
    _table(_("Readers beside each other"), columns, _agreement_rows(agreed))
    bins = calibration(predictions, "role")
    measures = (_("probability"), "n", _("on average"), _("came true"))
    _table(_("Calibration of roles"), measures, (_numbers(*found) for found in bins))
    wrong = confusions(predictions)
    sides = (_("people"), _("proposed"), "n")
    _table(_("What is taken for what"), sides, ((right, found, str(count)) for right, found, count in wrong))


def _learning_curve(studied: Sequence[Studied], profile: Profile, groups: Mapping[str, str]) -> None:
    from toolkit.tag.evaluation import learning_curve

    curve = learning_curve(studied, profile, groups=groups)
    rows = ((str(count), *_cells(found)) for count, found in curve)
    _table(_("Learning curve"), ("n", *_measures()), rows)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    say(f"\n{title}")
    emit_table(columns, rows, named=True)


def _measures() -> tuple[str, ...]:
    return (_("roles, samples-F1"), _("topics, micro-F1"), _("modality, accuracy"), _("calibration error"))


def _agreement_rows(agreed: Mapping[str, Agreement]) -> Iterator[tuple[str, ...]]:
    for name, found in agreed.items():
        yield name, str(found.provisions), *_figures(found.roles, found.topics, found.modality)


def _figures(*values: float) -> Iterator[str]:
    return (f"{value:.3f}" for value in values)


def _numbers(lowest: float, count: int, expected: float, true: float) -> tuple[str, ...]:
    return f"{lowest:.1f}–", str(count), *_figures(expected, true)


def _cells(measured: Figures) -> Iterator[str]:
    for figure in measured:
        yield "" if figure is None else f"{figure:.3f}"


def _role_rows(compared: Sequence[Sequence[Predicted]], profile: Profile) -> Iterator[tuple[str, ...]]:
    from toolkit.tag.evaluation import role_figures

    for role in profile.roles:
        found = [role_figures(predictions, role.id) for predictions in compared]
        cells = (figure for one in found for figure in _figures(one.precision, one.recall))
        yield role.id, str(found[0].examples), *cells


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        train,
        name="train",
        about=_("Train the model that proposes tags."),
        example="consult train --data corpus/annotated --report",
    )
