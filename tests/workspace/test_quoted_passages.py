"""Words that stand several times in a provision are quoted with what tells one place from the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import UsageError
from toolkit.model.provision import Provision
from toolkit.workspace.lookup import Passage, count_quoted, passage_of, printed_quote

TEXT = "sous 72 heures, puis sous 72 heures au plus"


@pytest.mark.parametrize(
    ("quote", "occurrence", "expected"),
    [
        pytest.param("puis", 1, Passage("", "puis", ""), id="once"),
        pytest.param("72 heures", 1, Passage("", "72 heures", ", puis"), id="first"),
        pytest.param("72 heures", 2, Passage("", "72 heures", " au"), id="second"),
        pytest.param("72\u00a0HEURES", 2, Passage("", "72 heures", " au"), id="in another typography"),
    ],
)
def test_an_occurrence_is_told_apart(quote: str, occurrence: int, expected: Passage) -> None:
    assert passage_of(Provision(id="r1", text=TEXT), quote, occurrence=occurrence) == expected


@pytest.mark.parametrize("occurrence", [0, 3])
def test_one_that_is_not_there_is_refused(occurrence: int) -> None:
    with pytest.raises(UsageError, match="2 times"):
        passage_of(Provision(id="r1", text=TEXT), "72 heures", occurrence=occurrence)


def test_of_cells_that_have_the_words_the_one_with_the_same_letters_is_quoted() -> None:
    table = Provision(id="t1", kind="table", rows=(("Carte ou badge et code",), ("Badge et code",)))
    assert printed_quote(table, "Badge et code") == "Badge et code"
    assert printed_quote(table, "badge et code") == "badge et code"


@given(words=st.lists(st.sampled_from(["ab", "a", "b,", "ab."]), min_size=1, max_size=12), data=st.data())
def test_a_passage_stands_there_once(words: list[str], data: st.DataObject) -> None:
    provision = Provision(id="r1", text=" ".join(words))
    quote = data.draw(st.sampled_from(words))
    occurrence = data.draw(st.integers(1, count_quoted(provision, quote)))
    found = passage_of(provision, quote, occurrence=occurrence)
    assert provision.text.count(found.before + found.quote + found.after) == 1
    assert found.quote == quote
