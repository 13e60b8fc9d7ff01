"""What defines, tells or speaks of the text itself asks nobody for anything."""

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.announced import announced
from toolkit.tag.duties import lay_duties
from toolkit.tag.narration import past_share
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TAGGERS = {language: Tagger(load_profile(), language) for language in ("fr", "en")}


def situation(text, language="fr", *, heading=""):
    provision = Provision(id="a", text=text)
    above = (Provision(id="b", heading=heading),) if heading else ()
    return TAGGERS[language].rule(provision, above).situation


@pytest.mark.parametrize(
    ("text", "language", "heading"),
    [
        ("On entend par « compte de service » un compte qu’aucune personne n’utilise.", "fr", "Comptes"),
        ("Il est entendu par droits étendus la possibilité de modifier les réglages.", "fr", "Comptes"),
        ("“Treating team” means the people who take part in the care of one patient.", "en", "Access"),
        ("Le présent guide s’adresse aux laboratoires et ne traite pas de leurs automates.", "fr", "Lire"),
        ("This guidance replaces the note of 2019 on removable media.", "en", "Foreword"),
    ],
    ids=["on entend par", "il est entendu par", "means", "about a guide", "about guidance"],
)
def test_definitions_and_words_about_the_text_concern_nobody(text, language, heading):
    tags = TAGGERS[language].tag(Provision(id="a", text=text), (Provision(id="b", heading=heading),))
    assert [tag.value for tag in tags if tag.facet in ("role", "modality")] == ["information"]


def test_a_duty_beside_a_definition_binds():
    text = (
        "Le terme « bastion » désigne un point de passage ; le prestataire doit y enregistrer les sessions."
    )
    tags = TAGGERS["fr"].tag(Provision(id="a", text=text))
    assert {"processor", "obligation"} <= {tag.value for tag in tags}


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("3.1 Définitions", {"explaining", "descriptive"}),
        ("Sur le contexte", {"descriptive"}),
        ("Activités visées par le label", {"descriptive"}),
        ("Champ d’application :", {"descriptive"}),
        ("Contextes de connexion", set()),
        ("Surveiller les objets", set()),
    ],
    ids=["numbered", "sur le", "continued", "colon", "another word", "no leading word"],
)
def test_headings_announce(heading, found):
    assert announced(situation("Texte.", heading=heading), "fr") == found


@pytest.mark.parametrize(
    ("text", "language", "share"),
    [
        ("La commission a souvent relevé ce défaut. L’établissement relève les compteurs.", "fr", 0.5),
        ("Les écrans affichaient une page noire.", "fr", 1.0),
        ("Les équipes rebranchèrent les postes.", "fr", 1.0),
        ("L’établissement devrait faire un essai.", "fr", 0.0),
        ("Un extrait du journal est conservé.", "fr", 0.0),
        ("The screens were black.", "en", 1.0),
        ("Screens are cleaned.", "en", 0.0),
        ("", "fr", 0.0),
    ],
    ids=["perfect", "imperfect", "simple past", "conditional", "noun in -ait", "were", "are", "empty"],
)
def test_share_of_sentences_in_a_past_tense(text, language, share):
    assert past_share(situation(text, language).own, language) == share


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Le contrôle est réalisé par la direction générale.", "management"),
        ("Le contrôle est réalisé chaque mois sur un échantillon tiré par la direction générale.", ""),
    ],
    ids=["does it", "does something else"],
)
def test_the_agent_of_a_later_participle_is_not_bound(text, actor):
    assert [laid.duty.actor for laid in lay_duties(situation(text).own, "fr")] == [actor]


def test_what_law_forbids_of_things_described_is_no_prohibition():
    text = "Le dossier rassemble des données dont le traitement est interdit en principe."
    tags = TAGGERS["fr"].tag(Provision(id="a", text=text))
    assert "prohibition" not in {tag.value for tag in tags}


def test_a_dated_line_on_the_cover_asks_for_nothing():
    cover = Provision(id="b", heading="Draft guidance on records")
    tags = TAGGERS["en"].tag(Provision(id="a", text="Consultation draft – May 2026"), (cover,))
    assert [tag.value for tag in tags if tag.facet in ("role", "modality")] == ["information"]
