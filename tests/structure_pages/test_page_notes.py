"""Footnotes whose calls are hard to tell, and notes at the end of a document."""

from __future__ import annotations

from tests.structure_pages.printed import called, line, paragraph, reading
from toolkit.model.layout import Block, Run, Style
from toolkit.structure.build import build_draft
from toolkit.structure.page.paragraphs import join_lines

TEXT = "Le responsable de traitement s’assure que chaque professionnel"
BODY = paragraph(60, TEXT, TEXT, TEXT)


def joined(*pages: list[Block | str]) -> tuple[Block, ...]:
    given = reading(*pages)
    return join_lines(given.blocks, given)


def notes(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in blocks if block.role == "note"]


def raised(notation: str, mark: str) -> Block:
    """A line in which the mark is printed raised without being told as a call."""
    block = line(notation)
    start = block.text.index(mark)
    runs = (Run(start, start + len(mark), Style(size_pt=6, superscript=True)),)
    return line(notation, runs=runs)


def test_a_raised_mark_behind_a_figure_is_the_call_of_a_note_that_has_no_other() -> None:
    blocks = joined(
        [*BODY, raised("50 110 | comme SHA-268 (fonction de hachage)", "68"), "50 740 7 | 68 Voir la norme."]
    )
    # the note is told by its call, which only the note tells
    assert notes(blocks) == [("68", "Voir la norme.")]
    (caller,) = [block for block in blocks if block.calls]
    assert caller.text.endswith("comme SHA-2 (fonction de hachage)")
    assert caller.text[caller.calls[0].offset - 5 : caller.calls[0].offset] == "SHA-2"


def test_a_raised_mark_stays_an_exponent_beside_a_called_note() -> None:
    blocks = joined(
        [
            *BODY,
            called("50 110 | Voir le guide", "6"),
            raised("50 140 | soit 106 octets", "6"),
            "50 740 7 | 6 Voir.",
        ]
    )
    assert any(block.text == "soit 106 octets" for block in blocks)


def test_the_next_number_opens_the_next_note_without_a_call() -> None:
    foot = ["50 730 7 | 14 Guide de l’agence.", "50 740 7 | 15 Liste des documents."]
    blocks = joined([*BODY, called("50 110 | Voir le guide", "14"), *foot])
    assert notes(blocks) == [("14", "Guide de l’agence."), ("15", "Liste des documents.")]


def test_a_note_that_looks_like_one_goes_on_with_the_numbers_of_the_page_before() -> None:
    first = [*BODY, called("50 110 | Voir le guide.", "3"), "50 740 7 | 3 Guide de l’agence."]
    own_look = line("50 740 7 | 4 Étude sur le métier.", 2, runs=(Run(0, 1, Style(size_pt=7, bold=True)),))
    blocks = joined(first, [*BODY, own_look], [called("50 60 | Selon l’étude", "4", 3), *paragraph(90, TEXT)])
    assert notes(blocks)[-1] == ("4", "Étude sur le métier.")
    (note,) = [block.note for block in blocks if block.label == "4"]
    assert [call.note for block in blocks for call in block.calls][-1] == note


def test_small_print_that_opens_with_any_number_is_no_note() -> None:
    assert notes(joined([*BODY, "50 740 7 | 12 avenue de la Gare"])) == []


ENDNOTES: list[Block | str] = [
    "50 60 14B | Notes",
    "50 90 9 | 1. Règlement (UE) 2016/679 du 27 avril 2016.",
    "50 102 9 | 2. Voir la recommandation sur la journalisation",
    "62 114 9 | publiée en 2021.",
    "50 140 14B | Annexe",
    "50 170 | Le modèle de registre est donné à titre indicatif.",
]


def test_endnotes_are_joined_to_the_calls_in_the_text() -> None:
    text = [*BODY, called("50 110 | Le règlement", "1"), called("50 140 | La journalisation", "2")]
    draft = build_draft(reading(text, ENDNOTES))
    found = {note.number: note for note in draft.provisions if note.kind == "footnote"}
    assert {mark: note.text.replace("\n", " ") for mark, note in found.items()} == {
        "1": "Règlement (UE) 2016/679 du 27 avril 2016.",
        "2": "Voir la recommandation sur la journalisation publiée en 2021.",
    }
    callers = {call.provision_id for provision in draft.provisions for call in provision.calls}
    assert callers == {note.id for note in found.values()}
    assert draft.provisions[-1].text.startswith("Le modèle de registre")


def test_a_numbered_list_below_such_a_title_is_no_list_of_notes() -> None:
    assert notes(joined([*BODY, called("50 110 | Le règlement", "7")], ENDNOTES)) == []
