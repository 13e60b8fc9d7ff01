"""`consult matrix`: which provision concerns which role, on the terminal or as a file, with counts by section."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import all_of
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.messages import _, current_language

if TYPE_CHECKING:
    from toolkit.export.matrix.table import Matrix

_SHOWN = 60


def matrix(
    roles: options.Roles = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=_("Write it as .xlsx or .html.")),
    ] = None,
    counts: Annotated[bool, typer.Option("--counts", help=_("Only the counts by section."))] = False,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print the table of provisions by roles, then how many each section has for each role."""
    from toolkit import desk, tagging

    with desk.open_workspace(workspace) as opened:
        wanted = all_of(roles, (role.id for role in desk.profile_of(opened).roles), what=_("role"))
        found = tagging.matrix(opened, wanted, language=current_language())
    if output is not None:
        tagging.write_matrix(found, output)
        say(_("Written: {path}").format(path=output))
    elif as_json:
        emit_json(found)
    else:
        _emit(found, counts=counts)


def _emit(found: Matrix, *, counts: bool) -> None:
    from toolkit.export.matrix.terms import MARKS, MatrixTerms

    terms = MatrixTerms(current_language())
    names = [role.id for role in found.roles]
    if not counts:
        emit_table(
            ("id", _("provision"), *names),
            (
                (
                    row.provision_id,
                    f"{row.number} {row.title}".strip()[:_SHOWN],
                    *(MARKS[c] for c in row.cells),
                )
                for row in found.rows
                if any(row.cells)
            ),
            named=True,
        )
        emit("")
    lines = [(count.title, count.numbers) for count in found.counts]
    emit_table(
        (terms.section, *names),
        ((title[:_SHOWN], *map(str, numbers)) for title, numbers in (*lines, (terms.total, found.totals))),
        named=True,
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        matrix,
        name="matrix",
        about=_("Show which provision concerns which role; -o writes a spreadsheet or a page."),
        example="consult matrix -o matrix.xlsx",
    )
