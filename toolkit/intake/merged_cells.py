"""A DOCX file → which cells of its tables are covered by one that is merged over several rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from toolkit.model.reading import ReadOptions
from toolkit.read.docx.names import child, w
from toolkit.read.docx.reader import main_part
from toolkit.read.docx.tables import read_grid
from toolkit.read.package import Package


class CoveredRows:
    """The merges of a document's tables, given out in their order."""

    def __init__(self, root: etree._Element) -> None:
        self._tables = [
            [[cell.element for cell in row] for row in read_grid(table, view="accepted")]
            for table in root.iter(w("tbl"))
        ]

    def of(self, rows: Sequence[Sequence[str]]) -> tuple[frozenset[int], ...]:
        """Return the covered columns of each row of the next table of that size; () if there is none."""
        for index, grid in enumerate(self._tables):
            if len(grid) == len(rows) and max(map(len, grid), default=0) == len(rows[0]):
                del self._tables[: index + 1]
                return tuple(
                    frozenset(number for number, cell in enumerate(row) if _goes_on(cell)) for row in grid
                )
        return ()


def covered_rows(path: Path) -> CoveredRows:
    """Read the merged cells of a document."""
    with Package(path, max_bytes=ReadOptions().max_bytes) as package:
        return CoveredRows(package.xml(main_part(package)))


def _goes_on(cell: etree._Element | None) -> bool:
    """Tell whether a cell continues the one above (ISO/IEC 29500-1, 17.4.84)."""
    merge = None if cell is None else child(cell, "tcPr", "vMerge")
    return merge is not None and merge.get(w("val"), "continue") == "continue"
