"""Marks of consolidated texts ("▼B", "▼M3", "►C1") at the head of a line → marks of their own, apart from the text.

They tell which act a passage comes from and belong to the edition, not to the provision. Within a line they stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from toolkit.model.layout import Block, Box, Call, Run

# "▼B", "▼M12", "▶C1 Les", "►A2"; not "► Les postes" (a bullet), "▼ B"
_MARK = re.compile(r"[▼▲►▶◄◀][ABCMR]\d{0,3}(?=\s|$)\s*")
_MARK_SIGNS = frozenset("▼▲►▶◄◀")


def part_margin_marks(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with the marks that lines open with as blocks of role "margin" before them."""
    if not any(block.text[:1] in _MARK_SIGNS for block in blocks):
        return blocks
    parted: list[Block] = []
    for block in blocks:
        found = _MARK.match(block.text) if block.kind == "line" and block.role == "body" else None
        if found is None:
            parted.append(block)
            continue
        parted.append(_mark(block, found.group().strip()))
        if found.end() < len(block.text):
            parted.append(_without(block, found.end()))
    return parted


def _mark(block: Block, text: str) -> Block:
    return msgspec.structs.replace(block, text=text, role="margin", runs=(), calls=(), columns=())


def _without(block: Block, cut: int) -> Block:
    """Return the rest of a line, where its next cell begins or its share of the width."""
    box = block.box
    if box is not None:
        x0 = block.columns[1] if len(block.columns) > 1 else box.x0
        box = Box(x0, box.top, box.x1, box.bottom)
    return msgspec.structs.replace(
        block,
        text=block.text[cut:],
        box=box,
        columns=block.columns[1:] if len(block.columns) > 2 else (),
        runs=tuple(
            Run(max(0, run.start - cut), run.end - cut, run.style) for run in block.runs if run.end > cut
        ),
        calls=tuple(Call(max(0, call.offset - cut), call.note, call.mark) for call in block.calls),
    )
