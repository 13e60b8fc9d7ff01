"""`consult search`: provisions by words and by role, topic, modality, kind, page, reference."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.filters import asked_for
from toolkit.cli.output import emit, emit_json, highlighted, say
from toolkit.messages import _, ngettext


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS",
            help=_('Words, `"exact phrase"`, AND, OR, NOT, prefix*; optional where a filter is given.'),
        ),
    ] = None,
    roles: options.Roles = None,
    topics: options.Topics = None,
    modalities: options.Modalities = None,
    kinds: options.Kinds = None,
    pages: options.Pages = None,
    references: Annotated[
        list[str] | None,
        typer.Option("--reference", metavar="REF", help=_("Only what cites this reference.")),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("Most hits to show."))] = 20,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print what fits best first."""
    from toolkit import pipeline

    with pipeline.open_workspace(workspace) as opened:
        asked = asked_for(
            opened,
            roles=roles,
            modalities=modalities,
            topics=topics,
            kinds=kinds,
            pages=pages,
            references=references,
        )
        results = pipeline.search(opened, " ".join(words or ()), asked=asked, limit=limit)
    if as_json:
        emit_json(results)
        return
    for hit in results.hits:
        emit(f"[{hit.provision_id}] {' › '.join(hit.path)}")
        emit(f"    {highlighted(hit.snippet.text, hit.snippet.marks)}")
    if results.relaxed:
        say(_("Nothing has all the words; these have some."))
    if results.suggestion:
        say(_("Did you mean: {words}?").format(words=results.suggestion))
    message = ngettext("{shown} of {total} hit", "{shown} of {total} hits", results.total)
    say(message.format(shown=len(results.hits), total=results.total))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        search,
        name="search",
        about=_("Find provisions by words, role, topic, modality, kind, page."),
        example="consult search 'bris de glace' --role care_team",
    )
