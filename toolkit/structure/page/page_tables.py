"""Tables cut by page ends → one table each; what the next page repeats becomes furniture.

That is the header, also one of several rows with merged cells, a caption that says that the table goes on, and
titles that stand above both parts at the same place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain, takewhile

import msgspec

from toolkit.model.layout import Block, Furniture, Piece
from toolkit.structure.vocabulary import table_continuations

_SAME_EDGE_PT = 6.0
_SAME_PLACE_PT = 2.0
_NOTE_PT = 10.1
"""Size of footnotes, at most."""

# "2. Revoir", "3) Tracer"; not "2.1 Revoir", "20 ans".
_LISTED = re.compile(r"^(?P<count>\d{1,3})[.)]\s", re.MULTILINE)


def join_tables(blocks: Sequence[Block]) -> tuple[list[Block], list[Furniture]]:
    """Join each table with its continuation at the top of the next page: same column edges.

    Footnotes may stand between the two.
    """
    joined: list[Block] = []
    repeated: list[Furniture] = []
    open_table: int | None = None
    above: list[Block] = []
    for block in blocks:
        if block.kind != "table":
            if open_table is not None and _stands_above_rest(block, joined, open_table):
                above.append(block)
            elif open_table is not None and not _is_note_below(block, joined[open_table]):
                open_table = None
            joined.append(block)
            continue
        if open_table is not None and _continues(joined[open_table], block):
            for again in above:
                joined.remove(again)
                repeated.append(_furniture(again.text, again))
            rest, header = _without_header(joined[open_table], block)
            if header:
                repeated.append(_furniture("\n".join(filter(None, chain(*header))), block))
            joined[open_table] = _join(joined[open_table], rest)
        else:
            open_table = len(joined)
            joined.append(block)
        above = []
    return joined, repeated


def _furniture(text: str, block: Block) -> Furniture:
    return Furniture(text, "header", block.page_number, block.box)


def _stands_above_rest(block: Block, joined: Sequence[Block], open_table: int) -> bool:
    """Tell the caption "Table 4 (continued)", or a title repeated, on the page after a table's last one."""
    last_page = _last_page(joined[open_table])
    if block.kind != "line" or last_page is None or block.page_number != last_page + 1:
        return False
    if _continued().search(block.text):
        return True
    titles = takewhile(lambda other: other.page_number == last_page, reversed(joined[:open_table]))
    return any(title.text == block.text and _at_same_place(title, block) for title in titles)


def _at_same_place(one: Block, other: Block) -> bool:
    if one.box is None or other.box is None:
        return False
    return (
        abs(one.box.x0 - other.box.x0) <= _SAME_PLACE_PT
        and abs(one.box.top - other.box.top) <= _SAME_PLACE_PT
    )


@cache
def _continued() -> re.Pattern[str]:
    # "Tableau 4 – Durées (suite)", "Table 2 - continued"; not "la suite", "Suite".
    ends = "|".join(map(re.escape, table_continuations()))
    return re.compile(rf"\S\s*(?:[(\[]\s*(?:{ends})\s*[)\]]|[–—-]\s+(?:{ends}))\s*\.?$", re.IGNORECASE)


def _last_page(table: Block) -> int | None:
    return table.pieces[-1].page_number if table.pieces else table.page_number


def _is_note_below(block: Block, table: Block) -> bool:
    """Tell a footnote's line below a table from text after it."""
    if block.kind != "line" or block.box is None or table.box is None:
        return False
    last = table.pieces[-1] if table.pieces else None
    page_number, bottom = (
        (last.page_number, last.box.bottom) if last else (table.page_number, table.box.bottom)
    )
    small = block.style.size_pt <= _NOTE_PT or block.role == "note"
    return block.page_number == page_number and block.box.top >= bottom - 1 and small


def _continues(table: Block, block: Block) -> bool:
    if table.kind != "table" or block.kind != "table" or not table.columns or not block.columns:
        return False
    last_page = _last_page(table)
    if last_page is None or block.page_number != last_page + 1 or len(table.columns) != len(block.columns):
        return False
    shift = block.columns[0] - table.columns[0]  # inner and outer margins differ
    return all(
        abs(one + shift - other) <= _SAME_EDGE_PT
        for one, other in zip(table.columns, block.columns, strict=True)
    )


def _without_header(table: Block, block: Block) -> tuple[Block, Sequence[tuple[str, ...]]]:
    """Part the rows that repeat the table's first ones; a row after the first only where cells are merged in it."""
    count = 0
    for above, row in zip(table.rows, block.rows[:-1], strict=False):
        if _words(above) != _words(row) or (count and all(row)):
            break
        count += 1
    return msgspec.structs.replace(block, rows=block.rows[count:]), block.rows[:count]


def _words(row: Sequence[str]) -> list[list[str]]:
    return [cell.casefold().split() for cell in row]


def _join(table: Block, block: Block) -> Block:
    """Append the rows of a continuation; `pieces` of a table count rows."""
    pieces = table.pieces or _pieces(table, 0, len(table.rows))
    first = len(table.rows)
    if block.rows and _goes_on(table.rows[-1], block.rows[0]):
        mended = tuple(
            "\n".join(filter(None, cells)) for cells in zip(table.rows[-1], block.rows[0], strict=True)
        )
        rows = (*table.rows[:-1], mended, *block.rows[1:])
    else:
        rows = (*table.rows, *block.rows)
    return msgspec.structs.replace(
        table, rows=rows, pieces=(*pieces, *_pieces(block, min(first, len(rows)), len(rows)))
    )


def _goes_on(last: Sequence[str], first: Sequence[str]) -> bool:
    """Tell whether a page end cut the row: cells go on in small letters or with their list, and none begins anew."""
    if len(last) != len(first):
        return False
    begun = [cell for cell in first if cell]
    if begun and not first[0] and all(_next_in_list(*cells) for cells in zip(last, first, strict=True)):
        return True
    small = [cell for cell in begun if cell[0].islower()]
    return bool(small) and (first[0] == "" or first[0][0].islower()) and len(small) >= 0.5 * len(begun)


def _next_in_list(last: str, first: str) -> bool:
    """Tell whether a cell is empty or opens with the number after the last one of the cell above."""
    before, after = _LISTED.findall(last), _LISTED.match(first)
    return not first or bool(before and after and int(after["count"]) == int(before[-1]) + 1)


def _pieces(table: Block, start: int, end: int) -> tuple[Piece, ...]:
    if table.box is None or table.page_number is None:
        return ()
    return (Piece(start, end, table.page_number, table.box),)
