"""A document, or a text of separated values → its tables of comments, its prose, and what of it is the draft's own text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import msgspec

from toolkit.intake.columns import Layout, Row, fields_above, find_layout
from toolkit.intake.delimited import read_delimited
from toolkit.intake.draft_copy import DraftWords
from toolkit.intake.merged_cells import covered_rows
from toolkit.intake.paragraphs import (
    Page,
    Paragraph,
    join_wrapped,
    lay_out,
    numbered,
    paragraphs_of,
    row_place,
)
from toolkit.intake.prose import read_prose
from toolkit.intake.tables import TableText, layout_of, read_table, rows_as_text
from toolkit.messages import _
from toolkit.model.contribution import Contribution, Leftover, Remark
from toolkit.model.issue import Issue
from toolkit.model.layout import Block
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read import media_type
from toolkit.read.block_text import clean
from toolkit.read.decoding import decode
from toolkit.read.reader import read_file
from toolkit.read.text.shapes import HASH_HEADING, underline_level

_TITLE_ROWS, _TITLE_CELL = 12, 150
"""Size of a table that only says who sends what, and characters of its cells."""


@dataclass
class DocumentText:
    """What a document says, besides the comments and changes in its margin."""

    media_type: str = ""
    remarks: list[Remark] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    author: str = ""
    role: str = ""
    date: str = ""
    is_copy: bool = False
    """Whether most of it is the draft's text."""

    def add_table(self, table: TableText) -> None:
        """Take in a table of comments."""
        self.remarks += table.remarks
        self.leftovers += table.leftovers
        self.author = self.author or table.fields.get("author", "")
        self.role = self.role or table.fields.get("role", "")
        self.date = self.date or table.fields.get("date", "")


def read_document(
    path: Path,
    options: ReadOptions,
    draft_texts: Collection[str] = (),
    *,
    is_marked_up: bool = False,
) -> DocumentText:
    """Read the tables and the prose of a document.

    `is_marked_up` says that others have read comments or changes in it: its text is then the draft's, unless it
    speaks as a letter does.
    """
    reading = read_file(path, options)
    page = lay_out(reading)
    text = DocumentText(media_type=reading.document.media_type, issues=list(reading.issues))
    draft = DraftWords(draft_texts)
    rest = list(_read_tables(page, text, path, reading, draft))
    text.leftovers += page.furniture
    _add_prose(text, rest, draft, is_marked_up=is_marked_up)
    return text


def read_plain_text(content: bytes, draft_texts: Collection[str] = ()) -> DocumentText | None:
    """Read a plain text as a mail's body is read; None if it has headings, which the reader of drafts knows."""
    decoded = decode(content)
    lines = clean(decoded.text).split("\n")
    if any(HASH_HEADING.fullmatch(line.strip()) for line in lines) or any(
        underline_level(title, line) for title, line in pairwise(lines)
    ):
        return None
    text = DocumentText(media_type=media_type.TEXT, issues=list(decoded.issues))
    _add_prose(text, numbered(join_wrapped(lines)), DraftWords(draft_texts))
    return text


def _add_prose(
    text: DocumentText,
    paragraphs: Sequence[Paragraph],
    draft: DraftWords,
    *,
    is_marked_up: bool = False,
) -> None:
    """Take in what is no table: the contributor's words as remarks, the draft's own set apart."""
    own, copied = draft.part(paragraphs, is_marked_up=is_marked_up)
    text.is_copy = bool(copied)
    text.leftovers += [Leftover(item.where, item.text, "draft") for item in copied]
    prose = read_prose(own)
    text.remarks += prose.remarks
    text.leftovers += prose.leftovers
    text.author = text.author or prose.author
    text.role = text.role or prose.role


def _read_tables(
    page: Page, text: DocumentText, path: Path, reading: Reading, draft: DraftWords
) -> Iterator[Paragraph]:
    """Take in the tables of comments; yield the paragraphs of everything else."""
    covered = covered_rows(path) if reading.document.media_type == media_type.DOCX else None
    layout = _layout_in_header(reading)
    tables = paragraphs = 0
    for block in page.body:
        if not block.rows:
            paragraphs += 1
            yield from paragraphs_of(block, number=paragraphs, typography=page.typography)
            continue
        tables += 1
        rows = _rows(block, covered.of(block.rows) if covered else ())
        place = functools.partial(_row_of, tables)
        if draft.holds_table(rows):
            kept, written = draft.beside_cells([(place(row.number), row) for row in rows])
            text.leftovers += [Leftover(item.where, item.text, "draft") for item in kept]
            yield from written
            continue
        table = read_table(rows, name=f"table{tables}", where=place, layout=layout)
        if table is None and _states_fields(rows):
            text.add_table(_title_table(rows, place))
        elif table is None:
            yield from paragraphs_of(block, number=tables)
        else:
            layout = layout_of(rows, layout)
            text.add_table(table)


def _states_fields(rows: Sequence[Row]) -> bool:
    """Tell whether a table only says who sends what and when, as above the table of comments."""
    cells = [cell for row in rows for cell in row.cells if cell.strip()]
    return (
        len(rows) <= _TITLE_ROWS
        and all(len(cell) <= _TITLE_CELL for cell in cells)
        and bool(fields_above(rows))
    )


def _title_table(rows: Sequence[Row], place: Callable[[int], str]) -> TableText:
    said = [Leftover(place(number), words, "header") for number, words in rows_as_text(rows)]
    return TableText(leftovers=said, fields=fields_above(rows))


def _row_of(table: int, row: int) -> str:
    return row_place(row, table)


def _layout_in_header(reading: Reading) -> Layout | None:
    """Return the layout that a page header states: comment sheets of standards bodies repeat theirs there."""
    for block in reading.blocks:
        if block.role == "header" and block.rows:
            found = find_layout(_rows(block, ()))
            if found is not None:
                return found
    return None


def _rows(block: Block, covered: Sequence[frozenset[int]]) -> list[Row]:
    return [
        Row(number, cells, covered[number - 1] if covered else frozenset())
        for number, cells in enumerate(block.rows, start=1)
    ]


def read_delimited_text(content: bytes) -> Contribution | None:
    """Read a text of separated values, None if it is no table of comments."""
    decoded = decode(content)
    rows = read_delimited(decoded.text)
    table = (
        read_table(rows, name="table", where=lambda row: _("line {number}").format(number=row))
        if rows
        else None
    )
    if table is None:
        return None
    return Contribution(
        sha256="",
        name="",
        media_type="text/csv",
        forms=("table",),
        author=table.fields.get("author", ""),
        role=table.fields.get("role", ""),
        date=table.fields.get("date", ""),
        remarks=tuple(table.remarks),
        leftovers=tuple(table.leftovers),
        issues=tuple(msgspec.structs.replace(issue, where=_("encoding")) for issue in decoded.issues),
    )
