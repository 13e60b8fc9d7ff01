"""Keeping against loosening, banning against allowing, and what is only an answer to a colleague."""

from __future__ import annotations

import pytest

from toolkit.consolidate.contradictions import contradictions
from toolkit.consolidate.figures import figures
from toolkit.model.comment import Comment, Position
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Outline, Provision

OUTLINE = Outline(
    [
        Provision(
            id="r1",
            text="Les badges perdus sont désactivés en deux heures. L’usage d’un téléphone personnel est encadré.",
        )
    ]
)


def said(
    number: int, text: str, position: Position = "amend", *, at: str = "r1", reply_to: str = "", **words: str
) -> Comment:
    return Comment(
        id=f"c{number}",
        provision_id=at,
        author=f"Author {number}",
        position=position,
        text=text,
        state="submitted",
        reply_to=reply_to,
        **words,
    )


def found(*comments: Comment) -> list[tuple[str, ...]]:
    return [group.comment_ids for group in contradictions(comments, OUTLINE, language="fr")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            said(1, "Favorable à la désactivation des badges perdus en deux heures.", "support"),
            said(2, "Désactiver les badges perdus suppose un logiciel ; cela ne devrait pas être imposé."),
            id="kept-against-not-to-be-imposed",
        ),
        pytest.param(
            said(1, "Interdire tout usage d’un téléphone personnel."),
            said(2, "Permettre aux médecins de garde d’utiliser leur propre téléphone."),
            id="ban-against-permission",
        ),
        pytest.param(
            said(1, "", quote="en deux heures", proposed="en six heures"),
            said(
                2,
                "",
                quote="Les badges perdus sont désactivés en deux heures.",
                proposed="Les badges perdus sont désactivés en deux heures, et leur titulaire averti.",
            ),
            id="figure-left-in-a-wording",
        ),
    ],
)
def test_what_cannot_both_be_filed(one: Comment, two: Comment) -> None:
    assert found(one, two) == [("c1", "c2")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            said(1, "Trop court, porter à six heures."),
            said(2, "D’accord avec Hélène, deux heures ne suffisent pas.", "support"),
            id="agreement-with-a-colleague",
        ),
        pytest.param(
            said(1, "Trop court, porter à six heures."),
            said(2, "En mars, dix badges retrouvés dans l’heure.", reply_to="c1"),
            id="a-reply-that-tells-of-something",
        ),
        pytest.param(
            said(1, "Projet clair et utile, que nous soutenons.", "support", at=GENERAL),
            said(2, "Nous nous opposons à une publication en été.", "oppose", at=GENERAL),
            id="general-support-and-another-subject",
        ),
        pytest.param(
            said(1, "Interdire le téléphone personnel est illusoire."),
            said(2, "Permettre le téléphone personnel."),
            id="a-ban-that-is-doubted",
        ),
    ],
)
def test_what_is_no_contradiction(one: Comment, two: Comment) -> None:
    assert found(one, two) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        pytest.param("après le service, à 21 h", [], id="at-a-time-of-day"),
        pytest.param("fermeture 20 h 30", [], id="hours-and-minutes"),
        pytest.param("avant 8 h", [], id="before"),
        pytest.param("porter à 12 h", [12.0], id="raised-to-hours"),
        pytest.param("au bout de 48 h", [48.0], id="more-than-a-day-has"),
        pytest.param("douze heures", [12.0], id="in-words"),
    ],
)
def test_times_of_the_day_are_no_durations(text: str, amounts: list[float]) -> None:
    assert [figure.amount for figure in figures(text)] == amounts
