"""Nobody writes under another's name, or signs what they have not seen, on a team's server."""

from __future__ import annotations

from tests.support.team_server import KINDS, Served

WINDOW = "w-of-somebody"
_FORM = {"provision": "r12", "position": "question", "window": WINDOW}


def test_somebody_elses_window_takes_no_words(served: Served) -> None:
    there = f"/w/{served.workspace}/comment/new"
    answers = [
        served.client(kind, accept="application/json").post(
            there, data={**_FORM, "text": f"Words of {kind}."}
        )
        for kind in ("contributor", "legal", "contributor")
    ]
    ids = [answer.json()["id"] for answer in answers]
    assert ids[0] == ids[2] != ids[1]
    kept = served.site.workspace(served.workspace)
    assert [(kept.comment(name).author, kept.comment(name).text) for name in ids[:2]] == [
        (KINDS[kind], f"Words of {kind}.") for kind in ("contributor", "legal")
    ]
