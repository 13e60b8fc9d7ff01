"""Outside a workspace the shipped templates serve; a broken workspace is told, not passed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit import desk
from toolkit.errors import NoWorkspace, StorageError

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


def test_without_a_workspace_the_shipped_ones_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert desk.templates_at_hand("en")


@pytest.mark.parametrize(
    ("name", "content"), [("consult.toml", b"title = ["), ("consult.db", b"no database " * 400)]
)
def test_a_broken_workspace_is_told(workspace: Path, name: str, content: bytes) -> None:
    (workspace / name).write_bytes(content)
    with pytest.raises(StorageError) as told:
        desk.templates_at_hand("en")
    assert not isinstance(told.value, NoWorkspace)


@pytest.mark.usefixtures("workspace")
def test_a_workspace_asked_for_must_be_there(consult: Consult) -> None:
    ended = consult("templates", "-w", "elsewhere")
    assert ended.code == 6
    assert "consult new" in ended.err
