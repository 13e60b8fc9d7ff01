"""Headings that open with icons drawn as letters ("M I R E Title") → heading and icons apart.

Some guides mark levels by coloured letters before a title; a PDF gives them as single capitals. They say
something about the provision and are kept, as a paragraph of their own below the heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.model.layout import Block
from toolkit.structure.typography import Typography
from toolkit.structure.unit import Stretch, Unit

# Matches the icons of "M I R E Minimisation"; not "A new" (lower case) or "R12 Title"
_ICONS = re.compile(r"(?:[A-Z] ){1,5}(?=[A-ZÀ-Ý][\w'’])")

_FEWEST = 3
_MOST_LETTERS = 6


def part_icons(units: Sequence[Unit], typography: Typography) -> list[Unit]:
    """Split icons off where at least three headings open with letters from one small set."""
    found = {
        unit: match.end()
        for unit in units
        if typography.is_distinct(unit.block) and (match := _ICONS.match(unit.text)) is not None
    }
    letters = {letter for unit, end in found.items() for letter in unit.text[:end].split()}
    several = sum(end > 2 for end in found.values())
    if several < _FEWEST or len(letters) > _MOST_LETTERS:
        return list(units)
    parted: list[Unit] = []
    for unit in units:
        parted.append(unit)
        if unit in found:
            parted.append(_take_icons(unit, found[unit]))
    return parted


def _take_icons(unit: Unit, end: int) -> Unit:
    block = unit.block
    icons = Block(
        kind="paragraph",
        text=unit.text[: end - 1],
        page_number=block.page_number,
        box=block.box,
        container=block.container,
    )
    unit.text = unit.text[end:]
    unit.stretches = [Stretch(block=block, start=unit.stretches[0].start + end, at=0)]
    return Unit(block=icons, text=icons.text, stretches=[Stretch(block=icons, start=0, at=0)])
