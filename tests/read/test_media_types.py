"""What a file is, is found in its content; what we do not read is refused with advice."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, PasswordNeeded, WrongType
from toolkit.model.reading import ReadOptions
from toolkit.read import media_type
from toolkit.read.reader import read_file

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"%PDF-1.7\n", media_type.PDF, id="PDF"),
        pytest.param(b"From: mail\r\n\r\n%PDF-1.4\n", media_type.PDF, id="PDF after junk"),
        pytest.param(b"<!DOCTYPE html><p>a", media_type.HTML, id="HTML"),
        pytest.param(b"\n <p class=a>x</p>", media_type.HTML, id="HTML fragment"),
        pytest.param(b"<?xml version='1.0'?><html><body>", media_type.HTML, id="XHTML"),
        pytest.param("<p>é".encode("utf-16"), media_type.HTML, id="HTML in UTF-16"),
        pytest.param(b"Article 1er. a < b", media_type.TEXT, id="text"),
        pytest.param(b"Le tag <p> ouvre un paragraphe.", media_type.TEXT, id="text about HTML"),
    ],
)
def test_kinds(tmp_path, content, kind):
    path = tmp_path / "draft.docx"
    path.write_bytes(content)
    assert media_type.sniff(path) == kind


@pytest.mark.parametrize(
    ("content", "error", "advice"),
    [
        pytest.param(
            OLE2 + "EncryptedPackage".encode("utf-16-le"), PasswordNeeded, "password", id="encrypted Word"
        ),
        pytest.param(OLE2 + "WordDocument".encode("utf-16-le"), WrongType, "DOCX", id="old Word"),
        pytest.param(rb"{\rtf1 x}", WrongType, "DOCX", id="RTF"),
        pytest.param(b"\x89PNG\r\n\x1a\n", WrongType, "consultation-toolkit[ocr]", id="picture"),
        pytest.param(b"<?xml version='1.0'?><act></act>", WrongType, "HTML", id="other XML"),
        pytest.param(b"\0\1\2", WrongType, "PDF", id="binary"),
        pytest.param(
            b"MIME-Version: 1.0\nContent-Type: multipart/related;\n", WrongType, "HTML", id="web archive"
        ),
        pytest.param(b"PK\x03\x04 broken", BrokenInput, "again", id="broken package"),
        pytest.param(b"", BrokenInput, "again", id="empty"),
        pytest.param(b" \n\n ", BrokenInput, "OCR", id="blank"),
        pytest.param(b"<html><script>var a</script></html>", BrokenInput, "OCR", id="page without text"),
    ],
)
def test_refused_with_advice(tmp_path, content, error, advice):
    path = tmp_path / "draft.docx"
    path.write_bytes(content)
    with pytest.raises(error) as told:
        read_file(path, ReadOptions())
    assert advice in told.value.hint
    assert "draft.docx" in told.value.where


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(BrokenInput):
            read_file(path, ReadOptions())


def test_size_limit(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("texte " * 100)
    with pytest.raises(LimitExceeded):
        read_file(path, ReadOptions(max_bytes=100))


def test_document_knows_its_file(tmp_path):
    path = tmp_path / "projet.txt"
    path.write_bytes(b"texte")
    document = read_file(path, ReadOptions()).document
    assert (document.name, document.media_type, document.reader) == ("projet.txt", media_type.TEXT, "text")
    assert document.sha256 == hashlib.sha256(b"texte").hexdigest()


@given(
    st.binary(min_size=1, max_size=200),
    st.sampled_from([b"", b"<p>", b"PK\x03\x04", b"<table><tr><td>", b"# "]),
)
def test_no_bytes_make_reading_fail_otherwise(tmp_path_factory, content, start):
    path = tmp_path_factory.mktemp("fuzz") / "draft"
    path.write_bytes(start + content)
    refused = None
    try:
        blocks = read_file(path, ReadOptions()).blocks
    except InputRefused as error:
        refused = error
    assert blocks if refused is None else refused.hint
