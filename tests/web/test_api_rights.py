"""Who may do what through the API of a team's server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.team_server import Served, serve_team
from toolkit.model.comment import Comment
from toolkit.web.entrance.rights import ADMINISTRATOR, KNOWN, MEMBER
from toolkit.web.rooms.api.table import OPERATIONS
from toolkit.workspace.duties import ALLOWED


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("team")
    made = serve_team(folder)
    workspace = made.site.workspace(made.workspace)
    for author in ("Clea Contributor", "Lea Lead"):
        workspace.add_comment(Comment(id="", provision_id="r12", author=author, text="Oui."), actor=author)
    yield made
    made.close()


def _home(served: Served) -> str:
    return f"/api/v1/workspaces/{served.workspace}"


_SENT: tuple[tuple[str, str, dict[str, Any], frozenset[str]], ...] = (
    ("POST", "/merges", {"comment_ids": ["c90", "c91"]}, frozenset({"lead", "legal"})),
    ("POST", "/rejections", {"comment_ids": ["c90"], "reason": "a"}, frozenset({"lead", "legal"})),
    ("PUT", "/comments/c90/minority", {"minority": True}, frozenset({"lead", "legal"})),
    ("PUT", "/groups/dup-c90-c91/verdict", {"kind": "apart"}, frozenset({"lead", "legal"})),
    ("PUT", "/findings/none-1/acceptance", {"reason": "a"}, frozenset({"lead", "legal"})),
    ("PUT", "/remarks/r90/placement", {"provision_id": "r12"}, frozenset({"lead", "legal"})),
    ("PUT", "/remarks/r90/aside", {"reason": "a"}, frozenset({"lead", "legal"})),
    ("POST", "/assignments", {"provision_ids": ["r99"], "to": "dpo"}, frozenset({"lead", "legal"})),
    ("POST", "/signatures", {"role": "nobody"}, frozenset({"approver"})),
)
"""What is asked names nothing that exists: whoever may ask learns that, the others do not."""


@pytest.mark.parametrize(
    ("method", "path", "body", "able"),
    _SENT,
    ids=lambda value: value if isinstance(value, str) and "/" in value else "",
)
@pytest.mark.parametrize("kind", ["contributor", "lead", "legal", "approver"])
def test_acts_take_their_duty(
    served: Served, kind: str, method: str, path: str, body: dict[str, Any], able: frozenset[str]
) -> None:
    answer = served.client(kind).request(method, _home(served) + path, json=body)
    assert answer.status_code == (404 if kind in able else 403), answer.text
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("path", ["", "/draft", "/comments", "/acts", "/export/md"])
def test_strangers_learn_nothing(served: Served, path: str) -> None:
    answer = served.client("stranger").get(_home(served) + path)
    assert answer.status_code == 404
    assert served.client().get(_home(served) + path).status_code == 401
    nowhere = served.client("stranger").get("/api/v1/workspaces/nowhere" + path).json()
    assert answer.json()["error"]["hint"] == nowhere["error"]["hint"]


def test_the_list_holds_what_one_may_see(served: Served) -> None:
    names = {
        kind: [item["name"] for item in served.client(kind).get("/api/v1/workspaces").json()]
        for kind in ("stranger", "lead")
    }
    assert names == {"stranger": [served.other], "lead": [served.workspace]}


def test_only_administrators_make_workspaces(served: Served) -> None:
    asked = {"name": "new", "file_name": "a.html"}
    sent = {"content": b"", "headers": {"content-type": "application/octet-stream"}}
    assert served.client("lead").post("/api/v1/workspaces", params=asked, **sent).status_code == 403
    assert served.client("administrator").post("/api/v1/workspaces", params=asked, **sent).status_code == 422


def test_somebody_elses_words_are_changed_by_editors_alone(served: Served) -> None:
    address = f"{_home(served)}/comments/c2"
    change = {"text": "Autre.", "revision": 1}
    assert served.client("contributor").patch(address, json=change).status_code == 403
    assert served.client("contributor").patch(f"{_home(served)}/comments/c1", json=change).status_code == 200
    assert served.client("legal").patch(address, json=change).status_code == 200


def test_the_author_is_whoever_asks(served: Served) -> None:
    client = served.client("contributor")
    made = client.post(f"{_home(served)}/comments", json={"provision_id": "r13", "text": "Non."})
    assert (made.json()["author"], made.json()["role"]) == ("Clea Contributor", "ciso")
    pretended = {"provision_id": "r13", "text": "Non.", "author": "Lea Lead"}
    assert client.post(f"{_home(served)}/comments", json=pretended).status_code == 400
    marks = client.post(f"{_home(served)}/marks", json={"provision_ids": ["r14"]}).json()
    assert {item["person"] for item in marks} == {"Clea Contributor"}


def test_facts_say_what_one_may_do(served: Served) -> None:
    told = {kind: served.client(kind).get(_home(served)).json() for kind in ("contributor", "lead")}
    assert told["contributor"]["may"] == []
    assert "merge" in told["lead"]["may"]


def test_every_right_is_one_that_there_is() -> None:
    assert {item.need for item in OPERATIONS} <= {KNOWN, MEMBER, ADMINISTRATOR, *ALLOWED}


def test_everybody_takes_back_what_is_their_own_and_nothing_else(served: Served) -> None:
    client = served.client("contributor")
    made = client.post(f"{_home(served)}/comments", json={"provision_id": "r14", "text": "Non."}).json()
    own = client.get(f"{_home(served)}/acts", params={"touching": made["id"]}).json()[-1]["number"]
    others = client.get(f"{_home(served)}/acts", params={"touching": "c2"}).json()[0]["number"]
    assert client.post(f"/w/{served.workspace}/undo/{others}").status_code == 403
    assert client.post(f"{_home(served)}/acts/{others}/undo").status_code == 403
    assert client.post(f"/w/{served.workspace}/undo/{own}").status_code == 204
