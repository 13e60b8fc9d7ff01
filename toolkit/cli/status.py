"""`consult status`: what is left to read and to say, and how many days remain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from toolkit.cli import options
from toolkit.cli.declare import declare
from toolkit.cli.output import emit, emit_json, emit_table, say
from toolkit.cli.views import STATES, issue_lines, summary, to_place_line
from toolkit.messages import _, current_language
from toolkit.model.dates import deadline_line, written_date
from toolkit.model.response import Consultation

if TYPE_CHECKING:
    from toolkit.team import Signed
    from toolkit.workspace.assigning import Left
    from toolkit.workspace.coverage import Coverage

_CELLS = {"": "", "unread": _("unread"), "read": _("read"), "commented": _("commented")}


class StatusReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` prints."""

    consultation: Consultation
    days_left: int | None
    days_left_internal: int | None
    provisions: int
    selected: int
    comments: dict[str, int]
    """By state."""
    roles: list[dict[str, str | int]]
    rows: list[dict[str, str]]
    to_place: int
    """Remarks of contributors that wait for somebody to place them."""
    assignments: tuple[Left, ...]
    signatures: tuple[Signed, ...]


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
        labels = {role.id: role.label(current_language()) for role in profile.roles}
        wanted = all_of(roles, labels, what=_("role")) or tuple(labels)
        coverage = opened.coverage(wanted)
        consultation = opened.consultation()
        comments = opened.comments()
        provisions = {provision.id: provision for provision in opened.provisions()}
        selected = len(opened.selection())
        issues = check_settings(opened.folder, roles=labels)
        waiting = team.waiting(opened)
        assignments, signatures = team.assigned(opened), team.signatures(opened)
    for line in issue_lines(issues):
        say(line)
    report = StatusReport(
        consultation=consultation,
        days_left=_days_until(consultation.deadline),
        days_left_internal=_days_until(consultation.internal_deadline),
        provisions=len(provisions),
        selected=selected,
        comments={name: sum(item.state == name for item in comments) for name in STATES},
        roles=[
            {"role": item.role, "unread": item.unread, "read": item.read, "commented": item.commented}
            for item in coverage.counts()
        ],
        rows=[
            {"id": row.provision_id, **dict(zip(coverage.roles, row.states, strict=True))}
            for row in coverage.rows
        ],
        to_place=len(waiting),
        assignments=assignments,
        signatures=signatures,
    )
    if as_json:
        emit_json(report)
        return
    for line in _head(report):
        emit(line)
    emit_table(
        (_("role"), "id", _("unread"), _("read"), _("commented")),
        (
            (labels[item.role], item.role, str(item.unread), str(item.read), str(item.commented))
            for item in coverage.counts()
        ),
        named=True,
    )
    for line in _team_lines(report):
        emit(line)
    if full:
        _emit_rows(coverage, {key: summary(item, width=60) for key, item in provisions.items()})


def _head(report: StatusReport) -> list[str]:
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


def _team_lines(report: StatusReport) -> Iterator[str]:
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


def _days_until(iso: str) -> int | None:
    """Return days from today to an ISO date, negative once it is past; None without a date."""
    # A deadline is a day where the person is: local time, not UTC.
    return (date.fromisoformat(iso) - date.today()).days if iso else None  # noqa: DTZ011


def _emit_rows(coverage: Coverage, names: dict[str, str]) -> None:
    emit("")
    rows = [row for row in coverage.rows if any(row.states)]
    emit_table(
        ("id", _("provision"), *coverage.roles),
        (
            (row.provision_id, names[row.provision_id], *(_CELLS[state] for state in row.states))
            for row in rows
        ),
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
