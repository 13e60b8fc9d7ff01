"""Pieces of text become one clean text whose runs and calls stand where they belong."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.layout import Style
from toolkit.read.block_text import TextBuilder, clean

STYLES = st.sampled_from([Style(), Style(bold=True), Style(italic=True)])
PIECES = st.lists(st.tuples(st.text("ab \t\n\u00a0\u00ade\u0301\u200bé", max_size=6), STYLES), max_size=8)


@given(PIECES, st.data())
def test_runs_cover_exactly_what_is_styled_otherwise(pieces, data):
    builder = TextBuilder()
    at = data.draw(st.integers(0, len(pieces)))
    for index, (text, style) in enumerate(pieces):
        if index == at:
            builder.call("n", "1")
        builder.add(text, style)
    built = builder.build()
    assert built.text == clean("".join(text for text, _style in pieces)).strip()
    assert unicodedata.is_normalized("NFC", built.text)
    ends = [0, *(place for run in built.runs for place in (run.start, run.end)), len(built.text)]
    assert ends == sorted(ends)
    assert all(run.style != built.style and run.start < run.end for run in built.runs)
    assert all(0 <= call.offset <= len(built.text) for call in built.calls)


def test_call_stands_after_the_words_before_it():
    builder = TextBuilder()
    builder.add("  avant", Style())
    builder.call("n", "1")
    builder.add(" après ", Style(bold=True))
    built = builder.build()
    assert (built.text, built.calls[0].offset) == ("avant après", 5)


@given(st.lists(st.text("a \n\t", max_size=5), max_size=6))
def test_flowing_text_has_single_spaces(parts):
    builder = TextBuilder()
    for part in parts:
        builder.add_flowing(part, Style())
    assert builder.build().text == " ".join("".join(parts).split())


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
