"""Headings of the first page → the document's title alone: what else a cover prints is not part of the outline.

A cover names the authority, the version, dates and the state of the procedure in large or bold lines, under
which nothing stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.structure.unit import Unit

_MOST_LINES = 40
_RUNNING_TEXT = 120
"""A sentence longer than this is text of the draft."""
_ANNOUNCED = frozenset(("bookmark", "in_contents"))


def settle_cover(units: Sequence[Unit]) -> None:
    """Take back the headings of the cover that are not the title, and the frames that are ornaments there."""
    cover = _cover(units)
    for unit in cover:
        if unit.block.container:
            unit.block = msgspec.structs.replace(unit.block, container="")
    headings = [unit for unit in cover if unit.is_heading]
    title = max(headings, key=_prominence, default=None)
    for unit in headings:
        if title is not None and _prominence(unit) < _prominence(title):
            unit.is_heading = False


def _prominence(unit: Unit) -> tuple[bool, float]:
    return unit.block.role == "title", unit.block.style.size_pt


def _cover(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return the lines before the draft's own text, without the heading that stands right above it."""
    for index, unit in enumerate(units[:_MOST_LINES]):
        if _is_heading_of_the_text(unit):
            return units[:index]
        if _is_text(unit):
            return units[: index - 1] if index and units[index - 1].is_heading else units[:index]
    return ()


def _is_heading_of_the_text(unit: Unit) -> bool:
    """Tell whether a heading is one of the outline: numbered, announced, or said to be one by the format."""
    if not unit.is_heading or unit.block.role == "title":
        return False
    announced = not _ANNOUNCED.isdisjoint(unit.evidence)
    return unit.label is not None or unit.block.outline_level is not None or announced


def _is_text(unit: Unit) -> bool:
    if unit.is_heading:
        return False
    is_long = len(unit.text) > _RUNNING_TEXT and unit.text.endswith((".", ":", ";"))
    return unit.label is not None or unit.block.kind == "table" or is_long
