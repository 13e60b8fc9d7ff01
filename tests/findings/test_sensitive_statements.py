"""Sentences that a respondent would regret: measured on labelled ones of which a third was never looked at while tuning."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from toolkit.consolidate.findings.admissions import admissions
from toolkit.consolidate.findings.coined import coined_names
from toolkit.consolidate.findings.confidential import revealed
from toolkit.consolidate.findings.named import persons, products
from toolkit.consolidate.findings.weighing import balances, outweighs

LABELLED = [
    line.split("\t")
    for name in ("labelled_sentences.tsv", "later_sentences.tsv", "remarks_of_hospital_staff.tsv")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]
RECALL, PRECISION = 0.9, 0.7


def _rules(sentence: str) -> set[str]:
    spots = (*revealed(sentence), *products(sentence), *persons(sentence), *coined_names(sentence))
    return {spot.rule for spot in spots} | {found.kind for found in admissions(sentence)}


def _is_held_out(sentence: str) -> bool:
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % 3 == 0


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned", "held out"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_sensitive_statements_are_found_and_harmless_ones_left(language: str, held_out: bool) -> None:
    rows = [
        (label, sentence)
        for named, label, sentence in LABELLED
        if named == language and _is_held_out(sentence) == held_out
    ]
    sensitive = [bool(_rules(sentence)) for label, sentence in rows if label != "-"]
    harmless = [bool(_rules(sentence)) for label, sentence in rows if label == "-"]
    assert sum(sensitive) / len(sensitive) >= RECALL
    assert sum(sensitive) / (sum(sensitive) + sum(harmless)) >= PRECISION


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Nous n’avons pas de MFA depuis l’incident de mars.", "incident"),
        ("Notre PRA n’a jamais été testé.", "admission"),
        ("We do not yet encrypt our backups.", "admission"),
    ],
)
def test_the_sentence_is_what_is_shown(sentence: str, kind: str) -> None:
    before = "Nous soutenons cette mesure. "
    (found,) = admissions(before + sentence)
    assert (found.kind, (before + sentence)[found.start : found.end]) == (kind, sentence)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le pare-feu 10.2.3.4:8443 filtre.", "10.2.3.4:8443"),
        ("au 192.168.0.0/16", "192.168.0.0/16"),
        ("le serveur 8.8.8.8", "8.8.8.8"),
        ("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a"),
    ],
)
def test_addresses_are_found_whole(text: str, words: str) -> None:
    assert [text[spot.start : spot.end] for spot in revealed(text) if spot.rule == "ip_address"] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "au paragraphe 7.2.1.3",
        "la version 3.11.2.1",
        "Section 10.2.0.1 and 10.2.0.2",
        "à 12:30:45",
        "1.2.3",
        "1.2.3.4.5",
        "999.1.1.1",
    ],
)
def test_numbers_of_clauses_versions_and_times_are_no_addresses(text: str) -> None:
    assert [spot.rule for spot in revealed(text)] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La durée est réglée en dur dans Orvalis.", "Orvalis"),
        ("CareLink v4.2 ne distingue pas les droits.", "CareLink"),
        ("Nous avons demandé à Soframed une évolution.", "Soframed"),
        ("Notre éditeur, Medixia, refuse.", "Medixia"),
        ("We asked Vitalora for read logs and were refused by the supplier.", "Vitalora"),
    ],
)
def test_an_unknown_product_is_known_by_its_shape_and_place(text: str, name: str) -> None:
    assert [text[spot.start : spot.end] for spot in coined_names(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Le site de Valmont est concerné.",
        "Nous soutenons la Commission.",
        "À Strasbourg, la règle diffère.",
        "Le Ségur finance une partie du logiciel.",
        "Finally, the software is certified.",
        "Security is a contract matter.",
    ],
)
def test_towns_bodies_and_first_words_are_no_products(text: str) -> None:
    assert list(coined_names(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vu avec J. Morel.", "J. Morel"),
        ("Relu par A.-S. KERBRAT.", "A.-S. KERBRAT"),
        ("LEFÈVRE Jean-Marc a validé.", "LEFÈVRE Jean-Marc"),
        ("Contacter Tiphaine ROUSSEL.", "Tiphaine ROUSSEL"),
        ("Vu avec Ewen Le Goff hier.", "Ewen Le Goff"),
        ("Écrire à Solenn Le Bihan, direction des soins.", "Solenn Le Bihan"),
    ],
)
def test_a_person_is_known_without_title_or_common_first_name(text: str, name: str) -> None:
    assert name in [text[spot.start : spot.end] for spot in persons(text)]


@pytest.mark.parametrize(
    "text",
    ["Articles R. 1112-7 et L. 1110-4.", "Le Référentiel ANSSI.", "Le Centre HOSPITALIER.", "Voir Annexe B."],
)
def test_articles_and_acronyms_are_no_persons(text: str) -> None:
    assert list(persons(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le poste s’ouvre avec Hopital2021! partout.", "Hopital2021!"),
        ("Le code de la baie est 4589.", "4589"),
        ("digicode : 2580A", "2580A"),
    ],
)
def test_a_secret_is_known_by_its_form_or_the_word_before(text: str, words: str) -> None:
    assert [text[spot.start : spot.end] for spot in revealed(text) if spot.rule == "secret"] == [words]


@pytest.mark.parametrize("text", ["Le code postal est 75012.", "En 2021 !", "CO2 et C#", "version 2.1 !"])
def test_numbers_and_marks_are_no_secrets(text: str) -> None:
    assert [spot.rule for spot in revealed(text)] == []


@pytest.mark.parametrize(
    ("sentence", "grammar", "weighs"),
    [
        ("les secretaires laissent les listes sur le comptoir", set(), True),
        ("les editeurs laissent peu de marge", set(), False),
        ("le projet doit preciser qui ferme les sessions", set(), False),
        ("les secretaires laissent les listes sur le comptoir", {"question"}, False),
    ],
    ids=["inside and bad practice", "everybody", "draft and duty", "question"],
)
def test_what_speaks_for_an_admission_is_weighed_against_the_rest(
    sentence: str, grammar: set[str], weighs: bool
) -> None:
    assert outweighs("admission", sentence, sentence, grammar=grammar, language="fr") is weighs


@pytest.mark.parametrize("kind", ["admission", "incident"])
def test_each_cue_is_named_once_and_has_words_or_none_in_both_languages(kind: str) -> None:
    cues = getattr(balances(), kind).cues
    assert len({cue.name for cue in cues}) == len(cues)
    assert all((cue.scope == "grammar") == (not cue.fr and not cue.en) for cue in cues)
