"""`consult template`: begin, check and try templates of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.comment import fields_given
from toolkit.cli.complete import complete_template
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.usage import SpokenGroup
from toolkit.cli.views import POSITIONS, SEVERITIES
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.model.comment import Comment

template_app = typer.Typer(
    cls=SpokenGroup,
    subcommand_metavar=_("COMMAND [ARGS]..."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def new(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help=_("What to call it; `response` is the Word template of the response letter.")
        ),
    ],
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="NAME",
            help=_("Copy this template instead of a skeleton."),
            autocompletion=complete_template,
        ),
    ] = "",
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Write the files and say how to go on."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        for path in desk.new_template(opened, name, source=source):
            emit(str(path))
    say(_("Edit it, then try it with `consult template check {name}`.").format(name=name))


def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help=_("Templates to check; by default all of your own."),
            autocompletion=complete_template,
        ),
    ] = None,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List what is wrong; leave with 1 where something is."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        checked = tuple(names or desk.own_templates(opened))
        found = desk.check_templates(opened, checked)
    if as_json:
        emit_json(found)
    else:
        emit_table(
            (_("severity"), _("where"), _("what")),
            ((SEVERITIES[issue.severity], issue.where, issue.message) for issue in found),
        )
        told = ngettext("{count} template checked.", "{count} templates checked.", len(checked))
        say(told.format(count=len(checked)))
    if any(issue.severity == "error" for issue in found):
        raise typer.Exit(1)


def preview(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help=_("The template to try."), autocompletion=complete_template),
    ],
    provision: options.Provision,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", "-f", metavar="NAME=TEXT", help=_("A field of the template; repeat.")),
    ] = None,
    quote: Annotated[
        str, typer.Option("--quote", metavar="WORDS", help=_("Words of the provision that you mean."))
    ] = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,
) -> None:
    """Print what the template makes of a provision; nothing is kept."""
    from toolkit import desk

    with desk.open_workspace(workspace) as opened:
        place, printed = desk.quoted_provision(opened, opened.resolve(provision), quote)
        drafted = desk.draft_comment(
            opened,
            place,
            template=name,
            fields=fields_given(fields or ()),
            language=desk.writing_language(opened, language),
            quote=printed,
            leave_gaps=True,
        )
    if as_json:
        emit_json(drafted)
        return
    for line in _lines(drafted):
        emit(line)


def _lines(drafted: Comment) -> list[str]:
    parts = (
        (_("Comment"), drafted.text),
        (_("Proposed wording"), drafted.proposed),
        (_("Rationale"), drafted.rationale),
    )
    lines = [f"[{drafted.provision_id}] {POSITIONS[drafted.position]}"]
    for title, text in parts:
        if text:
            lines += ["", f"{title}:", text]
    return lines


_COMMANDS = (
    (
        new,
        _("Begin a template of your own in the workspace, in French and English."),
        "consult template new care-impact --from proportionality",
    ),
    (
        check,
        _("Check templates: syntax, fields, both languages, limits, and the styles of the Word template."),
        "consult template check care-impact",
    ),
    (
        preview,
        _("Show what a template makes of a provision, with gaps where fields are not given."),
        'consult template preview amend R12 --field problem="too vague"',
    ),
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for run, about, example in _COMMANDS:
        declare(template_app, run, name=run.__name__, about=about, example=example)
    about = _("Begin, check and try templates of your own.")
    app.add_typer(template_app, name="template", help=about, short_help=about)
