"""The page on which people look up the operations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY, Serve


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "heading"), [("en", "The API"), ("fr", "L’API")])
def test_it_keeps_nobody_out(
    tmp_path: Path,
    serve: Serve,
    context: BrowserContext,
    axe: Callable[[Page], list[str]],
    theme: str,
    language: str,
    heading: str,
) -> None:
    with make_workspace(tmp_path) as workspace:
        running = serve(workspace.folder)
    context.add_cookies(
        [
            {"name": "consult_language", "value": language, "url": running.address},
            {"name": "consult_theme", "value": theme, "url": running.address},
        ]
    )
    page = context.new_page()
    page.goto(f"{running.address}/api/?key={KEY}")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_response("**/openapi.json") as answered:
        page.get_by_role("link", name="OpenAPI").click()
    assert answered.value.ok
