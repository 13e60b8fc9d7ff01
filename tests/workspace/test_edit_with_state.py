"""Words and state of a comment change together or not at all, and refusals speak the person's language."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from toolkit.errors import UsageError
from toolkit.messages import current_language, use_language
from toolkit.model.comment import Comment
from toolkit.workspace.store import Workspace


@pytest.fixture
def french() -> Iterator[None]:
    spoken = current_language()
    use_language("fr")
    yield
    use_language(spoken)


def _draft(workspace: Workspace) -> Comment:
    return workspace.add_comment(Comment(id="", provision_id="r12", text="Avant."))


def test_words_and_state_change_together(workspace: Workspace) -> None:
    edited = msgspec.structs.replace(_draft(workspace), text="Après.")
    done = workspace.edit_comment(edited, actor="Ana", state="rejected", reason="doublon")
    assert (done.text, done.state, done.reason, done.revision) == ("Après.", "rejected", "doublon", 3)
    assert workspace.comment(done.id) == done
    assert [item.action for item in workspace.history(done.id)] == ["created", "edited", "state"]


def test_a_state_that_is_refused_keeps_the_words_as_they_were(workspace: Workspace) -> None:
    before = _draft(workspace)
    edited = msgspec.structs.replace(before, text="Après.")
    with pytest.raises(UsageError, match="needs a reason"):
        workspace.edit_comment(edited, actor="Ana", state="rejected")
    assert workspace.comment(before.id) == before
    assert len(workspace.history(before.id)) == 1


def test_a_state_alone_makes_one_revision(workspace: Workspace) -> None:
    done = workspace.edit_comment(_draft(workspace), actor="Ana", state="submitted")
    assert (done.state, done.revision) == ("submitted", 2)


@pytest.mark.usefixtures("french")
def test_states_are_named_in_the_language_spoken(workspace: Workspace) -> None:
    gone = workspace.edit_comment(_draft(workspace), actor="Ana", state="withdrawn")
    with pytest.raises(UsageError) as told:
        workspace.edit_comment(gone, actor="Ana", state="approved")
    assert "withdrawn" not in str(told.value)
    assert "brouillon (draft)" in str(told.value)
