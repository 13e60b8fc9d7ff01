"""The file as a whole: bookmarks, metadata, protection, damage, pages without text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.pages import HEIGHT, text
from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, NoTextLayer, PasswordNeeded
from toolkit.model.layout import OutlineEntry
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf.facts import iso_date
from toolkit.read.pdf.reader import read_pdf

MakePdf = Callable[..., Path]
PAGE = text(50, 50, "Article 1er - Objet de la recommandation")


def test_bookmarks_and_metadata(make_pdf: MakePdf) -> None:
    path = make_pdf(
        PAGE,
        catalog="/Outlines 7 0 R /Lang (fr-FR)",
        extra=[
            "<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 1 >>",
            f"<< /Title (Objet) /Parent 7 0 R /Dest [5 0 R /XYZ 0 {HEIGHT - 40} 0] >>",
        ],
    )
    reading = read_pdf(path, ReadOptions())
    assert reading.outline == (OutlineEntry("Objet", 1, 1, 40.0),)
    assert (reading.document.language, reading.document.page_count, reading.document.reader) == (
        "fr",
        1,
        "pdfium",
    )
    assert len(reading.document.sha256) == 64


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("D:20230401101500+02'00'", "2023-04-01T10:15:00+02:00"),
        ("D:2023", "2023"),
        ("20230401", "2023-04-01"),
        ("avril", ""),
    ],
)
def test_dates(raw: str, iso: str) -> None:
    assert iso_date(raw) == iso


@pytest.fixture
def encrypted(make_pdf: MakePdf, tmp_path: Path) -> Callable[..., Path]:
    def encrypt(**passwords: str) -> Path:
        path = tmp_path / "protected.pdf"
        with pikepdf.open(make_pdf(PAGE)) as pdf:
            pdf.save(path, encryption=pikepdf.Encryption(**passwords))
        return path

    return encrypt


def test_an_encrypted_file_asks_for_its_password(encrypted: Callable[..., Path]) -> None:
    path = encrypted(owner="o", user="secret")
    with pytest.raises(PasswordNeeded) as missing:
        read_pdf(path, ReadOptions())
    with pytest.raises(PasswordNeeded) as wrong:
        read_pdf(path, ReadOptions(password="x"))
    assert "--password" in missing.value.hint
    assert missing.value.message != wrong.value.message
    assert read_pdf(path, ReadOptions(password="secret")).blocks


def test_a_file_protected_by_its_owner_is_read_and_said_so(encrypted: Callable[..., Path]) -> None:
    reading = read_pdf(encrypted(owner="o", user=""), ReadOptions())
    assert reading.blocks
    assert [issue.severity for issue in reading.issues] == ["info"]


def test_a_damaged_file_is_repaired_or_refused(make_pdf: MakePdf) -> None:
    path = make_pdf(PAGE, PAGE)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with contextlib.suppress(InputRefused):
            assert read_pdf(path, ReadOptions()).blocks


def test_junk_before_the_header_does_no_harm(make_pdf: MakePdf) -> None:
    path = make_pdf(PAGE)
    path.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + path.read_bytes())
    assert read_pdf(path, ReadOptions()).blocks


def test_pictures_of_pages_name_the_extra_that_reads_them(make_pdf: MakePdf) -> None:
    picture = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    with pytest.raises(NoTextLayer) as refusal:
        read_pdf(make_pdf(picture, picture), ReadOptions())
    assert "consultation-toolkit[ocr]" in refusal.value.hint
    reading = read_pdf(make_pdf(PAGE, picture), ReadOptions())
    assert [issue.where for issue in reading.issues] == ["page 2"]


def test_a_file_without_anything_is_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(BrokenInput):
        read_pdf(make_pdf(""), ReadOptions())


def test_more_pages_or_bytes_than_allowed_are_refused(make_pdf: MakePdf) -> None:
    path = make_pdf(PAGE, PAGE, PAGE)
    for options in (ReadOptions(max_pages=2), ReadOptions(max_bytes=100)):
        with pytest.raises(LimitExceeded):
            read_pdf(path, options)


def test_a_page_count_that_lies_is_corrected(make_pdf: MakePdf) -> None:
    path = make_pdf(PAGE)
    path.write_bytes(path.read_bytes().replace(b"/Count 1 ", b"/Count 9 "))
    reading: Reading = read_pdf(path, ReadOptions())
    assert [block.text for block in reading.blocks] == ["Article 1er - Objet de la recommandation"]


def test_attachments_and_scripts_are_reported_not_used(make_pdf: MakePdf) -> None:
    path = make_pdf(PAGE)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["secret.txt"] = b"nothing"
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=["a", script])
        pdf.save()
    assert [issue.severity for issue in read_pdf(path, ReadOptions()).issues] == ["info", "info"]
