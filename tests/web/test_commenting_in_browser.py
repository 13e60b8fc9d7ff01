"""Commenting in a browser: nothing typed is lost, whoever else writes and whatever happens to page or server."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.workspaces import make_workspace
from tests.web.conftest import KEY, Running, Serve
from toolkit.model.comment import Comment
from toolkit.model.provision import NoteCall, Provision
from toolkit.web.app import create_app
from toolkit.web.entrance.alone import AloneGate
from toolkit.web.server.serving import LOOPBACK, listen
from toolkit.web.site import Site
from toolkit.workspace.store import Workspace

SAVED = "[data-state][data-is=saved]"


class Stage:
    """A served workspace with a page on it."""

    def __init__(self, running: Running, page: Page) -> None:
        self.running = running
        self.page = page
        self.folder = running.site.folder
        page.goto(running.entrance)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.running.address}/w/{self.folder.name}/{path}")

    def stored(self, comment_id: str = "c1") -> Comment:
        with Workspace.open(self.folder) as workspace:
            return workspace.comment(comment_id)

    def add(self, **fields: str) -> Comment:
        with Workspace.open(self.folder) as workspace:
            return workspace.add_comment(Comment(id="", **{"provision_id": "r12", **fields}))  # type: ignore[arg-type]  # texts


@pytest.fixture
def stage(tmp_path: Path, serve: Serve, page: Page) -> Stage:
    with make_workspace(tmp_path) as workspace:
        return Stage(serve(workspace.folder, person="Claire"), page)


def select(page: Page, words: str, *, place: str = ".prose[data-provision]", time: int = 1) -> None:
    """Select words within an element, where they stand there for the `time`th time, as a pointer would."""
    page.locator(place).first.evaluate(
        """(place, [words, time]) => {
            const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), range = document.createRange();
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                for (let at = text.data.indexOf(words); at >= 0; at = text.data.indexOf(words, at + 1)) {
                    if (--time) continue;
                    range.setStart(text, at);
                    range.setEnd(text, at + words.length);
                    getSelection().removeAllRanges();
                    getSelection().addRange(range);
                    return;
                }
            }
        }""",
        [words, time],
    )


def test_selected_words_are_commented_and_a_reload_keeps_what_was_typed(stage: Stage) -> None:
    page = stage.page
    stage.open("comment/of/r12")
    select(page, "deux facteurs")
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_be_focused()
    page.keyboard.type("Pourquoi deux ?")
    page.get_by_role("textbox", name="Proposed wording").fill("trois facteurs")
    expect(page.locator("[data-shown-changes] ins")).to_have_text("trois")
    expect(page.locator(SAVED)).to_contain_text("Saved")
    assert stage.stored().quote == "deux facteurs"
    page.reload()
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value("Pourquoi deux ?")
    expect(page.get_by_role("textbox", name="Proposed wording")).to_have_value("trois facteurs")
    assert page.evaluate("localStorage.length") == 0


NOTED = (
    Provision(
        id="r1",
        kind="recommendation",
        number="R1",
        text="Prévenir sous 72 heures, puis clore sous 72 heures au plus.",
        calls=(NoteCall(field="text", offset=23, provision_id="note-1", mark="1"),),
    ),
    Provision(id="r2", kind="recommendation", number="R2", text="Garder les journaux six mois."),
    Provision(id="note-1", parent_id="r1", kind="footnote", number="1", text="Jours ouvrés exclus."),
)


def test_on_the_reading_page_the_very_words_selected_are_quoted(
    tmp_path: Path, serve: Serve, page: Page
) -> None:
    with make_workspace(tmp_path, provisions=NOTED) as workspace:
        stage = Stage(serve(workspace.folder, person="Claire"), page)
    stage.open("read")
    words = "#p-r1 .words"
    expect(page.locator(words)).to_be_visible()
    select(page, "72 heures", place=words, time=2)
    page.keyboard.press("c")
    expect(page.locator("#comment-host-r1 .comment-quote")).to_have_text("72 heures au")
    page.keyboard.press("Escape")
    expect(page.locator("#p-r1")).to_be_focused()
    page.locator("#p-r2 .words").click(click_count=3)
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.locator("#comment-host-r2 .comment-quote")).to_have_text("Garder les journaux six mois.")


TABULAR = (
    Provision(
        id="t1",
        kind="table",
        number="Tableau 1",
        rows=(("Poste", "Moyen"), ("Fixe", "Carte ou badge et code"), ("Mobile", "Badge et code")),
    ),
    Provision(id="r2", kind="recommendation", number="R2", text="Garder les journaux six mois."),
)


def test_words_of_a_cell_are_quoted_from_that_cell_and_those_of_several_places_from_none(
    tmp_path: Path, serve: Serve, page: Page
) -> None:
    with make_workspace(tmp_path, provisions=TABULAR) as workspace:
        stage = Stage(serve(workspace.folder, person="Claire"), page)
    stage.open("read")
    button = page.locator("#comment-selection")
    select(page, "Badge et code", place="#p-t1 .words")
    button.click()
    expect(page.locator("#comment-host-t1 .comment-quote")).to_have_text("Badge et code")
    page.keyboard.press("Escape")
    for first, last in (
        ("#p-t1 tr:nth-child(1) td", "#p-t1 tr:nth-child(2) td"),
        ("#p-t1 th", "#p-r2 .words"),
    ):
        page.evaluate(
            """([first, last]) => {
                const [from, to] = [first, last].map((name) => document.querySelector(name));
                getSelection().setBaseAndExtent(to, to.childNodes.length, from, 0);
            }""",
            [first, last],
        )
        expect(button).to_be_disabled()
        expect(button).to_have_text("A comment quotes words of one provision or of one cell.")


def test_opening_and_closing_a_form_without_a_word_makes_no_comment(stage: Stage) -> None:
    page = stage.page
    stage.open("comment/new?provision=r12")
    page.get_by_label("Template").select_option("clarify")
    expect(page.get_by_role("textbox", name="Comment", exact=True)).not_to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Nobody has commented on this provision yet.")).to_be_visible()
    with Workspace.open(stage.folder) as workspace:
        assert workspace.comments() == ()


def test_a_template_words_the_comment_until_a_hand_does(stage: Stage) -> None:
    page = stage.page
    text = page.get_by_role("textbox", name="Comment", exact=True)
    stage.open("comment/new?provision=r12")
    page.get_by_label("Template").select_option("clarify")
    page.get_by_label("Les termes qui posent difficulté").fill("imposée")
    expect(text).to_have_value(re.compile("imposée"))
    page.get_by_label("Template").select_option("oppose")
    expect(text).not_to_have_value(re.compile("imposée"))
    page.get_by_label("Template").select_option("clarify")
    expect(page.get_by_label("Les termes qui posent difficulté")).to_have_value("imposée")
    text.fill("Mes mots.")
    page.get_by_label("Les deux lectures possibles").fill("stricte, souple")
    expect(page.locator(SAVED)).to_be_visible()
    expect(text).to_have_value("Mes mots.")
    page.get_by_role("button", name="Take the template’s words again").first.click()
    expect(text).to_have_value(re.compile("stricte, souple"))


def test_by_keyboard_alone_a_comment_is_written_submitted_and_the_focus_returns(stage: Stage) -> None:
    page = stage.page
    stage.open("comment/of/r12")
    page.get_by_role("link", name="Comment on this provision").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state]")).to_have_text("Nothing is written yet.")
    page.keyboard.type("Trop large.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment-card .chip", has_text="submitted")).to_be_visible()
    expect(page.locator("#provision-r12")).to_be_focused()
    assert stage.stored().state == "submitted"


def test_deleting_the_words_is_one_click_and_the_drafts_words_come_back(stage: Stage) -> None:
    page = stage.page
    stage.open("comment/new?provision=r12&quote=deux+facteurs")
    page.get_by_role("button", name="Delete these words").click()
    expect(page.locator("[data-shown-changes] del")).to_contain_text("deux facteurs")
    expect(page.locator(SAVED)).to_be_visible()
    assert stage.stored().deletion
    page.get_by_role("button", name="Back to the draft’s words").click()
    page.get_by_role("textbox", name="Comment", exact=True).fill("Non.")
    expect(page.locator("[data-shown-changes] del")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".comment-card")).to_contain_text("Non.")
    assert not stage.stored().deletion


def test_a_deleted_draft_is_brought_back_by_undo(stage: Stage) -> None:
    page = stage.page
    stage.add(text="Trop large.", author="Claire")
    stage.open("comment/c1/edit")
    page.get_by_role("button", name="Delete the draft").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert stage.stored().state == "draft"


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        pytest.param("Keep mine", "mine of Claire", id="mine"),
        pytest.param("Take theirs", "theirs of Karim", id="theirs"),
        pytest.param("Merge by hand", "mine and theirs", id="both"),
    ],
)
def test_two_people_on_one_comment_see_both_versions_and_lose_none(
    stage: Stage, browser: Browser, choice: str, left: str
) -> None:
    stage.add(text="begun", author="Claire")
    with browser.new_context(locale="en-GB") as other:
        second = other.new_page()
        second.goto(stage.running.entrance)
        other.add_cookies([{"name": "consult_person", "value": "Karim", "url": stage.running.address}])
        address = f"{stage.running.address}/w/{stage.folder.name}/comment/c1/edit"
        second.goto(address)
        stage.page.goto(address)
        second.get_by_role("textbox", name="Comment", exact=True).fill("theirs of Karim")
        expect(second.locator(SAVED)).to_be_visible()
    page = stage.page
    text = page.get_by_role("textbox", name="Comment", exact=True)
    text.fill("mine of Claire")
    both = page.get_by_role("group", name="Two versions")
    expect(both).to_contain_text("Karim changed this comment")
    expect(both.locator("[data-theirs]")).to_have_text("theirs of Karim")
    expect(both.locator("[data-mine]")).to_have_text("mine of Claire")
    assert stage.stored().text == "theirs of Karim"
    both.get_by_text(choice, exact=True).click()
    if choice == "Merge by hand":
        text.fill("mine and theirs")
        page.get_by_role("button", name="Save the merged version").click()
    if choice == "Take theirs":
        expect(text).to_have_value("theirs of Karim")
        page.get_by_role("button", name="Restore them").click()
        expect(text).to_have_value("mine of Claire")
        page.get_by_role("textbox", name="Comment", exact=True).fill("theirs of Karim")
    expect(page.locator(SAVED)).to_be_visible()
    assert stage.stored().text == left
    with Workspace.open(stage.folder) as workspace:
        assert "theirs of Karim" in [event.after.text for event in workspace.history("c1")]


def test_changes_of_two_people_to_different_parts_are_joined(stage: Stage) -> None:
    stage.add(text="begun", author="Claire")
    stage.open("comment/c1/edit")
    with Workspace.open(stage.folder) as workspace:
        read = workspace.comment("c1")
        workspace.edit_comment(msgspec.structs.replace(read, rationale="theirs"), actor="Karim")
    page = stage.page
    page.get_by_role("textbox", name="Comment", exact=True).fill("mine")
    expect(page.get_by_text("Karim changed other parts of this comment")).to_be_visible()
    expect(page.get_by_role("textbox", name="Rationale")).to_have_value("theirs")
    expect(page.locator(SAVED)).to_be_visible()
    stored = stage.stored()
    assert (stored.text, stored.rationale) == ("mine", "theirs")


def test_words_of_a_crashed_page_do_not_overwrite_what_was_written_since(stage: Stage) -> None:
    page = stage.page
    stage.add(text="begun", author="Claire")
    stage.open("comment/c1/edit")
    page.route("**/save", lambda route: route.fulfill(status=429, body="later"))
    page.get_by_role("textbox", name="Comment", exact=True).fill("mine")
    expect(page.locator("[data-state]")).to_contain_text("Not saved")
    with Workspace.open(stage.folder) as workspace:
        read = workspace.comment("c1")
        workspace.edit_comment(msgspec.structs.replace(read, text="theirs"), actor="Karim")
    page.unroute("**/save")
    page.evaluate("window.stop()")
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.goto("about:blank")
    stage.open("comment/c1/edit")
    page.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", kept)
    page.reload()
    page.get_by_role("button", name="Restore them").click()
    both = page.get_by_role("group", name="Two versions")
    expect(both.locator("[data-theirs]")).to_have_text("theirs")
    expect(both.locator("[data-mine]")).to_have_text("mine")
    assert stage.stored().text == "theirs"


def test_the_form_on_the_reading_page_is_open_again_after_a_reload(stage: Stage) -> None:
    page = stage.page
    stage.open("read/r12")
    page.locator("#p-r12 [data-act=comment]").click()
    page.get_by_role("textbox", name="Comment", exact=True).fill("Pourquoi deux ?")
    expect(page.locator(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value("Pourquoi deux ?")
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#p-r12")).to_be_visible()
    expect(page.locator("form.comment-form")).to_have_count(0)


def test_somebody_at_the_same_comment_is_seen(stage: Stage) -> None:
    stage.add(text="begun", author="Claire")
    stage.open("comment/c1/edit")
    second = stage.page.context.new_page()
    second.goto(f"{stage.running.address}/w/{stage.folder.name}/comment/c1/edit")
    expect(second.get_by_text("This comment is open in another window too.")).to_be_visible()


class Machine:
    """A server that a test stops and starts again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder, person="Claire")
        self._listener = listen(LOOPBACK, 0)
        self.port = self._listener.getsockname()[1]
        self.address = f"http://{LOOPBACK}:{self.port}"
        self.start()

    def start(self) -> None:
        if self._listener.fileno() < 0:
            self._listener = listen(LOOPBACK, self.port)
        gate = AloneGate(self.site, port=self.port, key=KEY)
        app = create_app(self.site, gate=gate, hosts=[f"{LOOPBACK}:{self.port}"])
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=60)
        self._listener.close()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with make_workspace(tmp_path) as workspace:
        made = Machine(workspace.folder)
    yield made
    made.stop()
    made.site.close()


@pytest.fixture
def patient(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile in which requests may fail."""
    made = browser.new_context(locale="en-GB")
    made.set_default_timeout(30_000)
    yield made
    made.close()


def test_words_typed_while_the_server_is_away_are_saved_when_it_is_back(
    machine: Machine, patient: BrowserContext
) -> None:
    page = patient.new_page()
    page.goto(f"{machine.address}/?key={KEY}")
    form = f"{machine.address}/w/{machine.site.folder.name}/comment/new?provision=r12"
    page.goto(form)
    text = page.get_by_role("textbox", name="Comment", exact=True)
    text.fill("Avant. ")
    expect(page.locator(SAVED)).to_be_visible()
    machine.stop()
    text.press_sequentially("Pendant.")
    expect(page.locator("[data-state]")).to_contain_text("the server cannot be reached")
    assert "Pendant." in page.evaluate("Object.values(localStorage).join()")
    expect(text).to_have_value("Avant. Pendant.")
    machine.start()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(SAVED)).to_be_visible()
    with Workspace.open(machine.site.folder) as workspace:
        assert [item.text for item in workspace.comments()] == ["Avant. Pendant."]
    assert page.evaluate("localStorage.length") == 0


def test_words_of_a_page_that_crashed_are_offered_again(machine: Machine, patient: BrowserContext) -> None:
    page = patient.new_page()
    page.goto(f"{machine.address}/?key={KEY}")
    form = f"{machine.address}/w/{machine.site.folder.name}/comment/new?provision=r12"
    page.goto(form)
    machine.stop()
    page.get_by_role("textbox", name="Comment", exact=True).fill("Perdu ?")
    page.get_by_role("radio", name="oppose").check(force=True)
    expect(page.locator("[data-state]")).to_contain_text("the server cannot be reached")
    page.close()
    machine.start()
    page = patient.new_page()
    page.goto(f"{machine.address}/w/{machine.site.folder.name}/comments")
    page.locator("#notices").get_by_role("link", name="r12").click()
    page.get_by_role("button", name="Restore them").click()
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value("Perdu ?")
    expect(page.locator(SAVED)).to_be_visible()
    with Workspace.open(machine.site.folder) as workspace:
        (stored,) = workspace.comments()
    assert (stored.text, stored.position) == ("Perdu ?", "oppose")
    assert page.evaluate("localStorage.length") == 0


def test_words_that_the_server_refuses_stay_and_it_is_said_why(stage: Stage) -> None:
    page = stage.page
    stage.add(text="begun", author="Claire")
    stage.open("comment/c1/edit")
    with Workspace.open(stage.folder) as workspace:
        workspace.set_state("c1", "withdrawn", revision=1, actor="Claire")
    page.get_by_role("textbox", name="Comment", exact=True).fill("more")
    expect(page.locator("[data-state]")).to_contain_text("cannot be edited: it is withdrawn")
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value("more")
    assert "more" in page.evaluate("Object.values(localStorage).join()")


def test_markup_in_words_is_shown_as_text(stage: Stage) -> None:
    page = stage.page
    attack = "<img src=x onerror=\"document.title='taken'\">"
    stage.open("comment/new?provision=r12&quote=deux+facteurs")
    page.get_by_role("textbox", name="Comment", exact=True).fill(attack)
    page.get_by_role("textbox", name="Proposed wording").fill(attack)
    page.get_by_role("textbox", name="Rationale").fill(attack)
    expect(page.locator("[data-preview]")).to_contain_text(attack)
    expect(page.locator(SAVED)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".comment-card")).to_contain_text(attack)
    assert page.locator("main img").count() == 0
    assert "taken" not in page.title()
