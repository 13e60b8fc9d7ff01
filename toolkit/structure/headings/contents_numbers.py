"""Headings without a printed number → the number that the contents page prints before their title."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.structure.headings.announced import Announced
from toolkit.structure.labels.numbering import parse_label
from toolkit.structure.labels.numerals import readings
from toolkit.structure.unit import Unit


def number_from_contents(units: Iterable[Unit], announced: Announced) -> None:
    """Number the headings that only the contents number; titles that repeat are taken in the order of the contents."""
    for unit in units:
        if not unit.is_heading:
            continue
        number = announced.take_number(unit.text)
        if unit.label is not None or not number:
            continue
        label = parse_label(number)
        if label is not None and label.numerals:
            unit.label, unit.number, unit.number_is_here = label, number, False
            unit.style, unit.value = readings(label.numerals[-1])[0]
