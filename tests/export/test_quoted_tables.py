"""Tables of the draft are quoted without empty columns, and with their merged cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import pytest
from docx.oxml.ns import qn

from toolkit.export.tables import Cell, even_rows, joined_cells
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Response, Section

Export = Callable[..., Path]
FORM = (
    ("Title: Register", "", "", "", ""),
    ("Summary", "", "", "Opinion", ""),
    ("", "", "", "", ""),
    ("Are any in scope?", "Micro", "", "Large", ""),
)
DATA = (("Measure", "Yes", "No"), ("Logs", "x", ""), ("Keys", "", "x"), ("Others", "", ""))


def spans(rows: tuple[tuple[str, ...], ...]) -> list[list[tuple[str, int]]]:
    return [[(cell.text, cell.columns) for cell in row] for row in joined_cells(even_rows(rows))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            FORM,
            [
                [("Title: Register", 3)],
                [("Summary", 2), ("Opinion", 1)],
                [("Are any in scope?", 1), ("Micro", 1), ("Large", 1)],
            ],
            id="columns and rows that are empty, cells that cover others",
        ),
        pytest.param(
            DATA,
            [
                [("Measure", 1), ("Yes", 1), ("No", 1)],
                [("Logs", 1), ("x", 1), ("", 1)],
                [("Keys", 1), ("", 1), ("x", 1)],
                [("Others", 3)],
            ],
            id="an empty cell under a header is an answer",
        ),
        pytest.param(
            (("", "A", "B"), ("r1", "1", "")),
            [[("", 1), ("A", 1), ("B", 1)], [("r1", 1), ("1", 1), ("", 1)]],
            id="the corner of a header may be empty",
        ),
        pytest.param((("", ""),), [[("", 1)]], id="nothing at all"),
    ],
)
def test_cells_are_joined(rows: tuple[tuple[str, ...], ...], expected: list[list[tuple[str, int]]]) -> None:
    assert spans(rows) == expected
    assert all(isinstance(cell, Cell) for row in joined_cells(even_rows(rows)) for cell in row)


def quoting(response: Response, rows: tuple[tuple[str, ...], ...]) -> Response:
    comment = Comment(id="c1", provision_id="t1", text="Why?")
    answer = Answer(provision=Provision(id="t1", rows=rows), path=("T",), comments=(comment,))
    return msgspec.structs.replace(response, sections=(Section(id="s", title="S", answers=(answer,)),))


def test_word_is_told_which_columns_a_cell_covers(response: Response, export: Export) -> None:
    table = docx.Document(str(export(quoting(response, FORM)))).tables[-2]
    assert [node.get(qn("w:val")) for node in table._tbl.iter(qn("w:gridSpan"))] == ["3", "2"]
    assert len(table.columns) == 3


@pytest.mark.parametrize(
    ("first", "repeated"),
    [
        pytest.param(("Data", "Period"), True, id="short"),
        pytest.param(("Data " * 50, "Period"), False, id="long"),
        pytest.param(("A title", ""), False, id="a title over all columns"),
    ],
)
def test_only_a_short_header_is_repeated(
    response: Response, export: Export, first: tuple[str, ...], *, repeated: bool
) -> None:
    table = docx.Document(str(export(quoting(response, (first, ("Logs", "a year", "x")))))).tables[-2]
    assert bool(list(table._tbl.iter(qn("w:tblHeader")))) is repeated


def test_a_frame_around_text_is_quoted_as_text(response: Response, export: Export) -> None:
    made = docx.Document(str(export(quoting(response, (("Objectives.\nTo protect.", ""),)))))
    quoted = [item.text for item in made.paragraphs if item.style.name == "Provision Quote"]
    assert quoted == ["Objectives.", "To protect."]
