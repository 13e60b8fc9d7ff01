"""Bytes become the characters that the author typed, and doubts are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.read.decoding import decode

TEXT = "Référentiel n° 1 – « l’accès, œuvre, 5 € »"


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        pytest.param(TEXT.encode(), "utf-8", "", id="undeclared UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", "", id="UTF-8 mark"),
        pytest.param(TEXT.encode("utf-16"), "utf-16-le", "", id="UTF-16 mark"),
        pytest.param(TEXT.encode("cp1252"), "cp1252", "not declared", id="undeclared Windows-1252"),
        pytest.param(
            b"<meta charset=iso-8859-1>" + TEXT.encode("cp1252"), "cp1252", "", id="browsers' Latin-1"
        ),
        pytest.param(
            b"<meta charset=utf-8>" + TEXT.encode("cp1252"), "cp1252", "but it is not", id="lies: says UTF-8"
        ),
        pytest.param(
            b"<meta charset=latin-1>" + TEXT.encode(), "utf-8", "but it is UTF-8", id="lies: says Latin-1"
        ),
        pytest.param(
            b"<meta charset=nonsense>" + TEXT.encode("cp1252"), "cp1252", "not declared", id="unknown name"
        ),
    ],
)
def test_decoding(content, encoding, told):
    decoded = decode(content)
    assert decoded.text.endswith(TEXT)
    assert decoded.encoding == encoding
    messages = " ".join(issue.message for issue in decoded.issues)
    assert (told in messages) if told else (messages == "")


def test_a_few_bad_bytes_in_utf8_are_counted_not_reinterpreted():
    decoded = decode(TEXT.encode() + b" \xff " + TEXT.encode())
    assert decoded.text == f"{TEXT} \ufffd {TEXT}"
    assert "1 character could" in decoded.issues[0].message


def test_cyrillic_in_a_code_page_is_recognised():
    text = "Настоящий документ устанавливает требования к защите персональных данных граждан. " * 20
    assert decode(text.encode("cp1251")).text == text


@given(st.binary(max_size=300))
def test_never_fails(content):
    assert isinstance(decode(content).text, str)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff\ufffd"), max_size=200))
def test_utf8_is_kept(text):
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text
