"""Workbooks as spreadsheet programs write them: what a cell shows, what a clause was before it became a date."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from tests.intake_files.files import apart, read, texts, workbook_file, zip_file
from toolkit.errors import BrokenInput, LimitExceeded
from toolkit.intake.cell_values import CellFormat, show
from toolkit.intake.spreadsheet import MAX_CELLS

HEAD = ("Fiche", "Remarque")

NUMBERS = [
    ("7.2000000000000002", "General", "7.2", ""),
    ("7.1", "0.00", "7.10", ""),
    ("3", "General", "3", ""),
    ("0.5", "0%", "50%", ""),
    ("45695", "d-mmm", "2025-02-07", "7.2"),
    ("45695", "mm/dd", "2025-02-07", "2.7"),
    ("37659", "dd.mm.yyyy", "2003-02-07", "7.2.3"),
    ("0.5", "h:mm", "12:00", ""),
    ("not a number", "General", "not a number", ""),
]


@pytest.mark.parametrize(
    ("value", "code", "text", "clause"), NUMBERS, ids=[f"{case[0]} as {case[1]}" for case in NUMBERS]
)
def test_a_number_is_read_as_its_format_shows_it(value: str, code: str, text: str, clause: str) -> None:
    shown = show(value, CellFormat(code))
    assert (shown.text, shown.clause) == (text, clause)


def test_a_clause_that_became_a_date_comes_back(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, (datetime.date(2026, 2, 7), "Flou."), (7.2, "Long."))
    book = openpyxl.load_workbook(path)
    book.active["A2"].number_format = "d-mmm"
    book.save(path)
    assert [remark.clues.clause for remark in read(path).remarks] == ["7.2", "7.2"]


def test_a_date_in_another_column_is_iso(tmp_path: Path) -> None:
    (remark,) = read(
        workbook_file(tmp_path, (*HEAD, "Date"), ("3", "Flou.", datetime.date(2026, 11, 3)))
    ).remarks
    assert remark.date == "2026-11-03"


def test_a_formula_that_was_never_computed_is_kept_and_told(tmp_path: Path) -> None:
    found = read(workbook_file(tmp_path, HEAD, ("3", "=A1&B2")))
    assert texts(found) == ["=A1&B2"]
    assert any("never computed" in issue.message for issue in found.issues)


def test_hidden_rows_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, ("3", "Flou."))
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    other = book.create_sheet("Suite")
    other.append(HEAD)
    other.append(("4", "Long."))
    other.sheet_state = "hidden"
    book.save(path)
    found = read(path)
    assert texts(found) == ["Flou.", "Long."]
    assert sum("hidden" in issue.message for issue in found.issues) == 2


def test_notes_on_cells_are_remarks_of_their_author(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, ("3", "Flou."))
    book = openpyxl.load_workbook(path)
    book.active["B2"].comment = Comment("À revoir avec le DPO", "Paul")
    book.save(path)
    note = read(path).remarks[1]
    assert (note.author, note.clues.clause, note.text) == ("Paul", "3", "À revoir avec le DPO")


def test_rich_text_is_read_whole(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, ("3", "x"))
    book = openpyxl.load_workbook(path)
    book.active["B2"] = CellRichText("Délai ", TextBlock(InlineFont(b=True), "trop"), " court")
    book.save(path)
    assert texts(read(path)) == ["Délai trop court"]


def test_merged_cells_stand_for_the_rows_they_cover(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, ("7.2", "Flou."), (None, "Long."))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert [remark.clues.clause for remark in read(path).remarks] == ["7.2", "7.2"]


def test_lists_of_choices_are_set_apart(tmp_path: Path) -> None:
    path = workbook_file(tmp_path, HEAD, ("3", "Flou."))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Listes").append(("Majeure",))
    book.save(path)
    assert apart(read(path), "header")[-1] == "Majeure"


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput):
        read(workbook_file(tmp_path))


_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _workbook(folder: Path, rows: str) -> Path:
    """Write a workbook of one sheet by hand."""
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="a" Type="{_OFFICE}/worksheet" Target="s.xml"/></Relationships>'.encode(),
        "xl/s.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
    }
    return zip_file(folder, parts)


def test_too_many_cells_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="cells"):
        read(_workbook(tmp_path, f"<row>{'<c/>' * (MAX_CELLS + 1)}</row>"))


def test_a_cell_at_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="columns"):
        read(_workbook(tmp_path, '<row><c r="XFD1" t="str"><v>x</v></c></row>'))


def test_a_row_number_out_of_range_does_no_harm(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c t="str"><v>Le délai de la fiche 3 est court.</v></c></row>'
    (remark,) = read(_workbook(tmp_path, rows)).remarks
    assert remark.clues.clause == "fiche 3"


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path, "")
    import zipfile

    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><sst/>')
        package.writestr("xl/other.xml", "<a/>")
    with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    with pytest.raises(BrokenInput, match="document type"):
        read(tmp_path / "bad.xlsx")
