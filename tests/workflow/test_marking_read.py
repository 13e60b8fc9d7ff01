"""Reading without comment, for several roles at once, is one act."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.workspaces import make_workspace
from toolkit import team
from toolkit.errors import UnknownName


def test_marks_for_several_roles_are_one_act_and_undone_as_one(tmp_path: Path) -> None:
    with make_workspace(tmp_path) as workspace:
        number = team.mark_read(workspace, ["r12", "r13"], roles=["ciso", "dpo"], person="Ada")
        marked = sorted((item.provision_id, item.role) for item in workspace.marks())
        assert marked == [("r12", "ciso"), ("r12", "dpo"), ("r13", "ciso"), ("r13", "dpo")]
        team.undo(workspace, number, actor="Ada")
        assert workspace.marks() == ()


def test_taking_back_what_is_not_there_is_no_act(tmp_path: Path) -> None:
    with make_workspace(tmp_path) as workspace:
        team.mark_read(workspace, ["r12"], roles=["ciso"], person="Ada")
        assert team.mark_read(workspace, ["r12"], roles=["ciso"], person="Bob", read=False) == 0
        assert team.mark_read(workspace, ["r12"], roles=["ciso"], person="Ada", read=False) > 0
        assert workspace.marks() == ()


def test_a_provision_that_is_not_there_cannot_be_marked(tmp_path: Path) -> None:
    with make_workspace(tmp_path) as workspace:
        with pytest.raises(UnknownName):
            team.mark_read(workspace, ["r12", "nothing"], roles=["ciso"], person="Ada")
        assert workspace.marks() == ()
