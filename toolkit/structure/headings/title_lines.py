"""Headings printed over several lines, or again on the pages that follow → one heading each.

A first line with a large number beside it, or a title of the largest size, is often found as a paragraph of its
own; the title of a sheet is often printed again at the head of its second page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.model.layout import Furniture
from toolkit.structure.headings.titles import append_line
from toolkit.structure.page.contents_pages import key_of
from toolkit.structure.unit import Unit

_LEADING = 0.6
"""Most space between two lines of one title, in font sizes."""
_SAME_PLACE_PT = 6.0
_HEAD_OF_PAGE = 2
"""So many units of a page may be running titles: the title itself, and a line above it that comes with it."""
_ENDS = (".", "?", "!", ":", ";")
_ANNOUNCED = frozenset(("bookmark", "in_contents"))


def join_title_lines(units: Iterable[Unit]) -> list[Unit]:
    """Join headings that are the lines of one title."""
    joined: list[Unit] = []
    for unit in units:
        if joined and _goes_on(joined[-1], unit):
            append_line(joined[-1], unit)
        else:
            joined.append(unit)
    return joined


def _goes_on(title: Unit, unit: Unit) -> bool:
    if not (title.is_heading and unit.is_heading) or unit.label is not None or title.text.endswith(_ENDS):
        return False
    alike = title.block.style == unit.block.style and title.block.container == unit.block.container
    return alike and _ANNOUNCED.isdisjoint(unit.evidence) and _stands_right_below(title, unit)


def _stands_right_below(title: Unit, unit: Unit) -> bool:
    last = title.stretches[-1].block
    if last.box is None or unit.block.box is None or last.page_number != unit.page_number:
        return False
    return 0 < unit.block.box.bottom - last.box.bottom <= (1 + _LEADING) * unit.block.style.size_pt


def take_running_titles(units: Sequence[Unit]) -> tuple[list[Unit], list[Furniture]]:
    """Part the titles that are printed again at the head of later pages, where they are still open."""
    kept: list[Unit] = []
    again: list[Furniture] = []
    open_titles: list[tuple[Unit, str]] = []
    page_number: int | None = None
    place = 0
    for unit in units:
        place = place + 1 if unit.page_number == page_number else 1
        page_number = unit.page_number
        if not unit.is_heading:
            kept.append(unit)
            continue
        above = key_of(kept[-1].text) if kept and place > 1 else ""
        lines_above = [
            line for title, line in open_titles if place <= _HEAD_OF_PAGE and _repeats(unit, title)
        ]
        if lines_above:
            again += [_furniture(kept.pop())] if above and above in lines_above else []
            again.append(_furniture(unit))
            continue
        kept.append(unit)
        open_titles = [(title, line) for title, line in open_titles if title.depth < unit.depth]
        open_titles += [(unit, above)] if place <= _HEAD_OF_PAGE else []
    return kept, again


def _repeats(unit: Unit, title: Unit) -> bool:
    if unit.block.calls or unit.number != title.number:
        return False
    if key_of(unit.text) != key_of(title.text):
        return False
    here, there = unit.block.box, title.block.box
    same_place = here is not None and there is not None and abs(here.top - there.top) <= _SAME_PLACE_PT
    return same_place or bool(unit.number and unit.page_number)


def _furniture(unit: Unit) -> Furniture:
    number = f"{unit.number} " if unit.number and unit.number_is_here else ""
    return Furniture(number + unit.text, "header", unit.page_number, unit.block.box)
