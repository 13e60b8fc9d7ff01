"""Values that no page of ours sends are refused by name, and never fail."""

from __future__ import annotations

import pytest

from tests.support.team_server import Served

ENDLESS = "9" * 5000


def test_a_revision_of_endless_digits_is_none(served: Served) -> None:
    answer = served.client("contributor").post(
        f"/w/{served.workspace}/comment/c1/state", data={"wish": "submit", "revision": ENDLESS}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "occurrence", [ENDLESS, "-1", "٣", ""], ids=["endless", "negative", "other digits", "none"]
)
def test_words_are_quoted_from_where_they_stand_first(served: Served, occurrence: str) -> None:
    provision = served.site.snapshot(served.workspace).draft.provisions[-1]
    word = provision.text.split()[0]
    answer = served.client("contributor").get(
        f"/w/{served.workspace}/comment/new",
        params={"provision": provision.id, "quote": word, "occurrence": occurrence},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"provision_id": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"provision_id": "r12", "fields": {"a": ' + b"[" * 100_000, id="endless depth"),
        pytest.param(b'{"provision_id": "r12", "text": "\\ud800"}', id="half a character"),
    ],
)
def test_what_is_no_json_is_refused(served: Served, body: bytes) -> None:
    answer = served.client("contributor").post(
        f"/api/v1/workspaces/{served.workspace}/comments",
        content=body,
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "UsageError")
