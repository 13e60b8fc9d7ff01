"""`consult place`: say where a remark belongs that the toolkit was not sure of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import complete, options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, say
from toolkit.cli.views import summary
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext, one_line
from toolkit.model.contribution import GENERAL, Candidate, Received, Remark
from toolkit.model.provision import Provision

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

_WIDTH = 90
_CANDIDATES = 3
_REASONS = 3


def place(
    remark: Annotated[
        str,
        typer.Argument(
            metavar="REMARK",
            help=_("A remark (r12); without it, those are listed that wait for a person's word."),
            autocompletion=complete.complete_remark,
        ),
    ] = "",
    provision: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=_("The provision that it is about; without it, the proposal is confirmed."),
            autocompletion=complete.complete_provision,
        ),
    ] = "",
    quote: Annotated[
        str, typer.Option("--quote", metavar="WORDS", help=_("Words of the provision that it is about."))
    ] = "",
    general: Annotated[bool, typer.Option("--general", help=_("It is on the draft as a whole."))] = False,
    aside: Annotated[
        str | None, typer.Option("--set-aside", metavar="WHY", help=_("It is no remark, for this reason."))
    ] = None,
    aside_file: Annotated[
        str,
        typer.Option(
            "--set-aside-file",
            metavar="FILE",
            help=_("None of what came in this file is a remark on this draft; say --why."),
            autocompletion=complete.complete_contribution,
        ),
    ] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason."))] = "",
    actor: Annotated[
        str, typer.Option("--as", metavar="NAME", envvar="CONSULT_AUTHOR", help=_("Who decides."))
    ] = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List what waits, or decide about one remark."""
    from toolkit import desk, team

    _check(remark, provision, general=general, aside=aside is not None, quote=quote)
    with desk.open_workspace(workspace) as opened:
        if aside_file:
            _set_file_aside(opened, aside_file, remark, why=why, actor=actor, as_json=as_json)
            return
        if not remark:
            _list(opened, as_json=as_json)
            return
        if aside is not None:
            decided = team.set_aside(opened, remark, why=aside, actor=actor)
        else:
            target = GENERAL if general else provision or None
            decided = team.place(opened, remark, target, quote=quote, actor=actor, why=why)
        provisions = {item.id: item for item in opened.provisions()}
    if as_json:
        emit_json(decided)
        return
    emit(_decided_line(decided, provisions))


def _set_file_aside(
    opened: Workspace, name: str, remark: str, *, why: str, actor: str, as_json: bool
) -> None:
    from toolkit import team

    if remark:
        raise UsageError(_("one remark or a whole file?"), hint=_("Name either an id or --set-aside-file."))
    decided = team.set_file_aside(opened, name, why=why, actor=actor)
    if as_json:
        emit_json(decided)
        return
    message = ngettext(
        "{name}: {count} remark set aside; `consult undo` brings it back.",
        "{name}: {count} remarks set aside; `consult undo` brings them back.",
        len(decided),
    )
    say(message.format(name=decided[0].file_name, count=len(decided)))


def _check(remark: str, provision: str, *, general: bool, aside: bool, quote: str) -> None:
    if not remark and (general or aside or quote):
        raise UsageError(_("which remark?"), hint=_("Name its id: consult place r12 --general"))
    if sum(map(bool, (provision, general, aside))) > 1:
        raise UsageError(
            _("a provision, --general and --set-aside exclude each other."), hint=_("Choose one of them.")
        )
    if quote and (general or aside):
        raise UsageError(_("--quote goes with a provision."))


def _list(opened: Workspace, *, as_json: bool) -> None:
    from toolkit import team

    waiting = team.waiting(opened)
    if as_json:
        emit_json(waiting)
        return
    provisions = {item.id: item for item in opened.provisions()}
    for item in waiting:
        for line in _lines(item, provisions):
            emit(line)
    message = ngettext("{count} remark waits.", "{count} remarks wait.", len(waiting))
    say(message.format(count=len(waiting)) if waiting else _("Nothing waits for your word."))


def _lines(item: Received, provisions: Mapping[str, Provision]) -> Iterator[str]:
    """Yield a remark, its words, and the provisions that it may be about, each with the reasons."""
    who = _(", ").join(filter(None, (item.remark.author, item.file_name, item.remark.where)))
    yield f"{item.id}  {who}"
    yield f"    {_words(item.remark)}"
    for candidate in _candidates(item)[:_CANDIDATES]:
        yield f"    {candidate.confidence:4.0%}  {_name(candidate.provision_id, provisions)}"
        for said in _reasons(candidate, lambda name: _name(name, provisions)):
            yield f"          {said}"
    if not _candidates(item):
        yield "    " + _("nothing says where it belongs")


def _candidates(item: Received) -> Sequence[Candidate]:
    found = item.placement
    if found.state == "proposed":
        return (Candidate(found.provision_id, found.confidence, found.reasons), *found.rivals)
    return found.rivals


def _reasons(candidate: Candidate, name: Callable[[str], str]) -> list[str]:
    from toolkit.intake.placing.sentences import sentence

    return [sentence(reason, name=name) for reason in candidate.reasons[:_REASONS]]


def _words(remark: Remark) -> str:
    said = remark.text or remark.proposed or remark.rationale or remark.clues.quote
    return one_line(said)[:_WIDTH] + ("…" if len(said) > _WIDTH else "")


def _name(provision_id: str, provisions: Mapping[str, Provision]) -> str:
    if provision_id == GENERAL:
        return _("the draft as a whole")
    if provision_id not in provisions:
        return provision_id
    return f"{provision_id} ({summary(provisions[provision_id], width=60)})"


def _decided_line(item: Received, provisions: Mapping[str, Provision]) -> str:
    if item.placement.state == "set_aside":
        return _("{id}: set aside").format(id=item.id)
    where = _name(item.placement.provision_id, provisions)
    made = f" → {item.comment_id}" if item.comment_id else ""
    return f"{item.id}{made}: {where}"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        place,
        name="place",
        about=_(
            "Say where a remark belongs: list what waits, confirm, choose, or set aside, a whole file too."
        ),
        example="consult place r12 fiche-3.2",
    )
