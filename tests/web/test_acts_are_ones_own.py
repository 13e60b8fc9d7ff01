"""Nobody writes under another's name, or signs what they have not seen, on a team's server."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

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


def test_of_many_who_keep_the_same_settings_one_is_first_and_the_others_are_told(served: Served) -> None:
    address = f"/w/{served.workspace}/settings"
    shown = served.client("administrator").get(address).text
    found = re.search(r'name="seen" value="(\w+)"', shown)
    assert found is not None

    def keep(number: int) -> int:
        typed = {"seen": found[1], "title": f"Title {number}"}
        return served.client("administrator").post(address, data=typed).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(keep, range(8)))
    assert statuses == [303, *[409] * 7]


def test_a_form_that_is_sent_twice_at_once_makes_one_comment(served: Served) -> None:
    address = f"/w/{served.workspace}/comment/new"

    def send(_number: int) -> str:
        sent = served.client("contributor").post(address, data={**_FORM, "text": "Said once."})
        return str(sent.headers["location"])

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(6)))) == 1
    assert len(served.site.workspace(served.workspace).comments()) == 1
