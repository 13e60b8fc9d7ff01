"""Writing a response of 1,000 comments as tables, against bare python-docx and XlsxWriter writing the same cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
import xlsxwriter

from tests.bench.desk_speed import comments_of, provisions_of
from tests.bench.timing import in_turns
from toolkit.export.comment_tables.everything import everything_workbook
from toolkit.export.comment_tables.layout import load_layout
from toolkit.export.comment_tables.table import build_table
from toolkit.export.comment_tables.writer import write_table
from toolkit.model.comment import Comment
from toolkit.model.filing import Filing
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Consultation, Response, Section

COMMENTS = 1_000
LIMIT = 3.0
"""How many times the bare library's time an export may take."""
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def response_of(comments: Sequence[Comment], provisions: Sequence[Provision]) -> Response:
    """Return a response with an answer for each provision commented."""
    answers = [
        Answer(provision=item, path=(item.number,), comments=found)
        for item in provisions
        if (found := tuple(one for one in comments if one.provision_id == item.id))
    ]
    section = Section(id="s", title="All", answers=tuple(answers))
    return Response(consultation=Consultation(title="Draft"), language="fr", sections=(section,))


def bare_document(rows: Sequence[Sequence[str]]) -> bytes:
    """Write cells with python-docx as fast as it can."""
    document, buffer = docx.Document(), io.BytesIO()
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(buffer)
    return buffer.getvalue()


def bare_workbook(sheets: Sequence[Sequence[Sequence[str]]]) -> bytes:
    """Write cells with XlsxWriter."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
    return buffer.getvalue()


def report(*, rounds: int = 5) -> list[str]:
    """Return the lines of the table."""
    provisions = provisions_of(COMMENTS // 5)
    comments = comments_of(COMMENTS, provisions)
    response = response_of(comments, provisions)
    filing = Filing(provisions=provisions, comments=tuple(comments))
    rows = build_table(response, load_layout("iso"), filing).rows
    everything = [_cells(everything_workbook(response, filing, now=_NOW), sheet) for sheet in (0, 1)]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "iso docx": (
            lambda: write_table(response, "iso", suffix="docx", filing=filing, now=_NOW),
            lambda: bare_document(rows),
        ),
        "iso xlsx": (
            lambda: write_table(response, "iso", suffix="xlsx", filing=filing, now=_NOW),
            lambda: bare_workbook([rows]),
        ),
        "xlsx": (
            lambda: everything_workbook(response, filing, now=_NOW),
            lambda: bare_workbook(everything),
        ),
    }
    lines = [f"{COMMENTS:>6} comments{'ours s':>10}{'bare s':>10}{'times':>8}"]
    for name, (ours, bare) in pairs.items():
        found = in_turns({"ours": ours, "bare": bare}, rounds=rounds)
        times = found["ours"].median_s / found["bare"].median_s
        mark = "  slow" if times > LIMIT else ""
        lines.append(
            f"{name:>15}{found['ours'].median_s:10.3f}{found['bare'].median_s:10.3f}{times:8.2f}{mark}"
        )
    return lines


def _cells(content: bytes, sheet: int) -> list[list[str]]:
    import openpyxl

    rows = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[sheet]
    return [[str(value or "") for value in row] for row in rows.iter_rows(values_only=True)]


if __name__ == "__main__":
    print("\n".join(report()))
