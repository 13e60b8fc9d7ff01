"""The committed files are what the source builds, and each holds every word of it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from sample_reading import CORPUS, docx_letters, html_letters, letters, pdf_page_texts, read_truth

A4_PT = (595, 842)


@pytest.mark.parametrize("ending", ["docx", "html", "truth.json"])
def test_rebuilding_gives_the_committed_bytes(name: str, ending: str, tmp_path: Path) -> None:
    from build import build_files

    build_files(name, tmp_path)
    assert (tmp_path / f"{name}.{ending}").read_bytes() == (CORPUS / f"{name}.{ending}").read_bytes()


def source_fragments(name: str) -> list[str]:
    """Every heading, cell, note and paragraph of the source, cut where a note is called."""
    from building.inline import plain
    from building.notation import read_source
    from building.truth import called_notes

    draft = read_source(CORPUS / "source" / f"{name}.txt")
    lines = [draft.title, draft.issuer, draft.version, *draft.cover]
    for node, _ in draft.body.walk():
        cells = [cell for row in node.rows for cell in row if cell not in ("<", "^")]
        lines += [
            node.heading,
            *cells,
            *(paragraph.text for paragraph in node.paragraphs),
            *called_notes(node),
        ]
    cut = [letters(plain(piece)) for line in lines for piece in line.split("[^]")]
    return [fragment for fragment in cut if fragment]


def occurs(fragment: str, text: str) -> bool:
    """Whether it stands in the text, in one piece or on both sides of one page break."""
    if fragment in text:
        return True
    return any(fragment[:cut] in text and fragment[cut:] in text for cut in range(1, len(fragment)))


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda name: docx_letters(CORPUS / f"{name}.docx"), id="docx"),
        pytest.param(lambda name: html_letters(CORPUS / f"{name}.html"), id="html"),
        pytest.param(lambda name: letters("\n".join(pdf_page_texts(CORPUS / f"{name}.pdf"))), id="pdf"),
    ],
)
def test_every_word_of_the_source_is_in_every_format(name: str, read) -> None:
    text = read(name)
    assert [fragment for fragment in source_fragments(name) if not occurs(fragment, text)] == []


def test_automatic_numbers_are_printed_as_the_source_says(name: str) -> None:
    printed = letters("\n".join(pdf_page_texts(CORPUS / f"{name}.pdf")))
    numbered = [node for node in read_truth(name) if node["ref"] and node["kind"] != "footnote"]
    labels = [letters(node["ref"] + (node["title"] or node["text"])[:40]) for node in numbered]
    assert [label for label in labels if label not in printed] == []


def test_pdf_is_tagged_a4_with_bookmarks(name: str) -> None:
    with pikepdf.open(CORPUS / f"{name}.pdf") as pdf, pdf.open_outline() as outline:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == {"sample-fr": "fr-FR", "sample-en": "en-GB"}[name]
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {A4_PT}
        assert len(outline.root) == sum(
            node["kind"] in ("part", "fiche", "annex") for node in read_truth(name)
        )


def test_french_sample_is_long_and_repeats_a_header_row_over_a_page_break() -> None:
    pages = pdf_page_texts(CORPUS / "sample-fr.pdf")
    assert len(pages) >= 20
    assert sum("Point à vérifier" in page for page in pages) >= 2


def test_a_paragraph_of_the_french_sample_runs_over_a_page_break() -> None:
    printed = letters("\n".join(pdf_page_texts(CORPUS / "sample-fr.pdf")))
    torn = [fragment for fragment in source_fragments("sample-fr") if fragment not in printed]
    assert torn
    assert all(occurs(fragment, printed) for fragment in torn)


def test_files_stay_small(name: str) -> None:
    sizes = {path.name: path.stat().st_size for path in CORPUS.glob(f"{name}*")}
    assert max(sizes.values()) < 2_000_000
