"""`consult form-map`: the places of a regulator's form, as a mapping file to complete."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.declare import declare
from toolkit.cli.output import emit
from toolkit.messages import _


def form_map(
    form: Annotated[Path, typer.Argument(metavar="FILE", help=_("The regulator's form: DOCX, ODT or XLSX."))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=_("Where to; by default to the screen.")),
    ] = None,
) -> None:
    """List what can be filled in, as a mapping file."""
    from toolkit import pipeline
    from toolkit.files import write_atomic

    listed = pipeline.form_map(form)
    if output is None:
        emit(listed.rstrip("\n"))
        return
    write_atomic(output, listed.encode())
    emit(str(output))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        form_map,
        name="form-map",
        about=_(
            "List the places of a regulator's form as a mapping file, for `consult export --format fill`."
        ),
        example="consult form-map form.docx -o mapping.toml",
    )
