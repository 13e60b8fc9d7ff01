"""Sentences that a respondent would regret: measured on labelled ones of which a third was never looked at while tuning."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from toolkit.consolidate.findings.admissions import admissions
from toolkit.consolidate.findings.confidential import revealed
from toolkit.consolidate.findings.named import persons, products

LABELLED = [
    line.split("\t")
    for name in ("labelled_sentences.tsv", "later_sentences.tsv")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]
RECALL, PRECISION = 0.9, 0.7


def _rules(sentence: str) -> set[str]:
    spots = (*revealed(sentence), *products(sentence), *persons(sentence))
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
