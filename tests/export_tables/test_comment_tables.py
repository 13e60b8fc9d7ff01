"""Comment tables in the layouts of ISO, NIST and NICE, and the workbook of everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import openpyxl
import pytest

from tests.export_tables.conftest import DRAFT, build_response, said
from toolkit.export.comment_tables.cells import LONGEST_CELL, cell_rows, sheet_name
from toolkit.export.comment_tables.entries import code_of
from toolkit.export.comment_tables.lines import Lines
from toolkit.model.contribution import Placement, Received, Remark
from toolkit.model.filing import CoverageLine
from toolkit.model.profile import Named
from toolkit.model.response import Response
from toolkit.model.workflow import Act

Export = Callable[..., Path]
EVERY = [(name, suffix) for name in ("iso", "nist", "nice") for suffix in ("docx", "xlsx")] + [
    ("xlsx", "xlsx")
]


def word_rows(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows]


def sheet_rows(path: Path, sheet: str = "") -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    found = book[sheet] if sheet else book.worksheets[0]
    return [[str(value or "") for value in row] for row in found.iter_rows(values_only=True)]


def with_words(text: str) -> Response:
    """Return the response with one more comment, which says `text`."""
    response = build_response()
    section = response.sections[2]
    answer = msgspec.structs.replace(section.answers[0], comments=(said(9, "r2", text),))
    changed = msgspec.structs.replace(section, answers=(answer,))
    return msgspec.structs.replace(response, sections=(*response.sections[:2], changed))


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_files_are_valid_and_the_same_each_time(
    name: str,
    suffix: str,
    response: Response,
    export: Export,
    sdk_errors: Callable[[Path], list[str]],
) -> None:
    told = msgspec.structs.replace(response, language="fr")
    path = export(told, name, suffix)
    assert path.read_bytes() == export(told, name, suffix).read_bytes()
    assert sdk_errors(path) == []


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_odd_text_makes_valid_files_too(
    name: str, suffix: str, export: Export, sdk_errors: Callable[[Path], list[str]]
) -> None:
    odd = "NUL \x00, lone \ud83d, 🏥, نص, a\tb\r\nc <w:t> & ]]> _x0041_ =1+1 https://example.org"
    assert sdk_errors(export(with_words(odd), name, suffix)) == []


@pytest.mark.parametrize(("name", "suffix"), [("iso", "docx"), ("xlsx", "xlsx")])
def test_a_response_without_comments_makes_valid_files_too(
    name: str, suffix: str, export: Export, sdk_errors: Callable[[Path], list[str]]
) -> None:
    assert sdk_errors(export(build_response(sections=()), name, suffix)) == []


@pytest.mark.parametrize("rows_of", ["docx", "xlsx"])
def test_the_iso_table_has_its_columns_and_says_what_and_where(
    rows_of: str, response: Response, export: Export
) -> None:
    path = export(response, "iso", rows_of)
    rows = word_rows(path) if rows_of == "docx" else sheet_rows(path)[5:]
    assert rows[0] == [
        "MB/NC¹", "Line number", "Clause/ Subclause", "Paragraph/ Figure/ Table", "Type of comment²", "Comments",
        "Proposed change", "Observations of the secretariat",
    ]  # fmt: skip
    assert rows[1] == ["CHU-001", "", "", "", "ge", "Support: A clear text.", "", ""]
    assert rows[2] == [
        "CHU-002", "2", "R1", "", "te", "Five minutes are too short.\nRationale: Wards change shifts",
        "Replace “five minutes” by “ten minutes”.", "",
    ]  # fmt: skip
    assert rows[3][1] == "3"
    assert rows[3][5:7] == ["Oppose: =1+1 is no formula.", "Delete “a badge”."]


def test_the_nice_form_says_general_and_joins_the_change_to_the_comment(
    response: Response, export: Export
) -> None:
    rows = word_rows(export(response, "nice"))
    assert rows[1] == ["1", "draft.pdf", "general", "general", "Support: A clear text."]
    assert rows[2][2:4] == ["3", "2"]
    assert rows[2][4].endswith("Replace “five minutes” by “ten minutes”.")


def test_the_nist_table_names_people_and_types(response: Response, export: Export) -> None:
    rows = sheet_rows(export(response, "nist", "xlsx"))
    assert rows[8][:6] == ["2", "Ana Ruiz", "draft.pdf", "3", "2", "R1"]
    assert [row[8] for row in rows[7:11]] == ["General", "Technical", "Technical", "Technical"]


def test_types_can_be_chosen_in_a_workbook_and_its_header_stays(response: Response, export: Export) -> None:
    sheet = openpyxl.load_workbook(export(response, "iso", "xlsx")).worksheets[0]
    assert sheet.data_validations.dataValidation[0].formula1 == '"ge,te,ed"'
    assert sheet.freeze_panes == "A7"


def test_what_a_contributors_table_said_is_kept(export: Export) -> None:
    remark = Remark(
        key="k", form="table", where="row 2", author="FR-007", category="ed", text="For how long?"
    )
    received = Received(
        id="r1", file_sha256="", file_name="t.docx", remark=remark, placement=Placement(state="placed")
    )
    asked = with_words("For how long?")
    comment = msgspec.structs.replace(said(9, "r2", "For how long?", position="oppose"), remark="r1")
    answer = msgspec.structs.replace(asked.sections[2].answers[0], comments=(comment,))
    section = msgspec.structs.replace(asked.sections[2], answers=(answer,))
    told = msgspec.structs.replace(asked, sections=(section,), remarks=(received,))
    assert word_rows(export(told, "iso"))[1] == ["FR-007", "1", "R2", "", "ed", "For how long?", "", ""]


def test_a_formula_stays_text_and_a_long_text_goes_on_below(export: Export) -> None:
    text = "=HYPERLINK(1) " + "word " * 15_000
    sheet = openpyxl.load_workbook(export(with_words(text), "iso", "xlsx")).worksheets[0]
    cells = [sheet.cell(row, 6) for row in range(10, 13)]
    assert [cell.data_type for cell in cells] == ["s"] * 3
    assert [str(cell.value).startswith("(continued) ") for cell in cells] == [False, True, True]
    assert "".join(str(cell.value).removeprefix("(continued) ") for cell in cells).strip() == text.strip()
    assert [sheet.cell(row, 1).value for row in range(10, 13)] == ["CHU-004"] * 3


@pytest.mark.parametrize("letter", ["a", "é", "🏥", " "], ids=["ascii", "accent", "emoji", "space"])
@pytest.mark.parametrize("count", [LONGEST_CELL - 1, LONGEST_CELL, LONGEST_CELL + 1, 3 * LONGEST_CELL])
def test_no_cell_is_longer_than_a_cell_may_be_and_nothing_is_lost(letter: str, count: int) -> None:
    rows = list(cell_rows(("k", letter * count), key_column=0, language="en"))
    assert all(len(row[1].encode("utf-16-le")) // 2 <= LONGEST_CELL for row in rows)
    assert "".join(row[1].removeprefix("(continued) ") for row in rows) == letter * count
    assert {row[0] for row in rows} == {"k"}


@pytest.mark.parametrize(
    ("words", "taken", "name"),
    [
        ("Coverage [1/2]", (), "Coverage -1-2-"),
        ("x" * 40, (), "x" * 31),
        ("History", (), "History_"),
        ("Journal", ("journal",), "Journal 2"),
        ("'", (), "-"),
    ],
)
def test_names_of_sheets_are_safe(words: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(words, taken) == name


@pytest.mark.parametrize(
    ("respondent", "code"),
    [
        ("CHU de Bellerive", "CHU"),
        ("Valley Hospital", "VH"),
        ("Centre Hospitalier de Lyon", "CHL"),
        ("", "XX"),
        ("acme", "XX"),
    ],
)
def test_who_comments_has_a_code(respondent: str, code: str) -> None:
    assert code_of(respondent) == code


@pytest.mark.parametrize(
    ("quote", "lines"),
    [("", "2-3"), ("five minutes", "2"), ("minutes. The", "2-3"), ("badge", "3"), ("not there", "2-3")],
)
def test_lines_are_counted_on_the_page(quote: str, lines: str) -> None:
    assert Lines(DRAFT).of(said(1, "r1", "x", quote=quote), DRAFT[2]) == lines


def test_the_workbook_of_everything_has_every_comment_with_filters(
    response: Response, export: Export
) -> None:
    rejected = msgspec.structs.replace(said(8, "r2", "No."), state="rejected", reason="off topic")
    comments = tuple(
        one for section in response.sections for answer in section.answers for one in answer.comments
    )
    path = export(
        response,
        "xlsx",
        "xlsx",
        comments=(*comments, rejected),
        roles=(Named("ciso", "RSSI", "CISO"),),
        coverage=(CoverageLine("r1", ("commented",)), CoverageLine("r2", ("unread",))),
        acts=(Act(number=1, time="2026-11-24T09:00:00Z", actor="Ana Ruiz", action="intake", subject="r1"),),
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Comments", "Provisions", "Coverage", "Journal", "About this file"]
    rows = sheet_rows(path)
    assert [row[0] for row in rows[1:]] == ["c1", "c2", "c3", "c4", "c8"]
    assert rows[2][1:8] == ["r1", "1 Access › R1.", "3", "recommendation", "CISO", "", "Amend"]
    assert rows[5][10] == "rejected"
    assert "off topic" in rows[5]
    assert book["Comments"].auto_filter.ref == "A1:S6"
    assert book["Comments"].freeze_panes == "B2"
    assert sheet_rows(path, "Coverage")[1] == ["r1", "R1.", "commented"]
    assert sheet_rows(path, "Journal")[1][:4] == ["1", "2026-11-24T09:00:00Z", "Ana Ruiz", "intake"]
    assert response.content_sha256 in [row[1] for row in sheet_rows(path, "About this file")]


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_every_file_carries_the_content_hash(
    name: str, suffix: str, response: Response, export: Export
) -> None:
    import zipfile

    with zipfile.ZipFile(export(response, name, suffix)) as archive:
        assert response.content_sha256.encode() in archive.read("docProps/custom.xml")


def test_a_document_opens_in_libreoffice(
    response: Response, export: Export, words_in_libreoffice: Callable[[Path], str]
) -> None:
    told = words_in_libreoffice(export(response, "iso"))
    assert "Five minutes are too short." in told
    assert "CHU-004" in told
