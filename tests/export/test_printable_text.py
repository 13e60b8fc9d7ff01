"""Any text can be written, and nothing in it disappears without a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from toolkit.export.printable import is_right_to_left, paragraphs, printable, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x00b", "a\u2400b", id="NUL is shown as its picture"),
        pytest.param("a\x1bb", "a\u241bb", id="escape"),
        pytest.param("a\x7fb", "a\u2421b", id="delete"),
        pytest.param("a\ud83db", "a\ufffdb", id="lone surrogate"),
        pytest.param("a\ufffeb", "a\ufffdb", id="noncharacter"),
        pytest.param("a\r\nb\rc\vd\fe\u2028f", "a\nb\nc\nd\ne\nf", id="line ends"),
        pytest.param("tab\there", "tab\there", id="a tab stays"),
        pytest.param("é 🏥 نص", "é 🏥 نص", id="letters and pictures stay"),
    ],
)
def test_what_cannot_be_written_is_shown(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_becomes_xml_of_the_same_length_or_less(text: str) -> None:
    node = etree.Element("t")
    node.text = printable(text)
    assert len(printable(text)) <= len(text)
    assert printable(printable(text)) == printable(text)


def test_paragraphs_leave_out_empty_lines() -> None:
    assert paragraphs(" a \n\n\r\n b\n") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("short", 10, "short", id="fits"),
        pytest.param("two\nlines", 20, "two lines", id="one line"),
        pytest.param("cut at a word", 9, "cut at…", id="cut at a word"),
        pytest.param("unbreakable", 5, "unbr…", id="one long word"),
    ],
)
def test_shortened_text_keeps_to_its_limit(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("נא לתקן (R12)", True), ("12. نص", True), ("R12 نص", False), ("12.", False), ("", False)],
)
def test_direction_is_that_of_the_first_letter(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected
