"""When a contributor wrote: from the date in the source, so that no clock is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta


def moment(day: date, *, minutes: int = 0) -> datetime:
    """Return nine o'clock of a day and some minutes."""
    return datetime.combine(day, time(9, 0), tzinfo=UTC) + timedelta(minutes=minutes)
