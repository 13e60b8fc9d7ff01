"""Matrix and a file name → the file: a spreadsheet or a page."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import UsageError
from toolkit.export.matrix.page import write_page
from toolkit.export.matrix.table import Matrix
from toolkit.files import write_atomic
from toolkit.messages import _


def write_matrix(matrix: Matrix, target: Path) -> Path:
    """Write the matrix as its target's name says, `.xlsx` or `.html`, and return the target.

    Raises:
        UsageError: the name ends otherwise.
        StorageError: it cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        from toolkit.export.matrix.spreadsheet import write_spreadsheet

        data = write_spreadsheet(matrix)
    elif suffix in (".html", ".htm"):
        data = write_page(matrix).encode()
    else:
        raise UsageError(
            _("a matrix is written as .xlsx or .html."),
            where=target.name,
            hint=_("End the name so: -o matrix.xlsx"),
        )
    write_atomic(target, data)
    return target
