"""Large first letters, as a printed page gives them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.pdf.pages import lines, text, write_pdf
from tests.structure_pages.printed import line, reading
from toolkit.model.layout import Block, Box, Run, Style
from toolkit.model.reading import ReadOptions
from toolkit.pipeline import parse_in_process
from toolkit.structure.page.drop_caps import restore_drop_caps

FIRST = "es établissements de santé traitent chaque jour des données dont"
SECOND = "la sensibilité impose des mesures adaptées à chaque risque connu"
THIRD = "et relues chaque année."


def cap(letter: str, x0: float, top: float, size: float) -> Block:
    style = Style(size_pt=size, font="Serif")
    box = Box(x0, top, x0 + 0.7 * size, top + 1.1 * size)
    return Block(kind="line", text=letter, style=style, page_number=1, box=box)


def texts(*lines: Block | str) -> list[str]:
    return [block.text for block in restore_drop_caps(reading(list(lines)).blocks)]


def on_one_line(letter: str, rest: str, top: float) -> Block:
    """A line that a cap shares its baseline with: its box reaches up to the top of the cap."""
    block = line(f"50 {top} | {letter} {rest}", runs=(Run(0, 1, Style(size_pt=24, font="Serif")),))
    assert block.box is not None
    return msgspec.structs.replace(block, box=Box(50, top - 14, block.box.x1, block.box.bottom))


CASES: dict[str, tuple[list[Block | str], list[str]]] = {
    "on the baseline of the second line": (
        [f"68 100 | {FIRST}", on_one_line("L", SECOND, 112), f"50 124 | {THIRD}"],
        [f"L{FIRST}", SECOND, THIRD],
    ),
    "on the line that it begins": (
        [on_one_line("L", FIRST, 112), f"68 124 | {SECOND}"],
        [f"L{FIRST}", SECOND],
    ),
    "a line of its own": (
        [cap("L", 50, 98, 24), f"68 100 | {FIRST}", f"68 112 | {SECOND}", f"50 124 | {THIRD}"],
        [f"L{FIRST}", SECOND, THIRD],
    ),
    "read after the lines beside it": (
        [f"68 100 | {FIRST}", f"68 112 | {SECOND}", cap("L", 50, 98, 24), f"50 124 | {THIRD}"],
        [f"L{FIRST}", SECOND, THIRD],
    ),
    "a word of one letter": (
        [cap("À", 50, 98, 24), "68 100 | l’issue de la consultation, la commission", f"68 112 | {SECOND}"],
        ["À l’issue de la consultation, la commission", SECOND],
    ),
    "a word of one letter, told by the space": (
        [cap("Y", 50, 98, 24), "72 100 | figurent les durées de conservation", f"68 112 | {SECOND}"],
        ["Y figurent les durées de conservation", SECOND],
    ),
    "a letter that numbers a title": (
        [on_one_line("A", "Introduction", 112), f"50 140 | {SECOND}"],
        ["A Introduction", SECOND],
    ),
    "a letter of the text’s size": (["50 100 | A", f"68 100 | {FIRST}"], ["A", FIRST]),
}


@pytest.mark.parametrize("case", CASES)
def test_where_the_letter_goes(case: str) -> None:
    printed, expected = CASES[case]
    assert texts(*printed) == expected


def test_a_printed_drop_cap_begins_its_paragraph(tmp_path: Path) -> None:
    page = text(50, 110, "L", size=30) + lines(76, 98, FIRST, SECOND) + lines(50, 122, THIRD)
    draft = parse_in_process(write_pdf(tmp_path / "a.pdf", [page]), ReadOptions())
    assert [provision.text for provision in draft.provisions] == [f"L{FIRST} {SECOND} {THIRD}"]
