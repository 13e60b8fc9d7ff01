"""Of many comments, contradictions are found in a second process: the same ones, also where that one fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from toolkit.consolidate.overview import overview
from toolkit.errors import LimitExceeded
from toolkit.model.comment import Comment
from toolkit.model.document import Document
from toolkit.model.provision import Outline, ParsedDraft, Provision
from toolkit.team import contradicting

DRAFT = ParsedDraft(
    document=Document(sha256="0" * 64, name="draft.html", media_type="text/html", language="fr"),
    provisions=(Provision(id="r1", kind="recommendation", text="Le délai de réponse est de 48 heures."),),
)
COMMENTS = tuple(
    Comment(id=f"c{number}", provision_id="r1", author=author, position="amend", text=text, state="submitted")
    for number, (author, text) in enumerate(
        [("Ana", "Porter le délai à 72 heures."), ("Bob", "Ramener le délai à 24 heures.")], start=1
    )
)


def _in_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contradicting, "_MANY", 0)
    monkeypatch.setattr(contradicting.os, "cpu_count", lambda: 2)


def _exhausted(*_given: object, **_options: object) -> bytes:
    raise LimitExceeded("memory")


def _few(_monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave everything as it is."""


def _failing(monkeypatch: pytest.MonkeyPatch) -> None:
    _in_child(monkeypatch)
    monkeypatch.setattr(contradicting, "call_limited", _exhausted)


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(_few, id="few-comments"),
        pytest.param(_in_child, id="in-a-child"),
        pytest.param(_failing, id="child-without-memory"),
    ],
)
def test_the_same_contradictions_are_found_wherever_they_are_looked_for(
    prepare: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(monkeypatch)
    expected = overview(COMMENTS, Outline(DRAFT.provisions), language="fr").contradictions
    assert [group.comment_ids for group in expected] == [("c1", "c2")]
    with contradicting.contradictions_meanwhile(DRAFT, COMMENTS, ()) as found:
        assert found() == expected
