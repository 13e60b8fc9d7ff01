"""`consult fix`: put the structure of the workspace's draft right; it stays right when the draft is parsed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_correction, complete_furniture, complete_kind, complete_provision
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.views import issue_lines, replacement_lines, tree_lines
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.model.correction import Action, Correction, standing
from toolkit.model.labels import correction_label, kind_label
from toolkit.model.layout import FURNITURE_ROLES
from toolkit.model.provision import KINDS

if TYPE_CHECKING:
    from toolkit.review import Revised


def fix(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=_("A provision, by id or printed number; without it, the corrections are listed."),
            autocompletion=complete_provision,
        ),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=_("It is of this kind: {kinds}.").format(kinds=", ".join(KINDS)),
            autocompletion=complete_kind,
        ),
    ] = "",
    number: Annotated[
        str | None,
        typer.Option("--number", metavar="TEXT", help=_("This is its number; '' says that it has none.")),
    ] = None,
    heading: Annotated[
        str | None,
        typer.Option("--heading", metavar="TEXT", help=_("Its words begin with this heading; '' for none.")),
    ] = None,
    parent: Annotated[
        str,
        typer.Option(
            "--parent",
            metavar="ID|-",
            help=_("It stands under this provision; - for none."),
            autocompletion=complete_provision,
        ),
    ] = "",
    split: Annotated[
        str,
        typer.Option("--split", metavar="WORDS", help=_("Another provision begins with these words of it.")),
    ] = "",
    merge: Annotated[bool, typer.Option("--merge", help=_("It belongs to the provision before it."))] = False,
    furniture: Annotated[
        str,
        typer.Option(
            "--furniture",
            metavar="ROLE",
            help=_("It is part of the page, not of the text: header, footer, page_number, toc …"),
            autocompletion=complete_furniture,
        ),
    ] = "",
    undo: Annotated[
        int | None,
        typer.Option(
            "--undo", metavar="N", help=_("Take this correction back."), autocompletion=complete_correction
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("The reason."))] = "",
    author: options.Author = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Correct kind, number, heading or place of a provision, join or part it; list or undo corrections."""
    from toolkit import desk, review

    wishes: list[tuple[Action, str]] = []
    if kind:
        wishes.append(("kind", one_of(kind, KINDS, what=_("kind"))))
    wishes += [(action, value) for action, value in _given(number, heading) if value is not None]
    wishes += [(action, value) for action, value in _named(parent, split, furniture) if value]
    if merge:
        wishes.append(("merge", ""))
    with desk.open_workspace(workspace) as opened:
        if undo is not None:
            _tell(review.undo(opened, undo, actor=author))
        elif wishes:
            if not name:
                raise UsageError(_("which provision?"), hint=_("Name its id: consult fix r12 --kind article"))
            revised = review.correct(opened, name, wishes, actor=author, reason=reason)
            _tell(revised)
            _show(revised, {item.anchor.provision_id for item in opened.corrections()[-len(wishes) :]})
        elif name:
            raise UsageError(_("what is wrong with it?"), hint=_("See `consult fix --help`."))
        else:
            _list(opened.corrections(), as_json=as_json)


def _given(number: str | None, heading: str | None) -> tuple[tuple[Action, str | None], ...]:
    return ("number", number), ("heading", heading)


def _named(parent: str, split: str, furniture: str) -> tuple[tuple[Action, str], ...]:
    role = one_of(furniture, FURNITURE_ROLES, what=_("role")) if furniture else ""
    return ("parent", parent), ("split", split), ("furniture", role)


def _list(records: tuple[Correction, ...], *, as_json: bool) -> None:
    if as_json:
        emit_json(records)
        return
    in_force = {item.number for item in standing(records)}
    emit_table(
        (_("number"), "id", _("action"), _("value"), _("provision"), _("by"), _("why")),
        (
            (
                str(item.number)
                if item.number in in_force
                else _("{number} (undone)").format(number=item.number),
                item.anchor.provision_id,
                correction_label(item.action),
                _value(item),
                item.excerpt,
                item.actor,
                item.reason,
            )
            for item in records
            if item.action != "undo"
        ),
    )


def _value(item: Correction) -> str:
    """Return what the provision was made to be, in words."""
    if item.action == "parent":
        return item.parent.provision_id if item.parent else "–"
    return kind_label(item.value) if item.action == "kind" else item.value


def _tell(revised: Revised) -> None:
    for line in (*issue_lines(revised.lost), *replacement_lines(revised.replacement)):
        say(line)


def _show(revised: Revised, touched: set[str]) -> None:
    """Print the corrected provision and what was made of it."""
    shown = touched | set(revised.replacement.added)
    for line in tree_lines(revised.draft.provisions, only=lambda item: item.id in shown):
        emit(line)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        fix,
        name="fix",
        about=_("Put the draft's structure right, list or undo corrections."),
        example="consult fix fiche-3.2 --kind article --number 2.",
    )
