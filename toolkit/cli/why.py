"""`consult why`: each tag of a provision with its reason in a sentence, the words that decided, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json
from toolkit.cli.views import FACETS, provision_lines
from toolkit.messages import _, current_language

if TYPE_CHECKING:
    from toolkit.tagging import Reason

SOURCES = {"rule": _("rule"), "model": _("model"), "person": _("person")}


def why(
    name: options.Provision,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print a provision and why it is tagged as it is."""
    from toolkit import desk, tagging

    with desk.open_workspace(workspace) as opened:
        provision, reasons = tagging.why(opened, name, language=current_language())
    if as_json:
        emit_json(reasons)
        return
    for line in (*provision_lines(provision), ""):
        emit(line)
    for reason in reasons:
        for line in reason_lines(reason):
            emit(line)


def reason_lines(reason: Reason) -> Iterator[str]:
    """Yield the sentence, then what a deadline governs and where the text of a reference stands."""
    told = f"{reason.because} ({SOURCES[reason.source]}, {reason.score:.2f})"
    yield _("{place}: {said}").format(place=FACETS[reason.facet], said=told)
    if reason.applies_to:
        yield "    " + _("applies to: {words}").format(words=reason.applies_to)
    if reason.link:
        yield f"    {reason.link}"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        why,
        name="why",
        about=_("Say why a provision is tagged as it is, tag by tag."),
        example="consult why R12",
    )
