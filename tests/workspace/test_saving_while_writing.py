"""Saves in a row: nobody's words are overwritten, and history and journal tell of one change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.support.workspaces import make_workspace
from toolkit.errors import Conflict, NotAllowed, UsageError
from toolkit.model.comment import Comment
from toolkit.workspace.database import open_sqlite
from toolkit.workspace.founding import DATABASE_NAME
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace
from toolkit.workspace.writing import LONGEST_PAUSE, TemplateEntry

CLAIRE = "Claire Morvan"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> str:
        return self.now.isoformat()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with make_workspace(tmp_path) as made:
        folder = made.folder
    with Workspace(folder, open_sqlite(folder / DATABASE_NAME), clock=clock) as opened:
        yield opened


def begun(workspace: Workspace, text: str = "D") -> Comment:
    return workspace.add_comment(Comment(id="", provision_id="r12", author=CLAIRE, text=text))


def typed(workspace: Workspace, read: Comment, text: str, *, actor: str = CLAIRE) -> Comment:
    return workspace.save_words(msgspec.structs.replace(read, text=text), actor=actor)


def acts(workspace: Workspace) -> list[str]:
    return [act.action for act in workspace.team.acts()]


def test_a_comment_and_its_saves_are_one_event_and_one_act(workspace: Workspace) -> None:
    written = begun(workspace)
    for text in ("De", "Deux", "Deux facteurs"):
        written = typed(workspace, written, text)
    assert written.revision == 4
    (event,) = workspace.history(written.id)
    assert (event.action, event.before, event.after) == ("created", None, written)
    (act,) = workspace.team.acts()
    workspace.team.undo(act.number, actor=CLAIRE)
    assert workspace.comment(written.id).state == "withdrawn"


def test_undoing_a_later_sitting_brings_the_words_back_that_it_began_with(
    workspace: Workspace, clock: Clock
) -> None:
    written = begun(workspace, "Deux facteurs")
    clock.now += LONGEST_PAUSE + timedelta(seconds=1)
    for text in ("Trois", "Trois facteurs"):
        written = typed(workspace, written, text)
    assert acts(workspace) == ["comment", "edit"]
    assert [event.action for event in workspace.history(written.id)] == ["created", "edited"]
    workspace.team.undo(2, actor=CLAIRE)
    assert workspace.comment(written.id).text == "Deux facteurs"


def test_a_save_on_an_older_revision_is_a_conflict_also_within_a_sitting(workspace: Workspace) -> None:
    read = begun(workspace)
    typed(workspace, read, "mine")
    with pytest.raises(Conflict):
        typed(workspace, read, "from another window")
    assert workspace.comment(read.id).text == "mine"


def test_somebody_elses_change_ends_the_act(workspace: Workspace) -> None:
    written = typed(workspace, begun(workspace), "mine")
    written = typed(workspace, written, "theirs", actor="Karim")
    written = typed(workspace, written, "mine again")
    assert acts(workspace) == ["comment", "edit", "edit"]
    assert [event.actor for event in workspace.history(written.id)] == [CLAIRE, "Karim", CLAIRE]


def test_a_change_of_state_ends_the_act(workspace: Workspace) -> None:
    written = begun(workspace)
    written = workspace.set_state(written.id, "submitted", revision=written.revision, actor=CLAIRE)
    typed(workspace, written, "corrected")
    assert acts(workspace) == ["comment", "state", "edit"]


def test_what_was_undone_is_not_continued(workspace: Workspace) -> None:
    read = begun(workspace)
    workspace.edit_comment(msgspec.structs.replace(read, text="second"), actor=CLAIRE)
    workspace.team.undo(2, actor=CLAIRE)
    typed(workspace, workspace.comment(read.id), "third")
    assert acts(workspace) == ["comment", "edit", "undo", "edit"]


def test_another_comment_in_between_begins_another_act(workspace: Workspace) -> None:
    first, second = begun(workspace), begun(workspace, "E")
    typed(workspace, first, "first")
    typed(workspace, second, "second")
    assert acts(workspace) == ["comment", "comment", "edit", "edit"]


def test_saving_the_same_words_writes_nothing(workspace: Workspace) -> None:
    read = begun(workspace)
    assert typed(workspace, read, read.text) == read
    assert len(workspace.team.acts()) == 1


def test_rights_and_states_are_held_to(tmp_path: Path) -> None:
    people = (Person(name="Anne", duties=("lead",)), Person(name=CLAIRE))
    with make_workspace(tmp_path, people=people) as workspace:
        read = begun(workspace)
        with pytest.raises(NotAllowed):
            typed(workspace, read, "theirs", actor="Karim")
        with pytest.raises(NotAllowed):
            workspace.keep_template_entry(read.id, TemplateEntry(fields={"unclear": "x"}), actor="Karim")
        withdrawn = workspace.set_state(read.id, "withdrawn", revision=read.revision, actor=CLAIRE)
        with pytest.raises(UsageError, match="cannot be edited"):
            typed(workspace, withdrawn, "more")


def test_answers_to_a_template_are_kept_beside_the_comment(workspace: Workspace) -> None:
    written = begun(workspace)
    assert workspace.template_entry(written.id) == TemplateEntry()
    entry = TemplateEntry(fields={"unclear": "imposée"}, by_hand=("text",))
    workspace.keep_template_entry(written.id, entry, actor=CLAIRE)
    assert workspace.template_entry(written.id) == entry
    assert workspace.comment(written.id) == written
    workspace.keep_template_entry(written.id, TemplateEntry(), actor=CLAIRE)
    assert workspace.template_entry(written.id) == TemplateEntry()
