"""`consult trace`: from a comment or a sentence of the response back to each remark, its words and its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_comment_or_provision
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json
from toolkit.cli.views import POSITIONS, STATES, history_lines
from toolkit.messages import _, one_line

if TYPE_CHECKING:
    from toolkit.consolidate.tracing import Origin
    from toolkit.model.contribution import Received

_WORDS = 90


def trace(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|TEXT",
            help=_("A comment (c12), a remark (r7), a provision, or a sentence of the response."),
            autocompletion=complete_comment_or_provision,
        ),
    ],
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print where it comes from, as a tree."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        found = team.trace(opened, what)
    if as_json:
        emit_json(found)
        return
    for origin in found.origins:
        for line in _origin_lines(origin):
            emit(line)
    for item in found.remarks:
        for line in _remark_lines(item):
            emit(line)
    if not found.origins and not found.remarks:
        emit(_("Nobody has said anything there."))


def _origin_lines(origin: Origin) -> Iterator[str]:
    """Yield a comment, what is known of it, and below it each of its sources."""
    comment = origin.comment
    who = ", ".join(filter(None, (comment.author, comment.role))) or _("nobody named")
    marks = [STATES[comment.state]]
    marks += [_("minority view")] if comment.minority else []
    marks += [_("merged into {id}").format(id=origin.merged_into)] if origin.merged_into else []
    marks += [_("{share:.0%} of the sentence").format(share=origin.likeness)] if origin.likeness else []
    yield f"{comment.id} {POSITIONS[comment.position]} — {who} ({', '.join(marks)})"
    facts = [*_said_lines(origin), *history_lines(origin.history)]
    if origin.remark is not None:
        facts += [*_remark_lines(origin.remark), *_file_lines(origin)]
    yield from ((f"{'│' if origin.sources else ' '}   {line.strip()}") for line in facts)
    yield from _branches(origin.sources)


def _branches(sources: Iterable[Origin]) -> Iterator[str]:
    children = tuple(sources)
    for number, source in enumerate(children, start=1):
        last = number == len(children)
        first, *rest = _origin_lines(source)
        yield f"{'└' if last else '├'}── {first}"
        yield from (f"{' ' if last else '│'}   {line}" for line in rest)


def _said_lines(origin: Origin) -> Iterator[str]:
    comment = origin.comment
    for title, words in (
        ("", comment.text),
        (_("On the words:"), comment.quote),
        (_("Proposed wording:"), comment.proposed),
        (_("Rationale:"), comment.rationale),
    ):
        if words:
            yield _cut(f"{title} {words}".strip())


def _remark_lines(item: Received) -> Iterator[str]:
    from toolkit.intake.placing.sentences import sentence

    remark, placement = item.remark, item.placement
    name = _("{file}, {place}").format(file=item.file_name, place=remark.where)
    yield f"{item.id} — {name}" + (f" ({remark.author})" if remark.author else "")
    words = remark.original or remark.text or remark.proposed
    if words:
        yield _("Its words: “{words}”").format(words=_cut(words))
    reasons = "; ".join(map(sentence, placement.reasons))
    who = placement.actor or _("the toolkit")
    because = placement.why or reasons
    yield _("Placed on {provision} by {who}: {why}").format(
        provision=placement.provision_id or _("the draft as a whole"), who=who, why=because or "–"
    )


def _file_lines(origin: Origin) -> Iterator[str]:
    if origin.file is not None:
        yield _("File: {path}").format(path=origin.stored)
        yield _("SHA-256: {sha256}").format(sha256=origin.file.sha256)


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _WORDS else line[: _WORDS - 1].rstrip() + "…"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        trace,
        name="trace",
        about=_("Follow a comment or a sentence of the response back to who said it, in which file."),
        example="consult trace c12",
    )
