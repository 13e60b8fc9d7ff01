"""Sentences that say nothing, that change the draft's words, and that take a position."""

from __future__ import annotations

import pytest

from toolkit.intake.proposals import proposal_of, stance_of
from toolkit.intake.silence import silent_place

SILENT = [
    ("RAS", ""),
    ("La fiche 1 n'appelle pas de remarque de ma part.", "fiche 1"),
    ("R.A.S.", ""),
    ("Néant.", ""),
    ("Rien à signaler pour la DSI", ""),
    ("RAS sur les fiches 2 à 5.", "fiches 2 à 5"),
    ("Nous n'avons pas d'observation particulière sur la fiche 3.", "fiche 3"),
    ("Fiche 3 – Journalisation : RAS", "Fiche 3"),
    ("No comments on sections 4 to 6.", "sections 4 to 6"),
    ("We have no comments at this stage", ""),
    ("fiches 9 et 10 : pas concernée", "fiches 9 et 10"),
    ("RAS pour la pharmacie sur les fiches 2 à 5.", "fiches 2 à 5"),
]


@pytest.mark.parametrize(("sentence", "clause"), SILENT, ids=[sentence for sentence, _clause in SILENT])
def test_nothing_to_say_is_a_silence_about_its_place(sentence: str, clause: str) -> None:
    place = silent_place(sentence)
    assert place is not None
    assert place.clause == clause


@pytest.mark.parametrize(
    "sentence",
    [
        "Pas de remarque sur la fiche 3, sauf le délai.",
        "RAS sur les fiches 2 à 5, mais la 6 est floue.",
        "Rien à signaler n'est pas une réponse.",
        "No comments were logged by the system.",
        "",
    ],
)
def test_more_than_silence_is_a_remark(sentence: str) -> None:
    assert silent_place(sentence) is None


CHANGES = [
    ("Nous proposons de remplacer « sept jours » par « trente jours ».", "sept jours", "trente jours", False),
    ("We suggest replacing “must” with “should”.", "must", "should", False),
    ("« sept jours » devrait être remplacé par « 30 jours »", "sept jours", "30 jours", False),
    ("Lire « habilitation » au lieu de « autorisation »", "autorisation", "habilitation", False),
    ("Ajouter « , au moins » après « tous les ans »", "tous les ans", "tous les ans, au moins", False),
    ("insert “securely” before “stored”", "stored", "securely stored", False),
    ("On propose « 3 mois minimum ».", "", "3 mois minimum", False),
    ("Je suggère d'écrire « au moins » plutôt que « tous »", "tous", "au moins", False),
    ("Supprimer « sans délai ».", "sans délai", "", True),
    ('Le mot "zut" doit être supprimé.', "zut", "", True),
    ("Supprimer cette recommandation.", "", "", True),
    ("Proposer la rédaction suivante : « Un registre est tenu. »", "", "Un registre est tenu.", False),
    (
        "« Le DPO valide » est flou. Rédaction proposée : Le DPO est consulté.",
        "Le DPO valide",
        "Le DPO est consulté.",
        False,
    ),
    ("Le terme « accès logique » est flou.", "accès logique", "", False),
    ("Le délai est trop court.", "", "", False),
]


@pytest.mark.parametrize(
    ("text", "quote", "proposed", "deletion"), CHANGES, ids=[case[0] for case in CHANGES]
)
def test_what_a_sentence_wants_changed(text: str, quote: str, proposed: str, deletion: bool) -> None:
    found = proposal_of(text)
    assert (found.quote, found.proposed, found.deletion) == (quote, proposed, deletion)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Nous sommes favorables à cette mesure.", "support"),
        ("Nous sommes favorables à cette mesure, mais le délai est court.", None),
        ("Nous ne sommes pas favorables à cette mesure.", "oppose"),
        ("We do not agree with this.", "oppose"),
        ("We welcome this section.", "support"),
        ("Quel est le délai ?", "question"),
        ("Nous proposons une autre formulation.", "amend"),
        ("Le délai est trop court.", None),
    ],
)
def test_a_position_is_stated_where_the_words_are_plain(text: str, position: str | None) -> None:
    assert stance_of(text) == position
