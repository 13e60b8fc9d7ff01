"""Nobody writes under another's name, or signs what they have not seen, on a team's server."""

from __future__ import annotations

import pytest

from tests.support.team_server import KINDS, Served
from toolkit import team
from toolkit.model.comment import Comment

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


def _sign(served: Served, content: str) -> int:
    answer = served.client("approver").post(
        f"/api/v1/workspaces/{served.workspace}/signatures",
        json={"role": "dpo", "content_sha256": content},
    )
    return answer.status_code


def test_a_signature_stands_under_what_was_read(served: Served) -> None:
    workspace = served.site.workspace(served.workspace)
    read = team.content_hash(workspace)
    workspace.add_comment(Comment(id="", provision_id="r12", text="Said meanwhile."), actor=KINDS["legal"])
    assert _sign(served, read) == 409
    assert workspace.team.sign_offs() == ()
    assert _sign(served, team.content_hash(workspace)) == 201


def test_what_changes_while_the_page_signs_is_not_signed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = served.site.workspace(served.workspace)
    read = team.content_hash(workspace)
    monkeypatch.setattr("toolkit.team.working.content_hash", lambda _workspace: "of what was said meanwhile")
    answer = served.client("approver").post(
        f"/w/{served.workspace}/desk/sign", data={"role": "dpo", "content": read, "confirmed": "yes"}
    )
    assert answer.status_code == 409
    assert workspace.team.sign_offs() == ()
