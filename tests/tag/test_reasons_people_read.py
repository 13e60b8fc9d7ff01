"""Reasons name words that say something, and persons; a line on a cover asks for nothing."""

from __future__ import annotations

import pytest

from toolkit.model.provision import Provision
from toolkit.model.tag import Tag
from toolkit.tag.explain import explain
from toolkit.tag.features import is_telling
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

PROFILE = load_profile()
FRENCH, ENGLISH = Tagger(PROFILE, "fr"), Tagger(PROFILE, "en")


def told(tagger: Tagger, text: str) -> list[str]:
    passage = tagger.rule(Provision(id="x", text=text)).situation.own[0]
    return [token.text for token in passage.doc if is_telling(token)]


@pytest.mark.parametrize(
    ("tagger", "text", "words"),
    [
        (FRENCH, "les accès ne sont pas revus deux fois en dix ans", ["accès", "revus"]),
        (FRENCH, "la clé A et un PC, 12 mois", ["clé"]),
        (ENGLISH, "the logs are not kept for two years at once", ["logs", "kept"]),
    ],
    ids=["french", "letters and digits", "english"],
)
def test_small_words_and_numbers_are_not_shown(tagger, text, words):
    assert told(tagger, text) == words


def test_a_person_who_is_known_is_named():
    tag = Tag(facet="modality", value="obligation", score=1.0, rule="person", source="person", reason="relu")
    assert explain(tag, PROFILE, "en", person="Zoé") == "obligation: decided by Zoé (relu)."
    assert explain(tag, PROFILE, "en") == "obligation: decided by a person (relu)."


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("Autorité de protection des données de santé", True),
        ("Novembre 2026", True),
        ("12 novembre 2026", True),
        ("Le titulaire doit chiffrer les sauvegardes", False),
        ("Chiffrer les sauvegardes", False),
        ("Le responsable de traitement veille :", False),
        ("Les journaux sont conservés six mois.", False),
        ("chiffrement des sauvegardes", False),
    ],
    ids=["issuer", "month", "day", "cue", "instruction", "introduction", "sentence", "end of a sentence"],
)
def test_a_line_before_the_first_heading_informs_and_concerns_nobody(text, titled):
    tags = FRENCH.tag(Provision(id="x", text=text), kind="requirements")
    assert any(tag.rule == "modality.titled" for tag in tags) is titled
    if titled:
        assert [tag.value for tag in tags if tag.facet == "modality"] == ["information"]
        assert not [tag for tag in tags if tag.facet == "role"]


@pytest.mark.parametrize("kind", ["item", "recommendation"])
def test_an_item_is_no_title(kind):
    tags = FRENCH.tag(Provision(id="x", kind=kind, text="Chiffrement des sauvegardes"))
    assert "modality.titled" not in {tag.rule for tag in tags}


def test_a_line_under_a_heading_is_no_title():
    above = (Provision(id="e", heading="Exigences"),)
    tags = FRENCH.tag(Provision(id="x", text="Chiffrement des sauvegardes"), above)
    assert "modality.titled" not in {tag.rule for tag in tags}
