"""An anonymous response names none of the team's people, in whatever way they are written."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.consolidate.anonymous import Pseudonyms, Somebody
from toolkit.model.comment import Comment

PEOPLE = (
    Somebody("Hélène Morvan", "h.morvan@hopital.example"),
    Somebody("Claire Garde"),
    Somebody("Jean de La Tour"),
)
DRAFT = ("La garde doit être claire.",)


def names(*authors: str) -> Pseudonyms:
    comments = [
        Comment(id=f"c{number}", provision_id="p", author=author, created=f"2026-11-0{number}")
        for number, author in enumerate(authors, start=1)
    ]
    return Pseudonyms(PEOPLE, comments, draft=DRAFT, language="en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Vu avec Hélène Morvan.", "Vu avec Contributor 1.", id="full name"),
        pytest.param("Vu avec Mme Morvan.", "Vu avec Contributor 1.", id="title"),
        pytest.param(
            "Vu avec le Dr Helene MORVAN.", "Vu avec le Contributor 1.", id="title, capitals, no accent"
        ),
        pytest.param("MORVAN Hélène confirme", "Contributor 1 confirme", id="last name first"),
        pytest.param("Morvan, Hélène", "Contributor 1", id="as in a list"),
        pytest.param("H. Morvan a dit", "Contributor 1 a dit", id="initial"),
        pytest.param("selon Hélène", "selon Contributor 1", id="first name alone"),
        pytest.param("selon Morvan", "selon Contributor 1", id="last name alone"),
        pytest.param("écrire à H.Morvan@hopital.example", "écrire à Contributor 1", id="address"),
        pytest.param("Claire Garde", "Contributor 2", id="a name of words of the draft, whole"),
        pytest.param("M. Garde", "Contributor 2", id="and with a title"),
        pytest.param("Claire, la Garde est de nuit", "Claire, la Garde est de nuit", id="but not alone"),
        pytest.param("Jean de la Tour", "Contributor 3", id="a name of several words"),
        pytest.param("Morvandiau, Hélènes", "Morvandiau, Hélènes", id="only whole words"),
        pytest.param("autre@hopital.example", "autre@hopital.example", id="the address of somebody else"),
    ],
)
def test_people_are_not_named_in_texts(text: str, expected: str) -> None:
    assert names().text(text) == expected


def test_comments_without_author_are_nobodys() -> None:
    who = names("", " ", "Zoé Lam")
    assert (who.of(""), who.of("Zoé Lam"), who.text("Zoé Lam et X.")) == (
        "",
        "Contributor 1",
        "Contributor 1 et X.",
    )


def test_contributors_are_numbered_by_their_first_comment() -> None:
    who = names("Claire Garde", "GARDE Claire", "Zoé Lam")
    assert [who.of("Claire Garde"), who.of("Zoé Lam"), who.of("Hélène Morvan"), who.of("")] == [
        "Contributor 1",
        "Contributor 2",
        "Contributor 3",
        "",
    ]


def test_a_comment_keeps_the_words_of_the_draft_and_its_role() -> None:
    said = Comment(
        id="c1",
        provision_id="p",
        author="Hélène Morvan",
        role="dpo",
        quote="Hélène Morvan",
        text="Hélène Morvan",
        proposed="Hélène Morvan",
        rationale="Hélène Morvan",
        reason="Hélène Morvan",
    )
    other = names("Hélène Morvan").comment(said)
    assert (other.author, other.role, other.quote) == ("Contributor 1", "dpo", "Hélène Morvan")
    assert {other.text, other.proposed, other.rationale, other.reason} == {"Contributor 1"}


def test_what_was_replaced_is_counted() -> None:
    who = names()
    who.text("Hélène Morvan et Mme Garde")
    (issue,) = who.issues("en")
    assert issue.message.startswith("Names replaced inside texts: 2.")


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_surrounding_hides_a_full_name(before: str, after: str) -> None:
    said = Comment(id="c1", provision_id="p", text=f"{before} Hélène Morvan {after}")
    assert "Hélène Morvan" not in str(msgspec.to_builtins(names().comment(said)))
