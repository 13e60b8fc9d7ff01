"""Tables: lists of requirements set as tables → one unit a row; captions → headings of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from toolkit.model.layout import Block, Box
from toolkit.structure.labels.numbering import Label, parse_label
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import number_columns

_ENOUGH = 0.7
_LONG_TEXT = 30
_COLUMN_PT = 36.0
"""How far in the text of a row stands, right of its number: a paragraph further out is none of it."""
_FEWEST_THEMES = 4
_THEME_LEVEL = 6
"""Outline level of a checklist's themes: below whatever headings stand above the table."""


def unfold_tables(blocks: Iterable[Block]) -> list[Block]:
    """Replace each table of numbered requirements by its heading row and one paragraph a row.

    Such a row is what a comment is about: number, text, and the remaining cells as its `rows`.
    """
    found: list[Block] = []
    for block in blocks:
        if block.kind == "table" and _lists_requirements(block.rows):
            found += _unfold(block)
        elif block.kind == "table" and _is_checklist(block.rows):
            found += _unfold_checklist(block)
        else:
            found.append(block)
    return found


def _lists_requirements(rows: Sequence[tuple[str, ...]]) -> bool:
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    named = _names_columns(rows[0])
    body = rows[1:] if named or _row_label(rows[0]) is None else rows
    labelled = [row for row in body if _row_label(row) is not None]
    texts = [len(_longest(row[1:])) for row in labelled]
    if not labelled or len(labelled) < _ENOUGH * len(body) or sum(texts) < _LONG_TEXT * len(texts):
        return False
    return named or all(_counts_deep(_row_label(row)) for row in labelled)


def _names_columns(row: tuple[str, ...]) -> bool:
    """Tell whether a row is the heading of a column of numbers and of those beside it."""
    return row[0].strip().lower() in number_columns()


def _counts_deep(label: Label | None) -> bool:
    """Tell whether a label is of the kinds that requirements have ("1.1.1", "R12"), not of a plain count."""
    return label is not None and (label.is_code or len(label.numerals) > 1)


def _row_label(row: tuple[str, ...]) -> Label | None:
    label = parse_label(row[0].strip()) if row and row[0].strip() else None
    return label if label is not None and label.numerals else None


def _longest(cells: Iterable[str]) -> str:
    return max(cells, key=len, default="")


def _unfold(block: Block) -> Iterable[Block]:
    kept: list[tuple[str, ...]] = []
    items: list[Block] = []
    for index, row in enumerate(block.rows):
        page_number, box = _place(block, index)
        if _row_label(row) is None or _names_columns(row):
            if items:
                items.append(
                    msgspec.structs.replace(block, rows=(row,), page_number=page_number, box=box, pieces=())
                )
            else:
                kept.append(row)
            continue
        at = max(range(1, len(row)), key=lambda index: len(row[index]))
        rest = tuple(cell for index, cell in enumerate(row) if index not in (0, at))
        items.append(
            Block(
                kind="paragraph",
                text=row[at],
                label=row[0].strip(),
                rows=(rest,) if any(rest) else (),
                indent_pt=_COLUMN_PT,
                page_number=page_number,
                box=box,
                hidden=block.hidden,
                container=block.container,
            )
        )
    if kept:
        yield msgspec.structs.replace(block, rows=tuple(kept), pieces=())
    yield from items


def _place(table: Block, index: int) -> tuple[int | None, Box | None]:
    """Return the page of a row and the box of the table's part on it."""
    for piece in table.pieces:
        if piece.start <= index < piece.end:
            return piece.page_number, piece.box
    return table.page_number, table.box


def _is_checklist(rows: Sequence[tuple[str, ...]]) -> bool:
    """Tell a checklist: numbered themes, whose cells are merged over the measures that stand beside each.

    Counted 1, 2, 3 … in the first column, a title beside each number, a text in the last column of every row.
    """
    body = [row for row in rows if row[0].strip().isdigit() or not any(cell.strip() for cell in row[:-1])]
    if len(body) < len(rows) - 1 or any(len(row) < 3 or not row[-1].strip() for row in body):
        return False
    themes = [row for row in body if row[0].strip()]
    counted = [int(row[0]) for row in themes] == list(range(1, len(themes) + 1))
    return counted and _FEWEST_THEMES <= len(themes) < len(body) and all(row[1].strip() for row in themes)


def _unfold_checklist(block: Block) -> Iterable[Block]:
    """Make a heading of each theme and a paragraph of each measure; the head row stays a table."""
    started = False
    for index, row in enumerate(block.rows):
        page_number, box = _place(block, index)
        place = msgspec.structs.replace(block, page_number=page_number, box=box, pieces=())
        number = row[0].strip()
        if number.isdigit():
            started = True
            title = " ".join(cell for cell in row[1:-1] if cell.strip()).replace("\n", " ")
            yield _row_block(place, text=title, label=number, outline_level=_THEME_LEVEL)
        if started:
            yield _row_block(place, text=row[-1].replace("\n", " "))
        else:
            yield msgspec.structs.replace(place, rows=(row,))


def _row_block(table: Block, *, text: str, label: str = "", outline_level: int | None = None) -> Block:
    return Block(
        kind="paragraph",
        text=text,
        label=label,
        outline_level=outline_level,
        page_number=table.page_number,
        box=table.box,
        hidden=table.hidden,
        container=table.container,
    )


def adopt_captions(units: Sequence[Unit]) -> list[Unit]:
    """Make the caption next to a table its number and heading; return the units without such captions.

    A caption is looked for before the table, then after it; one that is labelled "Figure" is not a table's.
    """
    adopted: set[int] = set()
    for index, unit in enumerate(units):
        if unit.block.kind != "table" or unit.title:
            continue
        for near in (index - 1, index + 1):
            if 0 <= near < len(units) and near not in adopted and _is_caption(units[near]):
                _adopt(unit, units[near])
                adopted.add(near)
                break
    return [unit for index, unit in enumerate(units) if index not in adopted]


def _is_caption(unit: Unit) -> bool:
    if unit.block.kind not in ("paragraph", "line"):
        return False
    if unit.label is not None and unit.label.word == "figure":
        return False
    return unit.block.role == "caption" or (unit.label is not None and unit.label.word == "table")


def _adopt(table: Unit, caption: Unit) -> None:
    table.label, table.number = caption.label, caption.number
    table.style, table.value, table.label_end = caption.style, caption.value, caption.label_end
    table.title, table.title_stretches = caption.text, caption.stretches
    table.number_block = caption.block
