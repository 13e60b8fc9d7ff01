"""The desk in a browser: by keyboard alone, and open to everybody in both themes and languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.desks import make_desk
from tests.web.conftest import Serve
from toolkit import desk

Axe = Callable[[Page], list[str]]
TABS = ("", "/intake", "/placing", "/groups", "/trace/c1", "/findings", "/sign", "/history")


def test_remarks_are_placed_by_keyboard_alone(tmp_path: Path, serve: Serve, page: Page) -> None:
    with make_desk(tmp_path) as workspace:
        running = serve(workspace.folder, person="Ana Ruiz")
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/desk/placing")
    title = page.locator("#remark-title")
    page.keyboard.press("j")
    expect(title).to_have_text("Remark r2")
    expect(title).to_be_focused()
    page.keyboard.press("k")
    expect(title).to_have_text("Remark r1")
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    expect(title).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(title).to_have_text("Remark r2")
    expect(page.locator("#placing-counts")).to_contain_text("All 2")
    expect(page.locator("#count-desk-placing")).to_have_text("2")
    page.keyboard.press("Enter")
    expect(title).to_have_text("Remark r3")
    page.keyboard.press("x")
    page.keyboard.type("Un remerciement")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for a place")).to_be_visible()
    with desk.open_workspace(workspace.folder) as opened:
        found = {
            item.id: (item.placement.state, item.placement.provision_id) for item in opened.team.received()
        }
    assert found == {"r1": ("placed", "r12"), "r2": ("placed", "r14"), "r3": ("set_aside", "")}


def test_another_place_is_looked_for_and_chosen_by_keyboard(tmp_path: Path, serve: Serve, page: Page) -> None:
    with make_desk(tmp_path) as workspace:
        running = serve(workspace.folder)
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/desk/placing/r3")
    page.keyboard.press("/")
    page.keyboard.type("habilitations")
    expect(page.locator("#found").get_by_role("radio").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#found").get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_contain_text("r3")
    with desk.open_workspace(workspace.folder) as opened:
        assert opened.team.received_one("r3").placement.provision_id == "r14"


def test_a_merge_renews_the_cards_that_show_its_sources(tmp_path: Path, serve: Serve, page: Page) -> None:
    with make_desk(tmp_path) as workspace:
        running = serve(workspace.folder, person="Ana Ruiz")
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/desk/groups")
    card = page.locator("#dup-c1-c2")
    card.get_by_role("button", name="Merge …").click()
    expect(card.get_by_role("heading", name="One comment for c1, c2")).to_be_focused()
    card.get_by_role("textbox", name="Rationale").fill("Le délai de prescription.")
    expect(card.locator(".attributed")).to_contain_text("yours: no source says it")
    card.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".settled")).to_contain_text("Merged into c5.")
    expect(page.locator(".settled")).to_be_focused()
    expect(page.locator("#con-c1-c2-c3")).to_have_count(0)
    expect(page.locator("#con-c3-c5")).to_be_visible()
    page.locator(".notice.done").get_by_role("button", name="Undo").click()
    expect(page.locator("#dup-c1-c2")).to_be_visible()


def test_files_are_chosen_sent_named_and_taken_in(tmp_path: Path, serve: Serve, page: Page) -> None:
    sent = tmp_path / "avis du service.txt"
    sent.write_text("R13 : conserver les journaux un an.\n", encoding="utf-8")
    with make_desk(tmp_path) as workspace:
        running = serve(workspace.folder, person="Ana Ruiz")
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/desk/intake")
    page.get_by_label("Drop files here, or choose them").set_input_files(sent)
    expect(page.get_by_role("list", name="Files chosen")).to_contain_text("avis du service.txt")
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="Whose remarks are these?")).to_be_visible()
    page.get_by_role("textbox", name="Author").or_(page.get_by_role("combobox", name="Author")).fill(
        "Karim Benali"
    )
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="avis du service.txt")).to_be_visible()
    page.get_by_role("button", name="Undo: as if").click()
    expect(page.locator("#report")).to_contain_text("Taken back")
