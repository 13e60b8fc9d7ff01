"""Settings are the people's file seen as a form: kept whole, refused with what was typed, never overwritten unseen."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.team_server import Served
from tests.support.workspaces import make_workspace
from tests.web.conftest import Serve
from toolkit.workspace.settings import Person, read_settings

MakeClient = Callable[..., TestClient]
PEOPLE = (Person(name="Ana", role="dpo", duties=("contributor", "lead")), Person(name="Bob"))


def _form(asking: TestClient, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the form of the page would send, with changes."""
    text = asking.get(address).text
    seen = re.search(r'name="seen" value="(\w+)"', text)
    assert seen
    return {
        "seen": seen[1],
        "title": "Recommandation",
        "reminders": "14, 7",
        "person": ["0", "1"],
        "0-name": "Ana",
        "0-role": "dpo",
        "0-duties": ["contributor", "lead"],
        "1-name": "Bob",
        **changes,
    }


def test_what_is_typed_is_kept_and_the_files_own_words_survive(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, people=PEOPLE) as workspace:
        file = workspace.folder / "consult.toml"
    file.write_text(file.read_text() + "\n# ask the board first\n")
    asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    sent = _form(
        asking,
        address,
        deadline="2027-01-15",
        reminders="10; 2",
        **{"limit-text": "4000", "1-role": "ciso", "1-email": "bob@example.org", "person": ["0", "1", "new"]},
        **{"new-name": "Zoé", "new-duties": ["approver"]},
    )
    assert asking.post(address, data=sent).status_code == 303
    settings = read_settings(file)
    assert settings.consultation.deadline == "2027-01-15"
    assert settings.people == (
        PEOPLE[0],
        Person(name="Bob", role="ciso", email="bob@example.org"),
        Person(name="Zoé", duties=("approver",)),
    )
    assert settings.limits.text == 4000
    assert settings.reminder_days == (10, 2)
    assert "# ask the board first" in file.read_text()


def test_a_person_whose_row_is_gone_is_gone(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, people=PEOPLE) as workspace:
        asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    asking.post(address, data=_form(asking, address, person=["0"]))
    assert read_settings(workspace.folder / "consult.toml").people == PEOPLE[:1]


def test_what_makes_no_sense_is_refused_as_it_was_typed(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, people=PEOPLE) as workspace:
        asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
        before = (workspace.folder / "consult.toml").read_text()
    wrong = (
        ({"deadline": "bientôt"}, "is no date"),
        ({"limit-text": "-4"}, "is not a whole number"),
        ({"reminders": "a week"}, "is not a whole number"),
        ({"1-role": "pope"}, "there is no role"),
        ({"1-name": "ana"}, "is there twice"),
        ({"1-name": "", "1-role": "dpo"}, "has no name"),
    )
    for changes, told in wrong:
        answer = asking.post(address, data=_form(asking, address, respondent="CHU <i>", **changes))
        assert answer.status_code == 422, changes
        assert told in answer.text
        assert 'value="CHU &lt;i&gt;"' in answer.text
    assert (workspace.folder / "consult.toml").read_text() == before


def test_who_comes_second_sees_what_the_first_one_kept(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, people=PEOPLE) as workspace:
        asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    first, second = (
        _form(asking, address, contact="first@x.org"),
        _form(asking, address, contact="second@x.org"),
    )
    assert asking.post(address, data=first).status_code == 303
    conflict = asking.post(address, data=second)
    assert conflict.status_code == 409
    assert 'value="second@x.org"' in conflict.text
    assert "<dd>first@x.org</dd>" in conflict.text
    again = re.search(r'name="seen" value="(\w+)"', conflict.text)
    assert again
    assert asking.post(address, data={**second, "seen": again[1]}).status_code == 303
    assert read_settings(workspace.folder / "consult.toml").consultation.contact == "second@x.org"


def test_what_nobody_reads_in_the_file_is_said(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        file = workspace.folder / "consult.toml"
    file.write_text(file.read_text().replace("[consultation]", "[consultation]\ndeadlin = '2027-01-01'"))
    text = client(workspace.folder).get(f"/w/{workspace.folder.name}/settings").text
    assert "deadlin" in text
    assert "has no effect" in text


def test_deadlines_come_as_a_calendar_file(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path, deadline="2027-01-15") as workspace:
        asking = client(workspace.folder)
    answer = asking.get(f"/w/{workspace.folder.name}/settings/deadlines.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "20270115" in answer.text


def _done(asking: TestClient, address: str) -> str:
    while True:
        shown = asking.get(f"{address}/state", headers={"hx-request": "true"}).text
        if "hx-get" not in shown:
            return shown
        time.sleep(0.05)


def test_the_next_version_is_taken_in_and_what_it_did_is_told(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        workspace.mark(["r14"], role="ciso", person="Ana")
    asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    fresh = """<html lang="fr"><body><h1>Fiche 13 — Accès</h1>
        <p>R12. L’authentification à deux facteurs devrait être imposée.</p></body></html>"""
    sent = asking.post(
        f"{address}/draft", data={"which": "next"}, files={"draft": ("v2.html", fresh.encode())}
    )
    assert sent.status_code == 303
    assert asking.get(sent.headers["location"]).status_code == 200
    shown = _done(asking, sent.headers["location"])
    assert "version 2 of the draft" in shown
    assert "left without their provision: r14" in shown
    assert "v2.html" in asking.get(address).text


def test_a_file_that_is_no_version_changes_nothing(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    assert asking.post(f"{address}/draft", data={"which": "next"}).status_code == 400
    sent = asking.post(f"{address}/draft", data={"which": "next"}, files={"draft": ("v2.pdf", b"MZ\0")})
    assert "Nothing was changed" in _done(asking, sent.headers["location"])


def test_tags_are_proposed_anew(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        asking, address = client(workspace.folder), f"/w/{workspace.folder.name}/settings"
    sent = asking.post(f"{address}/retag")
    assert "tags new" in _done(asking, sent.headers["location"])


def test_people_are_added_and_taken_off_by_keyboard(
    tmp_path: Path, serve: Serve, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    with make_workspace(tmp_path, people=PEOPLE, deadline="2027-01-15") as workspace:
        running = serve(workspace.folder)
    page.goto(running.entrance)
    page.goto(f"{running.address}/w/{workspace.folder.name}/settings")
    expect(page.locator("#deadline-told")).to_have_text("Friday")
    page.get_by_role("button", name="Take Bob off the list").press("Enter")
    page.get_by_role("button", name="Add a person").press("Enter")
    expect(page.locator(".person").last.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Zoé")
    assert axe(page) == []
    page.get_by_role("button", name="Keep", exact=True).last.press("Enter")
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible()
    people = read_settings(workspace.folder / "consult.toml").people
    assert [person.name for person in people] == ["Ana", "Zoé"]


def test_on_a_teams_server_the_lead_changes_the_settings_and_others_see_them(served: Served) -> None:
    address = f"/w/{served.workspace}/settings"
    for kind, may in (("contributor", False), ("approver", False), ("lead", True), ("administrator", True)):
        asking = served.client(kind)
        shown = asking.get(address)
        assert shown.status_code == 200
        assert ("Only the lead may change these." in shown.text) is not may
        refused = [
            asking.post(f"{address}{path}").status_code == 403
            for path in ("", "/retag", "/draft")[: 1 if may else 3]
        ]
        assert refused == ([False] if may else [True] * 3), kind
    assert served.client("stranger").get(address).status_code == 404
