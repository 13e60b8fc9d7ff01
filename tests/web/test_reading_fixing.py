"""Corrections of the structure from where one reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.model.provision import Provision
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
FRAGMENT = {"hx-request": "true"}
DRAFT = (
    Provision(id="titre", kind="section", heading="Des accès revus"),
    Provision(id="titre.p1", parent_id="titre", text="chaque année par le responsable."),
    Provision(id="p2", text="Confidentiel"),
)
LEAD = Person(name="Lead", duties=("lead",))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with make_workspace(tmp_path, provisions=DRAFT, people=(LEAD,)) as made:
        yield made


def _correct(browser: TestClient, workspace: Workspace, name: str, wish: str) -> tuple[int, str]:
    root = f"/w/{workspace.folder.name}/reading/{name}"
    answer = browser.post(f"{root}/correct", data={"wish": wish, "reason": "vu"}, headers=FRAGMENT)
    return answer.status_code, answer.headers.get("hx-redirect", "").rpartition("/")[2]


@pytest.mark.parametrize(
    ("name", "wish", "shown", "left"),
    [
        pytest.param("titre.p1", "kind=article", "titre.p1", ["titre", "titre.p1", "p2"], id="of another kind"),
        pytest.param("titre.p1", "merge=", "titre", ["titre", "p2"], id="joined to the one before"),
        pytest.param("p2", "furniture=footer", "titre.p1", ["titre", "titre.p1"], id="a footer of the page"),
    ],
)  # fmt: skip
def test_a_correction_changes_the_draft_and_can_be_taken_back(
    workspace: Workspace, client: MakeClient, name: str, wish: str, shown: str, left: list[str]
) -> None:
    browser = client(workspace.folder, person=LEAD.name)
    assert _correct(browser, workspace, name, wish) == (204, shown)
    assert [item.id for item in workspace.provisions()] == left
    assert [item.actor for item in workspace.corrections()] == [LEAD.name]
    offered = browser.get(f"/w/{workspace.folder.name}/reading/titre/fix", headers=FRAGMENT).text
    undo = re.search(r'hx-post="([^"]+/undo)"', offered)
    assert undo is not None
    assert browser.post(undo[1], headers=FRAGMENT).status_code == 204
    assert [(item.id, item.kind) for item in workspace.provisions()] == [
        (item.id, item.kind) for item in DRAFT
    ]


@pytest.mark.parametrize("wish", ["", "kind=nonsense", "parent=-", "furniture=wall", "undo=1"])
def test_only_what_is_offered_can_be_corrected(workspace: Workspace, client: MakeClient, wish: str) -> None:
    assert _correct(client(workspace.folder, person=LEAD.name), workspace, "p2", wish)[0] == 400
    assert workspace.corrections() == ()
