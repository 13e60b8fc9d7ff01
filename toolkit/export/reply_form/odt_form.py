"""An OpenDocument text form → its bookmarks, placeholders, table cells and tags, each to be filled in place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from toolkit.errors import UsageError
from toolkit.export.reply_form.grid import Cell, free_cells, labels, locate
from toolkit.export.reply_form.mapping import Target, missing_target
from toolkit.export.reply_form.places import Found, places_in_text
from toolkit.export.reply_form.text_form import TextForm
from toolkit.export.reply_form.text_stream import TextStream
from toolkit.export.reply_form.xml_part import Leaf, Node, escaped
from toolkit.messages import _, quoted

_FIELDS = ("placeholder", "text-input")
_CELLS = ("table-cell", "covered-table-cell")


class OdtForm(TextForm):
    """Fills in `content.xml`."""

    main = "content.xml"

    def places(self) -> list[Found]:
        """Return what can be filled in."""
        found = [Found(Target(control=self._name(node))) for node in self._fields]
        found += [Found(Target(bookmark=name)) for name in self._bookmarks]
        for number, table in enumerate(self._tables, start=1):
            for label, cell, header in free_cells(self._cells(table)):
                place = Target(
                    table=table.get("name") or number, row=label.text, column=header or cell.column
                )
                found.append(Found(place, " / ".join(filter(None, (label.text, header)))))
        return found + places_in_text(self._stream)

    @cached_property
    def _stream(self) -> TextStream:
        paragraphs = [list(self._words(node)) for node in self._part.root.every("p", "h")]
        return TextStream(self._part, paragraphs, line_break=_line_break)

    def _words(self, paragraph: Node) -> Iterator[Leaf]:
        return self._part.leaves(paragraph, without=("p", "h", "note", "annotation", *_FIELDS))

    @cached_property
    def _fields(self) -> list[Node]:
        return list(self._part.root.every(*_FIELDS))

    def _name(self, node: Node) -> str:
        return node.get("description") or " ".join(self._part.text(node).split())

    def _fill_control(self, target: Target, text: str) -> None:
        found = [node for node in self._fields if self._name(node) == target.control]
        if not found:
            raise missing_target(target, list(map(self._name, self._fields)), where=self._where)
        for node in found:
            self._part.replace(node.start, node.end, _inline(node, text))

    @cached_property
    def _bookmarks(self) -> dict[str, Node]:
        nodes = self._part.root.every("bookmark", "bookmark-start")
        return {node.get("name"): node for node in nodes}

    def _fill_bookmark(self, target: Target, text: str) -> None:
        start = self._bookmarks.get(target.bookmark)
        if start is None:
            raise missing_target(target, list(self._bookmarks), where=self._where)
        ends = (node for node in self._part.root.every("bookmark-end") if node.get("name") == target.bookmark)
        end = start if start.name == "bookmark" else next(ends, None)
        if end is None or end.parent is not start.parent or not _is_inline(start):
            raise UsageError(
                _("the bookmark {name} spans several paragraphs.").format(name=quoted(target.bookmark)),
                where=self._where,
                hint=_("Set it inside one paragraph, or name another place."),
            )
        stop = start.end if end is start else end.start
        self._part.replace(start.end, stop, _inline(start, text))

    @cached_property
    def _tables(self) -> list[Node]:
        return list(self._part.root.every("table"))

    def _table(self, target: Target) -> Node | None:
        if isinstance(target.table, int):
            numbered = range(1, len(self._tables) + 1)
            return self._tables[target.table - 1] if target.table in numbered else None
        return next((node for node in self._tables if node.get("name") == target.table), None)

    def _fill_cell(self, target: Target, text: str) -> None:
        table = self._table(target)
        rows = [] if table is None else self._cells(table)
        place = locate(rows, target)
        node = None if place is None or table is None else self._cell_at(table, *place)
        if node is None:
            raise missing_target(target, labels(rows), where=self._where)
        first = next(iter(node.every("p")), None)
        # Only a paragraph names the namespace of text; a cell without one, which no program writes, has none to take.
        name = "text:p" if first is None else first.tag("p")
        style = "" if first is None else first.get("style-name")
        named = f' {name.rpartition(":")[0]}:style-name="{escaped(style)}"' if style else ""
        broken = f"<{name}{named}>"
        made = "".join(f"{broken}{escaped(line)}</{name}>" for line in text.split("\n"))
        if node.is_empty_tag:
            written = self._part.raw(node).decode()
            closed = f"{written.removesuffix('/>').rstrip()}>{made}</{node.tag(node.name)}>"
            self._part.replace(node.start, node.end, closed)
        else:
            self._part.replace(node.inner_start, node.inner_end, made)

    def _cells(self, table: Node) -> list[list[Cell]]:
        return [
            [Cell(row, column, self._text(node)) for column, node in nodes]
            for row, nodes in enumerate(_rows(table), start=1)
        ]

    def _cell_at(self, table: Node, row: int, column: int) -> Node | None:
        found = [node for first, node in _rows(table)[row - 1] if first == column]
        return next((node for node in found if node.name == "table-cell"), None)

    def _text(self, node: Node) -> str:
        return " ".join(self._part.text(node).split())


def _rows(table: Node) -> list[list[tuple[int, Node]]]:
    """Return the rows of a table, each cell with the column that it begins in."""
    found = []
    for row in table.every("table-row"):
        if row.within("table") is not table:
            continue
        column, cells = 1, []
        for node in row.children:
            if node.name in _CELLS:
                cells.append((column, node))
                column += int(node.get("number-columns-repeated") or 1)
        found.append(cells)
    return found


def _is_inline(node: Node) -> bool:
    return node.within("p") is not None or node.within("h") is not None


def _inline(near: Node, text: str) -> str:
    return f"<{near.tag('line-break')}/>".join(map(escaped, text.split("\n")))


def _line_break(node: Node) -> tuple[str, str, str]:
    return "", f"<{node.tag('line-break')}/>", ""
