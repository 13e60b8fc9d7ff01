"""What is refused is said in words for a browser, as one message, and never in the place of what somebody works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from tests.web.conftest import Serve

MakeClient = Callable[..., TestClient]
FRAGMENT = {"hx-request": "true"}
DROP_TWO = """() => {
  const dropped = new DataTransfer();
  for (const name of ["first.txt", "second.txt"]) dropped.items.add(new File(["The controller must inform."], name));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, cancelable: true }));
}"""


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    with make_workspace(tmp_path) as made:
        return made.folder.name


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["a page", "a message"])
def test_whoever_has_no_terminal_is_told_no_command(
    tmp_path: Path, workspace: str, client: MakeClient, headers: dict[str, str]
) -> None:
    refused = client(tmp_path).get(f"/w/{workspace}/read/nowhere", headers=headers)
    assert refused.status_code == 404
    assert "nowhere" in refused.text
    assert "`consult " not in refused.text


def test_an_address_that_leads_nowhere_leads_back_to_the_consultation(
    tmp_path: Path, workspace: str, client: MakeClient
) -> None:
    asking = client(tmp_path)
    assert f'href="/w/{workspace}/read"' in asking.get(f"/w/{workspace}/comment/c99").text
    assert "/read" not in asking.get("/w/elsewhere/read/r1").text


def test_a_page_of_an_earlier_start_gets_a_message_and_no_page_within_itself(
    tmp_path: Path, workspace: str, client: MakeClient
) -> None:
    asking = client(tmp_path)
    asking.cookies.clear()
    whole = asking.get(f"/w/{workspace}/read")
    message = asking.get(f"/w/{workspace}/read", headers=FRAGMENT)
    assert (whole.status_code, message.status_code) == (401, 401)
    assert "<html" in whole.text
    assert "<html" not in message.text
    assert "started again" in message.text
    assert message.headers["hx-retarget"] == "#notices"


def test_two_drafts_at_once_are_refused_as_that(tmp_path: Path, client: MakeClient) -> None:
    files = [("draft", (name, b"The controller must inform.")) for name in ("a.txt", "b.txt")]
    refused = client(tmp_path).post("/drafts", files=files)
    assert refused.status_code == 400
    assert "nothing at this address" not in refused.text
    assert "more files than one" in refused.text


def test_a_refusal_is_one_message_with_its_words_in_it(
    tmp_path: Path, workspace: str, serve: Serve, page: Page
) -> None:
    running = serve(tmp_path)
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace}/desk")
    ask = "name => htmx.ajax('POST', `/w/${name}/undo/999`, { target: 'body', swap: 'none' })"
    page.evaluate(ask, workspace)
    message = page.locator("#notices > *")
    expect(message).to_have_count(1)
    page.evaluate(ask, workspace)  # again: it is said once
    expect(message).to_have_count(1)
    expect(message.get_by_text("there is no such act")).to_be_visible()
    message.get_by_role("button", name="Close this message").click()
    expect(message).to_have_count(0)


def test_what_cannot_be_sent_as_a_draft_is_said_where_it_was_dropped(
    tmp_path: Path, serve: Serve, page: Page
) -> None:
    page.goto(serve(tmp_path).entrance)
    page.evaluate(DROP_TWO)
    expect(page.get_by_text("One draft at a time")).to_be_visible()
    (tmp_path / "a folder").mkdir()
    browser = page.context.new_cdp_session(page)
    dropped = {"items": [], "files": [str(tmp_path / "a folder")], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": step, "x": 300, "y": 300, "data": dropped})
    expect(page.get_by_text("A folder cannot be sent")).to_be_visible()
