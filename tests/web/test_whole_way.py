"""The whole way in a browser: from the regulator's file, dropped on the page, to the response, downloaded."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Running, Serve

CORPUS = Path(__file__).parents[2] / "corpus"
DRAFT = CORPUS / "sample-fr.pdf"
SENT = [CORPUS / "contributions" / name for name in ("Remarques DSI v3.xlsx", "courrier direction.docx")]
READING_MS = 120_000
"""A file is read by a child process; a busy machine may take its time."""
TYPED = "Un délai plus court suffirait aux petits établissements."


@pytest.fixture
def running(tmp_path: Path, serve: Serve) -> Running:
    """A server on an empty folder."""
    return serve(tmp_path, person="Claire Moreau")


def test_from_the_dropped_draft_to_the_downloaded_response(
    running: Running, page: Page, browser: Browser
) -> None:
    page.goto(running.entrance)
    drop_draft(page)
    room = page.url.partition("/read")[0]
    comment_by_keyboard(page)
    colleague_sees(running, browser, room)
    take_in(page, room)
    set_aside(page, room)
    merge_first_group(page, room)
    let_first_finding_stand(page, room)
    sign(page, room)
    written = words_of(download(page, room))
    assert "Groupement de la Brume" in written
    assert TYPED in written


def drop_draft(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(DRAFT)
    expect(page.get_by_text(re.compile(r"Read: \d+ provisions"))).to_be_visible(timeout=READING_MS)
    page.get_by_label("Who answers").fill("Groupement de la Brume")
    page.get_by_label("Deadline", exact=True).fill("2027-01-15")
    page.get_by_role("button", name="Make the consultation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was read, and what to check")
    page.get_by_role("link", name="Open the text").click()
    page.wait_for_url(re.compile("/read"))


def comment_by_keyboard(page: Page) -> None:
    expect(page.locator(".provision[aria-current], .provision.current").first).to_be_visible()
    for _step in range(3):
        page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_be_focused()
    page.keyboard.type(TYPED)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The comment c1 is now: submitted.")).to_be_visible()


def colleague_sees(running: Running, browser: Browser, room: str) -> None:
    """Another browser, another person: what was written a moment ago is there."""
    with browser.new_context(locale="fr-FR") as context:
        beside = context.new_page()
        beside.goto(running.entrance)
        beside.goto(f"{room}/comment/c1")
        expect(beside.locator("html")).to_have_attribute("lang", "fr")
        expect(beside.get_by_text(TYPED).first).to_be_visible()


def take_in(page: Page, room: str) -> None:
    page.goto(f"{room}/desk/intake")
    page.get_by_label("Drop files here, or choose them").set_input_files(SENT)
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="Whose remarks are these?")).to_be_visible(timeout=READING_MS)
    page.get_by_label("Author").first.fill("Nadia Roche")
    page.get_by_label("Role").first.select_option("it")
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("link", name=SENT[0].name)).to_be_visible(timeout=READING_MS)


def set_aside(page: Page, room: str) -> None:
    page.goto(f"{room}/desk/placing")
    waiting = page.locator("#queue > li")
    count = waiting.count()
    assert count > 0
    page.keyboard.press("x")
    page.keyboard.type("Sans objet.")
    page.keyboard.press("Enter")
    expect(waiting).to_have_count(count - 1)


def merge_first_group(page: Page, room: str) -> None:
    page.goto(f"{room}/desk/groups?kind=duplicate")
    group = page.locator("article.group").first
    group.get_by_role("button", name="Merge …").click()
    group.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".notice", has_text="Undo")).to_be_visible()


def let_first_finding_stand(page: Page, room: str) -> None:
    page.goto(f"{room}/desk/findings")
    finding = page.locator("li.finding").first
    finding.get_by_text("It may stand …").click()
    finding.get_by_label("Why it may stand").fill("Public depuis notre rapport annuel.")
    finding.get_by_role("button", name="Accept").click()
    expect(
        page.get_by_text("Public depuis notre rapport annuel.").or_(page.locator(".notice.done")).first
    ).to_be_visible()


def sign(page: Page, room: str) -> None:
    page.goto(f"{room}/desk/sign")
    page.get_by_label("For the role").select_option("management")
    page.get_by_label(re.compile("have read the response")).check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("cell", name="yes")).to_be_visible()


def download(page: Page, room: str) -> Path:
    page.goto(f"{room}/export")
    with page.expect_download(timeout=READING_MS) as waiting:
        page.get_by_role("link", name="Download", exact=True).or_(
            page.get_by_role("button", name="Download", exact=True)
        ).click(timeout=READING_MS)
    assert waiting.value.suggested_filename.endswith(".docx")
    return waiting.value.path()


def words_of(path: Path) -> str:
    """Return the text of a Word file, with its tables."""
    written = docx.Document(str(path))
    cells = (cell.text for table in written.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in written.paragraphs), *cells))
