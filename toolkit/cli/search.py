"""`consult search`: provisions by words and by role, topic, modality, kind, page, reference, deadline, state of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_deadline, complete_reference, complete_work_state
from toolkit.cli.declare import declare
from toolkit.cli.filters import asked_for
from toolkit.cli.naming import all_of
from toolkit.cli.output import emit, emit_json, highlighted, say
from toolkit.cli.search_advice import advice
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.search.index import Results
    from toolkit.workspace.progress import WorkState
    from toolkit.workspace.store import Workspace


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
        typer.Option(
            "--reference",
            metavar="REF",
            help=_("Only what cites this reference."),
            autocompletion=complete_reference,
        ),
    ] = None,
    deadlines: Annotated[
        list[str] | None,
        typer.Option(
            "--deadline",
            metavar="WHEN",
            help=_("Only what has this deadline: P1Y, 2027, “72 hours”, retention …"),
            autocompletion=complete_deadline,
        ),
    ] = None,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help=_("Only what is unread, read, commented or selected; with --role, by that role."),
            autocompletion=complete_work_state,
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("Most hits to show."))] = 20,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print what fits best first."""
    from toolkit import desk

    filters: dict[str, Sequence[str] | Sequence[int]] = {
        "--role": roles or (),
        "--modality": modalities or (),
        "--topic": topics or (),
        "--kind": kinds or (),
        "--page": pages or (),
        "--reference": references or (),
        "--deadline": deadlines or (),
        "--state": states or (),
    }
    with desk.open_workspace(workspace) as opened:
        find = partial(_found, opened, " ".join(words or ()), filters, limit=limit)
        results = find()
        hints = []
        if not results.total and not as_json:
            hints = list(
                advice(words=words or (), filters=filters, count=lambda out: find(without=out).total)
            )
    if as_json:
        emit_json(results)
        return
    for hit in results.hits:
        emit(f"[{hit.provision_id}] {' › '.join(hit.path)}")
        emit(f"    {highlighted(hit.snippet.text, hit.snippet.marks)}", styled=True)
    if results.relaxed:
        say(_("Nothing has all the words; these have some."))
    if results.suggestion:
        say(_("Did you mean: {words}?").format(words=results.suggestion))
    message = ngettext("{shown} of {total} hit", "{shown} of {total} hits", results.total)
    say(message.format(shown=len(results.hits), total=results.total))
    for hint in hints:
        say(hint)


def _found(
    opened: Workspace,
    words: str,
    filters: Mapping[str, Sequence[Any]],
    *,
    without: frozenset[str] = frozenset(),
    limit: int,
) -> Results:
    """Search with the filters by option, `without` those of some."""
    from toolkit import desk

    kept = {name.removeprefix("--"): () if name in without else values for name, values in filters.items()}
    asked = asked_for(
        opened,
        roles=kept["role"],
        modalities=kept["modality"],
        topics=kept["topic"],
        kinds=kept["kind"],
        pages=kept["page"],
        references=kept["reference"],
    )
    states = _states(kept["state"])
    return desk.search(opened, words, asked=asked, deadlines=kept["deadline"], states=states, limit=limit)


def _states(typed: Sequence[str] | None) -> tuple[WorkState, ...]:
    from toolkit.workspace.progress import WORK_STATES

    return tuple(cast("WorkState", name) for name in all_of(typed, WORK_STATES, what=_("state")))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        search,
        name="search",
        about=_("Find provisions by words, role, topic, modality, kind, page, reference, deadline, state."),
        example="consult search 'bris de glace' --role care_team",
    )
