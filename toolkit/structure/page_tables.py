"""Tables cut by page ends → one table each; the header row repeated on the next page becomes furniture."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.model.layout import Block, Furniture, Piece

_SAME_EDGE_PT = 6.0


def join_tables(blocks: Sequence[Block]) -> tuple[list[Block], list[Furniture]]:
    """Join each table with its continuation: next block, next page, same column edges."""
    joined: list[Block] = []
    repeated: list[Furniture] = []
    for block in blocks:
        if joined and _continues(joined[-1], block):
            rest, header = _without_header(joined[-1], block)
            if header:
                repeated.append(Furniture("\n".join(header), "header", block.page_number, block.box))
            joined[-1] = _join(joined[-1], rest)
        else:
            joined.append(block)
    return joined, repeated


def _continues(table: Block, block: Block) -> bool:
    if table.kind != "table" or block.kind != "table" or not table.columns or not block.columns:
        return False
    last_page = table.pieces[-1].page_number if table.pieces else table.page_number
    if last_page is None or block.page_number != last_page + 1 or len(table.columns) != len(block.columns):
        return False
    shift = block.columns[0] - table.columns[0]  # inner and outer margins differ
    return all(
        abs(one + shift - other) <= _SAME_EDGE_PT
        for one, other in zip(table.columns, block.columns, strict=True)
    )


def _without_header(table: Block, block: Block) -> tuple[Block, tuple[str, ...]]:
    if block.rows and table.rows and len(block.rows) > 1 and _words(block.rows[0]) == _words(table.rows[0]):
        return msgspec.structs.replace(block, rows=block.rows[1:]), block.rows[0]
    return block, ()


def _words(row: Sequence[str]) -> list[list[str]]:
    return [cell.casefold().split() for cell in row]


def _join(table: Block, block: Block) -> Block:
    """Append the rows of a continuation; `pieces` of a table count rows."""
    pieces = table.pieces or _pieces(table, 0)
    rows = (*table.rows, *block.rows)
    return msgspec.structs.replace(table, rows=rows, pieces=(*pieces, *_pieces(block, len(table.rows))))


def _pieces(table: Block, first_row: int) -> tuple[Piece, ...]:
    if table.box is None or table.page_number is None:
        return ()
    return (Piece(first_row, first_row + len(table.rows), table.page_number, table.box),)
