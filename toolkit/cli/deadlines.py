"""`consult deadlines`: the dates, the days left, when to warn, and a calendar file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import STDOUT, emit, emit_bytes, emit_json, emit_table, say
from toolkit.messages import _
from toolkit.model.dates import deadline_line, weekday_name, written_day

if TYPE_CHECKING:
    from toolkit.workspace.deadlines import Reminder


def deadlines(
    calendar: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE|-", help=_("Write a calendar file with alarms."))
    ] = None,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """List the deadlines with the days left, and the days on which to warn of them."""
    from toolkit import desk, team
    from toolkit.files import write_atomic
    from toolkit.workspace.deadlines import deadline_title

    with desk.open_workspace(workspace) as opened:
        if calendar is not None:
            content = team.calendar_file(opened)
            if str(calendar) == STDOUT:
                emit_bytes(content)
            else:
                write_atomic(calendar, content)
                emit(str(calendar))
            return
        found = team.deadlines(opened)
    if as_json:
        emit_json(found)
        return
    if not found.deadlines:
        say(_("There is no deadline; enter one into consult.toml."))
    for item in found.deadlines:
        emit(deadline_line(deadline_title(item), item.day, item.days_left))
    if found.reminders:
        emit("")
        rows = map(_row, found.reminders)
        emit_table((_("warn on"), _("weekday"), _("days before"), _("deadline"), ""), rows, named=True)


def _row(item: Reminder) -> tuple[str, ...]:
    from toolkit.workspace.deadlines import deadline_title

    day = date.fromisoformat(item.day)
    return (
        written_day(day),
        weekday_name(day),
        str(item.days_before),
        deadline_title(item.deadline),
        _("now") if item.is_due else "",
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        deadlines,
        name="deadlines",
        about=_("List deadlines, days left and when to warn; write them as a calendar file."),
        example="consult deadlines --ics deadlines.ics",
    )
