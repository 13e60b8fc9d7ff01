"""From the file of a draft to the file of a response, by programs alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit.web.attachment import attachment

MakeClient = Callable[..., TestClient]
DRAFT = """<!doctype html><html lang="fr"><head><title>Projet de recommandation</title></head><body>
<h1>Projet de recommandation</h1>
<h2>Fiche 1 – Accès</h2>
<p>R1. L’authentification à deux facteurs devrait être imposée à tous les professionnels.</p>
<p>R2. Les journaux d’accès devraient être conservés six mois.</p>
<h2>Fiche 2 – Incidents</h2>
<p>R3. Le responsable de traitement doit notifier les violations sous 72 heures.</p>
</body></html>"""
CSV = "Auteur;Paragraphe;Commentaire\nKarim;R13;Le délai de 72 heures est trop court pour un petit établissement.\n"
BASE = "/api/v1/workspaces"


def _as(client: TestClient, name: str) -> TestClient:
    client.cookies.set("consult_person", name)
    return client


def _made(client: TestClient) -> str:
    answer = client.post(
        BASE,
        params={
            "name": "dpi",
            "file_name": "projet.html",
            "respondent": "CHU",
            "deadline": "2027-01-15",
        },
        content=DRAFT.encode(),
        headers={"content-type": "application/octet-stream"},
    )
    assert answer.status_code == 201, answer.text
    facts = answer.json()
    assert facts["consultation"]["title"] == "Projet de recommandation"
    return f"{BASE}/{facts['name']}"


def _done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_from_a_draft_to_a_response(tmp_path: Path, client: MakeClient) -> None:
    asking = _as(client(tmp_path), "Ann")
    home = _made(asking)
    found = _done(asking.get(f"{home}/provisions", params={"words": "journaux"}))
    (hit,) = found["items"]
    start, end = hit["snippet"]["marks"][0]
    assert hit["snippet"]["text"][start:end] == "journaux"
    place = hit["provision"]["id"]

    assert _done(asking.post(f"{home}/selection", json={"provision_ids": [place]})) == {"count": 1}
    tagged = _done(
        asking.post(
            f"{home}/provisions/{place}/tags",
            json={"wishes": [{"facet": "role", "value": "ciso", "present": True}], "reason": "Journaux."},
        )
    )
    assert ("ciso", "person") in {(tag["value"], tag["source"]) for tag in tagged["tags"]}
    shown = _done(asking.get(f"{home}/provisions/{place}"))
    assert any("Ann" in reason["because"] for reason in shown["reasons"] if reason["value"] == "ciso")

    first = asking.post(
        f"{home}/comments",
        json={
            "provision_id": place,
            "quote": "six mois",
            "proposed": "douze mois",
            "text": "Six mois ne suffisent pas aux enquêtes.",
            "role": "ciso",
        },
    )
    one = _done(first, 201)
    assert (one["author"], one["position"], first.headers["etag"]) == ("Ann", "amend", '"1"')
    edited = _done(
        asking.patch(
            f"{home}/comments/{one['id']}", json={"rationale": "Durée."}, headers={"if-match": '"1"'}
        )
    )
    assert edited["revision"] == 2
    other = _done(
        _as(asking, "Bob").post(
            f"{home}/comments",
            json={
                "provision_id": place,
                "quote": "six mois",
                "proposed": "douze mois",
                "text": "Six mois ne suffisent pas.",
                "submit": True,
            },
        ),
        201,
    )

    order = {"comment_ids": [one["id"], other["id"]], "revisions": {one["id"]: 2, other["id"]: 1}}
    assert _done(asking.post(f"{home}/merge-proposals", json=order))["proposed"] == "douze mois"
    merged = _done(asking.post(f"{home}/merges", json=order), 201)
    assert merged["sources"] == [one["id"], other["id"]]
    assert _done(asking.get(f"{home}/comments", params={"state": "merged"}))["total"] == 2
    traced = _done(asking.get(f"{home}/comments/{merged['id']}/trace"))
    assert [item["comment"]["id"] for item in traced["origins"][0]["sources"]] == [one["id"], other["id"]]
    _done(
        asking.put(
            f"{home}/comments/{merged['id']}/state",
            json={"state": "approved", "revision": merged["revision"]},
        )
    )

    written = asking.get(f"{home}/export/md", params={"language": "fr"})
    assert written.status_code == 200
    assert "douze" in written.text
    assert (
        written.headers["content-disposition"]
        == attachment(b"", "response.md").headers["content-disposition"]
    )
    word = asking.get(f"{home}/export/docx")
    assert word.content[:2] == b"PK"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a workspace whose draft was read already."""
    with make_workspace(tmp_path, deadline="2027-01-15") as made:
        return made.folder


def test_what_a_contributor_sends_is_taken_in_placed_and_undone(home: Path, client: MakeClient) -> None:
    asking, base = _as(client(home), "Ann"), f"{BASE}/{home.name}"
    report = _done(
        asking.post(
            f"{base}/contributions",
            params={"file_name": "../avis.csv"},
            content=CSV.encode(),
            headers={"content-type": "application/octet-stream"},
        )
    )
    (file,) = report["files"]
    assert (file["name"], len(file["received"])) == ("avis.csv", 1)
    (remark,) = _done(asking.get(f"{base}/remarks"))["items"]
    moved = _done(asking.put(f"{base}/remarks/{remark['id']}/placement", json={"provision_id": "R14"}))
    assert (moved["placement"]["state"], moved["placement"]["provision_id"]) == ("placed", "r14")
    assert _done(asking.get(f"{base}/comments"))["items"][0]["remark"] == remark["id"]
    act = _done(asking.get(f"{base}/acts"))[-1]
    assert act["action"] == "place"
    assert _done(asking.post(f"{base}/acts/{act['number']}/undo"))["action"] == "undo"
    assert _done(asking.get(f"{base}/remarks/{remark['id']}"))["placement"] == remark["placement"]


def test_the_team_reads_assigns_and_signs(home: Path, client: MakeClient) -> None:
    asking, base = _as(client(home), "Ann"), f"{BASE}/{home.name}"
    _done(asking.post(f"{base}/marks", json={"provision_ids": ["r12"], "role": "dpo"}))
    coverage = _done(asking.get(f"{base}/coverage", params={"role": ["dpo", "ciso"]}))
    assert {row["provision_id"]: row["states"] for row in coverage["rows"]} == {"r12": ["read", "unread"]}
    _done(asking.delete(f"{base}/marks/r12", params={"role": "dpo"}))
    assert _done(asking.get(f"{base}/marks")) == []
    given = {"provision_ids": ["R13"], "to": "legal", "due": "2026-12-24"}
    _done(asking.post(f"{base}/assignments", json=given), 201)
    (left,) = _done(asking.get(f"{base}/assignments"))
    assert left["left"] == ["r13"]
    _done(asking.delete(f"{base}/assignments/r13", params={"to": "legal"}))
    assert _done(asking.get(f"{base}/assignments")) == []
    _done(asking.post(f"{base}/signatures", json={"role": "dpo"}), 201)
    assert [item["is_current"] for item in _done(asking.get(f"{base}/signatures"))] == [True]
    status = _done(asking.get(f"{base}/status"))
    assert status["consultation"]["deadline"] == "2027-01-15"
    assert _done(asking.get(f"{base}/deadlines"))["deadlines"][0]["kind"] == "outer"


def test_groups_are_judged_comments_rejected_and_findings_accepted(home: Path, client: MakeClient) -> None:
    asking, base = _as(client(home), "Ann"), f"{BASE}/{home.name}"
    said = "Le délai de six mois est trop court pour les enquêtes internes."
    for author, text in (("Ann", said), ("Bob", said + " Vraiment."), ("Bob", "Hors sujet.")):
        _done(
            _as(asking, author).post(
                f"{base}/comments", json={"provision_id": "r13", "text": text, "submit": True}
            ),
            201,
        )
    (group,) = _done(asking.get(f"{base}/desk"))["duplicates"]
    _done(asking.put(f"{base}/groups/{group['id']}/verdict", json={"kind": "apart", "reason": "Non."}))
    assert _done(asking.get(f"{base}/desk"))["duplicates"] == []
    _done(asking.put(f"{base}/comments/c1/minority", json={"minority": True}))
    (rejected,) = _done(asking.post(f"{base}/rejections", json={"comment_ids": ["c3"], "reason": "Non."}))
    assert (rejected["state"], rejected["reason"]) == ("rejected", "Non.")
    assert [event["action"] for event in _done(asking.get(f"{base}/comments/c3/history"))] == [
        "created",
        "state",
    ]
    _done(asking.post(f"{base}/selection", json={"provision_ids": ["r14"]}))
    (key,) = (item["key"] for item in _done(asking.get(f"{base}/findings")) if item["rule"] == "unanswered")
    accepted = _done(asking.put(f"{base}/findings/{key}/acceptance", json={"reason": "Voulu."}))
    assert accepted["accepted_because"] == "Voulu."
