"""The word that tells caches whether anything has changed."""

from __future__ import annotations

from tests.workspace.conftest import MakeWorkspace
from toolkit.workspace.store import Workspace


def test_every_change_gives_another_state(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace()
    names = [item.id for item in workspace.provisions()]
    seen = [workspace.state()]
    workspace.mark(names[:1], role="dpo", person="Ana")
    seen.append(workspace.state())
    workspace.select(names[:1], actor="Ana")
    seen.append(workspace.state())
    assert len(set(seen)) == len(seen)


def test_reading_gives_the_same_state(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace()
    before = workspace.state()
    workspace.draft()
    workspace.comments()
    assert workspace.state() == before


def test_a_change_through_another_door_is_seen(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace()
    before = workspace.state()
    with Workspace.open(workspace.folder) as other:
        other.select([other.provisions()[0].id], actor="Ben")
    assert workspace.state() != before
