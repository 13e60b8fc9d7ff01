"""A page's elements → blocks in reading order. Walks by events, so that no depth of nesting overflows a stack."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import msgspec
from lxml import etree

from toolkit.model.layout import Block, BlockRole, View
from toolkit.read.block_text import TextBuilder
from toolkit.read.cells import contained, framed, headed, table_text
from toolkit.read.html.css import StyleRules
from toolkit.read.html.furniture import Roles
from toolkit.read.html.lists import ListCounter, open_list
from toolkit.read.html.notes import Notes
from toolkit.read.html.page_words import named
from toolkit.read.html.scope import Scope, inner_scope
from toolkit.read.html.tree import DROPPED, text_of

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
    }
)  # fmt: skip
_BOXES = frozenset({"div", "aside", "section", "fieldset", "p", "article"})
# Match: "level2" in "mso-list: l0 level2 lfo1". Near miss: "mso-list: ignore".
_WORD_LEVEL = re.compile(r"level(?P<level>[1-9])")
# Match: class "MsoToc2", "toc1". Near miss: "tocsin".
_CONTENTS_CLASS = re.compile(r"(?:mso)?toc[1-9]", re.IGNORECASE)
MAX_SPAN = 200
"""Columns or rows of a cell; browsers stop at 1,000 columns, documents long before."""
MAX_COLUMNS = 500


@dataclass
class _Table:
    outer: list[Block]
    grid: list[list[list[Block]]] = field(default_factory=list)
    cells_in_row: list[int] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    """Rows still covered by a cell from above, by column."""

    def open_row(self) -> None:
        self.grid.append([])
        self.cells_in_row.append(0)

    def skip_covered(self) -> None:
        while self.covered.get(len(self.grid[-1]), 0) > 0 and len(self.grid[-1]) < MAX_COLUMNS:
            self.covered[len(self.grid[-1])] -= 1
            self.grid[-1].append([])

    def place(self, blocks: list[Block], *, columns: int, rows: int) -> None:
        if not self.grid:
            self.open_row()
        self.skip_covered()
        self.cells_in_row[-1] += 1
        start = len(self.grid[-1])
        columns = max(min(columns, MAX_COLUMNS - start), 1)
        self.grid[-1].extend([blocks, *([] for _column in range(columns - 1))])
        for column in range(start, start + columns):
            self.covered[column] = rows - 1


class PageWalker:
    """Reads a page once; `read` returns its blocks."""

    def __init__(self, *, rules: StyleRules, roles: Roles, notes: Notes, view: View) -> None:
        self.rules = rules
        self.roles = roles
        self.notes = notes
        self.dropped = DROPPED | ({"del"} if view == "accepted" else {"ins"})
        self.blocks: list[Block] = []
        self._text = TextBuilder()
        self._scopes = [Scope(ground="?" if rules.paints else "")]
        self._text_scope = Scope()
        """Scope of the block that the open text belongs to."""
        self._lists: list[ListCounter] = []
        self._tables: list[_Table] = []
        self._label: tuple[str, int | None] = ("", None)
        self._anchor = ""
        self._containers = 0

    def read(self, root: etree._Element) -> list[Block]:
        """Return the blocks of a page."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self._enter(element):
                    walk.skip_subtree()
            else:
                self._leave(element)
        self._flush()
        return self.blocks

    # ── on the way down ─────────────────────────────────────────────────────────────────────────────────────────

    def _enter(self, element: etree._Element) -> bool:
        """Open an element; False if nothing inside it is to be read."""
        outer = self._scopes[-1]
        self._scopes.append(outer)
        tag = element.tag
        if tag in self.dropped or element in self.notes.backlinks or _is_permalink(element):
            return False
        if element in self.notes.calls:
            self._add_call(element)
            return False
        css = self.rules.of(element)
        if css.get("mso-list") == "ignore":
            self._label = (_word_marker(text_of(element)), self._label[1])
            return False
        is_block = tag in _BLOCKS
        if is_block:
            self._flush()
        scope = self._scope(outer, element, inner_scope(outer, element, css, is_block=is_block))
        self._scopes[-1] = scope
        self._open(element, str(tag), scope, css.get("mso-list", ""))
        self._add(element.text)
        return True

    def _scope(self, outer: Scope, element: etree._Element, scope: Scope) -> Scope:
        """Add what the survey of the page, rather than the element alone, tells."""
        role = self._role(element)
        if role is not None and outer.role == "body":
            scope = replace(scope, role=role)
        note = self.notes.bodies.get(element)
        if note is not None:
            self._label = (note[1], None)
            scope = replace(scope, role="note", note=note[0], list_level=None)
        if element.tag in _BOXES and not outer.container and self._is_box(element):
            self._containers += 1
            scope = replace(scope, container=f"box-{self._containers}")
        return scope

    def _role(self, element: etree._Element) -> BlockRole | None:
        found = self.roles.get(element)
        if found is not None:
            return found
        if element.tag in {"caption", "figcaption"}:
            return "caption"
        classes = element.get("class", "").split()
        if any(_CONTENTS_CLASS.fullmatch(name) for name in classes):
            return "toc"
        return "title" if {"title", "MsoTitle"} & set(classes) and element.tag in {"h1", "p"} else None

    def _is_box(self, element: etree._Element) -> bool:
        if element.tag in {"aside", "fieldset"}:
            return element not in self.roles
        return named("box", element)

    def _open(self, element: etree._Element, tag: str, scope: Scope, word_list: str) -> None:
        name = element.get("id") or (element.get("name") if tag == "a" else None)
        if name and not self._text:
            self._anchor = name
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.append(open_list(element))
        elif tag == "li":
            self._open_item(element, scope)
        elif tag == "br":
            self._text.add("\n", scope.style, hidden=scope.hidden)
        elif tag in {"table", "tr", "td", "th"}:
            self._open_table_part(tag)
        elif word_list:
            level = _WORD_LEVEL.search(word_list)
            self._label = (self._label[0], int(level["level"]) - 1 if level else 0)

    def _open_item(self, element: etree._Element, scope: Scope) -> None:
        if element in self.notes.bodies:
            return
        level = scope.list_level or 0
        counter = self._lists[-1] if self._lists else ListCounter(ordered=False)
        self._label = (counter.marker(element, style=scope.marker, level=level), level)

    def _open_table_part(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Table(outer=self.blocks))
        elif self._tables and tag == "tr":
            self._tables[-1].open_row()
        elif self._tables:
            self.blocks = []

    # ── on the way up ───────────────────────────────────────────────────────────────────────────────────────────

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS and tag not in self.dropped:
            self._flush()
        if tag in {"ul", "ol", "menu", "dir"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._label = ("", None)
        elif tag in {"table", "tr", "td", "th"} and self._tables:
            self._close_table_part(element, str(tag))
        self._scopes.pop()
        self._add(element.tail)

    def _close_table_part(self, element: etree._Element, tag: str) -> None:
        table = self._tables[-1]
        if tag in {"td", "th"}:
            blocks, self.blocks = self.blocks, table.outer
            table.place(blocks, columns=_span(element, "colspan"), rows=_span(element, "rowspan"))
        elif tag == "tr":
            table.skip_covered()
        else:
            self._tables.pop()
            self.blocks = table.outer
            self._emit_table(table, layout=element.get("role") in {"presentation", "none"})

    def _emit_table(self, table: _Table, *, layout: bool) -> None:
        boxed = framed(table.grid, cells_in_row=table.cells_in_row)
        if layout or boxed or headed(table.grid):
            self._containers += boxed
            key = f"table-{self._containers}" if boxed else ""
            for row in table.grid:
                for blocks in row:
                    self.blocks.extend(contained(blocks, key))
            return
        found = table_text(table.grid)
        block = found.block()
        scope = self._scopes[-1]
        if block is not None:
            self.blocks.append(
                msgspec.structs.replace(
                    block,
                    role=scope.role,
                    note=scope.note,
                    container=scope.container,
                    anchor=self._take_anchor(),
                )
            )
        self.blocks.extend(found.aside)

    # ── text ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _add(self, text: str | None) -> None:
        if not text:
            return
        scope = self._scopes[-1]
        if not self._text and not text.strip():
            return
        if not self._text:
            self._text_scope = scope
        if scope.verbatim:
            self._text.add(text, scope.style, hidden=scope.hidden)
        else:
            self._text.add_flowing(text, scope.style, hidden=scope.hidden)

    def _add_call(self, element: etree._Element) -> None:
        if not self._text:
            self._text_scope = self._scopes[-1]
        self._text.call(*self.notes.calls[element])

    def _flush(self) -> None:
        """End the open text and make it a block."""
        text, self._text = self._text, TextBuilder()
        scope = self._text_scope
        built = text.build()
        if built.text or built.calls:
            label, level = self._label
            self._label = ("", None)
            self.blocks.append(
                Block(
                    kind="paragraph",
                    text=built.text,
                    role=scope.role,
                    style=built.style,
                    runs=built.runs,
                    calls=built.calls,
                    label=label,
                    list_level=level if label else None,
                    outline_level=scope.outline_level,
                    note=scope.note,
                    container=scope.container,
                    indent_pt=scope.indent_pt,
                    align=scope.align,
                    anchor=self._take_anchor(),
                )
            )
        for reason, hidden in text.hidden:
            if hidden.strip():
                self.blocks.append(
                    Block(kind="paragraph", text=hidden.strip(), role=scope.role, hidden=reason)
                )

    def _take_anchor(self) -> str:
        anchor, self._anchor = self._anchor, ""
        return anchor


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name, "1")
    return min(max(int(text), 1), MAX_SPAN) if text.isascii() and text.isdecimal() else 1


def _is_permalink(element: etree._Element) -> bool:
    """Tell whether a link is the sign beside a heading from which its address is copied."""
    if element.tag != "a" or not element.get("href", "").startswith("#"):
        return False
    return text_of(element) in {"#", "§", "¶", "🔗"}


def _word_marker(text: str) -> str:
    """Word writes bullets as characters of symbol fonts."""
    return {"·": "•", "o": "○", "§": "▪", "Ø": "➢", "ü": "✓"}.get(text, text)
