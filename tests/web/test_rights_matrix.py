"""The matrix of rights: every route of the page × every kind of person, on a team's server.

A new route fails here until it stands in toolkit/web/rights.toml under the right that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from tests.support.team_server import KINDS, Served
from toolkit.web.app import routes
from toolkit.web.entrance.door import PUBLIC as PUBLIC_PLACES
from toolkit.web.entrance.rights import Guard, needs
from toolkit.web.rooms.api import serving
from toolkit.web.rooms.api.openapi import PREFIX
from toolkit.web.rooms.api.table import OPERATIONS
from toolkit.workspace.duties import ALLOWED

NOBODY = ""
MEMBERS = {"contributor", "lead", "legal", "approver", "administrator"}
EDITING = (
    "intake", "place", "merge", "reject", "minority", "apart", "accept", "assign", "undo", "unpack", "edit",
)  # fmt: skip
MAY: Mapping[str, set[str]] = {
    "public": {NOBODY, *KINDS},
    "known": set(KINDS),
    "member": MEMBERS,
    "administrator": {"administrator"},
    "settings": {"lead", "administrator"},
    "sign": {"approver"},
    "approve": {"legal", "approver"},
    **{act: {"lead", "legal"} for act in EDITING},
}
"""Need of a route → the kinds of people that it lets in."""
VALUES = {"int": "1", "path": "fiche-13", "str": "c1"}
ROUTES = [route for route in routes() if isinstance(route, Route)]
_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")


async def _nothing() -> None:
    """Read nothing of a body."""


def _need(route: Route) -> str:
    return needs().get(route.name, "administrator")


def _address(route: Route, workspace: str) -> str:
    def value(found: re.Match[str]) -> str:
        return workspace if found[1] == "workspace" else VALUES[found[2] or "str"]

    return _PARAMETER.sub(value, route.path)


@pytest.fixture
def guards(served: Served) -> Iterator[Served]:
    """The server with nothing behind its guards: who is let in is told so."""

    async def let_in(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("let in")(scope, receive, send)

    for route in served.app.routes:
        assert isinstance(route.app, Guard), route
        route.app.app = let_in
    return served


def test_every_route_says_what_right_it_takes() -> None:
    names = {route.name for route in routes() if isinstance(route, Route | Mount)}
    assert names - set(needs()) == set(), "put them into toolkit/web/rights.toml"
    assert set(needs()) - names == set(), "no such routes any more"
    assert set(needs().values()) <= {"public", "known", "member", "administrator", *ALLOWED}


def test_every_act_that_takes_a_duty_is_in_the_matrix() -> None:
    assert set(ALLOWED) <= set(MAY)


@pytest.mark.parametrize("route", [pytest.param(route, id=route.path) for route in ROUTES])
def test_a_right_in_a_workspace_is_asked_where_the_address_names_one(route: Route) -> None:
    need = _need(route)
    assert ("workspace" in route.param_convertors) == (need not in ("public", "known", "administrator"))
    assert (need == "public") == route.path.startswith(PUBLIC_PLACES)


@pytest.mark.parametrize("kind", [NOBODY, *KINDS])
def test_the_matrix(guards: Served, kind: str) -> None:
    browser = guards.client(kind)
    wrong = []
    for route in ROUTES:
        for method in sorted(set(route.methods or ()) - {"HEAD"}):
            answer = browser.request(method, _address(route, guards.workspace))
            is_in = answer.text == "let in"
            if is_in != (kind in MAY[_need(route)]):
                wrong.append((method, route.path, answer.status_code))
            if not is_in:
                expected = (
                    (401, 303)
                    if kind == NOBODY
                    else (404,)
                    if kind == "stranger" and "workspace" in route.param_convertors
                    else (403,)
                )
                assert answer.status_code in expected, (method, route.path, answer.status_code)
    assert wrong == []


@pytest.mark.parametrize("kind", [NOBODY, *KINDS])
def test_the_matrix_of_the_api(served: Served, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_run", lambda *_arguments: PlainTextResponse("let in"))
    monkeypatch.setattr(serving, "read_query", lambda *_arguments: None)
    monkeypatch.setattr(serving, "read_body", lambda *_arguments: _nothing())
    browser = served.client(kind)
    wrong = []
    for operation in OPERATIONS:
        address = (
            "/api"
            + PREFIX
            + operation.path.replace("{workspace}", served.workspace).replace("{format}", "docx")
        )
        answer = browser.request(operation.method, _PARAMETER.sub("1", address))
        if (answer.text == "let in") != (kind in MAY[operation.need]):
            wrong.append((operation.method, operation.path, answer.status_code))
    assert wrong == []


def test_what_the_api_does_is_written_down_by_the_form_of_its_address(served: Served) -> None:
    served.client("contributor").post(
        f"/api{PREFIX}/workspaces/{served.workspace}/merges", json={"comment_ids": ["c1"]}
    )
    entry = next(served.team.log.entries())
    assert (entry.act, entry.workspace, entry.result) == (
        f"POST /api{PREFIX}/workspaces/{{workspace}}/merges",
        served.workspace,
        "403",
    )


def test_a_workspace_of_others_is_as_if_there_were_none(guards: Served) -> None:
    browser = guards.client("stranger")
    for path in ("/w/{}/read", "/w/{}/export", "/w/{}/page/1.png"):
        theirs, none = (browser.get(path.format(name)) for name in (guards.workspace, "nothing"))
        assert theirs.status_code == none.status_code == 404
        assert theirs.text.replace(guards.workspace, "nothing") == none.text
        assert browser.get(path.format(guards.other)).text == "let in"


def test_with_the_right_to_one_workspace_nobody_enters_another(guards: Served) -> None:
    for kind in ("contributor", "lead", "legal", "approver"):
        assert guards.client(kind).get(f"/w/{guards.other}/read").status_code == 404


@pytest.mark.parametrize("kind", ["stranger", "administrator"])
def test_where_nobody_has_a_duty_only_administrators_settle_and_nobody_decides(
    guards: Served, kind: str
) -> None:
    browser = guards.client(kind)
    let_in = {
        route.name
        for route in ROUTES
        if "workspace" in route.param_convertors
        for method in set(route.methods or ()) - {"HEAD"}
        if browser.request(method, _address(route, guards.other)).text == "let in"
    }
    allowed = {"member", "settings"} if kind == "administrator" else {"member"}
    assert let_in == {
        route.name for route in ROUTES if "workspace" in route.param_convertors and _need(route) in allowed
    }


def test_what_is_refused_changes_nothing_behind_the_real_rooms(served: Served) -> None:
    workspace = served.site.workspace(served.workspace)
    before = workspace.state()
    for kind in (NOBODY, "stranger"):
        browser = served.client(kind)
        for route in ROUTES:
            if "workspace" in route.param_convertors:
                for method in set(route.methods or ()) - {"HEAD"}:
                    answer = browser.request(method, _address(route, served.workspace))
                    assert answer.status_code in (303, 401, 404), (kind, method, route.path)
                    assert "Recommandation" not in answer.text
    assert workspace.state() == before


def test_the_first_page_names_only_workspaces_of_ones_own(served: Served) -> None:
    for kind, names in {
        "stranger": {served.other},
        "contributor": {served.workspace},
        "administrator": {served.workspace, served.other},
    }.items():
        text = served.client(kind).get("/").text
        assert {name for name in (served.workspace, served.other) if f"/w/{name}/" in text} == names


def test_a_damaged_workspace_is_told_to_administrators_alone(served: Served) -> None:
    (served.folder / served.workspace / "consult.toml").write_text("not [ toml")
    assert served.client("contributor").get(f"/w/{served.workspace}/read").status_code == 404
    assert served.client("administrator").get(f"/w/{served.workspace}/read").status_code == 503
    assert served.client("stranger").get("/").status_code == 200


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_account_without_administrator_rights_makes_no_accounts(served: Served, kind: str) -> None:
    answer = served.client(kind).post(
        "/people", data={"name": "Eve Evil", "mail": "eve@evil.example", "administrator": "on"}
    )
    assert answer.status_code == (200 if kind == "administrator" else 403)
    assert (served.team.accounts.find("eve@evil.example") is not None) == (kind == "administrator")
