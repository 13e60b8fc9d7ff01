"""What the provisions around one bind, and what follows for it."""

from __future__ import annotations

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.explain import explain
from toolkit.tag.profiles import load_profile
from toolkit.tag.surroundings import ALONE, Bound, look_around
from toolkit.tag.tagger import Tagger

PROFILE = load_profile()
TAGGER = Tagger(PROFILE, "fr")
SUPPLIER = "Le titulaire doit tenir à jour le logiciel."
HOSPITAL = "L’établissement doit tenir à jour les postes."
BARE = "Les mots de passe sont chiffrés lors de leur stockage."


def _rulings(texts):
    return [TAGGER.rule(Provision(id=f"p{place}", text=text)) for place, text in enumerate(texts)]


def _roles(texts, place):
    tags = [TAGGER.decide(ruling, around) for ruling, around in look_around(_rulings(texts))]
    return {tag.value: tag for tag in tags[place] if tag.facet == "role"}


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 30])
def test_every_ruling_passes_once_and_in_order(count):
    rulings = _rulings([BARE] * count)
    assert [ruling for ruling, _around in look_around(rulings)] == rulings


def test_a_provision_by_itself_has_nothing_around():
    assert [around for _ruling, around in look_around(_rulings([SUPPLIER]))] == [ALONE]


def test_those_before_and_after_count_and_the_nearest_is_quoted():
    around = [around for _ruling, around in look_around(_rulings([SUPPLIER, BARE, SUPPLIER, HOSPITAL]))][1]
    supplier = Bound("processor", outside=False)
    assert around.shares[supplier] == 2 / 4
    assert around.words[supplier].provision_id == "p0"


def test_far_provisions_do_not_count():
    around = [around for _ruling, around in look_around(_rulings([SUPPLIER, *[BARE] * 9]))][-1]
    assert around == ALONE


def test_a_duty_that_names_nobody_is_laid_on_whom_the_text_is_talking_to():
    among_suppliers = _roles([SUPPLIER] * 4 + [BARE] + [SUPPLIER] * 4, 4)
    assert "processor" in among_suppliers
    assert "processor" not in _roles([HOSPITAL] * 4 + [BARE] + [HOSPITAL] * 4, 4)
    tag = among_suppliers["processor"]
    assert "provisions around it bind this role" in explain(tag, PROFILE, "en")
    assert any(evidence.provision_id for evidence in tag.evidence)
