"""What is added to a new workspace before anybody sees it is there from its first moment, or nothing is."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import StorageError
from toolkit.files import storage_error, write_atomic
from toolkit.workspace.store import Workspace

MakeWorkspace = Callable[..., Workspace]


def _finish(workspace: Workspace) -> None:
    workspace.select(["r12"], actor="Ana")
    assert [item.provision_id for item in workspace.selection()] == ["r12"]
    write_atomic(workspace.folder / "response.docx", workspace.consultation().title.encode())


def _fail(workspace: Workspace) -> None:
    _finish(workspace)
    raise storage_error(OSError(errno.ENOSPC, "full"), workspace.folder / "response.docx")


@pytest.mark.parametrize("existed", [False, True], ids=["new-folder", "empty-folder"])
def test_what_is_added_is_there_from_the_start(
    make_workspace: MakeWorkspace, tmp_path: Path, existed: bool
) -> None:
    if existed:
        (tmp_path / "ws").mkdir()
    workspace = make_workspace(finish=_finish)
    assert (tmp_path / "ws" / "response.docx").read_text() == "Recommandation DPI"
    assert [item.actor for item in workspace.selection()] == ["Ana"]


@pytest.mark.parametrize("existed", [False, True], ids=["new-folder", "empty-folder"])
def test_a_failure_leaves_nothing_and_names_the_place_asked_for(
    make_workspace: MakeWorkspace, tmp_path: Path, existed: bool
) -> None:
    folder = tmp_path / "ws"
    if existed:
        folder.mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StorageError, match="disk is full") as told:
        make_workspace(finish=_fail)
    assert told.value.where == str(folder / "response.docx")
    assert sorted(tmp_path.rglob("*")) == before
    assert make_workspace(finish=_finish).selection()  # the place is free, on the server too
