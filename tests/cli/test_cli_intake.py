"""`consult intake` and `consult place` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Consult
from toolkit import pipeline, team
from toolkit.model.intake import IntakeReport
from toolkit.model.reading import ReadOptions

LETTER = """Bonjour,

Sur la fiche 3, une sauvegarde par jour est trop peu.

Par ailleurs, le chauffage de la salle de pause est en panne.

Cordialement,
Claire Martin
"""


@pytest.fixture
def inbox(tmp_path: Path, draft_file: Path, consult: Consult, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A letter beside a workspace, which is the current folder."""
    assert consult("new", tmp_path / "ws", "--draft", draft_file).code == 0
    monkeypatch.chdir(tmp_path / "ws")
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    return letter


def test_a_letter_is_taken_in_and_what_waits_is_placed(consult: Consult, inbox: Path) -> None:
    planned = consult("intake", inbox, "--dry-run")
    assert "1 placed" in planned.out
    assert "Nothing was written." in planned.err
    taken = consult("intake", inbox)
    assert (taken.code, taken.out) == (0, planned.out)
    assert "already taken in" in consult("intake", inbox).out

    listed = consult("place")
    assert "chauffage" in listed.out
    assert "1 remark waits." in listed.err
    waiting = json.loads(consult("place", "--json").out)[0]["id"]
    assert json.loads(consult("status", "--json").out)["to_place"] == 1
    assert consult("place", waiting, "--general", "--set-aside", "x").code == 2
    assert "set aside" in consult("place", waiting, "--set-aside", "hors sujet").out
    assert "Nothing waits" in consult("place").err


def test_remarks_that_wait_or_name_nobody_are_told_before_filing(
    consult: Consult, inbox: Path, tmp_path: Path
) -> None:
    inbox.write_text("Par ailleurs, le chauffage de la salle de pause est en panne.", encoding="utf-8")
    assert "1 remark names no author" in consult("intake", inbox).err
    assert "1 remark to place" in consult("check").err
    assert "1 remark to place" in consult("export", "-o", tmp_path / "response.docx").err


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(
    consult: Consult, inbox: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no package")
    ended = consult("intake", broken, inbox, "--json")
    assert ended.code == 4
    report = json.loads(ended.out)
    assert [item["name"] for item in report["files"]] == ["letter.txt"]
    assert [item["name"] for item in report["refused"]] == ["broken.docx"]
    assert "chauffage" in consult("place").out


def test_files_none_of_which_can_be_read_are_an_error(consult: Consult, inbox: Path) -> None:
    assert consult("intake", inbox.with_name("missing.txt")).code == 3


def test_what_makes_no_sense_is_refused(consult: Consult, inbox: Path) -> None:
    assert consult("intake", inbox).code == 0
    for arguments in (
        ("r99",),
        ("r1", "fiche-99"),
        ("--general",),
        ("r1", "fiche-3", "--general"),
        ("r1", "--general", "--quote", "x"),
    ):
        assert consult("place", *arguments).code == 2, arguments


OF_ANOTHER_DRAFT = Path(__file__).parents[2] / "corpus" / "contributions" / "sample-fr relu DIM.docx"
"""A copy of the sample draft with comments, which is not the draft of the small workspace."""


@pytest.mark.usefixtures("inbox")
def test_a_copy_of_another_draft_is_asked_about_and_set_aside_as_one_act(consult: Consult) -> None:
    taken = consult("intake", OF_ANOTHER_DRAFT)
    assert taken.out.count("are not in our draft") == 1
    before = json.loads(consult("place", "--json").out)
    commented = consult("comments").out
    assert "why is it set aside?" in consult("place", "--set-aside-file", OF_ANOTHER_DRAFT).err
    ended = consult("place", "--set-aside-file", OF_ANOTHER_DRAFT, "--why", "on another draft", "--as", "Ada")
    assert ended.code == 0, ended.err
    assert "remarks set aside; `consult undo` brings them back." in ended.err
    assert "Nothing waits" in consult("place").err
    states = {item["state"] for item in json.loads(consult("comments", "--json").out)}
    assert states <= {"withdrawn"}
    assert (
        "nothing of it is left"
        in consult("place", "--set-aside-file", OF_ANOTHER_DRAFT, "--why", "again").err
    )
    assert consult("undo", "--yes").code == 0
    assert json.loads(consult("place", "--json").out) == before
    assert consult("comments").out == commented


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("r1", "--set-aside", ""), "why is it no remark?", id="blank-reason"),
        pytest.param(("--set-aside", ""), "which remark?", id="blank-reason-of-nothing"),
        pytest.param(
            ("--set-aside-file", "leter.txt", "--why", "x"), "Did you mean letter.txt?", id="file-misspelt"
        ),
        pytest.param(("r1", "--set-aside-file", "letter.txt"), "one remark or a whole file?", id="both"),
    ],
)
def test_what_is_set_aside_has_a_reason_and_a_name(
    consult: Consult, inbox: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert consult("intake", inbox).code == 0
    ended = consult("place", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_pictures_of_pages_are_recognised_where_asked(
    consult: Consult, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def take_in(*_given: object, **options: object) -> IntakeReport:
        asked.extend((options["options"], options["limits"]))
        return IntakeReport(files=())

    monkeypatch.setattr(team, "intake", take_in)
    assert consult("intake", inbox, "--ocr", "--ocr-language", "eng").code == 0
    assert asked == [ReadOptions(ocr=True, ocr_language="eng"), pipeline.OCR_LIMITS]
