"""A long journal is read page by page, and each act tells what it changed; proposals are confirmed as one act."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desks import make_desk
from toolkit import team
from toolkit.errors import UsageError
from toolkit.workspace.journal import ActFilter


def test_acts_are_read_from_the_last_by_person_and_kind(tmp_path: Path) -> None:
    with make_desk(tmp_path) as workspace:
        team.keep_minority(workspace, "c3", actor="Ana")
        team.reject(workspace, ["c3"], reason="Réglé", actor="Bo")
        team.keep_minority(workspace, "c4", actor="")
        numbers = [act.number for act in workspace.team.acts()]

        def found(**asked: object) -> list[int]:
            return [act.number for act in workspace.team.latest_acts(ActFilter(**asked))]  # type: ignore[arg-type]  # as given

        assert found() == numbers[::-1]
        assert found(limit=2) == numbers[:-3:-1]
        assert found(before=numbers[-1], limit=1) == [numbers[-2]]
        assert found(actor="Bo") == [numbers[-2]]
        assert found(actor="")[0] == numbers[-1]
        assert found(actions=("minority",)) == [numbers[-1], numbers[-3]]
        assert ("Bo", "reject") in workspace.team.doers()
        assert [change.key for change in workspace.team.changes(numbers[-2])] == ["c3"]
        assert workspace.team.changes(99) == ()


def test_several_proposals_are_confirmed_and_taken_back_as_one_act(tmp_path: Path) -> None:
    with make_desk(tmp_path) as workspace:
        placed = team.confirm(workspace, ["r1", "r2"], actor="Ana")
        assert [item.placement.provision_id for item in placed] == ["r13", "r14"]
        assert [workspace.comment(item.comment_id).author for item in placed] == ["Karim Benali"] * 2
        team.undo(workspace, team.last_act(workspace).number, actor="Ana")
        assert [item.placement.state for item in team.waiting(workspace)] == [
            "proposed",
            "proposed",
            "unplaced",
        ]


def test_where_nothing_is_proposed_none_is_confirmed(tmp_path: Path) -> None:
    with make_desk(tmp_path) as workspace:
        with pytest.raises(UsageError, match="nothing is proposed"):
            team.confirm(workspace, ["r1", "r3"], actor="Ana")
        assert len(team.waiting(workspace)) == 3
