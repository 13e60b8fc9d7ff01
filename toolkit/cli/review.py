"""`consult review`: walk through tags nobody has decided on, the most doubtful first; hand decisions on as training data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.naming import all_of
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.errors import UsageError
from toolkit.messages import _, current_language, ngettext

if TYPE_CHECKING:
    from toolkit.tagging import Doubt
    from toolkit.workspace.store import Workspace

_WIDTH = 400
_SHOWN = 70


def review(
    roles: options.Roles = None,
    topics: options.Topics = None,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help=_("Only what is nearly proposed, or only just."))
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help=_("List them, ask nothing."))] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help=_("Write what people decided as training data.")),
    ] = None,
    reason: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason."))] = "",
    author: options.Author = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Ask for each tag whether it belongs there; each answer is kept at once."""
    from toolkit import desk, tagging

    with desk.open_workspace(workspace) as opened:
        if export is not None:
            _export(opened, export)
            return
        profile = desk.profile_of(opened)
        wanted_roles = all_of(roles, (role.id for role in profile.roles), what=_("role"))
        wanted_topics = all_of(topics, (topic.id for topic in profile.topics), what=_("topic"))
        if wanted_roles and wanted_topics:
            raise UsageError(_("roles or topics, one after the other."))
        found = tagging.doubts(
            opened,
            "topic" if wanted_topics else "role",
            wanted_roles or wanted_topics,
            margin=tagging.DOUBT if doubtful else 1.0,
            language=current_language(),
        )
        if as_json:
            emit_json(found)
        elif listed or not sys.stdin.isatty():
            _list(found)
        else:
            _ask(opened, found, author=author, reason=reason)


def _export(opened: Workspace, target: Path) -> None:
    from toolkit import tagging
    from toolkit.files import write_atomic

    lines = list(tagging.training_lines(opened))
    write_atomic(target, b"".join(lines))
    message = ngettext("{count} provision written.", "{count} provisions written.", len(lines))
    say(message.format(count=len(lines)))


def _list(found: Sequence[Doubt]) -> None:
    emit_table(
        ("id", _("tag"), _("score"), _("proposed"), _("provision")),
        (
            (
                item.provision_id,
                item.value,
                f"{item.score:.2f}",
                _("yes") if item.proposed else _("no"),
                item.text[:_SHOWN],
            )
            for item in found
        ),
        named=True,
    )
    message = ngettext("{count} tag to decide on.", "{count} tags to decide on.", len(found))
    say(message.format(count=len(found)))


def _ask(opened: Workspace, found: Sequence[Doubt], *, author: str, reason: str) -> None:
    """Ask about each; what is answered is kept even if the person leaves."""
    said = 0
    for number, item in enumerate(found, start=1):
        emit(f"\n{number}/{len(found)}  [{item.provision_id}] {' › '.join(item.path)}")
        emit(item.text[:_WIDTH] + ("…" if len(item.text) > _WIDTH else ""))
        emit(f"    {item.because} ({item.score:.2f})")
        answer = _answer(item)
        if answer == "quit":
            break
        if answer != "skip":
            present = answer == "yes"
            opened.decide_tag(
                item.provision_id, item.facet, item.value, present=present, actor=author, reason=reason
            )
            said += 1
    message = ngettext("{count} decision kept.", "{count} decisions kept.", said)
    say(message.format(count=said))


def _answer(item: Doubt) -> str:
    """Return "yes", "no", "skip" or "quit"; the end of the input quits."""
    letters = {_("y"): "yes", "y": "yes", _("n"): "no", _("s"): "skip", "": "skip", _("q"): "quit"}
    while True:
        question = _("{label}? [y]es, [n]o, [s]kip, [q]uit: ").format(label=item.label)
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return "quit"
        answer = letters.get(line.strip().lower()[:1])
        if answer:
            return answer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        review,
        name="review",
        about=_("Walk through uncertain tags and decide; write decisions as training data."),
        example="consult review --role dim --doubtful",
    )
