"""A comment table that a contributor filled in is read, written in the same layout and read again without loss."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.export_tables.conftest import build_response, said
from toolkit.intake.recognise import read_contribution
from toolkit.model.comment import Comment
from toolkit.model.contribution import GENERAL, Contribution, Placement, Received, Remark
from toolkit.model.provision import Provision
from toolkit.model.reading import ReadOptions
from toolkit.model.response import Answer, Response, Section

ROWS = (
    ("FR-001", "17", "7.2", "Table 1", "te", "The delay is too short.\nTwo weeks are needed.", "Replace “seven days” by “fourteen days”.", ""),
    ("FR-002", "", "4.1", "", "ed", "A slip in “recieve”.", "Replace “recieve” by “receive”.", ""),
    ("DE-01-002", "12-18", "Annex B", "Figure 3", "ge", "We welcome this annex.", "", ""),
    ("**-003", "", "5", "2nd bullet", "te", "It overlaps with 5.3; =A1+B1 is no formula.", "Delete “and its annexes”.", ""),
    ("FR-004", "", "", "", "ge", "General comment: the text is clear.", "", ""),
    ("FR-005", "3", "6.1", "", "te", "Le texte « double saisie » n’est pas clair.", "Une rédaction entière, sans guillemets.", ""),
)  # fmt: skip
HEADER = ("MB/NC1", "Line number\n(e.g. 17)", "Clause/ Subclause\n(e.g. 3.1)", "Paragraph/ Figure/ Table/\n(e.g. Table 1)",
          "Type of comment2", "Comments", "Proposed change", "Observations of the secretariat")  # fmt: skip


def sheet_with_header_on_top_of_the_page(path: Path) -> Path:
    """Write a table whose column names stand in the page header, as in the template of 2012-03."""
    document = docx.Document()
    header = document.sections[0].header
    names = header.add_table(1, len(HEADER), document.sections[0].page_width)
    table = document.add_table(0, len(HEADER))
    for cell, text in zip(names.rows[0].cells, HEADER, strict=True):
        cell.text = text
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def read(path: Path) -> Contribution:
    return read_contribution(path, options=ReadOptions())


def facts(remark: Remark) -> tuple[object, ...]:
    clues = remark.clues
    return (remark.author, remark.category, remark.text, remark.proposed, remark.deletion, remark.rationale,
            remark.position, remark.kind, clues.clause, clues.lines, clues.quote, clues.general)  # fmt: skip


def commented(number: int, remark: Remark) -> Answer:
    provision_id = GENERAL if remark.clues.general else f"p{number}"
    comment = Comment(
        id=f"c{number}",
        provision_id=provision_id,
        author=remark.author,
        position=remark.position or "question",
        text=remark.text,
        proposed=remark.proposed,
        deletion=remark.deletion,
        quote=remark.clues.quote,
        remark=f"r{number}",
        state="submitted",
    )
    return Answer(provision=Provision(id=provision_id), path=("p",), comments=(comment,))


def response_of(contribution: Contribution, language: str) -> Response:
    answers = tuple(commented(number, remark) for number, remark in enumerate(contribution.remarks))
    received = tuple(
        Received(
            id=f"r{number}", file_sha256="", file_name="", remark=remark, placement=Placement(state="placed")
        )
        for number, remark in enumerate(contribution.remarks)
    )
    section = Section(id="s", title="s", answers=answers)
    return build_response(sections=(section,), remarks=received, language=language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_iso_table_comes_back_as_it_was_filled_in(
    suffix: str, language: str, tmp_path: Path, export: Callable[..., Path]
) -> None:
    filled = read(sheet_with_header_on_top_of_the_page(tmp_path / "filled.docx"))
    assert [remark.author for remark in filled.remarks] == [row[0] for row in ROWS]
    assert filled.remarks[0].proposed == "fourteen days"
    again = read(export(response_of(filled, language), "iso", suffix))
    assert [facts(remark) for remark in again.remarks] == [facts(remark) for remark in filled.remarks]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("name", ["iso", "nist", "nice"])
def test_our_tables_are_recognised_with_every_comment(
    name: str, suffix: str, language: str, export: Callable[..., Path]
) -> None:
    found = read(export(build_response(language=language), name, suffix))
    assert found.forms == ("table",)
    assert len(found.remarks) == 4
    assert all(
        text in found.remarks[number].text
        for number, text in enumerate(("A clear text.", "too short", "=1+1", "how long"))
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_change_is_read_back_as_the_same_change(language: str, export: Callable[..., Path]) -> None:
    path = export(build_response(language=language), "iso")
    changed = read(path).remarks[1:3]
    assert [(one.proposed, one.deletion) for one in changed] == [("ten minutes", False), ("", True)]
    assert changed[1].clues.quote == "a badge"


def test_a_quotation_with_marks_inside_is_told_in_lines(export: Callable[..., Path]) -> None:
    response = build_response()
    answer = Answer(
        provision=Provision(id="p", number="1"),
        path=("1",),
        comments=(said(1, "p", "Unclear.", quote="the “badge”", proposed="the card"),),
    )
    told = build_response(sections=(Section(id="s", title="s", answers=(answer,)),), date=response.date)
    cells = docx.Document(str(export(told, "iso"))).tables[0].rows[1].cells
    assert cells[6].text == "Replace:\nthe “badge”\nby:\nthe card"
