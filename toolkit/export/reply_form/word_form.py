"""A Word form → its content controls, bookmarks, table cells, tags and placeholders, each to be filled in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from toolkit.errors import UsageError
from toolkit.export.reply_form.grid import Cell, free_cells, labels, locate
from toolkit.export.reply_form.mapping import Target, missing_target
from toolkit.export.reply_form.places import Found, places_in_text
from toolkit.export.reply_form.text_form import TextForm
from toolkit.export.reply_form.text_stream import TextStream
from toolkit.export.reply_form.xml_part import Leaf, Node, escaped, names_of
from toolkit.messages import _, quoted

_OWN_BOOKMARKS = ("_Toc", "_Ref", "_Hlk", "_GoBack")
"""Begin the names of those that Word makes for itself."""
_CHOICES = ("dropDownList", "comboBox")


class WordForm(TextForm):
    """Fills in `word/document.xml`."""

    main = "word/document.xml"

    def places(self) -> list[Found]:
        """Return what can be filled in."""
        controls = dict.fromkeys(_name_of(control) for control in self._controls)
        found = [Found(Target(control=name), self._about(name)) for name in controls if name]
        names = (name for name in self._bookmarks if not name.startswith(_OWN_BOOKMARKS))
        found += [Found(Target(bookmark=name)) for name in names]
        for number in range(1, len(self._tables) + 1):
            for label, cell, header in free_cells(self._cells(number)):
                target = Target(table=number, row=label.text, column=header or cell.column)
                found.append(Found(target, " / ".join(filter(None, (label.text, header)))))
        return found + places_in_text(self._stream)

    @cached_property
    def _stream(self) -> TextStream:
        paragraphs = [list(self._words(node)) for node in self._part.root.every("p")]
        return TextStream(self._part, paragraphs, line_break=_line_break)

    def _words(self, paragraph: Node) -> Iterator[Leaf]:
        """Yield what a paragraph shows; text boxes have paragraphs of their own, deleted words are `w:delText`."""
        without = ("p", "instrText", "delText", "Fallback", "pPr", "rPr")
        leaves = self._part.leaves(paragraph, without=without)
        return (leaf for leaf in leaves if leaf.node.name == "t")

    # content controls --------------------------------------------------------------------------------

    @cached_property
    def _controls(self) -> list[Node]:
        return list(self._part.root.every("sdt"))

    def _about(self, name: str) -> str:
        control = next(control for control in self._controls if _name_of(control) == name)
        row = control.within("tr")
        cell = next(iter(row.every("tc")), None) if row is not None else None
        return _value(control, "alias") if cell is None else self._text(cell)

    def _fill_control(self, target: Target, text: str) -> None:
        found = [
            one for one in self._controls if target.control in (_value(one, "tag"), _value(one, "alias"))
        ]
        if not found:
            raise missing_target(target, list(filter(None, map(_name_of, self._controls))), where=self._where)
        for control in found:
            self._fill_one_control(control, _chosen(control, target, text, where=self._where))

    def _fill_one_control(self, control: Node, text: str) -> None:
        content, properties = control.child("sdtContent"), control.child("sdtPr")
        if content is None:
            raise missing_target(Target(control=_name_of(control)), [], where=self._where)
        shows_hint = properties is not None and properties.child("showingPlcHdr") is not None
        for name in (
            "showingPlcHdr",
            "dataBinding",
        ):  # bound data would replace the answer when Word opens it
            node = None if properties is None else properties.child(name)
            if node is not None:
                self._part.replace(node.start, node.end, b"")
        own = self._part.raw(None if properties is None else properties.child("rPr"))
        letters = own or (b"" if shows_hint else self._letters(content))
        if control.within("p") is not None:
            self._part.replace(content.inner_start, content.inner_end, _run(content, letters, text))
            return
        paragraph = next(iter(content.every("p")), None)
        if paragraph is None:
            self._part.replace(
                content.inner_start, content.inner_end, _paragraphs(content, b"", letters, text)
            )
        else:
            self._replace_paragraphs(paragraph, letters, text)

    # bookmarks ---------------------------------------------------------------------------------------

    @cached_property
    def _bookmarks(self) -> dict[str, Node]:
        return {node.get("name"): node for node in self._part.root.every("bookmarkStart")}

    def _fill_bookmark(self, target: Target, text: str) -> None:
        start = self._bookmarks.get(target.bookmark)
        if start is None:
            raise missing_target(target, list(self._bookmarks), where=self._where)
        ends = (node for node in self._part.root.every("bookmarkEnd") if node.get("id") == start.get("id"))
        end = next(ends, None)
        if end is None or end.parent is not start.parent or start.parent is None:
            raise UsageError(
                _("the bookmark {name} spans several paragraphs.").format(name=quoted(target.bookmark)),
                where=self._where,
                hint=_("Set it inside one paragraph, or name another place."),
            )
        between = [node for node in start.parent.children if start.end <= node.start < end.start]
        letters = next((self._letters(node, own=True) for node in between), b"")
        if start.parent.name == "p":
            made = _run(start, letters, text)
        else:
            first = next((node.child("pPr") for node in between if node.name == "p"), None)
            made = _paragraphs(start, self._part.raw(first), letters, text)
        self._part.replace(start.end, end.start, made)

    # tables ------------------------------------------------------------------------------------------

    @cached_property
    def _tables(self) -> list[Node]:
        return list(self._part.root.every("tbl"))

    def _fill_cell(self, target: Target, text: str) -> None:
        number = target.table if isinstance(target.table, int) else 0
        rows = self._cells(number) if 0 < number <= len(self._tables) else []
        place = locate(rows, target)
        node = None if place is None else self._cell_at(number, *place)
        if node is None:
            raise missing_target(target, labels(rows), where=self._where)
        control = next(iter(node.every("sdt")), None)
        if control is not None:
            self._fill_one_control(control, _chosen(control, target, text, where=self._where))
            return
        paragraph = next(iter(node.every("p")), None)
        if paragraph is not None:
            self._replace_paragraphs(paragraph, self._letters(paragraph), text)

    def _cells(self, number: int) -> list[list[Cell]]:
        return [
            [Cell(row, column, self._text(node)) for column, node in nodes]
            for row, nodes in enumerate(self._rows(number), start=1)
        ]

    def _cell_at(self, number: int, row: int, column: int) -> Node | None:
        """Return the cell that covers a column of a row."""
        before = [node for first, node in self._rows(number)[row - 1] if first <= column]
        return before[-1] if before else None

    def _rows(self, number: int) -> list[list[tuple[int, Node]]]:
        """Return the rows of a table, each cell with the column that it begins in."""
        table = self._tables[number - 1]
        rows = [node for node in table.every("tr") if node.within("tbl") is table]
        return [
            list(_numbered([node for node in row.every("tc") if node.within("tr") is row])) for row in rows
        ]

    def _replace_paragraphs(self, first: Node, letters: bytes, text: str) -> None:
        """Put a text in the place of a paragraph and of all that follows it in its cell or control."""
        siblings = first.parent.children if first.parent is not None else [first]
        last = siblings[-1] if siblings[-1].name != "sectPr" else first
        made = _paragraphs(first, self._part.raw(first.child("pPr")), letters, text)
        self._part.replace(first.start, last.end, made)

    def _letters(self, node: Node, *, own: bool = False) -> bytes:
        """Return how the first run in a node looks; with `own`, the node may be that run."""
        run = node if own and node.name == "r" else next(iter(node.every("r")), None)
        return self._part.raw(None if run is None else run.child("rPr"))

    def _text(self, node: Node) -> str:
        paragraphs = ("".join(leaf.text for leaf in self._words(one)) for one in node.every("p"))
        return " ".join(" ".join(paragraphs).split())


def _line_break(node: Node) -> tuple[str, str, str]:
    name = node.tag("t")
    return f"</{name}>", f"<{node.tag('br')}/>", f'<{name} xml:space="preserve">'


def _numbered(cells: Sequence[Node]) -> Iterator[tuple[int, Node]]:
    column = 1
    for node in cells:
        yield column, node
        properties = node.child("tcPr")
        span = None if properties is None else properties.child("gridSpan")
        column += int(span.get("val") or 1) if span is not None else 1


def _run(near: Node, letters: bytes, text: str) -> bytes:
    r, t, br = near.tag("r"), near.tag("t"), near.tag("br")
    lines = f"<{br}/>".join(f'<{t} xml:space="preserve">{escaped(line)}</{t}>' for line in text.split("\n"))
    return f"<{r}>".encode() + letters + f"{lines}</{r}>".encode()


def _paragraphs(near: Node, properties: bytes, letters: bytes, text: str) -> bytes:
    p = near.tag("p")
    made = (_run(near, letters, line) if line else b"" for line in text.split("\n"))
    return b"".join(f"<{p}>".encode() + properties + run + f"</{p}>".encode() for run in made)


def _value(control: Node, name: str) -> str:
    properties = control.child("sdtPr")
    node = None if properties is None else properties.child(name)
    return "" if node is None else node.get("val")


def _name_of(control: Node) -> str:
    return _value(control, "tag") or _value(control, "alias")


def _chosen(control: Node, target: Target, text: str, *, where: str) -> str:
    """Return the text that a control shows; one that offers choices takes only these."""
    properties = control.child("sdtPr")
    kinds = (properties.child(name) for name in _CHOICES) if properties is not None else ()
    kind = next((node for node in kinds if node is not None), None)
    if kind is None:
        return text
    items = list(kind.every("listItem"))
    for item in items:
        if text.casefold() in (item.get("displayText").casefold(), item.get("value").casefold()):
            return item.get("displayText") or item.get("value")
    if kind.name == "comboBox":
        return text
    raise UsageError(
        _("{target} does not offer {words}.").format(target=target.shown(), words=quoted(text[:60])),
        where=where,
        hint=_("It offers: {names}.").format(names=", ".join(names_of(items, "displayText"))),
    )
