"""A workbook that is a form → its named ranges and cells, each to be filled in place with a text."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property

import msgspec

from toolkit.errors import UsageError
from toolkit.export.comment_tables.cells import LONGEST_CELL
from toolkit.export.reply_form.counting import length
from toolkit.export.reply_form.grid import Cell, free_cells, labels, locate
from toolkit.export.reply_form.mapping import Target, missing_target
from toolkit.export.reply_form.package import FormPackage
from toolkit.export.reply_form.places import PLACEHOLDER, Found
from toolkit.export.reply_form.xml_part import Node, XmlPart, escaped
from toolkit.messages import _

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedStrings.xml"

# Matches "B7", "$AA$12". Near misses: "B", "7", "B7:C8".
_REFERENCE = re.compile(r"\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9]\d*)")

# Matches "'My sheet'!$B$7:$C$7", "Sheet1!B7"; of a range, its first cell.
_DEFINED = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!(?P<cell>\$?[A-Z]{1,3}\$?\d+)")

# Matches the "_" of "_x000D_", which a workbook reads as a character (ECMA-376, 22.9.2.19). Near miss: "_x_".
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Place(msgspec.Struct, frozen=True):
    """A cell; row and column count from 1."""

    sheet: str
    row: int
    column: int


class SheetForm:
    """Fills in worksheets; `finish` writes the cells."""

    def __init__(self, package: FormPackage) -> None:
        self._package = package
        self._where = package.where
        self._book = package.part(_BOOK)
        self._values: dict[Place, str] = {}

    def fill(self, target: Target, text: str) -> None:
        """Put a text in a cell."""
        place = self._anchor(self._place(target))
        cell = self._sheet(place.sheet).cells.get((place.row, place.column))
        if cell is not None and cell.child("f") is not None:
            raise UsageError(_("{target} holds a formula.").format(target=target.shown()), where=self._where)
        if length(text, "characters") > LONGEST_CELL:
            raise UsageError(
                _("{target}: a cell holds {count} characters.").format(
                    target=target.shown(), count=LONGEST_CELL
                ),
                where=self._where,
                hint=_("Spread the comments over more fields."),
            )
        if place in self._values:
            raise UsageError(_("two fields go to the same place of the form."), where=self._where)
        self._values[place] = text

    def places(self) -> list[Found]:
        """Return what can be filled in."""
        found = [Found(Target(name=name)) for name in self._names]
        for name in self._sheets:
            rows = self._sheet(name).grid
            for label, cell, header in free_cells(rows):
                about = " / ".join(filter(None, (label.text, header)))
                found.append(Found(Target(sheet=name, cell=_reference(cell.row, cell.column)), about))
            for row in rows:
                found += [
                    Found(Target(sheet=name, cell=_reference(cell.row, cell.column)), cell.text)
                    for cell in row
                    if PLACEHOLDER.fullmatch(cell.text)
                ]
        return found

    def finish(self) -> None:
        """Make the cells that were filled in edits of their sheets."""
        for name in dict.fromkeys(place.sheet for place in self._values):
            values = {
                (place.row, place.column): text for place, text in self._values.items() if place.sheet == name
            }
            self._sheet(name).write(values)

    # places ------------------------------------------------------------------------------------------

    def _place(self, target: Target) -> Place:
        place = self._named(target) if target.name else self._addressed(target)
        if place is None or place.sheet not in self._sheets:
            known = [*self._names, *self._sheets]
            if target.row and self._sheet_meant(target) in self._sheets:
                known = labels(self._sheet(self._sheet_meant(target)).grid)
            raise missing_target(target, known, where=self._where)
        return place

    def _named(self, target: Target) -> Place | None:
        found = _DEFINED.match(self._names.get(target.name, ""))
        if found is None:
            return None
        sheet = found["sheet"].strip("'").replace("''", "'")
        return Place(sheet, *_position(found["cell"]))

    def _addressed(self, target: Target) -> Place | None:
        sheet = self._sheet_meant(target)
        if target.cell:
            written = _REFERENCE.fullmatch(target.cell.upper())
            return Place(sheet, *_position(target.cell.upper())) if written else None
        if target.row and sheet in self._sheets:
            found = locate(self._sheet(sheet).grid, target)
            return None if found is None else Place(sheet, *found)
        return None

    def _sheet_meant(self, target: Target) -> str:
        """Return the sheet that a target names, by default the first one."""
        names = list(self._sheets)
        if target.sheet or isinstance(target.table, str):
            return target.sheet or str(target.table)
        index = max(target.table, 1) - 1
        return names[index] if index < len(names) else ""

    def _anchor(self, place: Place) -> Place:
        """Return the first cell of the merged range that a place lies in: only that one is shown."""
        for top, left, bottom, right in self._sheet(place.sheet).merged:
            if top <= place.row <= bottom and left <= place.column <= right:
                return Place(place.sheet, top, left)
        return place

    # parts -------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        nodes = self._book.root.every("definedName")
        named = {node.get("name"): self._book.text(node).strip() for node in nodes}
        return {name: value for name, value in named.items() if not name.startswith("_xlnm")}

    @cached_property
    def _sheets(self) -> dict[str, str]:
        """Return the part of each sheet by its name."""
        relations = self._package.part(_RELATIONS).root.every("Relationship")
        targets = {node.get("Id"): node.get("Target") for node in relations}
        found = {}
        for node in self._book.root.every("sheet"):
            target = targets.get(node.get("id"), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if part in self._package.names and "worksheets/" in part:
                found[node.get("name")] = part
        return found

    @cached_property
    def _shared(self) -> tuple[str, ...]:
        if _SHARED not in self._package.names:
            return ()
        part = self._package.part(_SHARED)
        items = (node for node in part.root.every("si"))
        return tuple("".join(part.text(text) for text in item.every("t")) for item in items)

    def _sheet(self, name: str) -> _Sheet:
        if name not in self._opened:
            self._opened[name] = _Sheet(self._package.part(self._sheets[name]), self._shared)
        return self._opened[name]

    @cached_property
    def _opened(self) -> dict[str, _Sheet]:
        return {}


class _Sheet:
    """One worksheet."""

    def __init__(self, part: XmlPart, shared: tuple[str, ...]) -> None:
        self._part = part
        self._shared = shared
        self._data = next(iter(part.root.every("sheetData")))
        self._rows = {
            int(row.get("r") or number): row for number, row in enumerate(self._data.children, start=1)
        }
        self.cells = {
            _position(cell.get("r")): cell
            for row in self._rows.values()
            for cell in row.children
            if cell.get("r")
        }

    @cached_property
    def merged(self) -> list[tuple[int, int, int, int]]:
        """Return top, left, bottom and right of each merged range."""
        found = []
        for node in self._part.root.every("mergeCell"):
            first, _colon, last = node.get("ref").partition(":")
            found.append((*_position(first), *_position(last or first)))
        return found

    @cached_property
    def grid(self) -> list[list[Cell]]:
        """Return the cells by row, with the empty ones between the first and the last column of the sheet."""
        texts = {place: self._text(cell) for place, cell in self.cells.items()}
        last = max((column for (_row, column), text in texts.items() if text), default=0)
        found = []
        for row in sorted(self._rows):
            first = next((column for column in range(1, last + 1) if texts.get((row, column))), None)
            if first is not None:
                columns = range(first, max(last, first + 1) + 1)
                found.append([Cell(row, column, texts.get((row, column), "")) for column in columns])
        return found

    def write(self, values: dict[tuple[int, int], str]) -> None:
        """Put texts in cells, by row and column; cells and rows that are not there are made."""
        for number in sorted({row for row, _column in values}):
            wanted = {column: text for (row, column), text in values.items() if row == number}
            row = self._rows.get(number)
            if row is None:
                self._add_row(number, wanted)
            elif row.is_empty_tag:
                written = self._part.raw(row).decode().removesuffix("/>").rstrip()
                made = "".join(self._made(number, column, text) for column, text in sorted(wanted.items()))
                self._part.replace(row.start, row.end, f"{written}>{made}</{row.tag('row')}>")
            else:
                for column, text in sorted(wanted.items()):
                    self._put(row, number, column, text)

    def _put(self, row: Node, number: int, column: int, text: str) -> None:
        cell = self.cells.get((number, column))
        if cell is not None:
            made = self._made(number, column, text, style=cell.get("s"))
            self._part.replace(cell.start, cell.end, made)
            return
        after = (one.start for one in row.children if one.get("r") and _position(one.get("r"))[1] > column)
        place = next(after, row.inner_end)
        self._part.replace(place, place, self._made(number, column, text))

    def _add_row(self, number: int, wanted: dict[int, str]) -> None:
        cells = "".join(self._made(number, column, text) for column, text in sorted(wanted.items()))
        name = self._data.tag("row")
        made = f'<{name} r="{number}">{cells}</{name}>'
        if self._data.is_empty_tag:
            tag = self._data.tag("sheetData")
            self._part.replace(self._data.start, self._data.end, f"<{tag}>{made}</{tag}>")
            return
        after = (row.start for other, row in sorted(self._rows.items()) if other > number)
        place = next(after, self._data.inner_end)
        self._part.replace(place, place, made)

    def _made(self, row: int, column: int, text: str, *, style: str = "") -> str:
        c, i, t = self._data.tag("c"), self._data.tag("is"), self._data.tag("t")
        styled = f' s="{style}"' if style else ""
        words = f'<{i}><{t} xml:space="preserve">{escaped(_CODE.sub("_x005F_", text))}</{t}></{i}>'
        return f'<{c} r="{_reference(row, column)}"{styled} t="inlineStr">{words}</{c}>'

    def _text(self, cell: Node) -> str:
        if cell.get("t") == "s":
            value = cell.child("v")
            index = int(self._part.text(value)) if value is not None else -1
            return self._shared[index].strip() if 0 <= index < len(self._shared) else ""
        return " ".join(
            self._part.text(node) for node in cell.every("v", "t") if self._part.text(node)
        ).strip()


def _position(reference: str) -> tuple[int, int]:
    """Return row and column of "B7".

    >>> _position("B7"), _position("$AA$12")
    ((7, 2), (12, 27))
    """
    found = _REFERENCE.match(reference)
    if found is None:
        return 0, 0
    column = 0
    for letter in found["column"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found["row"]), column


def _reference(row: int, column: int) -> str:
    """Return "B7" for row 7 and column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
