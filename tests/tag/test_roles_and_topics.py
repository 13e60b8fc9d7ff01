"""Who should have a provision on their desk, and what it is about."""

import pytest

from toolkit.model.provision import Provision
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger
from toolkit.tag.weighing import THRESHOLD

TAGGERS = {language: Tagger(load_profile(), language, by_rules=True) for language in ("fr", "en")}


def tagged(text, facet, *, language="fr", above=(), heading=""):
    tags = TAGGERS[language].tag(Provision(id="x", heading=heading, text=text), above)
    return {tag.value: tag for tag in tags if tag.facet == facet}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Le sous-traitant doit notifier les incidents.", "processor"),
        ("Il appartient à l’hébergeur de tracer les accès.", "processor"),
        ("Les accès sont contrôlés par le prestataire.", "processor"),
        ("Le logiciel de dossier patient doit horodater les accès.", "processor"),
        ("Une analyse d’impact relative à la protection des données doit être réalisée.", "dpo"),
        ("Les patients doivent être informés de leurs droits.", "dpo"),
        ("Le contrat doit comporter les clauses prévues à l’article 28 du RGPD.", "legal"),
        ("Le secret médical s’impose à tous.", "legal"),
        ("Les doublons d’identité doivent être corrigés par la cellule d’identitovigilance.", "dim"),
        ("La réutilisation des données du dossier patient doit être encadrée.", "dim"),
        ("Le responsable de traitement doit chiffrer les postes de travail.", "it"),
        ("Les sauvegardes doivent être testées une fois par an.", "it"),
        ("Une politique de sécurité doit être définie et revue.", "ciso"),
        ("Les personnels doivent être sensibilisés.", "ciso"),
        ("La direction doit allouer les moyens nécessaires.", "management"),
        ("L’établissement doit tenir compte de ces éléments.", "management"),
        ("Les professionnels de santé ne doivent pas partager leur mot de passe.", "care_team"),
        ("Un mode bris de glace doit exister.", "care_team"),
    ],
)
def test_roles_in_french(text, role):
    assert role in tagged(text, "role")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The processor shall notify the controller.", "processor"),
        ("The controller must carry out a data protection impact assessment.", "dpo"),
        ("Backups must be encrypted.", "it"),
        ("The board must approve the budget.", "management"),
        ("Clinicians must not share passwords.", "care_team"),
        ("A security policy should be adopted.", "ciso"),
    ],
)
def test_roles_in_english(text, role):
    assert role in tagged(text, "role", language="en")


@pytest.mark.parametrize(
    "text",
    [
        "On entend par dossier l’ensemble des informations.",
        "Le présent document comporte douze parties.",
        "",
    ],
)
def test_nobody_is_called_by_a_definition(text):
    assert tagged(text, "role") == {}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Gérer les habilitations par profil.", "access_control"),
        ("Imposer une authentification multifacteur.", "authentication"),
        ("Journaliser les accès.", "logging"),
        ("CHIFFREMENT DES DONNEES", "encryption"),
        ("Tester la restauration des sauvegardes.", "backup"),
        ("Cloisonner le réseau par un pare-feu.", "network"),
        ("Protéger les locaux par des badges.", "physical_security"),
        ("Appliquer les correctifs de sécurité.", "hardening"),
        ("Notifier les violations de données.", "incident"),
        ("Établir un plan de continuité d’activité.", "continuity"),
        ("Mener une analyse de risques.", "risk_governance"),
        ("Encadrer la sous-traitance par un contrat.", "processing_contract"),
        ("Recueillir le consentement des personnes concernées.", "data_subject_rights"),
        ("Définir la finalité et la base légale.", "lawfulness"),
        ("Fixer une durée de conservation.", "retention"),
        ("Respecter le secret médical.", "data_sharing"),
        ("Former et sensibiliser.", "training"),
        ("Qualifier l’identité nationale de santé.", "health_record"),
    ],
)
def test_topics(text, topic):
    assert next(iter(tagged(text, "topic"))) == topic


def test_who_checks_a_service_provider_gets_its_duties():
    checked = tagged("Le prestataire doit journaliser les accès à la plateforme.", "role")
    assert {"processor", "ciso"} <= checked.keys()
    assert "it" not in checked


def test_forms_that_share_a_stem_are_told_apart():
    assert "training" not in tagged("Livrer les traces dans un format documenté.", "topic")
    assert "processor" not in tagged("The controller should provide a statement.", "role", language="en")


def test_headings_above_lend_their_topic_with_less_confidence():
    heading = Provision(id="fiche-7", kind="fiche", heading="Sauvegardes et restauration")
    inherited = tagged("Prévoir un test tous les ans.", "topic", above=(heading,))["backup"]
    own = tagged("Prévoir un test tous les ans.", "topic", heading="Sauvegardes et restauration")["backup"]
    assert inherited.score < own.score
    assert {evidence.provision_id for evidence in inherited.evidence} == {"fiche-7"}


def test_proposed_tags_reach_the_threshold_and_doubtful_ones_are_asked_for():
    provision = Provision(
        id="x", text="Le prestataire doit chiffrer les sauvegardes et former ses personnels."
    )
    proposed = TAGGERS["fr"].tag(provision)
    doubtful = Tagger(load_profile(), "fr", floor=0.1, by_rules=True).tag(provision)
    assert all(tag.score >= THRESHOLD for tag in proposed if tag.facet in ("role", "topic"))
    assert {tag.value for tag in proposed} <= {tag.value for tag in doubtful}


def test_a_table_is_read_cell_by_cell():
    table = Provision(
        id="t", kind="table", rows=(("Mesure", "Qui"), ("Chiffrement", "L’hébergeur doit chiffrer"))
    )
    tags = TAGGERS["fr"].tag(table)
    assert {"processor"} <= {tag.value for tag in tags}
    assert {evidence.field for tag in tags for evidence in tag.evidence} == {"rows"}
