"""Finished units → the provisions of the model, with spans, calls and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from toolkit.model.layout import Block, Piece
from toolkit.model.provision import NoteCall, Provision, Span
from toolkit.structure.tree.legal_level import Level
from toolkit.structure.unit import Stretch, Unit

Field = Literal["number", "heading", "text", "rows"]

_TYPED_LABEL = 0.95
_PLAIN = 0.9
_BOX = 0.8
_STRAY_ITEM = 0.55
"""A later number, as "c)", whose "b)" is missing: its kind is plain, its place is a guess."""


def to_provisions(
    units: Sequence[Unit], notes: Mapping[str, Unit], levels: Mapping[Unit, Level]
) -> tuple[Provision, ...]:
    """Write the units as provisions, in their order."""
    return tuple(_provision(unit, notes, levels.get(unit, "")) for unit in units)


def _provision(unit: Unit, notes: Mapping[str, Unit], level: Level) -> Provision:
    block = unit.block
    heading, text = _heading_and_text(unit)
    return Provision(
        id=unit.id,
        parent_id=unit.parent.id if unit.parent is not None else None,
        kind=unit.kind,
        number=unit.number,
        heading=heading,
        text=text,
        rows=block.rows,
        page_number=block.page_number,
        spans=tuple(_spans(unit)),
        calls=tuple(_calls(unit, notes)),
        level=level,
        confidence=_confidence(unit),
        hidden=block.hidden,
    )


def _heading_and_text(unit: Unit) -> tuple[str, str]:
    if unit.title or not _is_all_heading(unit):
        return " ".join(unit.title.split()), unit.text
    return " ".join(unit.text.split()), ""


def _is_all_heading(unit: Unit) -> bool:
    """Tell whether the unit's whole text is a heading: headings, and the captions of figures."""
    return unit.is_heading or (
        unit.kind == "figure" and unit.block.kind != "image" and unit.label is not None
    )


def _spans(unit: Unit) -> Iterator[Span]:
    if unit.number and unit.number_is_here:
        block = unit.number_block or unit.block
        piece = next(_pieces(block), None)
        place = (piece.page_number, piece.box) if piece else (block.page_number, block.box)
        yield Span("number", 0, len(unit.number), *place)
    field: Field = "heading" if _is_all_heading(unit) and not unit.title else "text"
    for stretch in unit.title_stretches:
        yield from _stretch_spans("heading", stretch)
    for stretch in unit.stretches:
        yield from _stretch_spans(field, stretch)
    if unit.block.rows:
        length = sum(len(cell) + 1 for row in unit.block.rows for cell in row) - 1
        yield Span("rows", 0, max(0, length), unit.block.page_number, unit.block.box)


def _stretch_spans(field: Field, stretch: Stretch) -> Iterator[Span]:
    """Yield where each line of a stretch stands, in offsets of the field."""
    block = stretch.block
    shift = stretch.at - stretch.start
    if len(block.text) <= stretch.start:
        return
    if not block.pieces:
        yield Span(field, stretch.at, len(block.text) + shift, block.page_number, block.box)
    for piece in _pieces(block):
        if piece.end > stretch.start:
            start = max(piece.start, stretch.start) + shift
            yield Span(field, start, piece.end + shift, piece.page_number, piece.box)


def _pieces(block: Block) -> Iterator[Piece]:
    return iter(block.pieces)


def _calls(unit: Unit, notes: Mapping[str, Unit]) -> Iterator[NoteCall]:
    field: Literal["heading", "text"] = "heading" if _is_all_heading(unit) and not unit.title else "text"
    if unit.block.kind == "table":
        for call in unit.block.calls:
            yield NoteCall("rows", call.offset, notes[call.note].id if call.note in notes else "", call.mark)
        return
    stretches: list[tuple[Literal["heading", "text"], Stretch]] = [
        *(("heading", stretch) for stretch in unit.title_stretches),
        *((field, stretch) for stretch in unit.stretches),
    ]
    for name, stretch in stretches:
        for call in stretch.block.calls:
            offset = max(0, call.offset - stretch.start) + stretch.at
            yield NoteCall(name, offset, notes[call.note].id if call.note in notes else "", call.mark)


def _is_stray(unit: Unit) -> bool:
    """Tell whether a typed number above 1 was neither reached by its own series nor continues an open item."""
    if unit.parent_reason != "scheme" or unit.automatic or unit.label is None or unit.label.is_bullet:
        return False
    return unit.value > 1 and "follows" not in unit.support


def _confidence(unit: Unit) -> float:
    """Say how sure kind and place are: the further the evidence is from the threshold, the surer."""
    if unit.kind == "box":
        return _BOX
    if unit.block.role == "note" or unit.block.kind in ("table", "image"):
        return 1.0 if unit.parent is not None or unit.block.kind != "paragraph" else 0.5
    sure = min(1.0, 0.5 + abs(unit.score) / 8)
    if _is_stray(unit):
        return min(_STRAY_ITEM, round(sure, 2))
    if unit.automatic or unit.block.outline_level is not None:
        return 1.0 if sure > 0.6 else 0.9
    return round(min(sure, _TYPED_LABEL if unit.label is not None else _PLAIN), 2)
