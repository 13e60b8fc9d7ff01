"""Text without case and accents keeps its offsets, by the fast way and by the general one."""

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.stems import plain_characters

WESTERN = bytes(range(32, 256)).decode("cp1252", "ignore")


@given(st.text(alphabet=WESTERN, max_size=60))
def test_both_ways_give_the_same(text):
    general = plain_characters(text + "\u2603")
    assert plain_characters(text) == general[:-1]


@given(st.text(max_size=60))
def test_offsets_stay(text):
    assert len(plain_characters(text)) == len(text)
