"""Acts of a team: written as a whole, undone as a whole, never over somebody's later change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from toolkit.errors import Conflict, UnknownName, UsageError
from toolkit.model.comment import Comment
from toolkit.model.consolidation import Verdict
from toolkit.model.contribution import Clues, Contribution, Placement, Received, Remark
from toolkit.model.tag import Wish
from toolkit.model.workflow import Assignment, SignOff
from toolkit.workspace.coverage import Mark
from toolkit.workspace.team import ReceivedFilter

if TYPE_CHECKING:
    from toolkit.workspace.store import Workspace

SHA = "a" * 64


def _contribution() -> Contribution:
    return Contribution(sha256=SHA, name="avis.docx", media_type="application/x", forms=("word_comments",))


def _received(provision_id: str, comment_id: str = "") -> Received:
    remark = Remark(
        key="1", form="word_comments", where="comment 1", text="Trop court.", clues=Clues(clause="2")
    )
    placement = Placement(state="placed", provision_id=provision_id, confidence=0.9)
    return Received(
        id="",
        file_sha256=SHA,
        file_name="avis.docx",
        remark=remark,
        placement=placement,
        comment_id=comment_id,
    )


def _take_in(workspace: Workspace) -> str:
    """Take one remark in, as an act, and return the id of its comment."""
    first = workspace.provisions()[0].id
    with workspace.team.act("intake", actor="Lead", subject=SHA) as deed:
        (made,) = deed.add_comments([Comment(id="", provision_id=first, text="Trop court.", remark="r1")])
        deed.keep_contribution(_contribution())
        deed.keep_received([_received(first, made.id)])
        deed.assign(Assignment(provision_id=first, role="dpo", actor="Lead"))
        deed.sign(SignOff(role="dpo", person="Ada", content_sha256=SHA))
        deed.decide(Verdict(subject="dup-c1-c2", kind="apart", actor="Lead", time=""))
        deed.mark([Mark(provision_id=first, role="dpo", person="Ada", state="no_comment", time="2026")])
    return made.id


def test_what_was_taken_in_is_found_again(workspace: Workspace) -> None:
    comment_id = _take_in(workspace)
    team = workspace.team
    assert team.contributions() == (_contribution(),)
    (kept,) = team.received()
    assert (kept.id, kept.comment_id) == ("r1", comment_id)
    assert team.received_one("r1") == kept
    assert team.received(ReceivedFilter(states=("proposed",))) == ()
    assert [act.action for act in team.acts()] == ["intake"]


def test_undo_takes_everything_back_and_can_be_undone(workspace: Workspace) -> None:
    comment_id = _take_in(workspace)
    team = workspace.team
    before = (team.received(), team.assignments(), team.sign_offs(), team.verdicts(), workspace.marks())
    undone = team.undo(1, actor="Lead")
    assert workspace.comment(comment_id).state == "withdrawn"
    gone = (team.received(), team.assignments(), team.sign_offs(), team.verdicts(), workspace.marks())
    assert gone == ((), (), (), (), ())
    team.undo(undone.number, actor="Lead")
    assert workspace.comment(comment_id).state == "draft"
    assert (
        team.received(),
        team.assignments(),
        team.sign_offs(),
        team.verdicts(),
        workspace.marks(),
    ) == before
    assert [act.undone_by for act in team.acts()] == [2, 3, 0]


def test_undo_never_goes_over_a_later_change(workspace: Workspace) -> None:
    comment_id = _take_in(workspace)
    later = msgspec.structs.replace(workspace.comment(comment_id), text="Beaucoup trop court.")
    workspace.edit_comment(later, actor="Ada")
    with pytest.raises(Conflict, match="changed again"):
        workspace.team.undo(1, actor="Lead")
    assert workspace.comment(comment_id).text == "Beaucoup trop court."
    assert workspace.team.received() != ()


def test_nothing_is_undone_twice(workspace: Workspace) -> None:
    _take_in(workspace)
    workspace.team.undo(1, actor="Lead")
    with pytest.raises(UsageError, match="undone already"):
        workspace.team.undo(1, actor="Lead")
    with pytest.raises(UsageError, match="no such act"):
        workspace.team.undo(9, actor="Lead")


def test_an_act_that_fails_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(UnknownName):
        _write_then_fail(workspace)
    assert workspace.comments() == ()
    assert workspace.team.acts() == ()


def _write_then_fail(workspace: Workspace) -> None:
    with workspace.team.act("intake", actor="Lead") as deed:
        deed.add_comments([Comment(id="", provision_id=workspace.provisions()[0].id, text="Words.")])
        deed.edit_comment(Comment(id="c9", provision_id="", text="There is no such comment."))


def test_an_act_that_changes_nothing_is_not_journalled(workspace: Workspace) -> None:
    _take_in(workspace)
    with workspace.team.act("assign", actor="Lead") as deed:
        deed.assign(workspace.team.assignments()[0])
    assert len(workspace.team.acts()) == 1


def test_an_unknown_remark_names_the_nearest(workspace: Workspace) -> None:
    _take_in(workspace)
    with pytest.raises(UnknownName, match="r1"):
        workspace.team.received_one("r11")


def _values(workspace: Workspace, facet: str) -> set[str]:
    return {tag.value for tag in workspace.provision("r12").tags if tag.facet == facet}


def test_what_is_decided_on_tags_at_once_is_one_act_and_taken_back_as_one(workspace: Workspace) -> None:
    before = workspace.provision("r12")
    wishes = [Wish("role", "dim", True), Wish("role", "ciso", False), Wish("modality", "obligation", True)]
    workspace.decide_tags("r12", wishes, actor="Ana", reason="PMSI")
    (act,) = workspace.team.acts()
    assert (act.action, act.actor, act.subject) == ("tag", "Ana", "r12")
    assert act.detail == "+dim -ciso modality=obligation: PMSI"
    assert (_values(workspace, "role"), _values(workspace, "modality")) == ({"dim"}, {"obligation"})
    undone = workspace.team.undo(act.number, actor="Ana")
    assert workspace.provision("r12") == before
    assert workspace.decisions() == ()
    workspace.team.undo(undone.number, actor="Ana")
    assert (_values(workspace, "role"), _values(workspace, "modality")) == ({"dim"}, {"obligation"})
    assert [act.number for act in workspace.team.acts(touching="r12")] == [1, 2, 3]


def test_undoing_a_decision_lays_the_one_before_open(workspace: Workspace) -> None:
    workspace.decide_tag("r12", "role", "dim", present=True, actor="Ana")
    workspace.decide_tag("r12", "role", "dim", present=False, actor="Bob")
    with pytest.raises(Conflict, match="changed again"):
        workspace.team.undo(1, actor="Ana")
    workspace.team.undo(2, actor="Bob")
    assert [item.actor for item in workspace.decisions("r12")] == ["Ana"]
    assert "dim" in _values(workspace, "role")
    workspace.team.undo(1, actor="Ana")
    assert "dim" not in _values(workspace, "role")


def test_a_facet_with_one_value_has_one_decision_to_take_back(workspace: Workspace) -> None:
    workspace.decide_tag("r12", "modality", "obligation", present=True, actor="Ana")
    workspace.decide_tag("r12", "modality", "permission", present=True, actor="Bob")
    with pytest.raises(Conflict):
        workspace.team.undo(1, actor="Ana")
    workspace.team.undo(2, actor="Bob")
    assert _values(workspace, "modality") == {"obligation"}


def test_deciding_the_contrary_in_one_go_is_taken_back_whole(workspace: Workspace) -> None:
    workspace.decide_tags("r12", [Wish("role", "dim", True), Wish("role", "dim", False)], actor="Ana")
    workspace.team.undo(1, actor="Ana")
    assert workspace.decisions() == ()
