"""`consult train`: make the model that decides about roles, modality and topics anew from annotated provisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit_table, say
from toolkit.cli.progress import progress
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.tagging import Depth

ANNOTATED = Path("corpus", "annotated")
REPORTS = Path("outputs", "training")


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
                "Measure more (readers' agreement, calibration, what is taken for what, the learning curve) and "
                "write a report with charts."
            ),
        ),
    ] = False,
    report_to: Annotated[
        Path | None,
        typer.Option(
            "--report-to",
            metavar="DIR",
            help=_("The report, and where it goes; by default {folder}.").format(folder=REPORTS),
        ),
    ] = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Train the model of roles, modality and topics; the same provisions give the same model."""
    from toolkit import tagging

    reported = report or report_to is not None
    depth: Depth = "report" if reported else "check" if check else "none"
    with progress(_("training")) as told:
        trained = tagging.train(data or [ANNOTATED], target=output, depth=depth, progress=told)
    say(_("Learnt from {count} provisions: {path}").format(count=trained.examples, path=trained.path))
    for table in tagging.tables(trained.measured) if trained.measured else ():
        say(f"\n{table.title}")
        emit_table(table.columns, table.rows, named=True)
    if reported:
        say("\n" + _("Report: {path}").format(path=tagging.write_report(trained, report_to or REPORTS)))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        train,
        name="train",
        about=_("Train the model that proposes tags."),
        example="consult train --data corpus/annotated --report",
    )
