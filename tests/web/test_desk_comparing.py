"""Repetitions and contradictions side by side, and what a lead decides about them: nothing typed is lost, all can be undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from tests.support.desks import TEAM, make_desk
from toolkit import desk
from toolkit.web.rooms.desk.marking import Piece, changes, excerpt, marked

MakeClient = Callable[..., TestClient]
HTMX = {"hx-request": "true"}
SAME, OPPOSED = "dup-c1-c2", "con-c1-c2-c3"


def _form(page: str) -> dict[str, str | list[str]]:
    """Return the form of a merge as a browser would send it."""
    sources = re.findall(r'name="source" value="([^"]*)"', page)
    areas = dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    return {"source": sources, "position": "amend", **areas}


def test_groups_stand_side_by_side_with_their_grounds(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/groups"
    assert "page=1" in asking.get(address).text
    page = asking.get(address, params={"page": "1"}, headers=HTMX).text
    assert page.index(OPPOSED) < page.index(SAME)
    assert "they ask for" in page
    assert "<mark>douze mois</mark>" in page
    assert page.count('class="side"') == 4
    only = asking.get(address, params={"kind": "duplicate"}).text
    assert f'id="{OPPOSED}"' not in only
    elsewhere = asking.get(address, params={"on": "r12"}).text
    assert "Nothing to compare" in elsewhere
    assert asking.get(address, params={"on": "r99"}).status_code == 404


def test_a_merge_is_proposed_edited_attributed_and_written(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder, person="Ana Ruiz")
    address = f"/w/{workspace.folder.name}/desk/groups/{SAME}"
    form = _form(asking.get(f"{address}/merge", headers=HTMX).text)
    assert form["source"] == ["c1:1", "c2:1"]
    form["text"] = "Un an de conservation. Conserver les journaux douze mois, et non six mois."
    told = asking.post(f"{address}/attributed", data=form, headers=HTMX).text
    assert "yours: no source says it" in told
    assert "c2 Karim Benali" in told
    answer = asking.post(f"{address}/merge", data=form, headers=HTMX)
    assert "Merged into c5." in answer.text
    assert msgspec.json.decode(answer.headers["hx-trigger"]) == {"desk:changed": {"ids": ["c1", "c2"]}}
    with desk.open_workspace(workspace.folder) as opened:
        made = opened.comment("c5")
        assert (made.text, made.sources, made.author) == (form["text"], ("c1", "c2"), "Ana Ruiz")


def test_a_source_changed_meanwhile_keeps_what_was_typed(tmp_path: Path, client: MakeClient) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
        address = f"/w/{workspace.folder.name}/desk/groups/{SAME}/merge"
        form = _form(asking.get(address, headers=HTMX).text)
        stored = workspace.comment("c1")
        workspace.edit_comment(msgspec.structs.replace(stored, rationale="Une raison neuve"), actor="Ana")
    form["text"] = "Ce que j’ai longuement écrit"
    answer = asking.post(address, data=form, headers=HTMX)
    assert answer.status_code == 409
    assert "Ce que j’ai longuement écrit" in answer.text
    assert 'value="c1:2"' in answer.text
    with desk.open_workspace(workspace.folder) as opened:
        assert [item.state for item in opened.comments()] == ["submitted"] * 4


@pytest.mark.parametrize(
    ("path", "why", "told"),
    [
        pytest.param(f"{SAME}/apart", "Autres services", "kept apart", id="kept apart"),
        pytest.param(f"{OPPOSED}/agree", "", "settled", id="settled"),
        pytest.param(f"{OPPOSED}/reject/c3", "Réglé par la loi", "c3: rejected", id="rejected"),
        pytest.param(f"{OPPOSED}/minority/c3", "", "minority view", id="kept as a minority view"),
    ],
)
def test_a_decision_is_said_undoable_and_lasts(
    tmp_path: Path, client: MakeClient, path: str, why: str, told: str
) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    base = f"/w/{workspace.folder.name}/desk/groups"
    answer = asking.post(f"{base}/{path}", data={"why": why}, headers=HTMX)
    assert answer.status_code == 200
    assert told in answer.text
    group = path.partition("/")[0]
    assert f'id="{group}"' not in asking.get(f"{base}/{group}", headers=HTMX).text
    undo = re.search(r'hx-post="([^"]*/undo/\d+)"', answer.text)
    assert undo is not None
    assert asking.post(undo[1]).status_code == 204
    assert f'id="{group}"' in asking.get(f"{base}/{group}", headers=HTMX).text


@pytest.mark.parametrize("path", [f"{SAME}/apart", f"{OPPOSED}/reject/c3"])
def test_what_others_will_ask_about_needs_a_reason(tmp_path: Path, client: MakeClient, path: str) -> None:
    with make_desk(tmp_path) as workspace:
        asking = client(workspace.folder)
    address = f"/w/{workspace.folder.name}/desk/groups/{path}"
    assert asking.post(address, data={"why": "  "}, headers=HTMX).status_code == 400


@pytest.mark.parametrize(
    ("path", "method"),
    [
        pytest.param(f"{SAME}/merge", "GET", id="merge form"),
        pytest.param(f"{SAME}/merge", "POST", id="merge"),
        pytest.param(f"{SAME}/apart", "POST", id="apart"),
        pytest.param(f"{OPPOSED}/agree", "POST", id="agree"),
        pytest.param(f"{OPPOSED}/reject/c3", "POST", id="reject"),
        pytest.param(f"{OPPOSED}/minority/c3", "POST", id="minority"),
    ],
)
def test_who_has_no_duty_is_refused(tmp_path: Path, client: MakeClient, path: str, method: str) -> None:
    with make_desk(tmp_path, people=TEAM) as workspace:
        asking = client(workspace.folder, person="Karim Benali")
    base = f"/w/{workspace.folder.name}/desk/groups"
    sent = {"source": ["c1:1", "c2:1"], "position": "amend", "why": "Parce que"}
    answer = asking.request(method, f"{base}/{path}", data=sent if method == "POST" else None, headers=HTMX)
    assert answer.status_code == 403
    page = asking.get(base, params={"page": "1"}, headers=HTMX).text
    assert "Leave out" not in page
    assert "Merge" not in page


def test_words_are_marked_however_they_are_written() -> None:
    assert marked("Douze\u00a0mois, pas six.", ["douze mois"])[0] == Piece("Douze\u00a0mois", "mark")
    assert marked("L'accès", ["l’accès"]) == (Piece("L'accès", "mark"),)
    assert marked("sixième", ["six"]) == (Piece("sixième"),)


def test_of_a_long_text_what_stands_around_the_mark_is_shown() -> None:
    text = "avant " * 300 + "ici" + " après" * 300
    shown = excerpt(marked(text, ["ici"]))
    assert Piece("ici", "mark") in shown
    assert sum(len(item.text) for item in shown) < 900
    apart = excerpt(marked("ici" + " loin" * 500 + " ici", ["ici"]))
    assert sum(len(item.text) for item in apart) < 900
    assert apart[-1].text.endswith("…")


def test_a_wording_is_shown_as_changes_of_the_draft() -> None:
    assert [item.kind for item in changes("six mois au plus", "douze mois au plus")] == ["del", "ins", ""]
