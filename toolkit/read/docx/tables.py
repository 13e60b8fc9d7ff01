"""Tables → rows of cells: spans resolved, each merged text once; and which tables are not tables to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from toolkit.model.layout import Block, View
from toolkit.read.docx.names import child, number, w

_WRAPPERS = frozenset(
    w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom")
)
MAX_SPAN = 200
"""Columns of a cell; damaged files state millions. Word allows 63 in a table."""


@dataclass
class Cell:
    """One cell of the grid; `element` is None for positions that a wider or taller cell covers."""

    element: etree._Element | None
    ground: str = ""
    blocks: list[Block] = field(default_factory=list)


def read_grid(table: etree._Element, *, view: View) -> list[list[Cell]]:
    """Return the rows of a table that the view shows, each with a cell for every grid column it spans."""
    look = child(table, "tblPr", "tblStyle")
    ground = "" if look is None else "?"
    return [
        list(_cells(row, ground)) for row in _unwrapped(table, w("tr")) if _in_view(child(row, "trPr"), view)
    ]


def _cells(row: etree._Element, ground: str) -> Iterator[Cell]:
    before = number(row, "trPr", "gridBefore") or 0
    yield from (Cell(None) for _column in range(min(before, MAX_SPAN)))
    for element in _unwrapped(row, w("tc")):
        properties = child(element, "tcPr")
        shading = child(properties, "shd")
        fill = "" if shading is None else shading.get(w("fill"), "")
        colored = f"#{fill.lower()}" if len(fill) == 6 else ground
        yield Cell(element, colored)
        span = number(properties, "gridSpan") or 1
        yield from (Cell(None) for _column in range(1, min(span, MAX_SPAN)))


def _unwrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows or cells of a parent, also those inside content controls and other wrappers."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _in_view(properties: etree._Element | None, view: View) -> bool:
    gone = child(properties, "del" if view == "accepted" else "ins")
    return gone is None


def boxed_cells(grid: list[list[Cell]]) -> bool:
    """Tell whether a table is a frame around text: one cell, or a title bar over one."""
    return 0 < len(grid) <= 2 and all(sum(cell.element is not None for cell in row) == 1 for row in grid)


def headed(grid: list[list[Cell]]) -> bool:
    """Tell whether a table only places text on the page: headings of the document with text stand in its cells."""
    return any(
        block.outline_level and len(cell.blocks) > 1 for row in grid for cell in row for block in cell.blocks
    )


def flatten(grid: list[list[Cell]]) -> tuple[tuple[tuple[str, ...], ...], list[Block]]:
    """Return the cells' texts, in rows of one length, and the blocks that are no cell's text: notes, hidden text."""
    aside: list[Block] = []
    rows = [tuple(_cell_text(cell, aside) for cell in row) for row in grid]
    width = max(map(len, rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows), aside


def _cell_text(cell: Cell, aside: list[Block]) -> str:
    lines: list[str] = []
    for block in cell.blocks:
        if block.hidden or (block.role == "note"):
            aside.append(block)
        elif block.kind == "table":
            lines.extend("\t".join(filter(None, row)) for row in block.rows)
        else:
            lines.append(" ".join(filter(None, (block.label, block.text))))
    return "\n".join(lines)
