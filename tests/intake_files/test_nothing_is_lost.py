"""Every letter of a file is in a remark or among what is set apart, whatever people write."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake_files.files import held, letters, mail_file, read, text_file, word_file, workbook_file

_PHRASES = st.sampled_from(
    [
        "Bonjour,",
        "Madame, Monsieur,",
        "Vous trouverez ci-dessous nos remarques.",
        "Sur la fiche 13, le délai est court.",
        "Au 7.2, 3e tiret, il manque un mot.",
        "RAS sur les fiches 2 à 5.",
        "R12 : supprimer « sans délai ».",
        "Fiche 7 – Habilitations",
        "- la date ;",
        "1. Premier point.",
        "a) un cas",
        "« Le DPO valide. »",
        "En effet, la charge est lourde.",
        "De manière générale, le texte est long.",
        "Rédaction proposée : le DPO est consulté.",
        "Cordialement,",
        "Marie Durand",
        "RSSI",
        "-- ",
        "Envoyé de mon iPhone",
        "PS : voir aussi la fiche 9.",
        "Le 2 nov. 2026 à 09:00, Jean a écrit :",
        "> Les comptes sont revus.",
        "De : Jean",
        "Envoyé : lundi",
        "Objet : x",
        "No comments on sections 4 to 6.",
        "Dear all, section 5 is unclear. Why?",
        "",
    ]
)
_LINES = st.lists(_PHRASES, min_size=1, max_size=14).map("\n".join)
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn", "Mn", "Mc", "Me", "Lm", "Sk")),
    max_size=40,
)
_CELLS = st.one_of(
    _PHRASES, st.sampled_from(["", "3", "7.2", "R12", "Général", "RAS", "ge", "-", "Supprimer"])
)


@given(text=_LINES)
@settings(max_examples=150)
def test_every_letter_of_a_note_is_kept(tmp_path: Path, text: str) -> None:
    if text.strip():
        assert letters(text) == held(read(text_file(tmp_path, text)))


@given(text=_LINES)
@settings(max_examples=60)
def test_every_letter_of_a_word_file_is_kept(tmp_path: Path, text: str) -> None:
    if any(map(str.isalnum, text)):
        paragraphs = [line for line in text.split("\n") if line]
        assert letters(text) == held(read(word_file(tmp_path, *paragraphs)))


@given(text=_LINES)
@settings(max_examples=150)
def test_every_letter_of_a_mail_is_kept(tmp_path: Path, text: str) -> None:
    found = read(mail_file(tmp_path, text, subject="Avis"))
    assert letters(text, "Avis") <= held(found)


@given(rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=10))
@settings(max_examples=100)
def test_every_letter_of_a_table_is_kept(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    head = ("Fiche", "Remarque", "Rédaction proposée")
    found = read(workbook_file(tmp_path, head, *([cell.lstrip("=") for cell in row] for row in rows)))
    assert letters(*head, *(cell for row in rows for cell in row)) == held(found)


@given(text=st.lists(_WORDS, min_size=1, max_size=6).map("\n".join))
@settings(max_examples=150)
def test_any_text_is_read(tmp_path: Path, text: str) -> None:
    if any(map(str.isalpha, text)):
        found = read(text_file(tmp_path, f"Note\n{text}"))
        assert len({remark.key for remark in found.remarks}) == len(found.remarks)
