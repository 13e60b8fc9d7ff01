"""Who gets in, from where, and what every answer carries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY, Serve
from toolkit.web.answering import STATIC, static_address

MakeClient = Callable[..., TestClient]
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


def test_the_key_of_the_address_lets_a_browser_in_and_leaves_the_address(
    tmp_path: Path, serve: Serve, page: Page
) -> None:
    with make_workspace(tmp_path) as workspace:
        running = serve(workspace.folder)
    page.goto(running.entrance)
    expect(page).to_have_url(f"{running.address}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Consultations")


def test_without_the_key_nothing_is_shown(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    asking.cookies.clear()
    answer = asking.get("/")
    assert answer.status_code == 401
    assert workspace.folder.name not in answer.text
    assert asking.get("/?key=wrong").status_code == 401
    assert asking.post("/preferences", data={"language": "fr"}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"host": "evil.example"}, 421, id="another name for this machine"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="a page of another site loads ours"),
        pytest.param({"sec-fetch-site": "same-site"}, 403, id="a page of another port loads ours"),
        pytest.param({"sec-fetch-site": "same-origin"}, 200, id="our own page"),
        pytest.param({"sec-fetch-site": "none"}, 200, id="typed by a person"),
    ],
)
def test_reading_from_elsewhere(
    tmp_path: Path, client: MakeClient, headers: dict[str, str], status: int
) -> None:
    with make_workspace(tmp_path) as workspace:
        assert client(workspace.folder).get("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"origin": "https://evil.example"}, 403, id="form of another site"),
        pytest.param({"origin": "null"}, 403, id="sandboxed page"),
        pytest.param({"origin": "http://testserver:81"}, 403, id="another port"),
        pytest.param({"origin": "http://testserver"}, 303, id="our own page"),
        pytest.param(
            {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
            303,
            id="our own page, said twice",
        ),
    ],
)
def test_writing_from_elsewhere(
    tmp_path: Path, client: MakeClient, headers: dict[str, str], status: int
) -> None:
    with make_workspace(tmp_path) as workspace:
        answer = client(workspace.folder).post("/preferences", data={"language": "fr"}, headers=headers)
        assert answer.status_code == status


def test_a_cookie_alone_may_not_write(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    del asking.headers["origin"]
    assert asking.post("/preferences", data={"language": "fr"}).status_code == 403
    key = {"authorization": f"Bearer {KEY}"}
    assert asking.post("/preferences", data={"language": "fr"}, headers=key).status_code == 303


def test_every_answer_keeps_the_browser_here(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    for path in ("/", "/static/consult.css", "/nowhere", "/health"):
        headers = asking.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert asking.get("/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"])
def test_static_files_are_those_of_their_folder(tmp_path: Path, client: MakeClient, path: str) -> None:
    with make_workspace(tmp_path) as workspace:
        assert client(workspace.folder).get(path).status_code == 404


def test_htmx_is_the_file_that_its_authors_published() -> None:
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX_SHA256


def test_language_and_colours_are_the_persons(tmp_path: Path, serve: Serve, page: Page) -> None:
    with make_workspace(tmp_path) as workspace:
        running = serve(workspace.folder)
    page.goto(running.entrance)
    page.get_by_text("You", exact=True).click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_text("You", exact=True).click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_static_file_is_kept_while_its_address_lasts_and_nothing_else(
    tmp_path: Path, client: MakeClient
) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = "/" + static_address("consult.js")
    assert "immutable" in asking.get(address).headers["cache-control"]
    assert asking.get("/static/consult.js").headers["cache-control"] == "no-cache"
    assert asking.get(address.replace("consult.js", "comment.js")).status_code == 200
