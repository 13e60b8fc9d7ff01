"""From a first comment to a signed response on the command line: check, accept, assign, sign, undo, pack, unpack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.messages import speaking

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

ADMITTED = "Nous n’avons pas de sauvegarde isolée."


@pytest.fixture
def workspace(consult: Consult, draft_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one comment, and the shell in it."""
    folder = tmp_path / "site"
    assert consult("new", folder, "--draft", draft_file, "--respondent", "Site A").code == 0
    monkeypatch.chdir(folder)
    assert consult("comment", "1.", "--text", ADMITTED, "--author", "Bo", "--role", "ciso").code == 0
    return folder


def _findings(consult: Consult) -> dict[str, str]:
    return {item["rule"]: item["key"] for item in json.loads(consult("check", "--json").out)}


@pytest.mark.usefixtures("workspace")
def test_the_exit_code_tells_whether_something_grave_is_open(consult: Consult) -> None:
    ended = consult("check")
    assert ended.code == 1
    assert ADMITTED in ended.out
    assert "Les établissements ne disposent pas tous de sauvegarde isolée." in ended.out
    assert "1 high, 1 medium, 0 low; accepted: 0" in ended.err
    key = _findings(consult)["admission"]
    assert consult("check", "--accept", key).code == 2
    assert consult("check", "--accept", key, "--why", "It is public.", "--author", "Ada").code == 0
    ended = consult("check")
    assert ended.code == 0
    assert key not in ended.out
    assert "It is public." in consult("check", "--all").out
    assert consult("check", "draft.html", "--accept", key).code == 2


@pytest.mark.usefixtures("workspace")
def test_what_is_assigned_signed_and_done_is_listed(consult: Consult) -> None:
    assert consult("assign", "2.", "--to", "ciso", "--due", "20/12/2026", "--author", "Ada").code == 0
    for command in ("assign", "deadlines"):
        assert "2026-12-20" in consult(command).out
        with speaking("fr"):
            assert "20/12/2026" in consult(command).out
    assert "ciso" in consult("assign").out
    assert consult("assign", "2.").code == 2
    assert consult("sign", "--role", "dpo", "--person", "Ada").code == 0
    status = consult("status").out
    assert "ciso: 1 of 1 left" in status
    assert "Ada signed for dpo" in status
    assert consult("read", "4.", "--role", "dpo", "--author", "Ada").code == 0
    assert "changed since" in consult("sign", "--list").out
    assert [line.split("\t")[3] for line in consult("history").out.splitlines()[1:]] == [
        "marked as read",
        "signed",
        "assigned",
        "comment written",
    ]
    assert consult("undo", "--yes", "--author", "Ada").code == 0
    assert "changed since" not in consult("sign", "--list").out
    assert "comment written" in consult("history", "c1").out
    assert consult("undo", "99", "--yes").code == 2


def test_deadlines_are_listed_and_written_for_a_calendar(consult: Consult, workspace: Path) -> None:
    assert "no deadline" in consult("deadlines").err
    settings = workspace / "consult.toml"
    text = settings.read_text().replace('deadline = ""', 'deadline = "2099-01-15"', 1)
    settings.write_text(text + "\n[reminders]\ndays_before = [5]\n")
    shown = consult("deadlines").out
    assert "Deadline: Thursday 2099-01-15" in shown
    assert "2099-01-10\tSaturday\t5\tDeadline" in shown
    assert consult("deadlines", "--ics", "d.ics").code == 0
    assert Path("d.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    settings.write_text(text + "\n[reminders]\ndays_before = 5\n")
    assert consult("deadlines").code == 6


@pytest.mark.usefixtures("workspace")
def test_a_site_packs_and_its_group_unpacks(consult: Consult, draft_file: Path, tmp_path: Path) -> None:
    lead = tmp_path / "group"
    assert consult("new", lead, "--draft", draft_file).code == 0
    packed = consult("pack", "-o", tmp_path / "a.consultpack")
    assert "SHA-256" in packed.err
    assert "added: 1" in consult("unpack", tmp_path / "a.consultpack", "-w", lead, "--author", "Lead").err
    assert "added: 0" in consult("unpack", tmp_path / "a.consultpack", "-w", lead).err
    assert ADMITTED in consult("comments", "-w", lead).out
    assert consult("unpack", draft_file, "-w", lead).code == 3
    assert consult("unpack", tmp_path / "none.consultpack", "-w", lead).code == 3


@pytest.mark.usefixtures("workspace")
def test_a_name_in_the_environment_signs_nothing(consult: Consult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_AUTHOR", "Ada")
    assert consult("sign").code == 0
    assert "Ada" not in consult("status").out
    assert "Ada signed for dpo" in consult("sign", "--role", "dpo").err
    assert "Ada" in consult("sign").out


def test_who_may_not_is_told_the_word_for_the_settings(consult: Consult, workspace: Path) -> None:
    settings = workspace / "consult.toml"
    people = '\n[[people]]\nname = "Ada"\nrole = "dpo"\nduties = ["approver"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + people, encoding="utf-8")
    ended = consult("sign", "--role", "ciso", "--person", "Bo")
    assert ended.code == 2
    assert "approver (“approver”)" in ended.err


@pytest.mark.usefixtures("workspace")
def test_a_name_without_format_is_refused(consult: Consult, tmp_path: Path) -> None:
    ended = consult("export", "-o", tmp_path / "response.xyz")
    assert ended.code == 2
    assert not (tmp_path / "response.xyz").exists()
    assert consult("export", "--format", "docx", "-o", tmp_path / "response.xyz").code == 0


@pytest.mark.usefixtures("workspace")
def test_who_loses_a_race_keeps_their_words(consult: Consult) -> None:
    assert consult("comments", "c1", "--text", "First.", "--as", "Bo").code == 0
    ended = consult("comments", "c1", "--text", "Second.", "--revision", "1", "--as", "Ada")
    assert ended.code == 5
    kept = Path(ended.err.partition("kept in ")[2].strip().rstrip("."))
    assert "Second." in kept.read_text()
    assert "First." in consult("comments", "c1").out
