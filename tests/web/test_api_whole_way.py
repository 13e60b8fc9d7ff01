"""From the file of a draft to the file of a response, by programs alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

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
CSV = "Auteur;Paragraphe;Commentaire\nKarim;R3;Le délai de 72 heures est trop court pour un petit établissement.\n"
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


def test_what_a_contributor_sends_is_taken_in_placed_and_undone(tmp_path: Path, client: MakeClient) -> None:
    asking = _as(client(tmp_path), "Ann")
    home = _made(asking)
    sent = {"content": CSV.encode(), "headers": {"content-type": "application/octet-stream"}}
    report = _done(asking.post(f"{home}/contributions", params={"file_name": "../avis.csv"}, **sent))
    (file,) = report["files"]
    assert (file["name"], len(file["received"])) == ("avis.csv", 1)
    (remark,) = _done(asking.get(f"{home}/remarks"))["items"]
    (target,) = _done(asking.get(f"{home}/provisions", params={"words": "72 heures"}))["items"]
    moved = _done(
        asking.put(
            f"{home}/remarks/{remark['id']}/placement", json={"provision_id": target["provision"]["id"]}
        )
    )
    assert moved["placement"]["state"] == "placed"
    assert _done(asking.get(f"{home}/comments"))["items"][0]["remark"] == remark["id"]
    act = _done(asking.get(f"{home}/acts"))[-1]
    assert _done(asking.post(f"{home}/acts/{act['number']}/undo"))["action"] == "undo"


def test_the_team_reads_assigns_and_signs(tmp_path: Path, client: MakeClient) -> None:
    asking = _as(client(tmp_path), "Ann")
    home = _made(asking)
    (found,) = _done(asking.get(f"{home}/provisions", params={"words": "violations"}))["items"]
    place = found["provision"]["id"]
    _done(asking.post(f"{home}/marks", json={"provision_ids": [place], "role": "dpo"}))
    coverage = _done(asking.get(f"{home}/coverage", params={"role": "dpo"}))
    assert {row["provision_id"]: row["states"] for row in coverage["rows"]}[place] == ["read"]
    given = {"provision_ids": [place], "to": "legal", "due": "2026-12-24"}
    _done(asking.post(f"{home}/assignments", json=given), 201)
    (left,) = _done(asking.get(f"{home}/assignments"))
    assert left["left"] == [place]
    _done(asking.delete(f"{home}/assignments/{place}", params={"to": "legal"}))
    assert _done(asking.get(f"{home}/assignments")) == []
    _done(asking.post(f"{home}/signatures", json={"role": "dpo"}), 201)
    assert [item["is_current"] for item in _done(asking.get(f"{home}/signatures"))] == [True]
    status = _done(asking.get(f"{home}/status"))
    assert status["consultation"]["deadline"] == "2027-01-15"
    assert _done(asking.get(f"{home}/deadlines"))["deadlines"][0]["kind"] == "outer"
