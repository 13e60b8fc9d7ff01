"""How a browser comes to one person's page: the key is shown to nobody else, and leads nowhere else."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY, Serve
from toolkit.web.server.opening import browser_at

ADDRESS = f"http://127.0.0.1:8765/?key={KEY}"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What browsers were started with."""
    found: list[str] = []
    monkeypatch.setattr("webbrowser.open", found.append)
    return found


def _file_of(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


@pytest.mark.parametrize("is_there", [True, False], ids=["beside the data", "in the temporary folder"])
def test_the_key_is_no_argument_of_a_program(tmp_path: Path, opened: list[str], *, is_there: bool) -> None:
    with browser_at(ADDRESS, folder=tmp_path if is_there else tmp_path / "missing"):
        (told,) = opened
        file = _file_of(told)
        assert KEY not in told
        assert f"url={ADDRESS}" in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (file.parent == tmp_path) is is_there
    assert not file.exists()


def test_the_file_leads_into_the_page(tmp_path: Path, serve: Serve, page: Page, opened: list[str]) -> None:
    with make_workspace(tmp_path) as workspace:
        running = serve(workspace.folder)
    with browser_at(running.entrance, folder=tmp_path):
        page.goto(opened[0])
        expect(page).to_have_url(f"{running.address}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Consultations")


@pytest.mark.parametrize("site", ["none", "cross-site"], ids=["typed", "followed"])
@pytest.mark.parametrize(
    ("path", "target"),
    [
        pytest.param("/", "/", id="start"),
        pytest.param("/w/a/read?role=dpo", "/w/a/read?role=dpo", id="a page with a filter"),
        pytest.param("///other.example/", "/other.example/", id="another site in the path"),
        pytest.param("/?x=<b>", "/?x=%3Cb%3E", id="markup"),
    ],
)
def test_the_key_leads_to_our_pages_and_is_left_behind(
    tmp_path: Path, client: Callable[..., TestClient], path: str, target: str, site: str
) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    asking.cookies.clear()
    joint = "&" if "?" in path else "?"
    answer = asking.get(
        f"http://testserver{path}{joint}key={KEY}",
        headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    )
    led = answer.headers.get("location") or answer.headers["refresh"].removeprefix("0; url=")
    assert (answer.status_code, led) == (303 if site == "none" else 200, target)
    assert KEY not in answer.text
    assert KEY in answer.headers["set-cookie"]


def test_an_origin_that_is_none_is_another_site(tmp_path: Path, client: Callable[..., TestClient]) -> None:
    with make_workspace(tmp_path) as workspace:
        asking = client(workspace.folder)
    answer = asking.post("/preferences", data={"language": "fr"}, headers={"origin": "http://["})
    assert answer.status_code == 403
