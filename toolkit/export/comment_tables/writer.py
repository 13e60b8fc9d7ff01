"""A response and the name of a layout → the bytes of a comment table, as a Word document or a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from toolkit.export.comment_tables.layout import LayoutName, load_layout
from toolkit.export.comment_tables.table import build_table
from toolkit.model.filing import Filing
from toolkit.model.response import Response
from toolkit.resources import shipped


def write_table(
    response: Response,
    name: LayoutName,
    *,
    suffix: Literal["docx", "xlsx"],
    filing: Filing,
    template: bytes | None = None,
    now: datetime,
) -> bytes:
    """Return the file; `template` is a Word document whose styles are used instead of the shipped ones."""
    made = build_table(response, load_layout(name), filing)
    if suffix == "xlsx":
        from toolkit.export.comment_tables.worksheet import table_workbook

        return table_workbook(made, response.consultation, now=now)
    from toolkit.export.comment_tables.document import table_document

    ours = (shipped("templates") / "response" / "response.docx").read_bytes()
    return table_document(made, response.consultation, template=template or ours, shipped=ours, now=now)
