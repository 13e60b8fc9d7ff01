"""The letter as PDF: LibreOffice is asked in a profile of its own, checked, and missed in plain words."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.export_texts.conftest import noon
from toolkit.errors import BrokenInput, LimitExceeded, MissingExtra
from toolkit.export.pdf import write_pdf
from toolkit.model.response import Response


def program(folder: Path, script: str) -> None:
    """Put a program in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def only_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs come before all others; the network is not taken away from them."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("toolkit.export.pdf._without_network", lambda: ())
    return tmp_path


def test_it_is_printed_with_all_its_pages(response: Response, written: Callable[..., bytes]) -> None:
    printed = pypdfium2.PdfDocument(written(response, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in printed)
    assert len(printed) >= 3
    assert "We ask for ten minutes." in text
    assert printed.get_metadata_dict()["CreationDate"] == "D:20261124120000Z"
    printed.close()


def test_without_libreoffice_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra) as caught:
        write_pdf(b"", now=noon())
    assert "apt install" in caught.value.hint


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param("exit 0", "no file was made", id="nothing"),
        pytest.param("echo 'no display' >&2; exit 1", "no display", id="its own words"),
        pytest.param(
            'while [ "$1" != --outdir ]; do shift; done; echo x > "$2/response.pdf"', "", id="no PDF"
        ),
    ],
)
def test_what_it_fails_to_print_is_told(only_ours: Path, script: str, words: str) -> None:
    program(only_ours, script)
    with pytest.raises(BrokenInput, match=words or "LibreOffice made no PDF"):
        write_pdf(b"x", now=noon())


def test_blank_pages_are_no_letter(only_ours: Path) -> None:
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    blank.save(only_ours / "blank.pdf")
    blank.close()
    program(
        only_ours,
        f'while [ "$1" != --outdir ]; do shift; done; cp {only_ours}/blank.pdf "$2/response.pdf"',
    )
    with pytest.raises(BrokenInput, match="blank"):
        write_pdf(b"x", now=noon())


def test_it_is_stopped_after_its_time(only_ours: Path) -> None:
    program(only_ours, f"echo $$ > {only_ours}/pid; sleep 60")
    with pytest.raises(LimitExceeded):
        write_pdf(b"x", now=noon(), seconds=1)
    child = (only_ours / "pid").read_text(encoding="utf-8").strip()
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"


def test_it_is_told_of_no_proxy_and_no_home(only_ours: Path) -> None:
    program(only_ours, f"env > {only_ours}/env; exit 0")
    with pytest.raises(BrokenInput):
        write_pdf(b"x", now=noon())
    told = dict(
        line.split("=", 1)
        for line in (only_ours / "env").read_text(encoding="utf-8").splitlines()
        if "=" in line
    )
    assert told["https_proxy"] == told["HTTP_PROXY"] == "http://127.0.0.1:9"
    assert "consult-pdf-" in told["HOME"]
