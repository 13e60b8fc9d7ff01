"""What programs can rely on: the description is that of the code, errors have one shape, nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY
from toolkit.messages import speaking
from toolkit.model.comment import Comment
from toolkit.web.rooms.api.openapi import describe
from toolkit.web.rooms.api.operation import Operation
from toolkit.web.rooms.api.table import OPERATIONS
from toolkit.web.site import UploadLimits
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, people=(Person(name="Ann", role="ciso"),))
    made.add_comment(Comment(id="", provision_id="r12", author="Ann", text="Oui."), actor="Ann")
    return made


def _home(workspace: Workspace) -> str:
    return f"/api/v1/workspaces/{workspace.folder.name}"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.name)
def test_the_table_says_what_the_code_takes_and_gives(operation: Operation) -> None:
    hints = get_type_hints(operation.run)
    assert hints.pop("return") == operation.answer
    assert hints.pop("query", None) == operation.query
    assert hints.pop("body", None) == operation.body
    assert len(hints) == 1  # the call


def test_operations_have_names_of_their_own() -> None:
    assert len({item.name for item in OPERATIONS}) == len(OPERATIONS)
    assert len({(item.method, item.path) for item in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_description_holds_together(language: str) -> None:
    with speaking(language):
        found = msgspec.json.decode(msgspec.json.encode(describe(OPERATIONS, server="/api/v1")))
    schemas = found["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    named = {name for item in _references(found) for name in [item.removeprefix("#/components/schemas/")]}
    assert named <= set(schemas)
    assert found["openapi"].startswith("3.1")


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return here + [found for part in value.values() for found in _references(part)]
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    return []


def test_programs_and_people_get_the_list_of_operations(workspace: Workspace, client: MakeClient) -> None:
    asking = client(workspace.folder)
    assert asking.get("/api/v1/openapi.json").json()["info"]["title"] == "consult"
    shown = asking.get("/api/").text
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in shown


_JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "where"),
    [
        pytest.param("GET", "/nothing", {}, 404, "", id="no such address"),
        pytest.param("GET", "/no%0Aline", {}, 404, "", id="no such address, in two lines"),
        pytest.param("DELETE", "/draft", {}, 405, "", id="no such method"),
        pytest.param("GET", "/comments/c99", {}, 404, None, id="no such comment"),
        pytest.param("GET", "/export/exe", {}, 404, "format", id="no such format"),
        pytest.param("POST", "/acts/0/undo", {}, 404, "number", id="no such number"),
        pytest.param("GET", "/comments?limit=0", {}, 400, "limit", id="number too small"),
        pytest.param("GET", "/comments?limit=1&limit=2", {}, 400, "limit", id="given twice"),
        pytest.param("GET", "/comments?state=sleeping", {}, 400, "state[0]", id="no such state"),
        pytest.param("GET", "/comments?colour=red", {}, 400, "", id="unknown parameter"),
        pytest.param("GET", "/draft?colour=red", {}, 400, "colour", id="no parameters at all"),
        pytest.param("POST", "/comments", {"content": "{", "headers": _JSON}, 400, "body", id="half JSON"),
        pytest.param("POST", "/comments", {"content": b"\xff", "headers": _JSON}, 400, "body", id="no UTF-8"),
        pytest.param("POST", "/comments", {"json": []}, 400, "body", id="a list"),
        pytest.param("POST", "/comments", {"json": {"provision_id": 3}}, 400, "body.provision_id", id="number"),
        pytest.param("POST", "/comments", {"json": {"provision_id": "r12", "x": 1}}, 400, "body", id="extra"),
        pytest.param("POST", "/comments", {"json": {"provision_id": "r12"}}, 400, "text", id="says nothing"),
        pytest.param("POST", "/comments", {"json": {"provision_id": "r99", "text": "a"}}, 404, None, id="gone"),
        pytest.param("POST", "/comments", {"data": {"text": "a"}}, 415, "content-type", id="a form"),
        pytest.param("POST", "/contributions?file_name=a", {"json": {}}, 415, "content-type", id="no file"),
        pytest.param("PATCH", "/comments/c1", {"json": {"text": "b"}}, 400, "revision", id="no revision"),
        pytest.param(
            "PATCH", "/comments/c1", {"json": {"text": "b", "revision": 10**30}}, 400, "body.revision", id="huge"
        ),
        pytest.param("GET", "/comments/c1%00", {}, 404, "comment", id="NUL in a name"),
        pytest.param("GET", "/acts?touching=%00", {}, 400, "touching", id="NUL in a parameter"),
        pytest.param("POST", "/selection", {"json": {"provision_ids": ["\0"]}}, 400, "body", id="NUL in JSON"),
        pytest.param(
            "POST", "/assignments", {"json": {"provision_ids": ["r12"], "to": "dpo", "due": "2027-02-31"}},
            400, "due", id="no such day",
        ),
        pytest.param(
            "POST", "/selection", {"json": {"provision_ids": []}}, 400, "body.provision_ids", id="none chosen"
        ),
    ],
)  # fmt: skip
def test_every_error_has_one_shape(
    workspace: Workspace,
    client: MakeClient,
    method: str,
    path: str,
    sent: dict[str, Any],
    status: int,
    where: str | None,
) -> None:
    answer = client(workspace.folder).request(method, _home(workspace) + path, **sent)
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == {"kind", "message", "where", "hint"}
    assert error["message"]
    if where is not None:
        assert error["where"] == where


def test_errors_are_told_in_the_language_asked_for(workspace: Workspace, client: MakeClient) -> None:
    asking = client(workspace.folder)
    told = asking.get("/api/v1/nothing", headers={"accept-language": "fr"}).json()["error"]["message"]
    assert told != asking.get("/api/v1/nothing", headers={"accept-language": "en"}).json()["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 401, id="no key"),
        pytest.param({"authorization": "Bearer wrong"}, 401, id="wrong key"),
        pytest.param({"authorization": f"Basic {KEY}"}, 401, id="wrong scheme"),
        pytest.param({"authorization": f"Bearer {KEY}"}, 200, id="the key"),
        pytest.param({"authorization": f"Bearer {KEY}", "host": "evil.example"}, 421, id="another name"),
        pytest.param(
            {"authorization": f"Bearer {KEY}", "sec-fetch-site": "cross-site"}, 403, id="another site"
        ),
    ],
)
def test_a_program_brings_the_key(
    workspace: Workspace, client: MakeClient, headers: dict[str, str], status: int
) -> None:
    asking = client(workspace.folder)
    asking.cookies.clear()
    answer = asking.get(_home(workspace), headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert status == 200 or set(answer.json()) == {"error"}


def test_a_change_of_what_somebody_else_changed_gives_both_versions(
    workspace: Workspace, client: MakeClient
) -> None:
    asking = client(workspace.folder, person="Ann")
    address = f"{_home(workspace)}/comments/c1"
    assert asking.get(address).headers["etag"] == '"1"'
    assert asking.patch(address, json={"text": "Hers.", "revision": 1}).status_code == 200
    late = asking.patch(address, json={"text": "Mine."}, headers={"if-match": 'W/"1"'})
    assert late.status_code == 409
    told = late.json()
    assert told["error"]["kind"] == "Conflict"
    assert told["stored"]["text"] == "Hers."
    assert told["sent"] == {"revision": None, "text": "Mine."}
    both = asking.patch(address, json={"text": "Mine.", "revision": 2}, headers={"if-match": '"1"'})
    assert both.status_code == 400
    state = asking.put(f"{address}/state", json={"state": "submitted", "revision": 1})
    assert (state.status_code, state.json()["stored"]["revision"]) == (409, 2)
    assert workspace.comment("c1").text == "Hers."


def test_a_merge_of_what_was_changed_since_is_a_conflict(workspace: Workspace, client: MakeClient) -> None:
    workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", text="Non."), actor="Bob")
    asking = client(workspace.folder, person="Ann")
    stored = workspace.comment("c1")
    workspace.edit_comment(msgspec.structs.replace(stored, text="Autre."), actor="Ann")
    order = {"comment_ids": ["c1", "c2"], "revisions": {"c1": 1, "c2": 1}}
    assert asking.post(f"{_home(workspace)}/merges", json=order).status_code == 409
    assert {item.state for item in workspace.comments()} == {"draft"}


def test_a_template_words_a_comment_and_the_preview_keeps_nothing(
    workspace: Workspace, client: MakeClient
) -> None:
    asking = client(workspace.folder, person="Ann")
    home = _home(workspace)
    names = {item["name"] for item in asking.get(f"{home}/templates").json()}
    assert "clarify" in names
    shown = asking.post(f"{home}/comment-previews", json={"provision_id": "r12", "template": "clarify"})
    assert shown.json()["text"]
    assert len(workspace.comments()) == 1
    refused = asking.post(f"{home}/comments", json={"provision_id": "r12", "template": "nonesuch"})
    assert refused.status_code == 404


def test_remarks_on_the_whole_draft_need_no_provision(workspace: Workspace, client: MakeClient) -> None:
    made = client(workspace.folder, person="Ann").post(
        f"{_home(workspace)}/comments", json={"provision_id": "", "text": "Dans l’ensemble, oui."}
    )
    assert (made.status_code, made.json()["provision_id"]) == (201, "")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(b"x" * 2000, 413, id="more than a file may have"),
        pytest.param(b"x" * 5000, 413, id="more than may be sent at once"),
        pytest.param(b"%PDF-1.7\nbroken", 200, id="a broken file is named in the report"),
        pytest.param(b"", 200, id="an empty file is named in the report"),
    ],
)
def test_hostile_files(workspace: Workspace, client: MakeClient, content: bytes, status: int) -> None:
    limits = UploadLimits(file_bytes=1000, request_bytes=4000)
    answer = client(workspace.folder, person="Ann", uploads=limits).post(
        f"{_home(workspace)}/contributions",
        params={"file_name": "..\\../evil\x07.pdf"},
        content=content,
        headers={"content-type": "application/octet-stream"},
    )
    assert answer.status_code == status, answer.text
    if status == 200:
        assert [item["name"] for item in answer.json()["refused"]] == ["evil.pdf"]
    assert not workspace.team.contributions()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        pytest.param("../evil", 400, id="leads elsewhere"),
        pytest.param("", 400, id="none"),
        pytest.param("new", 400, id="a server of one workspace"),
    ],
)
def test_workspaces_are_made_only_where_they_may(
    workspace: Workspace, client: MakeClient, name: str, status: int
) -> None:
    answer = client(workspace.folder).post(
        "/api/v1/workspaces",
        params={"name": name, "file_name": "a.html"},
        content=b"<p>x</p>",
        headers={"content-type": "application/octet-stream"},
    )
    assert answer.status_code == status
    assert answer.json()["error"]["kind"] == "UsageError"


def test_a_trace_does_not_tell_where_the_server_keeps_files(workspace: Workspace, client: MakeClient) -> None:
    told = client(workspace.folder).get(f"{_home(workspace)}/comments/c1/trace").text
    assert str(workspace.folder.parent) not in told


def test_the_documentation_lists_what_there_is() -> None:
    text = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    with speaking("en"):
        told = {f"| `{item.method} {item.path}` | {item.about} | {item.need} |" for item in OPERATIONS}
    assert told == {line for line in text.splitlines() if line.startswith("| `")}
