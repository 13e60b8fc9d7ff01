"""Visible boxes (text boxes, shaded areas, one-cell tables) → units of kind `box` that hold their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from toolkit.model.layout import Block, Style
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, words

_REMARK_LENGTH = 700
_WHOLE_PART = 60
"""A container of more paragraphs than this is a background, not a box."""


def open_boxes(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with one opening unit a box: its title or its code ("R12"), else a new unit without text."""
    _join_printed_boxes(units)
    _part_numbered_boxes(units)
    found: list[Unit] = []
    for container, members in groupby(units, key=_Container()):
        group = list(members)
        if not container:
            found += group
        elif _is_framed_remark(group):
            found.append(_as_table(group))
        else:
            found += _open_box(group) if _is_box(group) else _flatten(group)
    return found


def _join_printed_boxes(units: Sequence[Unit]) -> None:
    """Take the shaded areas right after a printed box title ("Encadré n° 4") as one box with it."""
    home = ""
    for unit in units:
        block = unit.block
        if block.role == "note":
            continue
        if unit.is_heading and unit.label is not None and unit.label.word == "box":
            home = block.container or f"box {unit.number} {unit.page_number}"
        elif not block.container or unit.is_heading:
            home = ""
        if home and block.container != home:
            unit.block = msgspec.structs.replace(block, container=home)


def _part_numbered_boxes(units: Sequence[Unit]) -> None:
    """Open a box with each code that heads its part of an area: frames that touch are found as one."""
    home, part = "", ""
    opener: Unit | None = None
    for unit in units:
        block = unit.block
        if not block.container or block.role == "note":
            continue
        if block.container != home:
            home, opener, part = block.container, unit, ""
        elif _heads_like(unit, opener):
            part = f"{home} {unit.number}"
        if part:
            unit.block = msgspec.structs.replace(block, container=part)


def _heads_like(unit: Unit, opener: Unit | None) -> bool:
    """Tell whether a unit in a box is a heading numbered by the code that numbers the box's first one."""
    if opener is None or opener.label is None or unit.label is None or not unit.label.is_code:
        return False
    return unit.is_heading and opener.is_heading and unit.label.word == opener.label.word


class _Container:
    """Tells the container of each unit; a note printed in between does not close a box."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, unit: Unit) -> str:
        if unit.block.role != "note":
            self._last = unit.block.container
        return self._last


def _is_framed_remark(group: list[Unit]) -> bool:
    """Tell a table of one cell with a line or two in it, which stays a table, from a box of paragraphs."""
    return (
        group[0].block.container.startswith("table")
        and sum(len(unit.block.text) for unit in group) <= _REMARK_LENGTH
        and all(
            unit.block.kind == "paragraph" and unit.label is None and not _is_structural(unit)
            for unit in group
        )
    )


def _as_table(group: list[Unit]) -> Unit:
    first = group[0].block
    cell = "\n".join(unit.block.text for unit in group)
    calls = tuple(call for unit in group for call in unit.block.calls)
    return Unit(
        block=Block(
            kind="table",
            rows=((cell,),),
            page_number=first.page_number,
            box=first.box,
            calls=calls,
            hidden=first.hidden,
            indent_pt=first.indent_pt,
        )
    )


def _is_box(group: list[Unit]) -> bool:
    """Tell a box from a background, a lone shaded heading, and a single framed table."""
    if len(group) > _WHOLE_PART or any(_is_structural(unit) for unit in group):
        return False
    return not (len(group) == 1 and (group[0].is_heading or group[0].block.kind == "table"))


def _is_structural(unit: Unit) -> bool:
    """Tell whether a heading belongs to the document's outline rather than to a box."""
    if not unit.is_heading:
        return False
    word = words().get(unit.label.word) if unit.label else None
    return unit.block.outline_level is not None or (word is not None and word.rank <= 50)


def _open_box(group: list[Unit]) -> Iterator[Unit]:
    first = group[0]
    if first.is_heading or (first.label is not None and first.label.word in codes()):
        first.kind = "box"
        for unit in group[1:]:
            unit.is_heading = False
        yield from group
        return
    block = msgspec.structs.replace(
        first.block,
        text="",
        label="",
        calls=(),
        runs=(),
        pieces=(),
        rows=(),
        style=Style(),
        kind="paragraph",
        role="body",
    )
    yield Unit(block=block, kind="box", stretches=[])
    for unit in group:
        unit.is_heading = False
        yield unit


def _flatten(group: list[Unit]) -> Iterator[Unit]:
    for unit in group:
        unit.block = msgspec.structs.replace(unit.block, container="")
        yield unit
