"""`consult export` in the forms of others, and `consult form-map`, as a person runs them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.conftest import Consult


@pytest.fixture
def answered(workspace: Path, consult: Consult) -> Path:
    """A workspace with a comment."""
    said = ("--author", "Ana Ruiz", "--position", "amend", "--text", "Trop court.", "--submit")
    assert consult("comment", "1.", *said).code == 0
    return workspace


@pytest.fixture
def form(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Answer: [Your answer]")
    path = tmp_path / "form.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("iso", "comments-iso.docx"),
        ("iso.xlsx", "comments-iso.xlsx"),
        ("nice", "comments-nice.docx"),
        ("xlsx", "comments.xlsx"),
        ("form", "answers.docx"),
    ],
)
def test_a_table_goes_to_outputs_under_its_name(
    asked: str, name: str, answered: Path, consult: Consult
) -> None:
    ended = consult("export", "--format", asked)
    assert ended.code == 0, ended.err
    assert (answered / "outputs" / name).is_file()


def test_a_workbook_by_its_name_holds_everything(answered: Path, tmp_path: Path, consult: Consult) -> None:
    assert answered.is_dir()
    assert consult("export", "-o", tmp_path / "all.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert len(book.worksheets) == 5
    assert "Trop court." in [cell.value for cell in book.worksheets[0][2]]


def test_without_names_the_workbook_has_no_journal(answered: Path, tmp_path: Path, consult: Consult) -> None:
    assert answered.is_dir()
    assert consult("export", "-o", tmp_path / "all.xlsx", "--anonymous").code == 0
    with zipfile.ZipFile(tmp_path / "all.xlsx") as archive:
        assert not [name for name in archive.namelist() if b"Ana" in archive.read(name)]


def test_a_form_is_filled_in_by_a_mapping_that_began_as_a_list(
    answered: Path, form: Path, tmp_path: Path, consult: Consult
) -> None:
    assert answered.is_dir()
    mapping = tmp_path / "mapping.toml"
    assert consult("form-map", form, "-o", mapping).code == 0
    listed = mapping.read_text(encoding="utf-8")
    mapping.write_text(listed.replace("target", "rest = true\ntarget", 1), encoding="utf-8")
    ended = consult(
        "export", "--format", "fill", "--form", form, "--mapping", mapping, "-o", tmp_path / "filled.docx"
    )
    assert ended.code == 0, ended.err
    assert "Trop court." in docx.Document(str(tmp_path / "filled.docx")).paragraphs[0].text


def test_what_no_field_takes_is_said(answered: Path, form: Path, tmp_path: Path, consult: Consult) -> None:
    assert answered.is_dir()
    mapping = tmp_path / "mapping.toml"
    assert consult("form-map", form, "-o", mapping).code == 0
    ended = consult("export", "--format", "fill", "--form", form, "--mapping", mapping)
    assert "1 comment is in no field of the form: c1." in ended.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "fill"), "--form"),
        (("--format", "iso.pdf"), "docx, xlsx"),
        (("--format", "iso", "-o", "table.pdf"), ".docx"),
    ],
    ids=["no form", "suffix", "target"],
)
def test_what_cannot_be_done_says_what_to_do(
    options: tuple[str, ...], told: str, answered: Path, consult: Consult
) -> None:
    assert answered.is_dir()
    ended = consult("export", *options)
    assert ended.code == 2
    assert told in ended.err
