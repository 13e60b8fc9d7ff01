"""Days and times as the workspace keeps them ⇄ as people read and type them, in the language spoken when they are said."""

from __future__ import annotations

import re
from datetime import date, datetime

from toolkit.errors import UsageError
from toolkit.messages import N_, _, ngettext, quoted

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_PRINTED_DATE = re.compile(
    r"""
    # matches "15/01/2027", "1/4/2027"; not "15/01/27", whose century is a guess
    (?P<day>\d{1,2}) / (?P<month>\d{1,2}) / (?P<year>\d{4})
    """,
    re.VERBOSE | re.ASCII,
)


def weekday_name(day: date) -> str:
    """Return what the day of the week is called."""
    return _(_WEEKDAYS[day.weekday()])


def written_day(day: date) -> str:
    """Return a day in figures."""
    return day.strftime(_("%Y-%m-%d"))


def written_date(iso: str) -> str:
    """Return a date that is kept as ISO 8601 in figures, "" for none."""
    return written_day(date.fromisoformat(iso)) if iso else ""


def days_left_phrase(days: int) -> str:
    """Say how many days are left, or since when none are; `days` is negative then."""
    if days < 0:
        return ngettext("{count} day ago", "{count} days ago", -days).format(count=-days)
    return ngettext("{count} day left", "{count} days left", days).format(count=days)


def deadline_line(name: str, iso: str, days: int | None) -> str:
    """Say when a deadline is and how many days are left; nothing without one."""
    if days is None:
        return ""
    day = date.fromisoformat(iso)
    return _("{name}: {weekday} {date} ({left})").format(
        name=name, weekday=weekday_name(day), date=written_day(day), left=days_left_phrase(days)
    )


def local_minute(time: str) -> str:
    """Return a time in UTC as the clock of the person shows it."""
    return datetime.fromisoformat(time).astimezone().strftime(_("%Y-%m-%d %H:%M"))


def iso_date(typed: str, *, where: str) -> str:
    """Return a date typed as 2027-01-15 or 15/01/2027 in ISO 8601; "" stays "".

    Raises:
        UsageError: it is no date; `where` says what was asked for.
    """
    text = typed.strip()
    printed = _PRINTED_DATE.fullmatch(text)
    if printed:
        text = f"{printed['year']}-{printed['month']:>02}-{printed['day']:>02}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise UsageError(
            _("{text} is no date.").format(text=quoted(typed)),
            where=where,
            hint=_("Write it as 2027-01-15 or 15/01/2027."),
        ) from None
