"""`consult templates`: what comments can be drafted from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from toolkit.cli import options
from toolkit.cli.complete import complete_template
from toolkit.cli.declare import declare
from toolkit.cli.naming import one_of
from toolkit.cli.output import emit, emit_json, emit_table
from toolkit.cli.views import POSITIONS
from toolkit.messages import _, current_language

if TYPE_CHECKING:
    from toolkit.desk import Language
    from toolkit.draft.templates import Template


def templates(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help=_("Show this one with its fields."), autocompletion=complete_template
        ),
    ] = "",
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List the templates with their purpose and fields."""
    from toolkit import desk

    found = desk.templates_at_hand(cast("Language", current_language()), workspace)
    if name:
        wanted = one_of(name, (item.name for item in found), what=_("template"))
        found = tuple(item for item in found if item.name == wanted)
    if as_json:
        emit_json(
            [
                {
                    "name": item.name,
                    "title": item.title,
                    "purpose": item.purpose,
                    "position": item.position,
                    "fields": item.fields,
                }
                for item in found
            ]
        )
    elif name:
        for line in _lines(found[0]):
            emit(line)
    else:
        emit_table(
            (_("name"), _("position"), _("purpose"), _("fields")),
            (
                (
                    item.name,
                    POSITIONS[item.position],
                    item.purpose,
                    ", ".join(field.name + ("*" if field.required else "") for field in item.fields),
                )
                for item in found
            ),
        )


def _lines(template: Template) -> list[str]:
    lines = [f"{template.name} — {template.title}", template.purpose, POSITIONS[template.position], ""]
    for field in template.fields:
        need = _("required") if field.required else _("optional")
        lines.append(f"  --field {field.name}=…  {field.label} ({need}). {field.help}".rstrip())
    return [*lines, "", template.path]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        templates,
        name="templates",
        about=_("List the comment templates, what each is for and which fields it asks."),
        example="consult templates amend",
    )
