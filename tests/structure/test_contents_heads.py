"""Only what contents and bookmarks announce is looked for in the body: not their own heads, not the names of files."""

from __future__ import annotations

import pytest

from toolkit.model.layout import Block, OutlineEntry, Style
from toolkit.structure.headings.announced import read_announced


def line(text: str, style: str) -> Block:
    return Block(kind="paragraph", role="toc", text=text, style=Style(name=style))


CASES = {
    "a head without a page, among lines that have one": (
        [line("Sommaire", "TOC Heading"), line("Titre I\t4", "toc 1"), line("Accès\t5", "toc 2")],
        ["Titre I", "Accès"],
    ),
    "heads of columns": (
        [line("Subject", "TOC 1"), line("Policy\t3", "toc 1"), line("Legal\t9", "toc 1")],
        ["Policy", "Legal"],
    ),
    "a web page's contents have no page numbers": (
        [line("Contents", "h2"), line("Scope", "li"), line("Access", "li")],
        ["Scope", "Access"],
    ),
}


@pytest.mark.parametrize(("contents", "titles"), CASES.values(), ids=CASES.keys())
def test_the_heads_of_contents_announce_nothing(contents: list[Block], titles: list[str]) -> None:
    assert [entry.title for entry in read_announced([], contents, []).entries] == titles


def test_file_names_and_repeated_titles_are_not_missed_twice() -> None:
    marks = [
        OutlineEntry(title, 1, 3) for title in ("Guide_securite A5 WEB", "Accès", "Accès", "EXI_01 Tracer")
    ]
    missed = [issue.message for issue in read_announced(marks, [], []).unmet()]
    assert len(missed) == 2
    assert "Accès" in missed[0]
    assert "Tracer" in missed[1]
