"""A number in a cell and its format → what people see, and the clause that it was before a spreadsheet took it for a date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

import msgspec
from lxml import etree

_BUILT_IN = {
    1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
}  # fmt: skip
"""Formats that files name by number only (ISO/IEC 29500-1, 18.8.30); the order of days is the locale's, here the day first."""

# Parts of a format that print nothing of the value: "[Red]", quoted words, escaped and padding characters.
_SILENT = re.compile(r'\[[^\]]*\] | "[^"]*" | \\. | _. | \*.', re.VERBOSE)


class CellFormat(msgspec.Struct, frozen=True):
    """How numbers are shown."""

    code: str = "General"

    @property
    def pattern(self) -> str:
        """Return the format for positive numbers, without words."""
        return _SILENT.sub("", self.code.split(";")[0]).lower()

    @property
    def is_date(self) -> bool:
        """Tell whether a number is shown as a date."""
        return bool(re.search(r"[dy]", self.pattern)) and "general" not in self.pattern

    @property
    def is_time(self) -> bool:
        """Tell whether a number is shown as a time of day, or a duration."""
        return not self.is_date and "general" not in self.pattern and bool(re.search(r"[hs]", self.pattern))


class Shown(msgspec.Struct, frozen=True):
    """What a cell shows; `clause` is what was typed if the cell holds a clause, "" where that is the same."""

    text: str
    clause: str = ""


def read_formats(styles: etree._Element | None) -> tuple[CellFormat, ...]:
    """Return the formats that cells refer to by index."""
    if styles is None:
        return ()
    own = {
        int(item.get("numFmtId", "0")): item.get("formatCode", "")
        for item in styles.iterfind("{*}numFmts/{*}numFmt")
        if item.get("numFmtId", "0").isdecimal()
    }
    codes = {**_BUILT_IN, **own}
    found = []
    for item in styles.iterfind("{*}cellXfs/{*}xf"):
        number = item.get("numFmtId", "0")
        found.append(CellFormat(codes.get(int(number), "General") if number.isdecimal() else "General"))
    return tuple(found)


def show(value: str, shape: CellFormat, *, epoch_1904: bool = False) -> Shown:
    """Return what a number shows in its format; dates as ISO 8601.

    >>> show("7.2000000000000002", CellFormat()).text, show("7.1", CellFormat("0.00")).text
    ('7.2', '7.10')
    >>> show("45695", CellFormat("d-mmm"))
    Shown(text='2025-02-07', clause='7.2')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return Shown(value)
    if not number.is_finite():
        return Shown(value)
    if shape.is_date:
        return _as_date(number, shape, epoch_1904=epoch_1904) or Shown(value)
    if shape.is_time:
        return Shown(_as_time(number))
    return Shown(_as_number(number, shape))


def _as_date(number: Decimal, shape: CellFormat, *, epoch_1904: bool) -> Shown | None:
    try:
        moment = _epoch(number, epoch_1904=epoch_1904) + timedelta(seconds=round(float(number) * 86400))
    except OverflowError:
        return None
    day = moment.date().isoformat()
    has_time = bool(re.search(r"[hs]", shape.pattern))
    return Shown(moment.isoformat(timespec="minutes") if has_time else day, _typed(moment.date(), shape))


def _epoch(number: Decimal, *, epoch_1904: bool) -> datetime:
    """Return day 0; until March 1900 spreadsheets count a day that never was."""
    if epoch_1904:
        return datetime(1904, 1, 1)  # noqa: DTZ001  # cells hold local times without a zone
    return datetime(1899, 12, 30) if number >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001


def _typed(day: date, shape: CellFormat) -> str:
    """Return the clause that was typed and taken for a date: its parts in the order that the format shows."""
    order = re.findall(r"d+|m+|y+", shape.pattern)
    values = {"d": day.day, "m": day.month, "y": day.year % 100}
    shown = dict.fromkeys(part[0] for part in order)
    return ".".join(str(values[part]) for part in shown)


def _as_time(number: Decimal) -> str:
    minutes = round(float(number) * 1440)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _as_number(number: Decimal, shape: CellFormat) -> str:
    """Return a number with the decimals of its format, or without those that only binary fractions have."""
    fixed = re.fullmatch(r"[#,]*0(?:\.(?P<decimals>0+))?(?P<percent>%?)", shape.pattern)
    if fixed is not None:
        decimals = len(fixed["decimals"] or "")
        scaled = number * 100 if fixed["percent"] else number
        return f"{scaled:.{decimals}f}{fixed['percent']}" if abs(number) < Decimal(10) ** 15 else str(number)
    return f"{float(number):.15g}"
