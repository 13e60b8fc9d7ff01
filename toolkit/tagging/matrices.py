"""Provisions × roles, to be counted on a screen or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import desk

if TYPE_CHECKING:
    from toolkit.export.matrix.table import Matrix
    from toolkit.workspace.store import Workspace


def matrix(workspace: Workspace, roles: Sequence[str] = (), *, language: str) -> Matrix:
    """Return provisions × roles (all of the profile, if none is given) with counts by section."""
    from toolkit.export.matrix.table import build_matrix

    known = desk.profile_of(workspace).roles
    wanted = [role for role in known if not roles or role.id in roles]
    title = workspace.consultation().title
    return build_matrix(workspace.provisions(), wanted, title=title, language=language)


def write_matrix(found: Matrix, target: Path) -> Path:
    """Write a matrix as .xlsx or .html, by the name of the target.

    Raises:
        UsageError: the name ends otherwise.
        StorageError: it cannot be written.
    """
    from toolkit.export.matrix.writer import write_matrix as write

    return write(found, target)
