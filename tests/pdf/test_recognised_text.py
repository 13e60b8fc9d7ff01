"""A scan is read by recognising its text: labelled so, with what is missing or doubtful said."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
import pytest

from toolkit.errors import MissingExtra, NoTextLayer
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.pdf import ocr
from toolkit.read.reader import read_file

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.pdf"
OCR = ReadOptions(ocr=True, ocr_language="fra")


def scan(folder: Path, *, dpi: int, page_index: int = 6) -> Path:
    """A page of the sample draft as a picture in a PDF file."""
    with pypdfium2.PdfDocument(SAMPLE) as pdf:
        picture = pdf[page_index].render(scale=dpi / 72).to_pil().convert("L")
    path = folder / f"scan-{dpi}.pdf"
    picture.save(path, resolution=dpi)
    return path


def words(reading: Reading) -> set[str]:
    return {word for block in reading.blocks for word in block.text.lower().split()}


@pytest.fixture(scope="module")
def recognised(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_file(scan(tmp_path_factory.mktemp("scan"), dpi=200), OCR)


def test_words_of_a_scan_are_recognised(recognised: Reading) -> None:
    original = read_file(SAMPLE, ReadOptions())
    printed = {
        word for block in original.blocks if block.page_number == 7 for word in block.text.lower().split()
    }
    assert len(printed & words(recognised)) > 0.9 * len(printed)


def test_recognised_text_is_labelled_and_visible(recognised: Reading) -> None:
    assert recognised.document.reader.endswith("+ocr")
    assert [issue.rule for issue in recognised.issues if issue.rule.startswith("ocr")] == ["ocr.recognised"]
    assert not [block for block in recognised.blocks if block.hidden]


def test_the_document_is_the_original_not_the_recognised_copy(recognised: Reading) -> None:
    assert recognised.document.name == "scan-200.pdf"
    assert recognised.document.page_count == 1


@pytest.mark.parametrize(
    ("dpi", "severities"),
    [(300, []), (130, ["warning"]), (100, ["error"])],
    ids=["good", "low", "unreliable"],
)
def test_a_coarse_scan_is_warned_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dpi: int, severities: list[str]
) -> None:
    monkeypatch.setattr(ocr, "recognise", lambda *_arguments: SAMPLE)  # slow, and not what is looked at
    reading = read_file(scan(tmp_path, dpi=dpi), OCR)
    found = [item for item in reading.issues if item.rule == "ocr.resolution"]
    assert [item.severity for item in found] == severities
    assert all(f"{dpi} dpi" in item.message for item in found)


def test_a_file_with_text_keeps_it() -> None:
    assert read_file(SAMPLE, OCR).document.reader == read_file(SAMPLE, ReadOptions()).document.reader


def test_without_ocr_a_scan_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer, match="--ocr"):
        read_file(scan(tmp_path, dpi=72), ReadOptions())


def test_a_missing_extra_prints_its_install_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ocrmypdf", None)
    with pytest.raises(MissingExtra, match=r"pip install 'consultation-toolkit\[ocr\]'"):
        read_file(scan(tmp_path, dpi=72), OCR)


def test_missing_tesseract_prints_its_install_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match="apt-get install tesseract-ocr tesseract-ocr-fra"):
        read_file(scan(tmp_path, dpi=72), OCR)


def test_a_language_that_tesseract_lacks_prints_its_install_line(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="apt-get install tesseract-ocr tesseract-ocr-xyz"):
        read_file(scan(tmp_path, dpi=72), ReadOptions(ocr=True, ocr_language="xyz"))
