"""The sample drafts as DOCX, PDF and HTML: the same provisions get the same ids, and no letter of a file is lost.

What a file holds is taken from pypdfium2's raw text and from the XML of the package, not from our own readers.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree

from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import ReadOptions
from toolkit.read.reader import read_file
from toolkit.structure.build import build_draft
from toolkit.structure.normalise import normalise

CORPUS = Path(__file__).parents[2] / "corpus"
SAME_IDS = 0.97
PLACED = 0.999
WORDS = 40
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINTED_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")


@cache
def parsed(path: Path) -> ParsedDraft:
    return build_draft(read_file(path, ReadOptions()))


def ids(path: Path) -> set[tuple[str, str]]:
    """Return each id with how its provision begins."""
    return {
        (provision.id, letters(provision.number + provision.heading + provision.text)[:WORDS])
        for provision in parsed(path).provisions
    }


def letters(text: str) -> str:
    return "".join(character for character in normalise(text).casefold() if character.isalnum())


@pytest.mark.parametrize("sample", ["sample-fr", "sample-en"])
@pytest.mark.parametrize("other", ["pdf", "html"])
def test_a_provision_has_the_same_id_in_every_format(sample: str, other: str) -> None:
    word, same = ids(CORPUS / f"{sample}.docx"), ids(CORPUS / f"{sample}.{other}")
    assert len(word & same) >= SAME_IDS * len(word | same), sorted(word ^ same)


def placed(draft: ParsedDraft) -> Counter[str]:
    """Count the letters and digits of provisions and furniture."""
    counted: Counter[str] = Counter()
    for provision in draft.provisions:
        cells = (cell for row in provision.rows for cell in row)
        marks = (call.mark for call in provision.calls)
        for part in (provision.number, provision.heading, provision.text, *cells, *marks):
            counted.update(letters(part))
    for piece in draft.furniture:
        counted.update(letters(piece.text))
    return counted


def held_by_pdf(path: Path) -> Counter[str]:
    with pypdfium2.PdfDocument(path) as document:
        return Counter(letters("".join(page.get_textpage().get_text_range() for page in document)))


def held_by_docx(file: Path | BytesIO) -> Counter[str]:
    counted: Counter[str] = Counter()
    with zipfile.ZipFile(file) as package:
        for name in filter(PRINTED_PARTS.fullmatch, package.namelist()):
            for element in etree.fromstring(package.read(name)).iter(f"{W}t"):
                counted.update(letters(element.text or ""))
    return counted


@pytest.mark.parametrize("sample", ["sample-fr", "sample-en"])
def test_every_letter_of_the_pdf_is_placed_once(sample: str) -> None:
    path = CORPUS / f"{sample}.pdf"
    held, found = held_by_pdf(path), placed(parsed(path))
    few = (1 - PLACED) * held.total()
    assert (held - found).total() <= few, held - found
    assert (found - held).total() <= few, found - held


@pytest.mark.parametrize("sample", ["sample-fr", "sample-en"])
def test_every_letter_of_the_word_file_is_placed(sample: str) -> None:
    path = CORPUS / f"{sample}.docx"
    held = held_by_docx(path)
    # numbers that Word counts and running lines are printed but do not stand in these parts
    assert (held - placed(parsed(path))).total() <= (1 - PLACED) * held.total()


def test_every_letter_of_a_made_word_file_is_placed_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Article 1er – Périmètre", 1)
    document.add_paragraph("1.1 Le responsable désigne un référent,\nsans délai.")
    document.add_paragraph("Journaliser les accès", style="List Bullet")
    table = document.add_table(3, 2)
    for row, words in zip(
        table.rows, [("N°", "Exigence"), ("R1", "Chiffrer"), ("R2", "Sauvegarder")], strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    path = tmp_path / "made.docx"
    document.save(str(path))
    held, found = held_by_docx(path), placed(parsed(path))
    assert held == found
