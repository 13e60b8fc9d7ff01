"""A workbook → the remarks of all its sheets, and the notes on their cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from toolkit.errors import BrokenInput
from toolkit.intake.columns import Layout, find_layout
from toolkit.intake.places import place_of
from toolkit.intake.proposals import proposal_of, stance_of
from toolkit.intake.silence import silent_place
from toolkit.intake.spreadsheet import Note, Sheet, read_workbook
from toolkit.intake.tables import TableText, read_table, rows_as_text
from toolkit.messages import _
from toolkit.model.contribution import Clues, Contribution, Leftover, Remark


def read_workbook_tables(path: Path, *, max_bytes: int, media_type: str) -> Contribution:
    """Read every sheet of a workbook; one that is no table of comments gives a remark a row.

    Raises:
        BrokenInput: nothing is written in it, or it is damaged.
        LimitExceeded: it has too many cells.
    """
    workbook = read_workbook(path, max_bytes=max_bytes)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise BrokenInput(_("no text was found in it."), where=path.name, hint=_("Ask for it again."))
    tables = list(_tables(workbook.sheets))
    fields = {key: value for table in reversed(tables) for key, value in table.fields.items()}
    return Contribution(
        sha256="",
        name="",
        media_type=media_type,
        forms=("table",),
        author=fields.get("author", ""),
        role=fields.get("role", ""),
        date=fields.get("date", ""),
        remarks=tuple(remark for table in tables for remark in table.remarks),
        leftovers=tuple(leftover for table in tables for leftover in table.leftovers),
        issues=workbook.issues,
    )


def _tables(sheets: tuple[Sheet, ...]) -> Iterator[TableText]:
    has_table = any(find_layout(sheet.rows) for sheet in sheets)
    layout: Layout | None = None
    for sheet in sheets:
        place = _Place(sheet.name)
        found = find_layout(sheet.rows)
        table = (
            read_table(sheet.rows, name=sheet.name, where=place.row, layout=layout)
            if sheet.rows
            else TableText()
        )
        layout = found or layout
        if table is None:
            table = _loose_rows(sheet, place, is_beside=has_table)
        clues = {remark.where: remark.clues for remark in table.remarks}
        table.remarks += [_noted(note, sheet, place, clues.get(place.row(note.row))) for note in sheet.notes]
        yield table


class _Place:
    """Says where in a sheet something stands."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def row(self, number: int) -> str:
        return _("row {row} of sheet {sheet}").format(row=number, sheet=self._sheet)

    def cell(self, coordinate: str) -> str:
        return _("note on cell {cell} of sheet {sheet}").format(cell=coordinate, sheet=self._sheet)


def _loose_rows(sheet: Sheet, place: _Place, *, is_beside: bool) -> TableText:
    """Read the rows of a sheet without a table: beside one, short rows are instructions and lists of choices."""
    table = TableText()
    for number, words in rows_as_text(sheet.rows):
        if is_beside and not place_of(words) and not proposal_of(words).proposed:
            table.leftovers.append(Leftover(place.row(number), words, "header"))
            continue
        table.remarks.append(
            Remark(
                key=f"{sheet.name}/row{number}",
                form="table",
                kind="remark" if silent_place(words) is None else "silence",
                where=place.row(number),
                position=stance_of(words, proposal_of(words)),
                text=words,
                clues=Clues(clause=place_of(words).clause, quote=proposal_of(words).quote),
            )
        )
    return table


def _noted(note: Note, sheet: Sheet, place: _Place, row: Clues | None) -> Remark:
    """Make a remark of a note on a cell; the row that it stands on says what it is about, unless the note does."""
    proposal = proposal_of(note.text)
    own = place_of(note.text)
    about = (
        Clues(clause=own.clause, page_number=own.page_number, lines=own.lines) if own or row is None else row
    )
    return Remark(
        key=f"{sheet.name}/note/{note.coordinate}",
        form="table",
        where=place.cell(note.coordinate),
        author=note.author,
        position=stance_of(note.text, proposal),
        text=note.text,
        proposed=proposal.proposed,
        deletion=proposal.deletion,
        clues=msgspec.structs.replace(about, quote=proposal.quote),
    )
