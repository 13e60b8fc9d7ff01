"""Who says the same and who contradicts whom: the smallest remarks that show each rule, and its near miss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.consolidate.contradictions import contradictions
from toolkit.consolidate.figures import figures
from toolkit.consolidate.grounds import grounds_sentence
from toolkit.consolidate.likeness import duplicate_groups
from toolkit.consolidate.overview import members_of, overview
from toolkit.model.comment import POSITIONS, Comment
from toolkit.model.consolidation import Grounds, Verdict
from toolkit.model.provision import Outline, Provision

OUTLINE = Outline(
    [
        Provision(id="f", kind="fiche", number="Fiche 1", heading="Accès"),
        Provision(
            id="r1",
            parent_id="f",
            kind="recommendation",
            number="R1",
            text="Les comptes doivent être fermés sous 24 heures par le service informatique avant le 31 décembre 2028.",
        ),
        Provision(
            id="r2", parent_id="f", kind="recommendation", number="R2", text="Les traces sont conservées."
        ),
        Provision(id="r3", parent_id="f", kind="recommendation", number="R3", heading="Sauvegarder"),
        Provision(id="r3.p1", parent_id="r3", text="Une copie doit être faite tous les 30 jours."),
    ]
)


def said(*texts: str | Comment, place: str = "r1") -> list[Comment]:
    """Number remarks, of a person each; a text asks for an amendment in its own words."""
    return [
        Comment(
            id=f"c{number}",
            provision_id=place,
            author=f"P{number}",
            position="amend",
            text=item,
            state="submitted",
        )
        if isinstance(item, str)
        else item
        for number, item in enumerate(texts, start=1)
    ]


def one(number: int, **fields: object) -> Comment:
    given_ = {
        "provision_id": "r1",
        "author": f"P{number}",
        "position": "amend",
        "state": "submitted",
    } | fields
    return Comment(id=f"c{number}", **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("Porter le délai à 72 heures.", "24 h sont trop peu : 3 jours.", True, id="one-figure"),
        pytest.param("Porter le délai à 72 heures.", "Porter le délai à 48 heures.", False, id="two-figures"),
        pytest.param(
            "Reporter l'échéance à 2030.", "Fixer le calendrier au 31 décembre 2030.", True, id="one-year"
        ),
        pytest.param(
            "Prévoir une dérogation pour les urgences.",
            "Une exception aux urgences s'impose.",
            True,
            id="synonyms",
        ),
        pytest.param(
            "Prévoir une dérogation pour les urgences.",
            "Former le personnel de nuit.",
            False,
            id="other-matter",
        ),
        pytest.param(
            "Add an exception for emergencies.",
            "Prévoir une dérogation pour les urgences.",
            True,
            id="two-languages",
        ),
        pytest.param("", "", True, id="the-same-nothing"),
    ],
)
def test_two_remarks_say_the_same(left: str, right: str, *, same: bool) -> None:
    assert bool(duplicate_groups(said(left, right), OUTLINE, language="fr")) is same


def test_a_wording_and_its_description_are_one() -> None:
    worded = one(1, quote="sous 24 heures", proposed="sous 72 heures")
    told = one(2, position="question", text="Nous demandons 72 heures pour la fermeture des comptes.")
    (group,) = duplicate_groups([worded, told], OUTLINE, language="fr")
    assert group.comment_ids == ("c1", "c2")
    assert grounds_sentence(group.grounds[0]) == "they ask for 72 heures instead of 24 heures"


def test_groups_do_not_chain() -> None:
    """The middle remark is like both others, which are not like each other."""
    chain = said(
        "Prévoir une dérogation pour les urgences vitales.",
        "Prévoir une dérogation pour les urgences vitales et former les équipes de nuit au chiffrement.",
        "Former les équipes de nuit au chiffrement.",
    )
    assert not any(len(group.comment_ids) == 3 for group in duplicate_groups(chain, OUTLINE, language="fr"))


def test_the_same_words_elsewhere_are_a_copy() -> None:
    text = "Le financement de cette exigence par l'agence régionale est à préciser."
    copies = [one(1, text=text), one(2, provision_id="r3.p1", text=text)]
    (group,) = duplicate_groups(copies, OUTLINE)
    assert [ground.rule for ground in group.grounds] == ["copied"]
    short = [one(1, text="D'accord."), one(2, provision_id="r3.p1", text="D'accord.")]
    assert duplicate_groups(short, OUTLINE) == ()


def test_a_heading_and_the_text_under_it_are_one_place() -> None:
    remarks = [
        one(1, provision_id="r3", text="30 jours, c'est trop long : passer à 7 jours."),
        one(2, provision_id="r3.p1", quote="tous les 30 jours", proposed="tous les 7 jours"),
    ]
    assert len(duplicate_groups(remarks, OUTLINE, language="fr")) == 1


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        pytest.param({"position": "support"}, {"position": "oppose"}, "kept_opposed", id="support-oppose"),
        pytest.param({"position": "support"}, {"position": "support"}, "", id="support-twice"),
        pytest.param(
            {"position": "question", "text": "Qui ferme ?"}, {"position": "oppose"}, "", id="question"
        ),
        pytest.param(
            {"quote": "24 heures", "proposed": "12 heures"},
            {"quote": "24 heures", "proposed": "48 heures"},
            "opposed_figure",
            id="12-against-48",
        ),
        pytest.param(
            {"quote": "24 heures", "proposed": "36 heures"},
            {"quote": "24 heures", "proposed": "48 heures"},
            "other_wording",
            id="36-against-48-is-weaker",
        ),
        pytest.param(
            {"quote": "doivent être", "proposed": "devraient être"},
            {"text": "Une « obligation » ne suffit pas, la fermeture « peut » suffire."},
            "other_force",
            id="should-against-may",
        ),
        pytest.param(
            {"quote": "24 heures", "proposed": "48 heures"},
            {"quote": "par le service informatique", "proposed": "par la direction"},
            "",
            id="different-words",
        ),
        pytest.param(
            {"deletion": True},
            {"quote": "24 heures", "proposed": "48 heures"},
            "deleted_reworded",
            id="delete-amend",
        ),
        pytest.param(
            {"position": "support", "text": "La date de 2028 est à maintenir."},
            {"text": "Reporter à 2030."},
            "kept_figure",
            id="keep-change",
        ),
        pytest.param(
            {"text": "Le délai est trop court."},
            {"text": "Le délai est trop long."},
            "opposed_way",
            id="ways",
        ),
        pytest.param(
            {"position": "oppose", "text": "Nous sommes opposés à toute exception."},
            {"text": "Prévoir une exception pour la nuit."},
            "refused_addition",
            id="refusal",
        ),
    ],
)
def test_two_remarks_contradict_each_other(
    left: dict[str, object], right: dict[str, object], rule: str
) -> None:
    found = contradictions([one(1, **left), one(2, **right)], OUTLINE, language="fr")
    assert [group.grounds[0].rule for group in found] == ([rule] if rule else [])


def test_nobody_contradicts_themselves() -> None:
    remarks = [one(1, position="support"), one(2, position="oppose", author="P1")]
    assert contradictions(remarks, OUTLINE) == ()


def test_those_who_say_the_same_stand_on_one_side() -> None:
    remarks = said("Porter à 72 heures.", "Porter le délai à 72 heures.", "Ramener à 12 heures.")
    groups = duplicate_groups(remarks, OUTLINE, language="fr")
    (found,) = contradictions(remarks, OUTLINE, language="fr", duplicates=groups)
    assert found.sides == (("c1", "c2"), ("c3",))
    assert found.id == "con-c1-c2-c3"


def test_what_people_decided_is_not_proposed_again() -> None:
    remarks = said("Porter à 72 heures.", "Porter le délai à 72 heures.", "Ramener à 12 heures.")
    words = (
        Verdict(subject="dup-c1-c2", kind="apart", actor="Lead", time=""),
        Verdict(subject="con-c1-c3", kind="agreed", actor="Lead", time=""),
    )
    found = overview(remarks, OUTLINE, language="fr", verdicts=words)
    assert found.duplicates == ()
    assert [group.id for group in found.contradictions] == ["con-c2-c3"]
    assert found.settled == words


def test_a_minority_view_contradicts_nobody_any_more() -> None:
    remarks = [one(1, position="support"), one(2, position="oppose", minority=True)]
    assert contradictions(remarks, OUTLINE) != ()
    assert overview(remarks, OUTLINE, language="fr").contradictions == ()


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        pytest.param("24 h", [24.0], id="digits"),
        pytest.param("vingt-quatre heures", [24.0], id="words"),
        pytest.param("deux fois par an", [4380.0], id="rate"),
        pytest.param("twice a year", [4380.0], id="twice"),
        pytest.param("dans l'heure", [1.0], id="within-the-hour"),
        pytest.param("mise à jour", [], id="no-day"),
        pytest.param("article 32 et fiche 12", [], id="names"),
    ],
)
def test_figures(text: str, amounts: list[float]) -> None:
    assert [figure.amount for figure in figures(text)] == amounts


def test_dates_agree_as_far_as_they_go() -> None:
    (year,), (day,), (other,) = figures("en 2030"), figures("31 décembre 2030"), figures("30 juin 2030")
    assert year.same(day)
    assert not day.same(other)


def test_ids_of_groups_name_their_members() -> None:
    assert members_of("con-c4-c9") == ("c4", "c9")
    assert members_of("c4") == members_of("dup-c4") == members_of("dup-c4-r9") == ()


def test_every_rule_has_a_sentence() -> None:
    assert grounds_sentence(Grounds("other_force", "must ↔ may")) == "different force: must ↔ may"


texts = st.text(alphabet="ab é'«»?0123456789 heures doit pas\n", max_size=40)
drawn = st.builds(
    one,
    st.integers(1, 30),
    provision_id=st.sampled_from(["", "f", "r1", "r2", "r3", "r3.p1", "gone"]),
    position=st.sampled_from(POSITIONS),
    text=texts,
    quote=st.sampled_from(["", "24 heures", "ailleurs"]),
    proposed=st.one_of(st.just(""), texts),
    deletion=st.booleans(),
)


@given(st.lists(drawn, max_size=12, unique_by=lambda comment: comment.id))
def test_each_comment_stands_in_one_group_at_most_whatever_their_order(remarks: list[Comment]) -> None:
    found = overview(remarks, OUTLINE, language="fr")
    members = [name for group in found.duplicates for name in group.comment_ids]
    assert len(members) == len(set(members))
    assert all(
        set(group.comment_ids) == {name for side in group.sides for name in side}
        for group in found.contradictions
    )
    assert overview(remarks[::-1], OUTLINE, language="fr") == found
