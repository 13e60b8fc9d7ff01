"""Days and times as the workspace keeps them → as people read them, in the language spoken when they are said."""

from __future__ import annotations

from datetime import date, datetime

from toolkit.messages import N_, _, ngettext

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
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
