"""The commands of `consult`, in the order in which one needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import (
    account,
    assign,
    backup,
    check,
    comment,
    comments,
    deadlines,
    desk,
    export,
    fix,
    form,
    form_map,
    history,
    intake,
    matrix,
    new,
    options,
    pack,
    parse,
    place,
    profile,
    read,
    reparse,
    respond,
    retag,
    review,
    search,
    select,
    serve,
    show,
    sign,
    status,
    tag,
    template,
    templates,
    trace,
    train,
    why,
)
from toolkit.cli.output import emit
from toolkit.cli.usage import SpokenGroup
from toolkit.messages import _

app = typer.Typer(
    name="consult",
    cls=SpokenGroup,
    subcommand_metavar=_("COMMAND [ARGS]..."),
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_EXIT_CODES = _(
    "Exit codes: 0 ok, 1 other, 2 usage, 3 input refused, 4 partial, 5 conflict, 6 storage, 130 interrupted."
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        emit(f"consult {version('consultation-toolkit')}")
        raise typer.Exit


@app.callback(
    help=_("Answer a regulator's public consultation, from the draft to the filed response."),
    epilog=_EXIT_CODES,
)
def consult(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda value: _print_version(wanted=value),
            help=_("Print the version."),
        ),
    ] = False,
    language: options.Language = None,
) -> None:
    """Hold the options that come before a command."""


for command in (
    respond,
    new,
    parse,
    check,
    fix,
    reparse,
    show,
    why,
    tag,
    review,
    retag,
    matrix,
    search,
    select,
    templates,
    template,
    profile,
    train,
    comment,
    comments,
    form,
    intake,
    place,
    desk,
    trace,
    assign,
    read,
    deadlines,
    status,
    sign,
    form_map,
    export,
    pack,
    history,
    serve,
    account,
    backup,
):
    command.register(app)
