"""Plain text is cut into paragraphs, headings and items by the shape of its lines."""

from __future__ import annotations

import pytest

WRAPPED = "Le responsable du traitement prend toutes les mesures\nutiles pour garantir la sécurité des données, et il les\nrevoit."

TEXTS = {
    "blank lines": ("un\n\ndeux\n\n\ntrois\n", ["un", "deux", "trois"]),
    "wrapped lines": (WRAPPED, [WRAPPED.replace("\n", " ")]),
    "wrapped paragraphs without blank lines": (f"{WRAPPED}\n{WRAPPED}", [WRAPPED.replace("\n", " ")] * 2),
    "one paragraph a line": ("Premier alinéa.\nSecond alinéa.\n" + "x" * 200, ["Premier alinéa.", "Second alinéa.", "x" * 200]),
    "a sentence over short lines": (
        "Article 1\nLe présent texte fixe les règles\nd'accès au dossier.\na) premier point qui\nva plus loin\n",
        ["Article 1", "Le présent texte fixe les règles d'accès au dossier.", "a) premier point qui va plus loin"],
    ),
    "Markdown headings": ("# Projet\n## 1. Objet\ntexte", ["h1: Projet", "h2: 1. Objet", "texte"]),
    "underlined headings": ("Projet\n======\n\nObjet\n-----\ntexte", ["h1: Projet", "h2: Objet", "texte"]),
    "items": ("- un\n- deux\n  • trois", ["- un", "- deux", "• trois"]),
    "items wrapped": (WRAPPED + "\n- " + WRAPPED + "\n- fin", [WRAPPED.replace("\n", " "), "- " + WRAPPED.replace("\n", " "), "- fin"]),
    "typed numbers begin a block": (WRAPPED + "\n2. Autre", [WRAPPED.replace("\n", " "), "2. Autre"]),
    "windows line ends": ("un\r\n\r\ndeux\r\n", ["un", "deux"]),
    "hyphen kept": (
        WRAPPED + " Les obligations du sous-\ntraitant sont décrites au contrat qui le lie au responsable,\net au registre.",
        [WRAPPED.replace("\n", " ") + " Les obligations du sous-traitant sont décrites au contrat qui le lie au responsable, et au registre."],
    ),
    "hyphen dropped": (
        "Un traitement de données personnelles est décrit ici, et ce traite-\nment est inscrit au registre tenu par lui.",
        ["Un traitement de données personnelles est décrit ici, et ce traitement est inscrit au registre tenu par lui."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), TEXTS.values(), ids=TEXTS.keys())
def test_blocks(read_plain, outline, text, lines):
    assert outline(read_plain(text)) == lines


def test_form_feeds_turn_pages(read_plain):
    assert [(block.text, block.page_number) for block in read_plain("un\fdeux").blocks] == [
        ("un", 1),
        ("deux", 2),
    ]
