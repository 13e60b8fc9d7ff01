"""Who may do what: nobody is hindered while nobody has a duty; from the first one on, editors edit and approvers approve."""

from __future__ import annotations

import msgspec
import pytest

from toolkit.errors import NotAllowed, StorageError
from toolkit.model.comment import Comment
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

PEOPLE = (
    Person(name="Ada", role="dpo"),
    Person(name="Lin", role="legal", email="lin@example.org", duties=("lead",)),
    Person(name="Max", role="management", duties=("approver",)),
)


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    settings = msgspec.structs.replace(workspace.settings(), people=PEOPLE)
    workspace.update_settings(settings)
    return workspace


def _comment(workspace: Workspace, author: str) -> Comment:
    first = workspace.provisions()[0].id
    return workspace.add_comment(Comment(id="", provision_id=first, author=author, text="Words."))


def test_duties_are_read_as_they_were_written(team: Workspace) -> None:
    assert team.settings().people == PEOPLE


def test_without_duties_everybody_may_do_everything(workspace: Workspace) -> None:
    made = _comment(workspace, "Ada")
    assert workspace.set_state(made.id, "approved", revision=1, actor="Bob").state == "approved"
    with workspace.team.act("intake", actor="Bob"):
        pass


@pytest.mark.parametrize(
    ("actor", "action", "allowed"),
    [
        pytest.param("Lin", "intake", True, id="the lead takes in"),
        pytest.param("lin@example.org", "merge", True, id="known by mail address"),
        pytest.param("Ada", "merge", False, id="a contributor does not merge"),
        pytest.param("Eve", "reject", False, id="nor does somebody unknown"),
        pytest.param("", "reject", False, id="nor nobody"),
        pytest.param("Max", "sign", True, id="the approver signs"),
        pytest.param("Lin", "sign", False, id="the lead does not sign for others"),
        pytest.param("Ada", "pack", True, id="what no duty is needed for"),
    ],
)
def test_acts_need_their_duty(team: Workspace, actor: str, action: str, allowed: bool) -> None:
    if allowed:
        with team.team.act(action, actor=actor):
            pass
    else:
        with pytest.raises(NotAllowed), team.team.act(action, actor=actor):
            pass


def test_a_refusal_names_who_may(team: Workspace) -> None:
    with pytest.raises(NotAllowed, match="Lin"), team.team.act("merge", actor="Ada"):
        pass


def test_authors_change_their_own_words_and_editors_all(team: Workspace) -> None:
    mine = _comment(team, "Ada")
    longer = team.edit_comment(msgspec.structs.replace(mine, text="More words."), actor="ada")
    with pytest.raises(NotAllowed):
        team.edit_comment(msgspec.structs.replace(longer, text="Not mine."), actor="Max")
    assert team.edit_comment(msgspec.structs.replace(longer, text="Edited."), actor="Lin").text == "Edited."


def test_authors_submit_and_withdraw_but_do_not_approve(team: Workspace) -> None:
    mine = _comment(team, "Ada")
    sent = team.set_state(mine.id, "submitted", revision=1, actor="Ada")
    with pytest.raises(NotAllowed):
        team.set_state(mine.id, "approved", revision=sent.revision, actor="Ada")
    with pytest.raises(NotAllowed):
        team.edit_comment(sent, actor="Ada", state="approved")
    assert team.set_state(mine.id, "approved", revision=sent.revision, actor="Max").state == "approved"


def test_only_its_actor_and_editors_undo_an_act(team: Workspace) -> None:
    with team.team.act("draft", actor="Ada") as deed:
        deed.add_comments([Comment(id="", provision_id=team.provisions()[0].id, text="Words.")])
    with pytest.raises(NotAllowed):
        team.team.undo(1, actor="Max")
    assert team.team.undo(1, actor="Ada").action == "undo"


def test_an_unknown_duty_is_refused_with_the_known_ones(team: Workspace) -> None:
    path = team.folder / "consult.toml"
    path.write_text(path.read_text("utf-8").replace('"approver"', '"king"'), "utf-8")
    with pytest.raises(StorageError, match="approver"):
        team.settings()
