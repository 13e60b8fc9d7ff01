"""`consult desk`: what comments repeat and contradict, and a lead's word on it: merge, reject, minority, apart, agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperGroup

from toolkit.cli import complete, options
from toolkit.cli.declare import declare
from toolkit.cli.kept import kept_on_failure
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_json, say
from toolkit.cli.usage import SpokenGroup
from toolkit.cli.views import POSITIONS, STATES, summary
from toolkit.cli.writing import edited_text, given_text
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext, one_line
from toolkit.model.comment import POSITIONS as POSITION_IDS
from toolkit.model.comment import Comment, Position
from toolkit.model.consolidation import Group
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Provision

if TYPE_CHECKING:
    from toolkit.consolidate.overview import Overview

_WIDTH = 100
_REASONS = 2
"""So many reasons are said of a group; --json has all."""

Actor = Annotated[
    str,
    typer.Option("--as", metavar="NAME", envvar="CONSULT_AUTHOR", help=_("Who decides.")),
]
Group_ = Annotated[
    str,
    typer.Argument(
        metavar="GROUP",
        help=_("The group's id, as `consult desk` prints it."),
        autocompletion=complete.complete_group,
    ),
]
Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help=_("Comments (c3 c17)."), autocompletion=complete.complete_comment),
]


class _Desk(SpokenGroup):
    """The desk without a command lists what lies on it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return TyperGroup.parse_args(self, ctx, args)


desk_app = typer.Typer(
    cls=_Desk,
    subcommand_metavar=_("[COMMAND] [ARGS]..."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show(
    context: typer.Context,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="ID",
            help=_("Only what is on this provision and below it."),
            autocompletion=complete.complete_provision,
        ),
    ] = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List what waits for a decision, provision by provision."""
    if context.invoked_subcommand is not None:
        return
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        found = team.overview(opened)
        provisions = {item.id: item for item in opened.provisions()}
        if on:
            found = _narrowed(found, opened.resolve(on).id, provisions)
    if as_json:
        emit_json(found)
        return
    for line in _overview_lines(found, provisions):
        emit(line)
    say(_counted(found))


def merge(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help=_("Comments (c3 c17), or a group of duplicates (dup-c3-c17)."),
            autocompletion=complete.complete_comment_or_group,
        ),
    ],
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=_("Text of the merged comment."))
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE|-", help=_("Its text, from a file."))
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help=_("Write its text in your editor."))] = False,
    proposed: Annotated[
        str | None, typer.Option("--proposed", metavar="TEXT", help=_("Its proposed wording."))
    ] = None,
    position: Annotated[
        str | None,
        typer.Option(
            "--position",
            metavar="POSITION",
            help=_("Its position."),
            autocompletion=lambda: list(POSITION_IDS),
        ),
    ] = None,
    rationale: Annotated[
        str | None,
        typer.Option(
            "--rationale", metavar="TEXT", help=_("Its rationale; by default what only one source says.")
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Print the merged comment and write nothing."))
    ] = False,
    actor: Actor = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Make one comment of several; they stay behind it as its sources."""
    from toolkit import desk, team

    words = given_text(text, file)
    if edit and words is not None:
        raise UsageError(_("give --edit or a text, not both."))
    kept = cast("Position | None", position and one_of(position, POSITION_IDS, what=_("position")))
    with desk.open_workspace(workspace) as opened:
        sources = [opened.comment(name) for name in _members(ids)]
        names = [source.id for source in sources]
        wanted: dict[str, Any] = {"proposed": proposed, "position": kept, "rationale": rationale}
        typed = edited_text(team.merge_proposal(opened, names, **wanted).text) if edit else ""
        wanted["text"] = typed or words
        if dry_run:
            _show_merged(team.merge_proposal(opened, names, **wanted, author=actor), as_json=as_json)
            return
        with kept_on_failure(typed):
            merged = team.merge(opened, names, **wanted, actor=actor, seen=sources)
    _show_merged(merged, as_json=as_json)


def reject(
    ids: Ids,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help=_("The reason, which its author can read."))
    ] = "",
    actor: Actor = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Leave comments out of the response."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        for comment in team.reject(opened, _members(ids), reason=why, actor=actor):
            _say_state(comment)


def minority(
    ids: Ids,
    off: Annotated[bool, typer.Option("--off", help=_("It is one of all again."))] = False,
    actor: Actor = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Keep comments beside what the others say."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        for name in _members(ids):
            comment = team.keep_minority(opened, name, actor=actor, minority=not off)
            told = _("{id}: no longer a minority view.") if off else _("{id}: kept as a minority view.")
            say(told.format(id=comment.id))


def apart(
    group: Group_,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason."))] = "",
    actor: Actor = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Decide that the comments of a group do not belong together."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        verdict = team.keep_apart(opened, group, reason=why, actor=actor)
    say(_("{id}: kept apart; it is not proposed again.").format(id=verdict.subject))


def agree(
    group: Group_,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("How it was settled."))] = "",
    actor: Actor = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Decide that a contradiction is settled."""
    from toolkit import desk, team

    with desk.open_workspace(workspace) as opened:
        verdict = team.agree(opened, group, reason=why, actor=actor)
    say(_("{id}: settled; it is not proposed again.").format(id=verdict.subject))


def _members(names: Sequence[str]) -> list[str]:
    """Return the comments named, those of groups among them, each once."""
    from toolkit.consolidate.overview import members_of

    return list(dict.fromkeys(key for name in names for key in (members_of(name) or (name,))))


def _narrowed(found: Overview, top: str, provisions: Mapping[str, Provision]) -> Overview:
    import msgspec

    def below(provision_id: str) -> bool:
        step: str | None = provision_id
        while step is not None and step != top:
            step = provisions[step].parent_id if step in provisions else None
        return step == top

    return msgspec.structs.replace(
        found,
        duplicates=tuple(group for group in found.duplicates if any(map(below, group.provision_ids))),
        contradictions=tuple(group for group in found.contradictions if any(map(below, group.provision_ids))),
        to_place=tuple(item for item in found.to_place if below(item.placement.provision_id)),
        drafts=tuple(comment for comment in found.drafts if below(comment.provision_id)),
    )


def _overview_lines(found: Overview, provisions: Mapping[str, Provision]) -> Iterator[str]:
    comments = {comment.id: comment for comment in found.comments}
    places = {key: place for place, key in enumerate((GENERAL, *provisions))}
    groups = sorted(
        (*found.duplicates, *found.contradictions),
        key=lambda group: places.get(group.provision_ids[0], len(places)),
    )
    shown = ""
    for number, group in enumerate(groups):
        title = _title(group.provision_ids[0], provisions)
        if title != shown or not number:
            yield from ("",) * bool(number)
            yield title
            shown = title
        yield from _group_lines(group, comments)
    if found.to_place:
        yield from ("", _("Remarks to place (`consult place`):"))
        for item in found.to_place:
            yield _cut(f"    {item.id}  {item.file_name}, {item.remark.where}: {item.remark.text}")


def _title(provision_id: str, provisions: Mapping[str, Provision]) -> str:
    if provision_id == GENERAL:
        return _("The draft as a whole")
    found = provisions.get(provision_id)
    return f"[{provision_id}] {summary(found)}" if found else f"[{provision_id}]"


def _group_lines(group: Group, comments: Mapping[str, Comment]) -> Iterator[str]:
    from toolkit.consolidate.grounds import grounds_sentence

    kind = _("the same") if group.kind == "duplicate" else _("contradiction")
    why = "; ".join(map(grounds_sentence, group.grounds[:_REASONS]))
    yield "  " + _("{kind} ({score:.0%}) — {why}").format(kind=kind, score=group.score, why=why)
    yield f"    {group.id}"
    for number, side in enumerate(group.sides or (group.comment_ids,)):
        yield from ("      ↔",) * bool(number)
        for name in side:
            yield _comment_line(comments[name])


def _comment_line(comment: Comment) -> str:
    who = comment.author or comment.role or _("nobody named")
    words = comment.text or comment.proposed or (_("to be deleted") if comment.deletion else "")
    told = f"      {comment.id} {POSITIONS[comment.position]} — {who}"
    return _cut(_("{place}: {said}").format(place=told, said=words))


def _cut(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    line = indent + one_line(text)
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1].rstrip() + "…"


def _counted(found: Overview) -> str:
    counts = (
        ngettext("{count} group of duplicates", "{count} groups of duplicates", len(found.duplicates)),
        ngettext("{count} contradiction", "{count} contradictions", len(found.contradictions)),
        ngettext("{count} remark to place", "{count} remarks to place", len(found.to_place)),
        ngettext("{count} draft", "{count} drafts", len(found.drafts)),
    )
    numbers = (len(found.duplicates), len(found.contradictions), len(found.to_place), len(found.drafts))
    return ", ".join(text.format(count=number) for text, number in zip(counts, numbers, strict=True))


def _show_merged(merged: Comment, *, as_json: bool) -> None:
    from toolkit.cli.views import comment_lines

    if as_json:
        emit_json(merged)
        return
    for line in comment_lines([merged]):
        emit(line)
    emit("        " + _("Merged from: {sources}.").format(sources=", ".join(merged.sources)))


def _say_state(comment: Comment) -> None:
    say(_("{place}: {said}").format(place=comment.id, said=STATES[comment.state]))


_COMMANDS = (
    (
        merge,
        _("Make one comment of several that say the same."),
        'consult desk merge dup-c3-c17 --as "Ana Ruiz"',
    ),
    (reject, _("Leave comments out, with a reason."), 'consult desk reject c9 --why "Settled by law"'),
    (minority, _("Keep comments as the view of some."), "consult desk minority c12"),
    (
        apart,
        _("Say that a group does not belong together."),
        'consult desk apart dup-c3-c17 --why "Other wards"',
    ),
    (agree, _("Say that a contradiction is settled."), 'consult desk agree con-c4-c9 --why "Both are filed"'),
)


def register(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    for run, about, example in _COMMANDS:
        declare(desk_app, run, name=run.__name__, about=about, example=example)
    about = _("List what comments repeat and contradict, and decide about it.")
    example = _("Example: {command}").format(command="consult desk --on fiche-3")
    desk_app.callback(invoke_without_command=True, help=about, epilog=example)(show)
    app.add_typer(desk_app, name="desk", help=about, short_help=about)
