"""`consult status`: what is left to read and to say, and how many days remain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.views import STATES, issue_lines, summary, to_place_line
from toolkit.messages import _
from toolkit.model.dates import deadline_line, written_date
from toolkit.model.labels import role_labels

if TYPE_CHECKING:
    from toolkit.team import Status

_CELLS = {"": "", "unread": _("unread"), "read": _("read"), "commented": _("commented")}


def status(
    roles: options.Roles = None,
    full: Annotated[bool, typer.Option("--full", help=_("Also every provision, one line each."))] = False,
    as_json: options.AsJson = False,
    workspace: options.Workspace = None,
    language: options.Language = None,  # noqa: ARG001  # read before the commands are declared
) -> None:
    """Print deadlines, counts by role, and with --full the table of provisions by roles."""
    from toolkit import desk, team
    from toolkit.cli.naming import all_of
    from toolkit.workspace.settings_check import check_settings

    with desk.open_workspace(workspace) as opened:
        profile = desk.profile_of(opened)
        labels = role_labels(profile)
        wanted = all_of(roles, labels, what=_("role")) or tuple(labels)
        report = team.status(opened, wanted)
        names = {item.id: summary(item, width=60) for item in opened.provisions()} if full else {}
        issues = check_settings(opened.folder, roles=labels)
    for line in issue_lines(issues):
        say(line)
    if as_json:
        emit_json(report)
        return
    for line in _head(report):
        emit(line)
    emit_table(
        (_("role"), "id", _("unread"), _("read"), _("commented")),
        (
            (labels[item.role], item.role, str(item.unread), str(item.read), str(item.commented))
            for item in report.roles
        ),
        named=True,
    )
    for line in _team_lines(report):
        emit(line)
    if full:
        _emit_rows(report, names, wanted)


def _head(report: Status) -> list[str]:
    said = [f"{STATES[name]} {count}" for name, count in report.comments.items() if count]
    lines = [
        report.consultation.title,
        deadline_line(_("Deadline"), report.consultation.deadline, report.days_left),
        deadline_line(
            _("Internal deadline"), report.consultation.internal_deadline, report.days_left_internal
        ),
        _("Provisions: {count}; selected: {selected}; comments: {comments}.").format(
            count=report.provisions, selected=report.selected, comments=", ".join(said) or "0"
        ),
    ]
    return [line for line in lines if line]


def _team_lines(report: Status) -> Iterator[str]:
    """Yield what waits to be placed, what is left of assignments, and who has signed."""
    if report.to_place:
        yield to_place_line(report.to_place)
    for item in report.assignments:
        told = _("{who}: {left} of {asked} left on {id}")
        who = item.assignment.person or item.assignment.role
        line = told.format(who=who, left=len(item.left), asked=item.asked, id=item.assignment.provision_id)
        yield f"{line}, {_('until')} {written_date(item.due)}" if item.due else line
    for signature in report.signatures:
        told = (
            _("{name} signed for {role}")
            if signature.is_current
            else _("{name} signed for {role}, before a change")
        )
        yield told.format(name=signature.sign_off.person, role=signature.sign_off.role)


def _emit_rows(report: Status, names: Mapping[str, str], roles: Sequence[str]) -> None:
    emit("")
    rows = [row for row in report.rows if any(row[role] for role in roles)]
    emit_table(
        ("id", _("provision"), *roles),
        ((row["id"], names[row["id"]], *(_CELLS[row[role]] for role in roles)) for row in rows),
        named=True,
    )


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    declare(
        app,
        status,
        name="status",
        about=_("Say what is unread, read, commented, for each role, and the days to the deadlines."),
        example="consult status --role dim --full",
    )
