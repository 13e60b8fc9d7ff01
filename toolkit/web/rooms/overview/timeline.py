"""Deadlines → lines from today to each of them, to be drawn: places are percent of the time shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from toolkit.model.dates import days_left_phrase, weekday_name, written_day
from toolkit.workspace.deadlines import Deadline, DeadlineKind, deadline_title

_MARGIN_DAYS = 3
_MONTH_TICKS = 18
"""Beyond so many months only each January is marked."""


class Tick(msgspec.Struct, frozen=True):
    """The first day of a month."""

    place: float
    text: str


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """The way from today to one deadline; `begin` ≤ `end`."""

    kind: DeadlineKind
    title: str
    day: str
    """Weekday and date as people write them."""
    left: str
    is_past: bool
    place: float
    begin: float
    end: float
    provision_ids: tuple[str, ...] = ()


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Lanes, earliest first, under one axis."""

    today: str
    today_place: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


def lay_out(found: Sequence[Deadline], *, today: date, names: dict[str, str]) -> Timeline:
    """Place deadlines on an axis that holds today and all of them; `names` are the labels of roles."""
    days = [today, *(date.fromisoformat(item.day) for item in found)]
    first, last = min(days) - timedelta(_MARGIN_DAYS), max(days) + timedelta(_MARGIN_DAYS)
    span = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / span, 2)

    return Timeline(
        today=f"{weekday_name(today)} {written_day(today)}",
        today_place=place(today),
        ticks=tuple(Tick(place(day), written_day(day)) for day in _months(first, last)),
        lanes=tuple(_lane(item, place(today), place(date.fromisoformat(item.day)), names) for item in found),
    )


def _lane(item: Deadline, now: float, then: float, names: dict[str, str]) -> Lane:
    day = date.fromisoformat(item.day)
    named = msgspec.structs.replace(item, who=names.get(item.who, item.who))
    return Lane(
        kind=item.kind,
        title=deadline_title(named),
        day=f"{weekday_name(day)} {written_day(day)}",
        left=days_left_phrase(item.days_left),
        is_past=item.days_left < 0,
        place=then,
        begin=min(now, then),
        end=max(now, then),
        provision_ids=item.provision_ids,
    )


def _months(first: date, last: date) -> Iterable[date]:
    """Return the first days of months between two days; of years where there are many."""
    found = list(_first_days(first, last))
    return found if len(found) <= _MONTH_TICKS else [day for day in found if day.month == 1]


def _first_days(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)
