"""`consult respond` leaves a workspace with its response, or no folder at all."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit import pipeline
from toolkit.files import storage_error

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


def test_a_response_that_cannot_be_written_leaves_no_half_workspace(
    consult: Consult, draft_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_response: object, *, target: Path, **_given: Any) -> Path:
        raise storage_error(OSError(errno.ENOSPC, "full"), target)

    monkeypatch.setattr(pipeline, "export", full)
    folder = tmp_path / "answer"
    ended = consult("respond", draft_file, "-o", folder)
    assert ended.code == 6
    assert f"{folder / 'response.docx'}: cannot be written" in ended.err
    assert list(tmp_path.iterdir()) == [draft_file]
