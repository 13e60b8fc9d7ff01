"""`consult tag`: a person's decision about the tags of a provision; or the tags of bare provisions, for other programs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_decision, complete_provision
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_bytes
from toolkit.cli.usage import SpokenCommand
from toolkit.cli.views import summary, tag_lines
from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.model.provision import Provision

_STDIO = "-"
_ITEM_FILES = (".jsonl", ".ndjson")
# "-it", "-topic:logging": taking a tag away.  Not: "-a", "--why", "-".
_TAKEN_AWAY = re.compile(r"^-(?=[a-z_:]{2,}$)")
_MINUS = "\N{MINUS SIGN}"
"""Stands for the hyphen of "-it" while options are told from decisions."""


class DecisionCommand(SpokenCommand):
    """A command whose arguments may begin with a hyphen: "-it" is a decision, "-a" an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; decisions come with a minus sign."""
        return super().parse_args(ctx, [_TAKEN_AWAY.sub(_MINUS, arg) for arg in args])


def tag(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE|-",
            help=_("A provision by id or printed number; or bare provisions, one JSON object a line."),
            autocompletion=complete_provision,
        ),
    ],
    decisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECISION…]",
            help=_("+dim or -it, +topic:logging, modality=recommendation."),
            autocompletion=complete_decision,
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason."))] = "",
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE|-", help=_("Write JSON to a file, or to stdout with -.")),
    ] = None,
    profile: options.ProfileFile = None,
    author: options.Author = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Decide about the tags of a provision, for good; or tag bare provisions without a workspace."""
    from toolkit import desk, tagging

    if what == _STDIO or what.endswith(_ITEM_FILES):
        _write(tagging.tag_lines(_lines(what), desk.load_profile(profile)), json or _STDIO)
        return
    with desk.open_workspace(workspace) as opened:
        known = desk.profile_of(opened)
        wishes = [tagging.read_wish(typed.replace(_MINUS, "-", 1), known) for typed in decisions or ()]
        if not wishes:
            raise UsageError(
                _("what is decided?"),
                hint=_("Write +dim, -it, +topic:logging or modality=recommendation."),
            )
        provision = tagging.decide(opened, what, wishes, actor=author, reason=reason)
    if json is not None:
        _write([_encoded(provision)], json)
        return
    emit(f"[{provision.id}] {summary(provision)}")
    for line in tag_lines((found, "") for found in provision.tags):
        emit(line)


def _encoded(provision: Provision) -> bytes:
    import msgspec

    return msgspec.json.encode(provision) + b"\n"


def _lines(name: str) -> Iterable[bytes]:
    if name == _STDIO:
        return sys.stdin.buffer
    from toolkit.files import read_input

    return read_input(Path(name)).splitlines()


def _write(lines: Iterable[bytes], target: str) -> None:
    from toolkit.files import write_atomic

    if target == _STDIO:
        for line in lines:
            emit_bytes(line)
    else:
        write_atomic(Path(target), b"".join(lines))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        tag,
        name="tag",
        about=_("Decide which tags a provision has; or tag bare provisions (JSON lines)."),
        example="consult tag R12 +dim -it --why 'about the content of the record'",
        cls=DecisionCommand,
    )
