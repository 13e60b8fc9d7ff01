"""`consult train`: make the model that decides about roles, modality and topics anew from annotated provisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    if check:
        _report(studied, profile, groups)


def _report(studied: Sequence[Studied], profile: Profile, groups: Mapping[str, str]) -> None:
    from toolkit.tag.evaluation import by_keywords, by_rules, figures, held_out

    model = held_out(studied, profile, groups=groups)
    compared = (
        (_("keywords"), by_keywords(studied)),
        (_("rules alone"), by_rules(studied, profile)),
        (_("rules and model"), model),
    )
    emit_table(
        ("", _("roles, samples-F1"), _("topics, micro-F1"), _("modality, accuracy"), _("calibration error")),
        ((name, *_cells(figures(predictions))) for name, predictions in compared),
    )
    emit_table((_("role"), "n", _("precision"), _("recall")), _role_rows(model, profile))


def _cells(measured: Figures) -> Iterator[str]:
    for figure in measured:
        yield "" if figure is None else f"{figure:.3f}"


def _role_rows(predictions: Sequence[Predicted], profile: Profile) -> Iterator[tuple[str, ...]]:
    from toolkit.tag.evaluation import role_figures

    for role in profile.roles:
        found = role_figures(predictions, role.id)
        yield role.id, str(found.examples), f"{found.precision:.3f}", f"{found.recall:.3f}"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        train,
        name="train",
        about=_("Train the model that proposes tags."),
        example="consult train --data corpus/annotated --check",
    )
