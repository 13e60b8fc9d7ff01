"""The dates of a consultation and of assignments → days left, when to warn, and a calendar file.

Dates are whole days where the person is; holidays are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from toolkit.messages import _

DeadlineKind = Literal["outer", "inner", "assignment"]
_LINE_OCTETS = 75
"""Of a calendar file, without the line break: RFC 5545, section 3.1."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A day by which something must be done."""

    kind: DeadlineKind
    """`outer`: the regulator's; `inner`: the team's own; `assignment`: of a person or role."""
    day: str
    """ISO 8601."""
    who: str = ""
    """Of an assignment: the person or role."""
    provision_ids: tuple[str, ...] = ()
    days_left: int = 0
    """Negative once it has passed."""
    weekday: int = 0
    """Monday is 0."""


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which the team is to be warned of a deadline."""

    day: str
    days_before: int
    deadline: Deadline
    is_due: bool
    """Whether it is the last one whose day has come, for a deadline that has not passed."""


def deadlines(
    *, outer: str, inner: str, assigned: Iterable[tuple[str, str, Sequence[str]]], today: date
) -> tuple[Deadline, ...]:
    """Return the deadlines there are, earliest first; `assigned` are (day, person or role, provisions)."""
    found = [_deadline("outer", outer, today), _deadline("inner", inner, today)]
    found += [_deadline("assignment", day, today, who=who, ids=tuple(ids)) for day, who, ids in assigned]
    kinds: tuple[DeadlineKind, ...] = ("assignment", "inner", "outer")
    return tuple(sorted(filter(None, found), key=lambda item: (item.day, kinds.index(item.kind), item.who)))


def _deadline(
    kind: DeadlineKind, day: str, today: date, *, who: str = "", ids: tuple[str, ...] = ()
) -> Deadline | None:
    if not day:
        return None
    found = date.fromisoformat(day)
    return Deadline(
        kind=kind,
        day=day,
        who=who,
        provision_ids=ids,
        days_left=(found - today).days,
        weekday=found.weekday(),
    )


def warning_plan(found: Iterable[Deadline], days_before: Sequence[int]) -> tuple[Reminder, ...]:
    """Return when to warn of which deadline, earliest first.

    >>> day = deadlines(outer="2027-01-15", inner="", assigned=(), today=date(2027, 1, 9))
    >>> [(item.day, item.is_due) for item in warning_plan(day, (14, 7, 3))]
    [('2027-01-01', False), ('2027-01-08', True), ('2027-01-12', False)]
    """
    planned: list[Reminder] = []
    for deadline in found:
        come = [days for days in days_before if 0 <= deadline.days_left <= days]
        for days in sorted(set(days_before), reverse=True):
            day = date.fromisoformat(deadline.day) - timedelta(days=days)
            is_due = bool(come) and days == min(come)
            planned.append(Reminder(day=day.isoformat(), days_before=days, deadline=deadline, is_due=is_due))
    return tuple(sorted(planned, key=lambda item: (item.day, item.deadline.day)))


def deadline_title(deadline: Deadline) -> str:
    """Return what a deadline is called."""
    if deadline.kind == "outer":
        return _("Deadline")
    if deadline.kind == "inner":
        return _("Internal deadline")
    return _("Assigned to {who}").format(who=deadline.who)


def calendar(
    found: Iterable[Deadline], *, title: str, days_before: Sequence[int], uid: str, stamp: datetime
) -> bytes:
    """Return the deadlines as a calendar file with an alarm for each warning.

    Source: RFC 5545 (iCalendar). `uid` makes the entries replace those of an earlier file of the same workspace;
    `stamp` is the time in UTC at which the file is made.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//consultation-toolkit//consult//EN"]
    for item in found:
        lines += _event(item, title=title, days_before=days_before, uid=uid, stamp=stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(
    item: Deadline, *, title: str, days_before: Sequence[int], uid: str, stamp: datetime
) -> Iterator[str]:
    day = date.fromisoformat(item.day)
    name = f"{item.kind}-{_letters(item.who)}-{_letters('-'.join(item.provision_ids))}"
    summary = _("{place}: {said}").format(place=deadline_title(item), said=title)
    yield "BEGIN:VEVENT"
    yield f"UID:{_letters(name).strip('-')}@{uid}.consult"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    if item.provision_ids:
        yield f"DESCRIPTION:{_escaped(', '.join(item.provision_ids))}"
    yield "TRANSP:TRANSPARENT"
    for days in sorted(set(days_before), reverse=True):
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-P{days}D" if days else "TRIGGER:PT0S",
            f"DESCRIPTION:{_escaped(summary)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _letters(text: str) -> str:
    """Return a text as it may stand in a UID."""
    return "".join(
        char if char.isascii() and (char.isalnum() or char in "-.") else f"{ord(char):x}" for char in text
    )


def _escaped(text: str) -> str:
    """Return a TEXT value: RFC 5545, section 3.3.11."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text.replace("\r", "")


def _folded(line: str) -> bytes:
    """Return a content line of at most 75 octets a piece, no character torn."""
    pieces: list[bytes] = [b""]
    for char in line:
        octets = char.encode()
        # A piece that goes on begins with a space, which counts.
        if len(pieces[-1]) + len(octets) > _LINE_OCTETS - (1 if len(pieces) > 1 else 0):
            pieces.append(b"")
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
