"""A `w:tbl` → its grid of cells in the view asked for, with spans resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.model.layout import View
from toolkit.read.docx.names import child, number, w

_WRAPPERS = frozenset(
    w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom")
)
MAX_COLUMNS = 200
"""Word allows 63; damaged files state millions."""


@dataclass(frozen=True)
class Cell:
    """One cell of the grid; `element` is None for positions that a wider or taller cell covers."""

    element: etree._Element | None
    ground: str = ""


def read_grid(table: etree._Element, *, view: View) -> list[list[Cell]]:
    """Return the rows of a table that the view shows, each with a cell for every grid column it spans."""
    look = child(table, "tblPr", "tblStyle")
    ground = "" if look is None else "?"
    return [
        list(_cells(row, ground)) for row in _unwrapped(table, w("tr")) if _in_view(child(row, "trPr"), view)
    ]


def _cells(row: etree._Element, ground: str) -> list[Cell]:
    cells = [Cell(None)] * min(number(row, "trPr", "gridBefore") or 0, MAX_COLUMNS)
    for element in _unwrapped(row, w("tc")):
        shading = child(element, "tcPr", "shd")
        fill = "" if shading is None else shading.get(w("fill"), "")
        cells.append(Cell(element, f"#{fill.lower()}" if len(fill) == 6 else ground))
        span = number(element, "tcPr", "gridSpan") or 1
        cells.extend([Cell(None)] * min(span - 1, MAX_COLUMNS - len(cells)))
    return cells


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
