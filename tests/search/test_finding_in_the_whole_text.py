"""Every provision that has the words, and the words marked in its whole text: for whoever shows all of it."""

from __future__ import annotations

import pytest

from tests.support.workspaces import PROVISIONS
from toolkit.search.index import SearchIndex

INDEX = SearchIndex.build(PROVISIONS, language="fr")
EVERY = {item.id for item in PROVISIONS}


@pytest.mark.parametrize(
    ("typed", "ids", "suggestion", "relaxed"),
    [
        pytest.param("", EVERY, "", False, id="nothing typed"),
        pytest.param("journal", {"r13"}, "", False, id="another inflection"),
        pytest.param("devraient habilitation", {"r14"}, "", False, id="all words"),
        pytest.param("journaux zzzz", {"r13"}, "", True, id="some words, where none has all"),
        pytest.param("jurnaux", set(), "journaux", False, id="a typing mistake"),
        pytest.param("journaux NOT six", set(), "", False, id="without a word"),
        pytest.param('"((', set(), "", False, id="signs alone"),
    ],
)
def test_found(typed: str, ids: set[str], suggestion: str, relaxed: bool) -> None:
    found = INDEX.find(typed)
    assert (set(found.ids), found.suggestion, found.relaxed) == (ids, suggestion, relaxed)


@pytest.mark.parametrize("typed", ["journal", "six mois", "authentification OR journaux"])
def test_what_is_found_is_what_a_ranked_search_finds(typed: str) -> None:
    assert INDEX.find(typed).ids == {hit.provision_id for hit in INDEX.search(typed).hits}


def test_words_are_marked_in_any_text() -> None:
    text = "Le journal des journaux"
    marks = INDEX.find("journaux").highlighter.marks(text)
    assert [text[start:end] for start, end in marks] == ["journaux"]
    assert INDEX.find("journ*").highlighter.marks(text) == [(3, 10), (15, 23)]
