"""A story's elements → blocks in reading order: paragraphs, tables, boxes, and the notes they call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec
from lxml import etree

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.model.layout import Block, BlockRole
from toolkit.read.cells import contained, framed, headed, table_text
from toolkit.read.docx.context import Context, Story
from toolkit.read.docx.drawings import alternative
from toolkit.read.docx.fields import CONTENTS, FieldStack
from toolkit.read.docx.inline import Inline
from toolkit.read.docx.names import M_NS, MC_NS, child, value, w
from toolkit.read.docx.numbering import Counters
from toolkit.read.docx.styles import ParagraphFormat, overlay, paragraph_format
from toolkit.read.docx.tables import Cell, read_grid

_CONTENTS_GALLERY = "Table of Contents"


class Walker:
    """Reads the block-level content of one story."""

    def __init__(self, context: Context, story: Story) -> None:
        self.context = context
        self.story = story
        self.blocks: list[Block] = []
        self._open: Inline | None = None
        """Text of paragraphs whose closing mark is not part of the view: it goes on in the next one."""
        self._frame: tuple[tuple[str, str], str] | None = None
        self._contents_depth = 0
        accepted = context.view == "accepted"
        self._wrappers = {
            w("customXml"), w("sdtContent"), w("smartTag"),
            *([w("ins"), w("moveTo")] if accepted else [w("del"), w("moveFrom")]),
        }  # fmt: skip

    def read(self, parent: etree._Element) -> list[Block]:
        """Return the blocks of everything in `parent`."""
        self._read_children(parent)
        if self._open is not None:
            self._emit(self._open, *self._format(None))
            self._open = None
        return self.blocks

    def _read_children(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            handler = _HANDLERS.get(tag)
            if handler is not None:
                handler(self, element)
            elif tag in self._wrappers:
                self._read_children(element)

    def _read_control(self, element: etree._Element) -> None:
        gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
        content = child(element, "sdtContent")
        if content is None:
            return
        self._contents_depth += gallery == _CONTENTS_GALLERY
        self._read_children(content)
        self._contents_depth -= gallery == _CONTENTS_GALLERY

    def _read_alternative(self, element: etree._Element) -> None:
        branch = alternative(element)
        if branch is not None:
            self._read_children(branch)

    def _read_chunk(self, _element: etree._Element) -> None:
        told = _("A document embedded as a whole (altChunk) is not read.")
        self.context.tell(Issue("error", self.story.part, told))

    def _read_formula(self, element: etree._Element) -> None:
        inline = Inline(self.context, self.story)
        inline.read_formula(element)
        self._emit(inline, *self._format(None))

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        properties = child(paragraph, "pPr")
        style_id, stated = self._format(properties)
        if not len(paragraph) and self._open is None and stated.num_id is None:
            return
        fields = self.story.fields
        in_contents, known = fields.in_contents, len(fields.keywords)
        inline = self._open or Inline(self.context, self.story)
        inline.read_paragraph(paragraph, style_id=style_id, fill=stated.fill or "")
        in_contents = in_contents or not CONTENTS.isdisjoint(fields.keywords[known:])
        if child(properties, "sectPr") is not None:
            self.context.notes.next_section()
        if self._mark_is_gone(properties):
            self._open = inline
            return
        self._open = None
        self._emit(inline, style_id, stated, in_contents=in_contents)

    def _mark_is_gone(self, properties: etree._Element | None) -> bool:
        """Whether the view has no paragraph end here: deleted in the accepted one, inserted in the original."""
        mark = child(properties, "rPr")
        names = ("del", "moveFrom") if self.context.view == "accepted" else ("ins", "moveTo")
        return mark is not None and any(child(mark, name) is not None for name in names)

    def _format(self, properties: etree._Element | None) -> tuple[str, ParagraphFormat]:
        """Return the style in force and the effective format, numbering indent included."""
        key = b"" if properties is None else etree.tostring(properties, with_tail=False)
        known = self.context.formats.get(key)
        if known is None:
            known = self.context.formats[key] = self._effective(properties)
        return known

    def _effective(self, properties: etree._Element | None) -> tuple[str, ParagraphFormat]:
        if self.context.view == "original":
            former = child(properties, "pPrChange", "pPr")
            properties = properties if former is None else former
        style_id = self.context.styles.paragraph_style(value(properties, "pStyle"))
        by_style = self.context.styles.paragraph(style_id)
        direct = paragraph_format(properties)
        result = overlay(by_style, direct)
        depth = self._depth(style_id, direct, by_style)
        level = self.context.numbering.level(result.num_id or "", depth or 0)
        inherits = direct.indent_pt is None and (direct.num_id is not None or by_style.indent_pt is None)
        if inherits and level is not None and level.indent_pt is not None:
            result = replace(result, indent_pt=level.indent_pt)
        return style_id, replace(result, list_level=depth if level is not None else None)

    def _depth(self, style_id: str, direct: ParagraphFormat, by_style: ParagraphFormat) -> int | None:
        """Return the list level of a paragraph: stated, or bound to its style, or the first."""
        num_id = direct.num_id or by_style.num_id
        if num_id is None or num_id == "0":
            return None
        if direct.list_level is not None:
            return direct.list_level
        styles = {record.id for record in self.context.styles.chain(style_id)[-1:]}
        bound = self.context.numbering.depth_of_style(num_id, styles)
        if bound is not None:
            return bound
        return 0 if direct.num_id is not None else (by_style.list_level or 0)

    def _emit(
        self, inline: Inline, style_id: str, stated: ParagraphFormat, *, in_contents: bool = False
    ) -> None:
        built = inline.text.build()
        label = self._label(stated, inline)
        if built.text or built.calls or (label and self.story.in_cell):
            self.blocks.append(
                Block(
                    kind="paragraph",
                    text=built.text,
                    role=self._role(style_id, in_contents=in_contents),
                    style=built.style,
                    runs=built.runs,
                    calls=built.calls,
                    page_number=inline.page or self.context.page,
                    label=label,
                    list_level=stated.list_level if label else None,
                    outline_level=stated.outline_level or None,
                    note=self.story.note,
                    container=self._frame_key(stated),
                    indent_pt=stated.indent_pt or 0.0,
                    space_before_pt=stated.space_before_pt or 0.0,
                    align=stated.align or "",
                    anchor=inline.anchor,
                )
            )
        self._emit_hidden(inline)
        self._emit_boxes(inline)
        self._emit_notes(inline.notes)

    def _label(self, stated: ParagraphFormat, inline: Inline) -> str:
        if stated.num_id is None or stated.list_level is None:
            return ""
        if inline.text.hidden and not inline.text:
            return ""  # a hidden paragraph is not counted
        return self.story.counters.label(stated.num_id, stated.list_level)

    def _role(self, style_id: str, *, in_contents: bool) -> BlockRole:
        if self.story.role != "body":
            return self.story.role
        if in_contents or self._contents_depth:
            return "toc"
        return self.context.styles.role(style_id)

    def _frame_key(self, stated: ParagraphFormat) -> str:
        """Return the container of neighbouring paragraphs that share a frame or a background; "" for plain ones."""
        fill = stated.fill or ""
        key = (fill if fill not in {"", "#ffffff"} else "", stated.border or "")
        if key == ("", "") or stated.outline_level or self.story.in_cell or self.story.role != "body":
            self._frame = None
            return ""
        if self._frame is None or self._frame[0] != key:
            self._frame = (key, self.context.container("frame"))
        return self._frame[1]

    def _emit_hidden(self, inline: Inline) -> None:
        for reason, text in inline.text.hidden:
            if text.strip():
                self.blocks.append(
                    Block(
                        kind="paragraph",
                        text=text.strip(),
                        role=self.story.role,
                        note=self.story.note,
                        hidden=reason,
                        page_number=self.context.page,
                    )
                )

    def _emit_boxes(self, inline: Inline) -> None:
        for box in inline.boxes:
            key = self.context.container("textbox")
            if isinstance(box, str):
                found = [Block(kind="paragraph", text=box.strip(), role=self.story.role)]
            else:
                inner = replace(self.story, fields=FieldStack(box), in_cell=True, ground="?")
                found = Walker(self.context, inner).read(box)
            self.blocks.extend(contained(found, key))

    def _emit_notes(self, called: Iterable[tuple[str, str]]) -> None:
        notes = self.context.notes
        for key, mark in called:
            element = notes.elements.get(key)
            if key in notes.written:
                continue
            notes.written.add(key)
            if element is None:
                told = _("The note {mark} is called but missing.").format(mark=mark or key)
                self.context.tell(Issue("warning", self.story.part, told))
                continue
            part = notes.parts[key]
            inner = Story(
                part=part,
                relations=self.context.package.relations(part),
                counters=Counters(self.context.numbering, self.context.language),
                fields=FieldStack(element),
                role="note",
                note=key,
            )
            found = Walker(self.context, inner).read(element)
            self.blocks.extend(_marked(found, mark))

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_table(self, table: etree._Element) -> None:
        self._frame = None
        page = self.context.page
        cells = read_grid(table, view=self.context.view)
        grid = [[self._cell_blocks(cell) for cell in row] for row in cells]
        boxed = framed(grid, cells_in_row=[sum(cell.element is not None for cell in row) for row in cells])
        if boxed or headed(grid):
            key = self.context.container("table") if boxed else ""
            self.blocks.extend(contained([block for row in grid for blocks in row for block in blocks], key))
            return
        found = table_text(grid)
        block = found.block()
        if block is not None:
            self.blocks.append(
                msgspec.structs.replace(block, role=self.story.role, note=self.story.note, page_number=page)
            )
        self.blocks.extend(found.aside)

    def _cell_blocks(self, cell: Cell) -> list[Block]:
        if cell.element is None:
            return []
        return Walker(self.context, self.story.inside(ground=cell.ground)).read(cell.element)


_HANDLERS: dict[str, Callable[[Walker, etree._Element], None]] = {
    w("p"): Walker._read_paragraph,
    w("tbl"): Walker._read_table,
    w("sdt"): Walker._read_control,
    w("altChunk"): Walker._read_chunk,
    f"{{{MC_NS}}}AlternateContent": Walker._read_alternative,
    f"{{{M_NS}}}oMathPara": Walker._read_formula,
}


def _marked(blocks: list[Block], mark: str) -> list[Block]:
    """Give the first block of a note its printed mark as label, unless a list labels it."""
    first = next(
        (index for index, block in enumerate(blocks) if block.role == "note" and not block.hidden), None
    )
    if first is None or blocks[first].label:
        return blocks
    return [
        msgspec.structs.replace(block, label=mark) if index == first else block
        for index, block in enumerate(blocks)
    ]
