"""Remarks that wait are placed one by one or together, moved, set aside; nothing typed is lost to somebody quicker."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from tests.support.desks import TEAM, make_desk
from toolkit import desk, team
from toolkit.model.contribution import Received

MakeClient = Callable[..., TestClient]
HTMX = {"hx-request": "true"}


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def _one(folder: Path, name: str) -> Received:
    with desk.open_workspace(folder) as opened:
        return opened.team.received_one(name)


def test_the_queue_shows_each_remark_with_its_words_candidates_and_reasons(
    tmp_path: Path, client: MakeClient
) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    page = asking.get(f"/w/{workspace.folder.name}/desk/placing").text
    for words in ("Les journaux devraient rester un an.", "lettre.txt", "92 %", "words in common", "20 %"):
        assert words in page
    assert "<mark>journaux</mark>" in page
    assert page.count('id="q-r') == 3
    narrowed = asking.get(f"/w/{workspace.folder.name}/desk/placing?show=unplaced").text
    assert narrowed.count('id="q-r') == 1


def test_a_proposal_is_confirmed_and_the_next_remark_comes(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder, person="Ana Ruiz")
    address = f"/w/{workspace.folder.name}/desk/placing/r1"
    seen = _seen(asking.get(address).text)
    answer = asking.post(address, data={"on": "provision:r13", "seen": seen}, headers=HTMX)
    assert answer.status_code == 200
    assert "Remark r2" in answer.text
    assert answer.headers["hx-replace-url"] == address.replace("r1", "r2")
    assert 'id="q-r1" hx-swap-oob="delete"' in answer.text
    assert "/undo/" in answer.text
    placed = _one(workspace.folder, "r1")
    assert (placed.placement.state, placed.placement.actor, placed.comment_id) == ("placed", "Ana Ruiz", "c5")


@pytest.mark.parametrize(
    ("on", "provision"),
    [
        pytest.param("provision:r12", "r12", id="a rival"),
        pytest.param("provision:fiche-13", "fiche-13", id="one that was looked for"),
        pytest.param("general:", "", id="the whole draft"),
    ],
)
def test_another_place_is_chosen(tmp_path: Path, client: MakeClient, on: str, provision: str) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/placing/r3"
    answer = asking.post(address, data={"on": on, "seen": _seen(asking.get(address).text)}, headers=HTMX)
    assert answer.status_code == 200
    assert _one(workspace.folder, "r3").placement.provision_id == provision


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param({}, "where does it belong", id="no place"),
        pytest.param({"on": "provision:"}, "where does it belong", id="an empty place"),
        pytest.param({"on": "provision:r13", "quote": "deux ans"}, "do not stand", id="words not there"),
        pytest.param({"act": "aside", "why": " "}, "why is it no remark", id="set aside without reason"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_form_is_kept(
    tmp_path: Path, client: MakeClient, data: dict[str, str], told: str
) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/placing/r1"
    sent = {"seen": _seen(asking.get(address).text), **data}
    answer = asking.post(address, data=sent, headers=HTMX)
    assert answer.status_code == 400
    assert told in answer.text
    assert data.get("quote", "") in answer.text
    assert _one(workspace.folder, "r1").placement.state == "proposed"


def test_two_people_on_one_remark(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        address = f"/w/{workspace.folder.name}/desk/placing/r1"
        seen = _seen(asking.get(address).text)
        team.place(workspace, "r1", "r12", actor="Somebody quicker")
    sent = {"on": "provision:r13", "seen": seen, "why": "Ma raison, longuement écrite"}
    answer = asking.post(address, data=sent, headers=HTMX)
    assert answer.status_code == 409
    assert "Ma raison, longuement écrite" in answer.text
    assert "Somebody quicker" in answer.text
    assert _one(workspace.folder, "r1").placement.provision_id == "r12"
    sent["seen"] = _seen(answer.text)
    assert asking.post(address, data=sent, headers=HTMX).status_code == 200
    assert _one(workspace.folder, "r1").placement.provision_id == "r13"


def test_setting_aside_keeps_the_reason_and_can_be_undone(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/placing/r3"
    sent = {"act": "aside", "why": "Un remerciement", "seen": _seen(asking.get(address).text)}
    answer = asking.post(address, data=sent, headers=HTMX)
    assert _one(workspace.folder, "r3").placement.why == "Un remerciement"
    undo = re.search(r'hx-post="([^"]*/undo/\d+)"', answer.text)
    assert undo is not None
    assert asking.post(undo[1]).status_code == 204
    assert _one(workspace.folder, "r3").placement.state == "unplaced"


def test_sure_proposals_are_confirmed_together_as_one_act(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        acts = len(workspace.team.acts())
    address = f"/w/{workspace.folder.name}/desk/placing/confirm"
    answer = asking.post(address, data={"least": "70"}, headers=HTMX)
    assert "2 remarks placed as proposed" in answer.text
    with desk.open_workspace(workspace.folder) as opened:
        assert len(opened.team.acts()) == acts + 1
        assert [item.id for item in team.waiting(opened)] == ["r3"]
    assert asking.post(address, data={"least": "70"}, headers=HTMX).status_code == 400
    assert asking.post(address, data={"least": "0"}, headers=HTMX).status_code == 400


def test_a_placed_remark_is_moved_with_its_comment(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        made = team.place(workspace, "r1", actor="Ana")
    address = f"/w/{workspace.folder.name}/desk/placing/r1"
    page = asking.get(address).text
    assert "Put it there" in page
    asking.post(address, data={"on": "provision:r14", "seen": _seen(page)}, headers=HTMX)
    with desk.open_workspace(workspace.folder) as opened:
        assert opened.comment(made.comment_id).provision_id == "r14"


def test_provisions_are_looked_for(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/placing/r3/search"
    found = asking.get(address, params={"q": "habilitations année"}, headers=HTMX).text
    assert 'value="provision:r14"' in found
    assert asking.get(address, params={"q": " "}, headers=HTMX).text.strip() == ""


def test_a_long_queue_is_listed_as_it_is_reached(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, waiting=150) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/placing"
    page = asking.get(address).text
    assert page.count('id="q-r') == 60
    rest = asking.get(address, params={"from": "60"}, headers=HTMX).text
    assert rest.count('id="q-r') == 60
    assert "from=120" in rest


def test_who_has_no_duty_reads_and_decides_nothing(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Karim Benali")
    address = f"/w/{workspace.folder.name}/desk/placing/r1"
    page = asking.get(address).text
    assert "Les journaux devraient rester un an." in page
    assert 'id="confirm"' not in page
    answer = asking.post(address, data={"on": "provision:r13", "seen": _seen(page)}, headers=HTMX)
    assert answer.status_code == 403
    together = asking.post(address.replace("r1", "confirm"), data={"least": "70"}, headers=HTMX)
    assert together.status_code == 403
    assert _one(workspace.folder, "r1").placement.state == "proposed"


def test_markup_in_remarks_is_text(tmp_path: Path, client: MakeClient) -> None:
    evil = '<img src=x onerror="alert(1)">'
    with make_desk(tmp_path) as workspace:
        item = workspace.team.received_one("r1")
        words = msgspec.structs.replace(item.remark, text=evil, where=evil, author=evil, original=evil + "!")
        with workspace.team.act("intake", actor=evil) as deed:
            deed.keep_received([msgspec.structs.replace(item, remark=words, file_name=evil)])
        team.set_aside(workspace, "r1", why=evil, actor=evil)
        asking = client(workspace.folder, person=evil)
        sha256 = item.file_sha256
    base = f"/w/{workspace.folder.name}/desk"
    for path in (
        "/placing/r1",
        f"/intake/file/{sha256}",
        "/intake",
        "/trace/r1",
        "/history",
        f"/groups/{evil}",
    ):
        page = asking.get(base + path)
        assert "<img" not in page.text, path
    assert "&lt;img" in asking.get(f"{base}/placing/r1").text
