"""The page on which people look up the operations."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.support.workspaces import make_workspace
from tests.web.conftest import Serve


def test_the_description_is_one_click_away(tmp_path: Path, serve: Serve, page: Page) -> None:
    with make_workspace(tmp_path) as workspace:
        running = serve(workspace.folder)
    page.goto(running.entrance)
    page.goto(f"{running.address}/api/")
    with page.expect_response("**/openapi.json") as answered:
        page.get_by_role("link", name="OpenAPI").click()
    assert answered.value.ok
