"""The text of an OpenDocument file → blocks in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec
from lxml import etree

from toolkit.model.layout import Block, BlockRole
from toolkit.read.cells import contained, framed, headed, table_text
from toolkit.read.odt.context import Context
from toolkit.read.odt.inline import SHAPES, Inline
from toolkit.read.odt.lists import Count, label
from toolkit.read.odt.names import q, whole
from toolkit.read.odt.styles import ListStyle, Look

MAX_REPEAT = 200
"""Cells or rows that one element stands for; damaged files state millions."""

_SILENT = frozenset(
    q(name)
    for name in (
        "office:annotation", "text:tracked-changes", "text:sequence-decls", "office:forms", "text:variable-decls",
        "text:user-field-decls",
    )
)  # fmt: skip
_CONTENTS = ("table-of-content", "illustration-index", "table-index", "object-index")


@dataclass(frozen=True)
class _List:
    style: str
    level: int
    """From 1."""
    count: Count


class Walker:
    """Reads one stretch of text: body, cell, note, box, header."""

    def __init__(
        self,
        context: Context,
        *,
        role: BlockRole = "body",
        note: str = "",
        in_cell: bool = False,
        ground: str = "",
    ) -> None:
        self.context = context
        self.blocks: list[Block] = []
        self._role: BlockRole = role
        self._note = note
        self._in_cell = in_cell
        self._ground = ground
        self._inline = self._fresh()
        self._current: tuple[Look, int | None] = (Look(), None)
        """Look and outline level of the paragraph being read."""
        self._list: _List | None = None
        self._list_indent = 0.0
        self._label: tuple[str, int | None] = ("", None)
        self._undisplayed = False
        self._frame = ("", "")

    def read(self, parent: etree._Element) -> list[Block]:
        """Return the blocks of everything in `parent`."""
        self._read_children(parent)
        self._emit()
        return self.blocks

    def _read_children(self, parent: etree._Element) -> None:
        for element in parent:
            handler = _HANDLERS.get(element.tag)
            if handler is not None:
                handler(self, element)
            elif element.tag in SHAPES:
                self._read_box(element)
            elif element.tag not in _SILENT:
                self._read_children(element)

    def _read_contents(self, element: etree._Element) -> None:
        outer, self._role = self._role, "toc" if self._role == "body" else self._role
        body = element.find(q("text:index-body"))
        self._read_children(element if body is None else body)
        self._role = outer

    def _read_section(self, element: etree._Element) -> None:
        outer = self._undisplayed
        self._undisplayed = outer or element.get(q("text:display")) == "none"
        self._read_children(element)
        self._undisplayed = outer

    def _read_box(self, element: etree._Element) -> None:
        inner = Walker(self.context, role=self._role, note=self._note, in_cell=True, ground="?")
        self.blocks.extend(contained(inner.read(element), self.context.container("textbox")))

    def _change(self, element: etree._Element) -> None:
        """Take in a change mark that stands between paragraphs."""
        self._inline.read_mark(element, Look())

    def _turn_page(self, _element: etree._Element) -> None:
        self.context.page += 1

    # ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_list(self, element: etree._Element) -> None:
        outer = self._list
        style = element.get(q("text:style-name"), outer.style if outer else "")
        if outer is None:
            self._list = _List(style, 1, self._count(element, style))
        else:
            self._list = _List(style, outer.level + 1, outer.count)
        for item in element:
            if item.tag == q("text:list-item"):
                self._open_item(item, self._list)
            self._read_children(item)
            self._label = ("", None)
        self._list = outer

    def _count(self, element: etree._Element, style: str) -> Count:
        """Return the count of a list that begins: its own, or that of the list it goes on with.

        A list that goes on with one that is gone goes on with the last of its style, as in the office programs.
        """
        counts = self.context.counts
        goes_on_with = element.get(q("text:continue-list"))
        earlier = counts.get(goes_on_with or "?")
        if earlier is None and (goes_on_with or element.get(q("text:continue-numbering")) == "true"):
            earlier = counts.get(f"style:{style}")
        count = earlier or Count()
        counts[f"style:{style}"] = count
        counts[element.get(q("xml:id"), "")] = count
        return count

    def _open_item(self, item: etree._Element, current: _List) -> None:
        first = item[0] if len(item) else None
        if first is None or first.tag == q("text:list") or self.context.inserting:
            return  # an item that only carries a deeper list prints nothing
        style = self._list_style(current, first)
        own = style.get(current.level)
        forced = item.get(q("text:start-value"))
        current.count.step(
            current.level, start=own.start if own else 1, forced=None if forced is None else whole(forced, 1)
        )
        shown = label(style, current.level, current.count, language=self.context.language)
        self._label = (shown, current.level - 1)
        self._list_indent = own.indent_pt if own else 0.0

    def _list_style(self, current: _List, first: etree._Element) -> ListStyle:
        styles = self.context.styles
        name = current.style or styles.list_style(first.get(q("text:style-name"), ""))
        return styles.lists.get(name or "", {})

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────

    def _read_paragraph(self, element: etree._Element) -> None:
        look = self.context.styles.paragraph(element.get(q("text:style-name"), ""))
        level = self._outline_level(element, look)
        if self._ground and not look.ground:
            look = replace(look, ground=self._ground)
        self._number_heading(element, level)
        self._current = (look, level)
        self._inline.read(element, look)
        if not self.context.inserting:
            self._emit()

    def _outline_level(self, element: etree._Element, look: Look) -> int | None:
        if element.tag == q("text:h"):
            return whole(element.get(q("text:outline-level")), 1) or 1
        return look.outline_level

    def _number_heading(self, element: etree._Element, level: int | None) -> None:
        """Count a heading in the document's outline, unless a list numbers it."""
        if element.tag != q("text:h") or self._list is not None or level is None:
            return
        style = self.context.styles.outline
        own = style.get(level)
        elsewhere = self.context.styles.list_style(element.get(q("text:style-name"), "")) is not None
        if own is None or elsewhere or element.get(q("text:is-list-header")) == "true":
            return
        stated = element.get(q("text:start-value"))
        self.context.headings.step(
            level, start=own.start, forced=None if stated is None else whole(stated, 1)
        )
        shown = label(style, level, self.context.headings, language=self.context.language)
        self._label = (shown, level - 1)

    def _emit(self) -> None:
        """End the paragraph being read."""
        inline, self._inline = self._inline, self._fresh()
        look, level = self._current
        built = inline.text.build()
        (shown, depth), self._label = self._label, ("", None)
        indent, self._list_indent = look.indent_pt or self._list_indent, 0.0
        if built.text or built.calls or (shown and self._in_cell):
            self.blocks.append(
                Block(
                    kind="paragraph",
                    text=built.text,
                    role=look.role if self._role == "body" else self._role,
                    style=built.style,
                    runs=built.runs,
                    calls=built.calls,
                    label=shown,
                    list_level=depth if shown else None,
                    outline_level=level,
                    note=self._note,
                    container=self._frame_key(look, level),
                    indent_pt=indent,
                    space_before_pt=look.space_before_pt,
                    align=look.align,
                    hidden="not displayed" if self._undisplayed else "",
                    anchor=inline.anchor,
                    page_number=self.context.page,
                )
            )
        self._emit_anchored(inline)

    def _emit_anchored(self, inline: Inline) -> None:
        for reason, text in inline.text.hidden:
            if text.strip():
                self.blocks.append(Block(kind="paragraph", text=text.strip(), role=self._role, hidden=reason))
        for box in inline.boxes:
            self._read_box(box)
        for element, key, mark in inline.notes:
            body = element.find(q("text:note-body"))
            if body is not None:
                found = Walker(self.context, role="note", note=key).read(body)
                self.blocks.extend(_marked(found, mark))

    def _frame_key(self, look: Look, level: int | None) -> str:
        """Return the container of neighbouring paragraphs with one frame or background; "" for plain ones."""
        if not look.framed or level or self._in_cell or self._role != "body":
            self._frame = ("", "")
            return ""
        if self._frame[0] != look.framed:
            self._frame = (look.framed, self.context.container("frame"))
        return self._frame[1]

    def _fresh(self) -> Inline:
        return Inline(self.context, end_paragraph=self._split)

    def _split(self) -> None:
        """End a paragraph in the midst of one: a deletion took the end away, and the view puts it back."""
        reading = self._inline
        self._emit()
        reading.restart()
        self._inline = reading

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_table(self, table: etree._Element) -> None:
        self._frame = ("", "")
        rows = [list(self._cells(row)) for row in _rows(table)]
        grid = [[blocks or [] for blocks in row] for row in rows]
        boxed = framed(grid, cells_in_row=[sum(blocks is not None for blocks in row) for row in rows])
        if boxed or headed(grid):
            key = self.context.container("table") if boxed else ""
            self.blocks.extend(contained([block for row in grid for blocks in row for block in blocks], key))
            return
        found = table_text(grid)
        block = found.block()
        if block is not None:
            self.blocks.append(
                msgspec.structs.replace(
                    block,
                    role=self._role,
                    note=self._note,
                    hidden="not displayed" if self._undisplayed else "",
                    page_number=self.context.page,
                )
            )
        self.blocks.extend(found.aside)

    def _cells(self, row: etree._Element) -> Iterator[list[Block] | None]:
        """Yield each cell's blocks, None for positions that another cell covers."""
        for cell in row:
            repeat = min(whole(cell.get(q("table:number-columns-repeated")), 1), MAX_REPEAT)
            if cell.tag == q("table:covered-table-cell"):
                yield from (None for _column in range(repeat))
            elif cell.tag == q("table:table-cell"):
                for _column in range(repeat):
                    yield Walker(
                        self.context, role=self._role, note=self._note, in_cell=True, ground="?"
                    ).read(cell)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, also those in groups, not those of tables nested in its cells."""
    for element in table:
        if element.tag == q("table:table-row"):
            repeat = min(whole(element.get(q("table:number-rows-repeated")), 1), MAX_REPEAT)
            yield from (element for _row in range(repeat))
        elif element.tag in _ROW_GROUPS:
            yield from _rows(element)


_ROW_GROUPS = frozenset(q(f"table:{name}") for name in ("table-header-rows", "table-rows", "table-row-group"))

_HANDLERS: dict[str, Callable[[Walker, etree._Element], None]] = {
    q("text:p"): Walker._read_paragraph,
    q("text:h"): Walker._read_paragraph,
    q("text:list"): Walker._read_list,
    q("text:section"): Walker._read_section,
    q("table:table"): Walker._read_table,
    q("text:soft-page-break"): Walker._turn_page,
    q("text:change"): Walker._change,
    q("text:change-start"): Walker._change,
    q("text:change-end"): Walker._change,
    **{q(f"text:{name}"): Walker._read_contents for name in _CONTENTS},
}


def _marked(blocks: list[Block], mark: str) -> list[Block]:
    """Give the first block of a note its printed mark as label."""
    return [
        msgspec.structs.replace(block, label=block.label or mark) if index == 0 else block
        for index, block in enumerate(blocks)
    ]
