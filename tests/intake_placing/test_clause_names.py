"""Places as people write them → provisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake_placing.drafts import draft
from toolkit.intake.placing.clause_places import ClausePlaces
from toolkit.intake.placing.names import Names
from toolkit.model.provision import Outline, ParsedDraft

ENGLISH = draft("""
5 | section | 5 | Controls |
5.3 < 5 | section | 5.3 | Access |
5.3.1 < 5.3 | section | 5.3.1 | Passwords |
5.3.1.p1 < 5.3.1 | paragraph | | | Passwords are long. They are changed when they are known.
5.3.1.p2 < 5.3.1 | paragraph | | | They are not shared.
5.3.1.i1 < 5.3.1 | item | – | | in offices;
5.3.1.i2 < 5.3.1 | item | – | | at home;
5.3.1.i3 < 5.3.1 | item | – | | on the road.
annex-b | annex | Annex B | Forms |
chap-4 | chapter | Chapter IV | Rights |
art-5 < chap-4 | article | Article 5 | |
art-5.al1 < art-5 | paragraph | | | First paragraph.
art-5.al2 < art-5 | paragraph | | | Second paragraph.
note-3 | footnote | 3 | | See the Act.
""")


def read(parsed: ParsedDraft, clause: str) -> list[tuple[str, ...]]:
    outline = Outline(parsed.provisions)
    places = ClausePlaces(Names(parsed.provisions, outline), outline)
    return [reading.provision_ids for reading in places.read(clause)]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("5.3.1", "5.3.1"),
        ("clause 5.3.1", "5.3.1"),
        ("5.3.1, para 2", "5.3.1.p2"),
        ("5.3.1 2nd paragraph", "5.3.1.p2"),
        ("third bullet of 5.3.1", "5.3.1.i3"),
        ("last indent of clause 5.3.1", "5.3.1.i3"),
        ("5.3.1, penultimate bullet", "5.3.1.i2"),
        ("5.3.1, second sentence", "5.3.1.p1"),
        ("art. 5 al. 2", "art-5.al2"),
        ("Article 5, § 1", "art-5.al1"),
        ("Annex B", "annex-b"),
        ("appendix b", "annex-b"),
        ("Chapter 4", "chap-4"),
        ("chapitre IV", "chap-4"),
        ("footnote 3", "note-3"),
        ("5 / 5.3.1", "5.3.1"),
        ("chapter IV, p. 12, Article 5", "art-5"),
        ("page 5, 5.3", "5.3"),
    ],
)
def test_a_place_is_found_however_it_is_written(clause: str, expected: str) -> None:
    assert read(ENGLISH, clause) == [(expected,)]


@pytest.mark.parametrize("clause", ["5.9", "R12", "Annex C", "footnote 9", "GDPR", "the text", "", "n°"])
def test_what_the_draft_has_not_is_not_found(clause: str) -> None:
    assert read(ENGLISH, clause) == []


def test_a_part_that_is_missing_leaves_what_holds_it() -> None:
    outline = Outline(ENGLISH.provisions)
    found = ClausePlaces(Names(ENGLISH.provisions, outline), outline).read("5.3.1, 7th bullet")
    assert [(item.provision_ids, item.rule) for item in found] == [(("5.3.1",), "clause_cut")]


def test_a_sentence_gives_its_words() -> None:
    outline = Outline(ENGLISH.provisions)
    found = ClausePlaces(Names(ENGLISH.provisions, outline), outline).read("5.3.1, second sentence")
    assert found[0].quote == "They are changed when they are known."


@given(st.text(max_size=60))
def test_any_words_can_be_read_as_a_clause(clause: str) -> None:
    known = {item.id for item in ENGLISH.provisions}
    assert {name for ids in read(ENGLISH, clause) for name in ids} <= known


def test_the_word_that_the_draft_prints_tells_places_of_one_number_apart() -> None:
    parsed = draft("""
    intro.3 | paragraph | 3. | | Must refers to an obligation.
    part-3 | part | Part 3 | Emergency access |
    """)
    assert read(parsed, "Part 3") == [("part-3",)]
    assert read(parsed, "paragraph 3") == [("intro.3",)]
