"""Reading by keyboard, by filters and by the printed page, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY, Running, Serve
from tests.web.test_reading_page import DRAFT, KARIM, PEOPLE
from tests.web.test_reading_pictures import paged_workspace
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.workspace.store import Workspace

CISO = Tag(facet="role", value="ciso", score=0.9, rule="test")
LONG = tuple(
    Provision(
        id=f"p{number}",
        kind="section" if number % 25 == 0 else "paragraph",
        heading=f"Titre {number}" if number % 25 == 0 else "",
        parent_id=None if number % 25 == 0 else f"p{number - number % 25}",
        text="" if number % 25 == 0 else f"Mesure {number} " + "de sécurité " * 60,
        tags=(CISO,) if number in (3, 140) else (),
    )
    for number in range(200)
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with make_workspace(tmp_path, provisions=DRAFT, people=PEOPLE) as made:
        made.add_comment(
            Comment(id="", provision_id="r13", quote="six mois", author="Ada", text="Trop long.")
        )
        yield made


@pytest.fixture
def long_one(tmp_path: Path) -> Iterator[Workspace]:
    with make_workspace(tmp_path, provisions=LONG, people=PEOPLE) as made:
        yield made


def _open(page: Page, running: Running, path: str) -> str:
    """Enter and open an address below the workspace's; return the workspace's own address."""
    root = f"{running.address}/w/{running.site.folder.name}"
    page.goto(f"{running.address}/?key={KEY}")
    page.goto(f"{root}{path}")
    expect(page.locator(".provision.current")).to_have_count(1)
    return root


def _current(page: Page, name: str) -> None:
    expect(page.locator(".provision.current")).to_have_attribute("data-id", name)


def test_reading_by_keyboard_alone(workspace: Workspace, serve: Serve, page: Page) -> None:
    root = _open(page, serve(workspace.folder, person=KARIM.name), "/read")
    _current(page, "fiche-13")
    for key, name in [("j", "fiche-13.1"), ("j", "r12"), ("j", "r13"), ("k", "r12"), ("n", "r13")]:
        page.keyboard.press(key)
        _current(page, name)
    expect(page.locator("#p-r13")).to_be_focused()
    expect(page).to_have_url(f"{root}/read/r13")
    page.keyboard.press("r")
    expect(page.locator("#read-r13")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("s")
    expect(page.locator("#select-r13")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#p-r13")).to_be_focused()
    page.keyboard.press("w")
    expect(page.locator("#why-host-r13 .reasons li")).to_have_count(6)
    page.keyboard.press("w")
    expect(page.locator("#why-host-r13")).to_be_empty()
    page.keyboard.press("n")
    _current(page, "r12")
    assert [item.provision_id for item in workspace.marks()] == ["r13"]


def test_a_footnote_unfolds_at_its_call_and_links_lead_to_provisions(
    workspace: Workspace, serve: Serve, page: Page
) -> None:
    _open(page, serve(workspace.folder, person=KARIM.name), "/read")
    note, call = page.locator("#p-note-1"), page.get_by_role("button", name="Footnote 1")
    expect(note).to_be_hidden()
    call.click()
    expect(note).to_be_visible()
    expect(call).to_have_attribute("aria-expanded", "true")
    page.locator("#p-r13 a.inward").click()
    _current(page, "r12")


def test_filters_join_stay_in_the_address_and_go(workspace: Workspace, serve: Serve, page: Page) -> None:
    root = _open(page, serve(workspace.folder, person=KARIM.name), "/read")
    page.locator("#p-r13 .tags").get_by_text("Data protection officer").click()
    expect(page.locator(".provision:not(.context, .folded)")).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.type("journal")
    expect(page.locator("#p-r13 mark").first).to_have_text("journaux")
    expect(page.locator("#words")).to_be_focused()
    expect(page).to_have_url(
        re.compile(r"/read/r13\?.*role=dpo.*words=journal|/read/r13\?.*words=journal.*role=dpo")
    )
    expect(page.locator("#told")).to_have_text("1 provision")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".provision:not(.folded)")).to_have_count(len(DRAFT) - 1)
    expect(page.locator("#words")).to_have_value("")
    page.go_back()
    expect(page.locator("#p-r13 mark").first).to_have_text("journaux")
    assert page.url.startswith(root)


def test_a_mistyped_word_is_one_click_from_the_right_one(
    workspace: Workspace, serve: Serve, page: Page
) -> None:
    _open(page, serve(workspace.folder), "/read")
    page.keyboard.press("/")
    page.keyboard.type("jurnaux")
    expect(page.get_by_text("Nothing here matches")).to_be_visible()
    page.locator(".advice a").click()
    expect(page.locator("#p-r13 mark")).to_have_text("journaux")
    expect(page.locator("#words")).to_have_value("journaux")


def test_keys_cross_from_one_stretch_of_a_long_draft_into_the_next(
    long_one: Workspace, serve: Serve, page: Page
) -> None:
    _open(page, serve(long_one.folder, person=KARIM.name), "/read")
    for number in range(1, 45):
        page.keyboard.press("j")
        _current(page, f"p{number}")
    for number in range(43, 38, -1):
        page.keyboard.press("k")
        _current(page, f"p{number}")
    page.keyboard.press("n")
    _current(page, "p140")
    expect(page.locator("#contents a[aria-current]")).to_have_text("Titre 125")
    expect(page.locator("#p-p140")).to_be_in_viewport()
    page.locator("#contents a").last.click()
    _current(page, "p175")
    page.keyboard.press("k")
    _current(page, "p174")
    assert page.locator(".part.waiting").count() > 0


def test_whoever_jumps_to_the_end_or_the_beginning_goes_on_from_there(
    long_one: Workspace, serve: Serve, page: Page
) -> None:
    _open(page, serve(long_one.folder, person=KARIM.name), "/read")
    chosen = page.locator(".provision[aria-current]")
    page.keyboard.press("End")
    page.keyboard.press("j")
    expect(chosen).to_be_in_viewport()
    expect(chosen).to_have_id(re.compile("p-p1[0-9]{2}"))
    page.keyboard.press("Home")
    expect(chosen).to_be_in_viewport()
    expect(chosen).to_have_id(re.compile("p-p[0-9]"))


def test_the_printed_page_leads_to_the_text_and_back(tmp_path: Path, serve: Serve, page: Page) -> None:
    with paged_workspace(tmp_path) as workspace:
        _open(page, serve(workspace.folder), "/read")
        spot = page.locator(".spot[data-id=r12]")
        expect(spot).to_have_class("spot current")
        expect(page.get_by_text("Page 9 of 25")).to_be_visible()
        expect(page.get_by_role("img", name="Picture of page 9 of the draft")).to_have_js_property(
            "naturalWidth", 893
        )
        page.get_by_role("button", name="Page after").click()
        expect(page.get_by_text("Page 10 of 25")).to_be_visible()
        page.get_by_role("button", name="Page before").click()
        page.locator("#page-frame").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#p-r12")).to_be_focused()


def test_the_contents_of_a_telephone_keep_nobody_out(
    workspace: Workspace, serve: Serve, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    _open(page, serve(workspace.folder, person=KARIM.name), "/read/r13")
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("#contents-opener").click()
    expect(page.locator("#contents")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
