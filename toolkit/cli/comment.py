"""`consult comment`: say something about a provision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import msgspec
import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.kept import kept_on_failure
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_json, say
from toolkit.cli.views import comment_lines
from toolkit.cli.writing import edited_text, given_text
from toolkit.errors import UsageError
from toolkit.messages import _, quoted
from toolkit.model.comment import POSITIONS, Comment, Position
from toolkit.model.provision import Provision

if TYPE_CHECKING:
    from toolkit.desk import Language
    from toolkit.workspace.store import Workspace


def comment(
    provision: options.Provision,
    template: options.Template = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", "-f", metavar="NAME=TEXT", help=_("A field of the template; repeat.")),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help=_("What you say."))] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE|-", help=_("What you say, from a text file."))
    ] = None,
    quote: Annotated[
        str, typer.Option("--quote", metavar="WORDS", help=_("Words of the provision that you mean."))
    ] = "",
    proposed: Annotated[
        str | None,
        typer.Option("--proposed", metavar="WORDING", help=_("The wording it should have instead.")),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help=_("The quoted words, or all, should be deleted."))
    ] = False,
    occurrence: Annotated[
        int | None,
        typer.Option(
            "--occurrence",
            metavar="N",
            min=1,
            help=_("Which time, where the quoted words stand there often."),
        ),
    ] = None,
    rationale: Annotated[str | None, typer.Option("--rationale", metavar="TEXT", help=_("Why."))] = None,
    position: Annotated[
        str, typer.Option("--position", metavar="POSITION", help=_("support, oppose, amend or question."))
    ] = "",
    author: options.Author = "",
    role: options.AuthorRole = "",
    submit: Annotated[
        bool, typer.Option("--submit", help=_("Submit it at once; else it is a draft."))
    ] = False,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,
) -> None:
    """Draft a comment from a template, a text, a file or in the editor, and keep it."""
    from toolkit import desk

    _check_wording(quote, proposed, delete=delete, occurrence=occurrence)
    given = {"text": given_text(text, file), "proposed": proposed, "rationale": rationale}
    with desk.open_workspace(workspace) as opened:
        target, quote = desk.quoted_provision(opened, opened.resolve(provision), quote)
        written = desk.writing_language(opened, language)
        drafted = _drafted(opened, target, template, fields, quote=quote, language=written)
        drafted = msgspec.structs.replace(
            drafted, **{name: value for name, value in given.items() if value is not None}
        )
        roles = [item.id for item in desk.profile_of(opened).roles]
        drafted = msgspec.structs.replace(
            drafted,
            author=author,
            role=one_of(role, roles, what=_("role")) if role else "",
            position=_position(position, drafted, template),
            state="submitted" if submit else "draft",
        )
        drafted = _placed(_deleting(drafted) if delete else drafted, target, occurrence)
        # Every name is known to be right before somebody writes.
        typed = "" if drafted.text or drafted.proposed or drafted.deletion else edited_text("")
        with kept_on_failure(typed):
            ready = msgspec.structs.replace(drafted, text=typed or drafted.text)
            stored = opened.add_comment(ready, actor=author)
    if as_json:
        emit_json(stored)
        return
    for line in comment_lines([stored]):
        emit(line)


def _check_wording(quote: str, proposed: str | None, *, delete: bool, occurrence: int | None) -> None:
    if delete and proposed:
        raise UsageError(_("give --delete or --proposed, not both."))
    if occurrence is not None and not quote.strip():
        raise UsageError(_("--occurrence goes with --quote."))


def _deleting(drafted: Comment) -> Comment:
    position: Position = "oppose" if drafted.position == "oppose" else "amend"
    return msgspec.structs.replace(drafted, proposed="", deletion=True, position=position)


def _placed(drafted: Comment, target: Provision, occurrence: int | None) -> Comment:
    """Quote as much around the words as tells them from the same words elsewhere in the provision."""
    from toolkit.workspace.lookup import count_quoted, passage_of

    if occurrence is None:
        times = count_quoted(target, drafted.quote)
        if times > 1:
            told = _("note: these words stand there {count} times; --occurrence says which are meant.")
            say(told.format(count=times))
        return drafted
    passage = passage_of(target, drafted.quote, occurrence=occurrence)
    around = passage.before + passage.after
    wording = drafted.proposed
    if around and wording:
        wording = passage.before + wording + passage.after
    elif around and drafted.deletion:
        wording = " ".join((passage.before.rstrip(), passage.after.lstrip())).strip()
    return msgspec.structs.replace(
        drafted,
        quote=passage.before + passage.quote + passage.after,
        proposed=wording,
        deletion=drafted.deletion and not around,
    )


def _drafted(
    opened: Workspace,
    target: Provision,
    template: str | None,
    fields: list[str] | None,
    *,
    quote: str,
    language: Language,
) -> Comment:
    if template is None:
        if fields:
            raise UsageError(_("--field goes with --template."))
        return Comment(id="", provision_id=target.id, quote=quote)
    from toolkit import desk

    return desk.draft_comment(
        opened,
        target,
        template=template,
        fields=fields_given(fields or ()),
        language=language,
        quote=quote,
    )


def fields_given(typed: Sequence[str]) -> dict[str, str]:
    """Return the fields of a template as typed, name=text each.

    Raises:
        UsageError: one has no "=".
    """
    return dict(map(_pair, typed))


def _pair(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not equals:
        raise UsageError(
            _("{text} is no field.").format(text=quoted(typed)), hint=_("Write it as name=text.")
        )
    return name.strip(), value


def _position(typed: str, drafted: Comment, template: str | None) -> Position:
    """Return the position asked for; else the template's; else what a proposed wording implies."""
    if typed:
        return cast("Position", one_of(typed, POSITIONS, what=_("position")))
    if template is None and drafted.proposed:
        return "amend"
    return drafted.position


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        comment,
        name="comment",
        about=_("Comment on a provision: from a template, a text, a file or your editor."),
        example="consult comment R12 --template clarify --author 'Claire Morvan' --role dpo",
    )
