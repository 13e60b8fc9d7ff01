"""Headings without a printed number, or with no word before it → what the contents page prints before their title."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from toolkit.structure.headings.announced import Announced
from toolkit.structure.labels.numbering import parse_label
from toolkit.structure.labels.numerals import readings
from toolkit.structure.unit import Unit


def number_from_contents(units: Iterable[Unit], announced: Announced) -> None:
    """Number the headings that only the contents number; titles that repeat are taken in the order of the contents.

    A heading that prints "3" where the contents print "Fiche n° 3" keeps its number and gains the word.
    """
    for unit in units:
        if not unit.is_heading:
            continue
        number = announced.take_number(unit.text)
        label = parse_label(number) if number else None
        if unit.label is not None:
            if label is not None and not unit.label.word and label.numerals == unit.label.numerals:
                unit.label = msgspec.structs.replace(unit.label, word=label.word)
            continue
        if label is not None and label.numerals:
            unit.label, unit.number, unit.number_is_here = label, number, False
            unit.style, unit.value = readings(label.numerals[-1])[0]
