"""What the overview tells, where its boxes lead, and what people do there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.support.workspaces import CISO, PROVISIONS, make_workspace
from tests.web.conftest import KEY, Serve
from toolkit import pipeline, team
from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.workspace.settings import Person
from toolkit.workspace.store import Workspace

MakeClient = Callable[..., TestClient]
DPO = Tag(facet="role", value="dpo", score=0.9, rule="test")
DRAFT = (
    *PROVISIONS,
    Provision(id="fiche-14", kind="fiche", number="Fiche 14", heading="Incidents & violations"),
    Provision(
        id="r20", parent_id="fiche-14", number="R20", text="Notifier sous 72 heures.", tags=(DPO, CISO)
    ),
    Provision(id="annexe", kind="annex", heading="Annexe", text="Sans suite.", tags=(DPO,)),
)
LEAD = Person(name="Ada Lead", role="legal", duties=("lead",))
NURSE = Person(name="Zoé Nurse", role="care_team")


def _workspace(folder: Path) -> Workspace:
    today = pipeline.local_today()
    return make_workspace(
        folder,
        provisions=DRAFT,
        people=(LEAD, NURSE),
        deadline=(today + timedelta(days=40)).isoformat(),
        internal_deadline=(today + timedelta(days=30)).isoformat(),
    )


def _text(answer_text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer_text).split())


def test_each_section_says_for_each_role_what_is_left(tmp_path: Path, client: MakeClient) -> None:
    with _workspace(tmp_path) as workspace:
        workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", role="ciso", text="Oui."))
        workspace.mark(["r20"], role="dpo", person="Cleo")
    shown = _text(client(workspace.folder).get(f"/w/{workspace.folder.name}/overview").text)
    assert "Fiche 13 Accès, Information security officer: 0 unread, 0 read, 1 commented" in shown
    assert "Incidents &amp; violations, Data protection officer: 0 unread, 1 read, 0 commented" in shown
    assert "Incidents &amp; violations, Information security officer: 1 unread, 0 read, 0 commented" in shown
    assert "Outside the sections, Data protection officer: 1 unread, 0 read, 0 commented" in shown
    assert "The whole draft, Information security officer: 1 unread, 0 read, 1 commented" in shown


def test_a_box_leads_to_what_the_role_has_to_read_next_in_the_section(
    tmp_path: Path, client: MakeClient
) -> None:
    with _workspace(tmp_path) as workspace:
        address = f"/w/{workspace.folder.name}"
        workspace.decide_tag("r13", "role", "ciso", present=True, actor="Ada Lead")
        asking = client(workspace.folder)
        assert f'href="{address}/read/r12?role=ciso"' in asking.get(f"{address}/overview").text
        workspace.mark(["r12"], role="ciso", person="Bob")
        shown = asking.get(f"{address}/overview").text
    assert f'href="{address}/read/r13?role=ciso"' in shown
    assert f'href="{address}/read?role=ciso"' in shown
    assert asking.get(f"{address}/read/r13?role=ciso").status_code == 200


def test_the_provisions_of_a_section_come_when_it_is_opened(tmp_path: Path, client: MakeClient) -> None:
    with _workspace(tmp_path) as workspace:
        name = workspace.folder.name
    asking = client(workspace.folder)
    assert "Notifier sous" not in asking.get(f"/w/{name}/overview").text
    rows = asking.get(f"/w/{name}/overview/section/fiche-14").text
    assert f'href="/w/{name}/read/r20?role=ciso"' in rows
    assert "Information security officer: unread" in _text(rows)
    assert "Annexe" in asking.get(f"/w/{name}/overview/section/-").text
    assert asking.get(f"/w/{name}/overview/section/fiche-99").status_code == 404


@pytest.mark.parametrize(
    "provisions",
    [
        pytest.param((), id="no provision at all"),
        pytest.param((Provision(id="p1", text="Bare."),), id="one that concerns nobody"),
    ],
)
def test_an_empty_workspace_has_an_overview(
    tmp_path: Path, client: MakeClient, provisions: tuple[Provision, ...]
) -> None:
    with make_workspace(tmp_path, provisions=provisions) as workspace:
        answer = client(workspace.folder).get(f"/w/{workspace.folder.name}/overview")
    assert answer.status_code == 200
    for said in (
        "No provision concerns a role yet.",
        "There is no deadline",
        "Nobody has commented yet.",
        "Nothing is assigned to anybody yet.",
        "Nobody has signed yet.",
        "Nothing has been done yet.",
    ):
        assert said in answer.text


def test_words_of_the_draft_and_of_people_are_only_words(tmp_path: Path, client: MakeClient) -> None:
    evil = Provision(id="f1", heading="<script>alert(1)</script>", text="x", tags=(DPO,))
    child = Provision(id="f1.1", parent_id="f1", text="y")
    other = Provision(id="f2", heading="B", text="x")
    last = Provision(id="f2.1", parent_id="f2", text="z")
    with make_workspace(tmp_path, provisions=(evil, child, other, last)) as workspace:
        workspace.add_comment(Comment(id="", provision_id="f1", author="<img src=x>", text="a"))
    shown = client(workspace.folder).get(f"/w/{workspace.folder.name}/overview").text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_a_section_is_given_to_somebody_and_taken_back(tmp_path: Path, client: MakeClient) -> None:
    with _workspace(tmp_path) as workspace:
        name = workspace.folder.name
        asking = client(workspace.folder, person=LEAD.name)
        due = (pipeline.local_today() + timedelta(days=3)).isoformat()
        answer = asking.post(
            f"/w/{name}/overview/assign",
            data={"section": "fiche-14", "to": NURSE.name, "due": due},
            headers={"hx-request": "true"},
        )
        assert answer.status_code == 200
        assert "3 days left" in answer.text
        undo = re.search(r'hx-post="(/w/[^"]+/undo/\d+)"', answer.text)
        (given,) = workspace.team.assignments()
        assert (given.provision_id, given.person, given.due) == ("fiche-14", NURSE.name, due)
        assert undo is not None
        assert asking.post(undo[1]).status_code == 204
        assert not workspace.team.assignments()
        team.assign(workspace, ["fiche-14"], to="dpo", actor=LEAD.name)
        plain = asking.post(
            f"/w/{name}/overview/assign", data={"section": "fiche-14", "to": "dpo", "remove": "1"}
        )
        assert plain.status_code == 303
        assert not workspace.team.assignments()


@pytest.mark.parametrize(
    ("person", "given", "status"),
    [
        pytest.param(NURSE.name, {"to": "dpo"}, 403, id="no duty"),
        pytest.param("", {"to": "dpo"}, 403, id="nobody named"),
        pytest.param(LEAD.name, {"to": "Nobody"}, 404, id="unknown person"),
        pytest.param(LEAD.name, {"to": "dpo", "section": "fiche-99"}, 404, id="unknown section"),
        pytest.param(LEAD.name, {"to": "dpo", "due": "soon"}, 400, id="no date"),
        pytest.param(LEAD.name, {}, 404, id="nobody chosen"),
    ],
)
def test_what_may_not_be_assigned(
    tmp_path: Path, client: MakeClient, person: str, given: dict[str, str], status: int
) -> None:
    with _workspace(tmp_path) as workspace:
        asking = client(workspace.folder, person=person)
        answer = asking.post(
            f"/w/{workspace.folder.name}/overview/assign", data={"section": "fiche-13", **given}
        )
        assert answer.status_code == status
        assert not workspace.team.assignments()


def test_only_who_may_assign_is_offered_it(tmp_path: Path, client: MakeClient) -> None:
    with _workspace(tmp_path) as workspace:
        address = f"/w/{workspace.folder.name}/overview"
    assert 'class="assign' in client(workspace.folder, person=LEAD.name).get(address).text
    assert 'class="assign' not in client(workspace.folder, person=NURSE.name).get(address).text


def test_a_signature_says_whether_it_still_counts(tmp_path: Path, client: MakeClient) -> None:
    with make_workspace(tmp_path) as workspace:
        address = f"/w/{workspace.folder.name}/overview"
        team.sign(workspace, role="dpo", person="Ann")
        asking = client(workspace.folder)
        assert "Ann" in asking.get(address).text
        assert "counts" in asking.get(f"{address}/signatures").text
        workspace.add_comment(Comment(id="", provision_id="r12", text="Après coup."))
        assert "before a change" in asking.get(f"{address}/signatures").text


def test_everybody_may_undo_what_is_theirs_and_editors_the_rest(tmp_path: Path, client: MakeClient) -> None:
    with _workspace(tmp_path) as workspace:
        address = f"/w/{workspace.folder.name}/overview"
        workspace.add_comment(
            Comment(id="", provision_id="r12", author=NURSE.name, text="Oui."), actor=NURSE.name
        )
        workspace.add_comment(Comment(id="", provision_id="r12", author="Bob", text="Non."), actor="Bob")
    for person, buttons in ((NURSE.name, 1), (LEAD.name, 2), ("", 0)):
        shown = client(workspace.folder, person=person).get(address).text
        assert len(re.findall(r'hx-post="/w/[^"]+/undo/\d+"', shown)) == buttons


def test_boxes_are_walked_through_by_arrow_keys_and_sections_assigned_without_a_mouse(
    tmp_path: Path, serve: Serve, page: Page
) -> None:
    with _workspace(tmp_path) as workspace:
        running = serve(workspace.folder, person=LEAD.name)
    name = workspace.folder.name
    page.goto(f"{running.address}/w/{name}/overview?key={KEY}")
    boxes = page.locator(".matrix .box")
    boxes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".box:focus")).to_contain_text("Information security officer")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".box:focus")).to_contain_text("Fiche 13")
    expect(page.locator('.matrix .box[tabindex="0"]')).to_have_count(1)
    page.get_by_role("combobox", name="Section").select_option("fiche-14")
    page.get_by_role("combobox", name="To").select_option("ciso")
    page.get_by_role("button", name="Assign").press("Enter")
    expect(page.locator("#work tbody tr")).to_have_count(1)
    expect(page.get_by_role("heading", name="Work left")).to_be_focused()
    page.locator("#notices").get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Nothing is assigned to anybody yet.")).to_be_visible()
