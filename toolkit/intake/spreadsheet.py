"""An XLSX package → its sheets row by row, every cell as people see it, without running or fetching anything.

Formulas give the value that was last computed. What people would not see (hidden sheets and rows) is read too and
reported. Source of the layout: ISO/IEC 29500-1, chapter 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from lxml import etree

from toolkit.errors import BrokenInput, LimitExceeded
from toolkit.intake.cell_values import CellFormat, Shown, read_formats, show
from toolkit.intake.columns import Row
from toolkit.messages import _, ngettext
from toolkit.model.issue import Issue
from toolkit.read.block_text import clean
from toolkit.read.package import Package

MAX_CELLS = 400_000
"""With something in them, over all sheets; a tree of more would not fit the memory of a limited child."""
MAX_COLUMNS = 1_000
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}

_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
# Match: <c r="B4">, <x:c>. Near miss: <col min="1">.
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_COORDINATE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Note(msgspec.Struct, frozen=True):
    """A note that somebody attached to a cell."""

    coordinate: str
    row: int
    author: str
    text: str


class Sheet(msgspec.Struct, frozen=True):
    """One sheet; rows without text are left out."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()


class Workbook(msgspec.Struct, frozen=True):
    """The sheets of a file, and what was odd about it."""

    sheets: tuple[Sheet, ...]
    issues: tuple[Issue, ...]


def read_workbook(path: Path, *, max_bytes: int) -> Workbook:
    """Read a spreadsheet.

    Raises:
        BrokenInput: damaged, or without a sheet.
        LimitExceeded: more cells than `MAX_CELLS`, or unpacking to more than `max_bytes`.
        PasswordNeeded: encrypted.
    """
    with Package(path, max_bytes=max_bytes) as package:
        return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = _main_part(package)
        self.root = package.xml(self.main)
        self.relations = package.relations(self.main)
        self.issues: list[Issue] = []
        self.strings = self._shared_strings()
        self.formats = read_formats(self._part("styles"))
        self.epoch_1904 = any(
            item.get("date1904") in ("1", "true") for item in self.root.iter("{*}workbookPr")
        )
        self._cells = 0

    def read(self) -> Workbook:
        sheets = tuple(self._sheets())
        if not sheets:
            raise BrokenInput(_("the spreadsheet has no sheet."), where=self.package.where)
        if any(name.endswith("vbaProject.bin") for name in self.package.names):
            self._tell("info", self.package.where, _("It holds macros, which were not run."))
        if any("/externalLinks/" in name for name in self.package.names):
            self._tell("info", self.package.where, _("It links to other files, which were not opened."))
        return Workbook(sheets, (*self.package.issues, *self.issues))

    def _tell(self, severity: str, where: str, message: str) -> None:
        self.issues.append(msgspec.convert({"severity": severity, "where": where, "message": message}, Issue))

    def _part(self, kind: str) -> etree._Element | None:
        relation = next(
            (item for item in self.relations.values() if item.kind == kind and not item.external), None
        )
        return None if relation is None else self.package.optional_xml(relation.target)

    def _shared_strings(self) -> list[str]:
        root = self._part("sharedStrings")
        return [] if root is None else [_rich_text(item) for item in root.iterfind("{*}si")]

    def _sheets(self) -> Iterator[Sheet]:
        for entry in self.root.iterfind("{*}sheets/{*}sheet"):
            name = clean(entry.get("name", ""))
            relation = next(
                (self.relations.get(entry.get(name, "")) for name in _RELATION_IDS if name in entry.attrib),
                None,
            )
            if relation is None or relation.external or relation.kind != "worksheet":
                continue
            if entry.get("state", "visible") != "visible":
                self._tell("warning", name, _("The sheet is hidden; it was read all the same."))
            yield self._sheet(name, relation.target)

    def _sheet(self, name: str, part: str) -> Sheet:
        self._count(part)
        root = self.package.xml(part)
        covered = self._covered(root)
        rows: list[Row] = []
        hidden = 0
        before = 0
        for element in root.iterfind("{*}sheetData/{*}row"):
            number = _integer(element.get("r")) or before + 1
            before = number
            row = self._row(element, number, name, covered.get(number, frozenset()))
            if any(row.cells):
                rows.append(row)
                hidden += element.get("hidden") in ("1", "true")
        if hidden:
            told = ngettext(
                "{count} hidden row was read all the same.",
                "{count} hidden rows were read all the same.",
                hidden,
            )
            self._tell("warning", name, told.format(count=hidden))
        return Sheet(name, tuple(rows), tuple(self._notes(part)))

    def _count(self, part: str) -> None:
        """Refuse more cells than a tree may hold, before there is one."""
        self._cells += len(_CELL.findall(self.package.read(part)))
        if self._cells > MAX_CELLS:
            raise LimitExceeded(
                _("the spreadsheet has {count} cells (limit {limit}).").format(
                    count=self._cells, limit=MAX_CELLS
                ),
                where=self.package.where,
                hint=_("Keep only the sheet with the comments, and delete empty rows and columns."),
            )

    def _row(self, element: etree._Element, number: int, sheet: str, covered: frozenset[int]) -> Row:
        cells: dict[int, Shown] = {}
        column = -1
        for cell in element.iterfind("{*}c"):
            stated = _COORDINATE.fullmatch(cell.get("r", ""))
            column = _column_index(stated[1]) if stated else column + 1
            if column >= MAX_COLUMNS:
                raise LimitExceeded(
                    _("the sheet has more than {limit} columns.").format(limit=MAX_COLUMNS),
                    where=f"{self.package.where}, {sheet}",
                    hint=_("Keep only the columns of the comments."),
                )
            shown = self._shown(cell, f"{sheet}!{_column_name(column)}{number}")
            if shown.text:
                cells[column] = shown
        width = max(cells, default=-1) + 1
        texts = tuple(cells[index].text if index in cells else "" for index in range(width))
        clauses = tuple((index, cell.clause) for index, cell in cells.items() if cell.clause)
        return Row(number, texts, covered, clauses)

    def _shown(self, cell: etree._Element, where: str) -> Shown:
        """Return what a cell shows; a formula that was never computed is kept as it is."""
        kind = cell.get("t", "n")
        value = cell.findtext("{*}v") or ""
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return Shown("" if inline is None else _rich_text(inline))
        if kind == "s":
            index = _integer(value)
            return Shown(self.strings[index] if index is not None and index < len(self.strings) else "")
        if not value:
            return self._uncomputed(cell.find("{*}f"), where)
        if kind == "e":
            self._tell("warning", where, _("The cell shows an error ({value}).").format(value=value))
        if kind == "n":
            return show(value, self._format(cell), epoch_1904=self.epoch_1904)
        return Shown(_BOOLEANS.get(value, value) if kind == "b" else clean(value).strip())

    def _uncomputed(self, formula: etree._Element | None, where: str) -> Shown:
        if formula is None or not formula.text:
            return Shown("")
        self._tell("warning", where, _("The formula was never computed; it was kept as it is written."))
        return Shown(f"={clean(formula.text)}")

    def _format(self, cell: etree._Element) -> CellFormat:
        index = _integer(cell.get("s")) or 0
        return self.formats[index] if index < len(self.formats) else CellFormat()

    def _covered(self, root: etree._Element) -> dict[int, frozenset[int]]:
        """Return, for each row, the columns that a cell merged from above covers."""
        covered: dict[int, set[int]] = {}
        for merged in root.iterfind("{*}mergeCells/{*}mergeCell"):
            ends = [_COORDINATE.fullmatch(end) for end in merged.get("ref", "").split(":")]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:
                continue
            first, last = int(ends[0][2]), int(ends[1][2])
            columns = range(_column_index(ends[0][1]), min(_column_index(ends[1][1]) + 1, MAX_COLUMNS))
            for row in range(first + 1, min(last, first + 10_000) + 1):
                covered.setdefault(row, set()).update(columns)
        return {row: frozenset(columns) for row, columns in covered.items()}

    def _notes(self, part: str) -> Iterator[Note]:
        """Yield the notes attached to the cells of a sheet."""
        for relation in self.package.relations(part).values():
            root = (
                self.package.optional_xml(relation.target)
                if relation.kind == "comments" and not relation.external
                else None
            )
            if root is None:
                continue
            authors = [clean(item.text or "") for item in root.iterfind("{*}authors/{*}author")]
            for note in root.iterfind("{*}commentList/{*}comment"):
                yield from _note(note, authors)


def _note(element: etree._Element, authors: list[str]) -> Iterator[Note]:
    coordinate = element.get("ref", "")
    place = _COORDINATE.fullmatch(coordinate)
    words = element.find("{*}text")
    text = "" if words is None else _rich_text(words)
    index = _integer(element.get("authorId"))
    author = authors[index] if index is not None and 0 <= index < len(authors) else ""
    if text and place is not None:
        yield Note(coordinate, int(place[2]), author, text)


def _main_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and not relation.external and relation.target in package.names:
            return relation.target
    return "xl/workbook.xml"


def _rich_text(element: etree._Element) -> str:
    """Return the text of a string item, without the readings of ideographs beside it."""
    parts = [
        item.text or ""
        for item in element.iter("{*}t")
        if not any(etree.QName(parent).localname == "rPh" for parent in item.iterancestors())
    ]
    return clean(_UNESCAPED.sub(_character, "".join(parts))).strip()


# Match: "_x000D_", which is how a carriage return is written in a string (ISO/IEC 29500-1, 22.4.2.4).
_UNESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else None


def _column_index(letters: str) -> int:
    """Return the index of a column, from 0.

    >>> _column_index("A"), _column_index("AB")
    (0, 27)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _column_name(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
