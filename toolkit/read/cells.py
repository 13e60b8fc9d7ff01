"""The blocks in a table's cells → the cells' texts, and what belongs beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from toolkit.model.layout import Block, Call

Grid = Sequence[Sequence[Sequence[Block]]]
"""Blocks by row and column; a position that a wider or taller cell covers has none."""


@dataclass
class TableText:
    """What a table says: `rows` of one length; call offsets count in the rows' text (tab a cell, line a row)."""

    rows: tuple[tuple[str, ...], ...] = ()
    calls: list[Call] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    """Blocks that are no cell's text: notes, hidden text, a table of contents, tables within the table."""

    def block(self) -> Block | None:
        """Return the table's block, None if no cell has text."""
        if not any(any(row) for row in self.rows):
            return None
        return Block(kind="table", rows=self.rows, calls=tuple(self.calls))


def table_text(grid: Grid) -> TableText:
    """Write each cell as lines, labels included; a nested table of several rows stays one and comes after this one."""
    result = TableText()
    width = max(map(len, grid), default=0)
    rows: list[tuple[str, ...]] = []
    offset = 0
    for row in grid:
        cells: list[str] = []
        for blocks in row:
            cells.append(_cell(blocks, result, offset))
            offset += len(cells[-1]) + 1
        cells.extend([""] * (width - len(row)))
        offset += width - len(row)
        rows.append(tuple(cells))
    result.rows = tuple(rows)
    return result


def framed(grid: Grid, *, cells_in_row: Sequence[int]) -> bool:
    """Tell whether a table is a frame around text: one cell, or a title bar over one."""
    return 0 < len(grid) <= 2 and all(count == 1 for count in cells_in_row)


def headed(grid: Grid) -> bool:
    """Tell whether a table only places text on the page: headings of the document with text stand in its cells."""
    return any(
        block.outline_level and block.role != "toc" and len(blocks) > 1
        for row in grid
        for blocks in row
        for block in blocks
    )


def contained(blocks: Sequence[Block], key: str) -> list[Block]:
    """Put visible blocks that are in no box yet into the box `key`."""
    return [
        block
        if block.container or block.hidden or block.role == "note"
        else msgspec.structs.replace(block, container=key)
        for block in blocks
    ]


def _cell(blocks: Sequence[Block], result: TableText, offset: int) -> str:
    text = ""
    for block in blocks:
        if block.hidden or block.role in ("note", "toc") or len(block.rows) > 1:
            result.aside.append(block)
            continue
        text += "\n" if text else ""
        lead = f"{block.label} " if block.label and block.text else block.label
        shift = offset + len(text) + len(lead)
        result.calls.extend(msgspec.structs.replace(call, offset=call.offset + shift) for call in block.calls)
        text += lead + (_nested(block) if block.kind == "table" else block.text)
    return text


def _nested(table: Block) -> str:
    return "\n".join("\t".join(row) for row in table.rows)
