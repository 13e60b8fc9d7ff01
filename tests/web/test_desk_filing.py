"""The last steps at the desk: where words come from, what to look at, who signs, what was done and is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from tests.support.desks import TEAM, make_desk
from toolkit import desk, team

MakeClient = Callable[..., TestClient]
HTMX = {"hx-request": "true"}


def test_the_first_tab_counts_what_waits_and_leads_there(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    base = f"/w/{workspace.folder.name}/desk"
    page = asking.get(base).text
    assert "2 to confirm, 1 without place" in page
    assert f'href="{base}/placing"' in page
    for name in ("groups", "findings", "signatures"):
        assert f"{base}/line/{name}" in page
        assert "wait-count" in asking.get(f"{base}/line/{name}", headers=HTMX).text
    assert f"{base}/line/" not in asking.get(base).text
    assert asking.get(f"{base}/line/other").status_code == 404


def test_a_merged_comment_is_followed_back_to_the_words_of_a_file(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        placed = team.place(workspace, "r1", actor="Ana")
        made = team.merge(workspace, ["c1", placed.comment_id], actor="Ana")
    base = f"/w/{workspace.folder.name}/desk/trace"
    page = asking.get(f"{base}/{made.id}").text
    for words in (
        made.id,
        placed.comment_id,
        "lettre.txt",
        "Les journaux devraient rester un an.",
        "SHA-256",
    ):
        assert words in page
    assert "In the response, on" in page
    sentence = asking.get(base, params={"q": workspace_sentence(made.text)})
    assert sentence.status_code == 303
    assert made.id in asking.get(sentence.headers["location"]).text
    assert asking.get(f"{base}/c99").status_code == 404


def workspace_sentence(text: str) -> str:
    """Return a text as a person types it to find it."""
    return " ".join(text.split())


def test_findings_show_the_words_and_are_accepted_for_a_reason(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        finding = next(item for item in team.check_response(workspace) if item.rule == "admission")
    base = f"/w/{workspace.folder.name}/desk/findings"
    assert "page=1" in asking.get(base).text
    page = asking.get(base, params={"page": "1"}, headers=HTMX).text
    assert f"<mark>{finding.words}</mark>" in page
    assert finding.suggestion in page.replace("&#34;", '"')
    address = f"{base}/{finding.key}/accept"
    assert asking.post(address, data={"why": ""}, headers=HTMX).status_code == 400
    assert asking.post(address, data={"why": "Connu de l’Autorité"}, headers=HTMX).status_code == 200
    assert f"f-{finding.key}" not in asking.get(base, params={"page": "1"}, headers=HTMX).text
    accepted = asking.get(base, params={"page": "1", "accepted": "1"}, headers=HTMX).text
    assert "Connu de l’Autorité" in accepted


def test_looking_again_checks_anew(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    base = f"/w/{workspace.folder.name}/desk/findings"
    asking.get(base, params={"page": "1"}, headers=HTMX)
    assert "page=1" not in asking.get(base).text
    assert asking.post(f"{base}/again").status_code == 303
    assert "page=1" in asking.get(base).text


def _content(page: str) -> str:
    found = re.search(r'name="content" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_signing_takes_a_name_a_role_and_a_word(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Jo Petit")
    address = f"/w/{workspace.folder.name}/desk/sign"
    shown = asking.get(address, params={"page": "1"}, headers=HTMX).text
    form = {"content": _content(shown), "role": "management", "remark": "Bon pour envoi"}
    unsaid = asking.post(address, data=form, headers=HTMX)
    assert unsaid.status_code == 400
    assert "Bon pour envoi" in unsaid.text
    signed = asking.post(address, data={**form, "confirmed": "yes"}, headers=HTMX)
    assert "Jo Petit has signed." in signed.text
    with desk.open_workspace(workspace.folder) as opened:
        (item,) = team.signatures(opened)
        assert (item.sign_off.person, item.sign_off.role, item.is_current) == ("Jo Petit", "management", True)


def test_what_is_open_is_said_before_signing(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder, person="Jo Petit")
    told = asking.get(f"/w/{workspace.folder.name}/desk/sign/before", headers=HTMX).text
    assert "of high severity" in told
    assert "3 remarks still wait for a place." in told


def test_nobody_signs_what_they_have_not_seen(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Jo Petit")
        address = f"/w/{workspace.folder.name}/desk/sign"
        shown = asking.get(address, params={"page": "1"}, headers=HTMX).text
        form = {"content": _content(shown), "role": "management", "confirmed": "yes"}
        stored = workspace.comment("c4")
        workspace.edit_comment(msgspec.structs.replace(stored, text="Autre chose"), actor="Ana Ruiz")
    answer = asking.post(address, data=form, headers=HTMX)
    assert answer.status_code == 409
    assert _content(answer.text) != form["content"]
    assert "checked" not in answer.text
    with desk.open_workspace(workspace.folder) as opened:
        assert team.signatures(opened) == ()


def test_a_signature_that_no_longer_counts_says_what_changed_since(
    tmp_path: Path, client: MakeClient
) -> None:
    with make_desk(tmp_path) as workspace:
        team.sign(workspace, role="dpo", person="Jo Petit")
        team.reject(workspace, ["c3"], reason="Réglé", actor="Ana Ruiz")
        asking = client(workspace.folder, person="Jo Petit")
    page = asking.get(f"/w/{workspace.folder.name}/desk/sign", params={"page": "1"}, headers=HTMX).text
    assert "no, changed since" in page
    since = page[page.index("Done since the last signature") :]
    assert "Ana Ruiz" in since
    assert "c3" in since


def test_who_is_no_approver_is_not_offered_to_sign_and_cannot(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Ana Ruiz")
    address = f"/w/{workspace.folder.name}/desk/sign"
    assert 'name="confirmed"' not in asking.get(address, params={"page": "1"}, headers=HTMX).text
    sent = {"content": "0" * 64, "role": "legal", "confirmed": "yes"}
    assert asking.post(address, data=sent, headers=HTMX).status_code == 403


def test_acts_are_listed_narrowed_taken_back_and_done_again(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        team.reject(workspace, ["c3"], reason="Réglé", actor="Jo Petit")
        asking = client(workspace.folder, person="Ana Ruiz")
        number = workspace.team.acts()[-1].number
    base = f"/w/{workspace.folder.name}/desk/history"
    page = asking.get(base).text
    assert page.index(f'id="act-{number}"') < page.index(f'id="act-{number - 1}"')
    assert f'id="act-{number}"' not in asking.get(base, params={"actor": "Ana Ruiz"}).text
    assert f'id="act-{number}"' in asking.get(base, params={"action": "reject"}).text
    assert f'id="act-{number}"' in asking.get(base, params={"touching": "c3"}).text
    assert "comments: " in re.sub(r"<[^>]*>", "", asking.get(f"{base}/{number}", headers=HTMX).text)
    undone = asking.post(f"{base}/{number}/undo", headers=HTMX)
    assert f"#{number} is taken back" in undone.text
    assert "Undo the undo" in undone.text
    assert asking.post(f"{base}/{number + 1}/undo", headers=HTMX).status_code == 200
    with desk.open_workspace(workspace.folder) as opened:
        assert opened.comment("c3").state == "rejected"


def test_what_stands_in_the_way_of_an_undo_is_named(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        team.keep_minority(workspace, "c3", actor="Ana Ruiz")
        team.reject(workspace, ["c3"], reason="Réglé", actor="Jo Petit")
        asking = client(workspace.folder, person="Ana Ruiz")
        number = workspace.team.acts()[-1].number
    answer = asking.post(f"/w/{workspace.folder.name}/desk/history/{number - 1}/undo", headers=HTMX)
    assert answer.status_code == 409
    assert "Undo the later change first" in answer.text
    assert f"#{number} rejected, Jo Petit" in answer.text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        pytest.param("Karim Benali", 403, id="somebody else's act"),
        pytest.param("Ana Ruiz", 200, id="a lead"),
        pytest.param("Jo Petit", 200, id="their own"),
    ],
)
def test_who_may_take_an_act_back(tmp_path: Path, client: MakeClient, person: str, status: int) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        team.sign(workspace, role="management", person="Jo Petit")
        asking = client(workspace.folder, person=person)
        number = workspace.team.acts()[-1].number
    base = f"/w/{workspace.folder.name}/desk/history"
    row = asking.get(base, params={"action": "sign"}).text
    assert (f"{number}/undo" in row) == (status == 200)
    assert asking.post(f"{base}/{number}/undo", headers=HTMX).status_code == status


def test_a_long_journal_is_listed_as_it_is_reached(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        for number in range(60):
            team.keep_minority(workspace, "c3", actor="Ana", minority=not number % 2)
        asking = client(workspace.folder)
    base = f"/w/{workspace.folder.name}/desk/history"
    page = asking.get(base).text
    assert page.count('class="act-row') == 50
    before = re.search(r"before=(\d+)", page)
    assert before is not None
    rest = asking.get(base, params={"before": before[1]}, headers=HTMX).text
    assert 0 < rest.count('class="act-row') < 50
