"""What a provision does, told from its words."""

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.modality import FRAGMENT
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

TAGGERS = {language: Tagger(load_profile(), language, by_rules=True) for language in ("fr", "en")}


def modality(text, *, language="fr", kind="guide", above=()):
    tags = TAGGERS[language].tag(Provision(id="x", text=text), above, kind=kind)
    return next(tag for tag in tags if tag.facet == "modality")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le responsable de traitement doit chiffrer les données.", "obligation"),
        ("Les sauvegardes ne doivent pas être accessibles depuis le réseau.", "prohibition"),
        ("Les comptes partagés ne doivent en aucun cas être utilisés.", "prohibition"),
        ("Aucun compte générique ne peut être créé.", "prohibition"),
        ("L’usage de comptes partagés est à proscrire.", "prohibition"),
        ("Il est interdit de consulter le dossier d’un collègue.", "prohibition"),
        ("Le sous-traitant s’engage à ne pas réutiliser les données.", "prohibition"),
        ("L’accès ne peut être accordé qu’aux professionnels habilités.", "obligation"),
        ("Le responsable est tenu d’informer les personnes.", "obligation"),
        ("Il appartient à l’établissement de vérifier les habilitations.", "obligation"),
        ("Il est impératif de tester les sauvegardes.", "obligation"),
        ("La traçabilité est obligatoire.", "obligation"),
        ("Le titulaire notifie toute violation au responsable de traitement.", "obligation"),
        ("L’entité cloisonne les réseaux.", "obligation"),
        ("Les accès seront tracés dans le système.", "obligation"),
        ("La CNIL recommande de chiffrer les postes.", "recommendation"),
        ("Il est recommandé de former les utilisateurs.", "recommendation"),
        ("Les mots de passe devraient être longs.", "recommendation"),
        ("Il convient de revoir les droits au moins une fois par an.", "recommendation"),
        ("Le partage du mot de passe est déconseillé.", "recommendation"),
        ("Chiffrer les postes nomades", "recommendation"),
        ("• Ne pas utiliser de compte générique", "recommendation"),
        ("Le responsable peut recourir à un sous-traitant.", "permission"),
        ("Le responsable n’est pas tenu de désigner un délégué.", "permission"),
        ("Cette règle n’interdit pas les comptes de service.", "permission"),
        ("les comptes ouverts et fermés dans l’année ;", "information"),
        ("Une authentification unique est envisageable.", "permission"),
        ("Les attaquants peuvent exploiter une vulnérabilité.", "information"),
        ("Ces failles peuvent conduire à une compromission.", "information"),
        ("Lorsque l’entité doit conserver des journaux, le volume croît.", "information"),
        ("Le dossier patient regroupe les informations de santé.", "information"),
        ("", "information"),
    ],
)
def test_french(text, expected):
    assert modality(text).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The controller must encrypt backups.", "obligation"),
        ("The processor shall not reuse the data.", "prohibition"),
        ("Shared accounts are prohibited.", "prohibition"),
        ("You should review access rights every year.", "recommendation"),
        ("The controller may use a processor.", "permission"),
        ("Controllers are not required to appoint an officer.", "permission"),
        ("Review the logs regularly.", "recommendation"),
        ("The record contains health data.", "information"),
        ("In this draft, “must” stands for a legal duty.", "information"),
        ("Access is granted only to authorised staff and must be logged.", "obligation"),
    ],
)
def test_english(text, expected):
    assert modality(text, language="en").value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiffrer les postes nomades", "obligation"),
        ("Ne pas utiliser de compte générique", "prohibition"),
        ("Une procédure de gestion des incidents est élaborée.", "obligation"),
        ("Le terme prestataire désigne la personne qui fournit le service.", "information"),
    ],
)
def test_requirements_command_what_a_guide_advises(text, expected):
    assert modality(text, kind="requirements").value == expected


@pytest.mark.parametrize(
    ("introduction", "item", "expected"),
    [
        ("Il est recommandé de :", "chiffrer les postes ;", "recommendation"),
        ("Le responsable de traitement doit :", "chiffrer les postes ;", "obligation"),
        ("Les établissements peuvent :", "recourir à un hébergeur ;", "permission"),
        ("Il est recommandé de :", "ne doit jamais être partagé ;", "prohibition"),
    ],
)
def test_items_take_what_introduces_them(introduction, item, expected):
    parent = Provision(id="parent", text=introduction)
    tag = modality(item, above=(parent,))
    assert tag.value == expected
    if expected != "prohibition":
        assert tag.evidence[0].provision_id == "parent"


@pytest.mark.parametrize(
    ("text", "above", "rule"),
    [
        ("les comptes ouverts dans l’année ;", (), FRAGMENT),
        ("les postes sont chiffrés ;", (), FRAGMENT),
        ("les comptes doivent être nominatifs ;", (), "modality.cue"),
        ("chiffrer les postes ;", (), "modality.instruction"),
        (
            "les comptes ouverts ;",
            (Provision(id="p", text="Le relevé doit indiquer :"),),
            "modality.introduction",
        ),
        ("Les comptes ouverts dans l’année sont fermés.", (), "modality.required"),
    ],
    ids=["a thing", "a state", "a duty", "an instruction", "introduced", "a sentence"],
)
def test_the_end_of_a_sentence_asks_for_nothing_by_itself(text, above, rule):
    assert modality(text, above=above, kind="requirements").rule == rule


def test_the_strongest_of_several_wins():
    text = (
        "Il est recommandé de chiffrer. Les clés ne doivent pas être partagées. Le responsable peut déléguer."
    )
    assert modality(text).value == "prohibition"


def test_definitions_lay_no_duty():
    heading = Provision(id="d", heading="2. Définitions")
    assert modality("Le prestataire peut fournir un service.", above=(heading,)).value == "information"


def test_prohibitions_win_over_duties_that_bind_somebody():
    text = "Le compte ne doit pas être partagé. L’établissement doit tracer son usage."
    assert modality(text).value == "prohibition"


@pytest.mark.parametrize(
    ("kind", "expected"), [("recommendation", "recommendation"), ("section", "information")]
)
def test_a_recommendation_may_say_it_all_in_its_heading(kind, expected):
    provision = Provision(id="r1", kind=kind, heading="Chiffrer les postes nomades")
    tags = TAGGERS["fr"].tag(provision, kind="guide")
    assert [tag.value for tag in tags if tag.facet == "modality"] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Sur trente-sept établissements contrôlés, six avaient un plan.",
        "Dans neuf établissements, le DPD a appris la mise en service d’un module.",
    ],
    ids=["participle", "past"],
)
def test_what_was_observed_lays_no_duty(text):
    assert modality(text).value == "information"


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("Définitions", "Ensemble des documents dont l’emploi est recommandé par l’Agence.", "information"),
        ("Fiche 1 – Vocabulaire", "Bris de glace : accès qui doit rester exceptionnel.", "information"),
        ("Annexe B : Glossaire", "Journal : fichier dans lequel doivent figurer les accès.", "information"),
        ("Définitions", "Le prestataire doit reprendre ces termes dans ses contrats.", "obligation"),
        ("Section des sages", "Les accès doivent être tracés.", "obligation"),
    ],
    ids=["definition", "printed number", "annex", "somebody is bound", "no number"],
)
def test_a_word_of_duty_in_a_definition_commands_nobody(heading, text, expected):
    above = (Provision(id="above", heading=heading),)
    assert modality(text, kind="requirements", above=above).value == expected


@pytest.mark.parametrize(
    "text",
    [
        "Il est entendu par droits étendus ceux qui permettent d’effacer des traces.",
        "et les activités des administrateurs liées à la sécurité de ces équipements ;",
    ],
    ids=["explains words", "end of a sentence"],
)
def test_even_among_requirements_some_texts_command_nobody(text):
    assert modality(text, kind="requirements").value == "information"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kind": "footnote", "text": "RGPD, article 38, paragraphes 3 et 6."}, "modality.cited"),
        (
            {"level": "finding", "text": "Neuf établissements avaient désigné un comité de sécurité ;"},
            "modality.finding",
        ),
    ],
    ids=["note", "finding"],
)
def test_notes_and_findings_without_a_word_of_duty_only_inform(fields, rule):
    tagger = Tagger(load_profile(), "fr")
    above = (Provision(id="above", heading="Gouvernance de la sécurité"),)
    tags = tagger.tag(Provision(id="x", **fields), above, kind="requirements")
    assert [(tag.value, tag.rule) for tag in tags if tag.facet == "modality"] == [("information", rule)]
    assert rule == "modality.finding" or not [tag for tag in tags if tag.facet == "role"]
