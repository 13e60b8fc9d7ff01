"""consult.toml is the people's file: what they wrote stays, and what they mistyped is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from toolkit.errors import StorageError
from toolkit.model.response import Consultation
from toolkit.model.workflow import FieldLimits
from toolkit.workspace.settings import Person, Settings, read_settings, write_settings

_FULL = Settings(
    consultation=Consultation(
        title='Sécurité du "DPI" \\ 2026',
        issuer="CNIL",
        deadline="2026-12-15",
        internal_deadline="2026-12-01",
        respondent="CHU de Test",
        contact="dpo@example.org",
    ),
    people=(Person(name="Ana", role="dpo", email="a@example.org"), Person(name="Bob")),
    storage_url="postgresql://u@h/db",
    limits=FieldLimits(text=4000, comment=6000),
    reminder_days=(10, 2),
)


def test_written_settings_are_read_back(tmp_path: Path) -> None:
    write_settings(tmp_path / "consult.toml", _FULL)
    assert read_settings(tmp_path / "consult.toml") == _FULL


def test_comments_order_and_own_entries_survive(tmp_path: Path) -> None:
    path = tmp_path / "consult.toml"
    path.write_text(
        "# notre dossier\n[own]\nkey = 1 # à nous\n\n"
        "[consultation]\ndeadline = 2026-12-15 # reporté ?\ntitle = 'DPI'\n\n"
        "[[people]]\nname = 'Ana' # chef de file\nrole = 'dpo'\nphone = '01'\n"
    )
    before = path.read_text()
    settings = read_settings(path)
    assert settings.consultation.deadline == "2026-12-15"
    write_settings(path, settings)
    assert path.read_text() == before
    moved = msgspec.structs.replace(settings.consultation, deadline="2027-01-15")
    people = (*settings.people, Person(name="Bob", role="it"))
    write_settings(path, msgspec.structs.replace(settings, consultation=moved, people=people))
    after = path.read_text()
    for kept in ("# notre dossier", "key = 1 # à nous", "# chef de file", "phone = '01'", "2027-01-15"):
        assert kept in after
    assert read_settings(path).people == people


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[consultation]\ntitle = DPI\n", r"consult\.toml:2"),
        ("[consultation]\ndeadline = 'mi-décembre'\n", "deadline must be a date"),
        ("[consultation]\ndeadline = '15/12/2026'\n", "deadline must be a date"),
        ("[consultation]\ntitle = 3\n", "title must be a text"),
        ("consultation = 3\n", "consultation must be a section"),
        ("people = ['Ana']\n", "people must be entries"),
        ("[consultation]\ntitle = 'a'\ntitle = 'b'\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "consult.toml").write_text(text)
    with pytest.raises(StorageError, match=words):
        read_settings(tmp_path / "consult.toml")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "consult.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StorageError, match="not valid TOML"):
        read_settings(tmp_path / "consult.toml")


def test_roles_are_found_by_name() -> None:
    assert _FULL.role_of("ANA") == "dpo"
    assert _FULL.role_of("Zoé") == ""
