"""A server's accounts and sessions, in a file and on PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from toolkit.errors import Conflict
from toolkit.web.accounts.sessions import Sessions
from toolkit.web.accounts.store import Accounts

PASSWORD = "quatre chevaux nagent"


def test_from_a_link_to_a_session_and_its_end(
    storage_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("toolkit.web.accounts.passwords._hasher", cheap)
    accounts = Accounts.open(storage_url or tmp_path / "server.db")
    again = Accounts.open(storage_url or tmp_path / "server.db")
    try:
        ana = accounts.add(mail="ana@chu.example", name="Ana", is_administrator=True)
        with pytest.raises(Conflict):
            again.add(mail="ANA@chu.example", name="Other")
        with pytest.raises(Conflict):
            again.change(ana.id, is_open=False)
        assert again.accept_invitation(accounts.invite(ana.id), PASSWORD).has_password
        assert accounts.authenticate("Ana@chu.example", PASSWORD) is not None
        sessions, others = Sessions(accounts.database), Sessions(again.database)
        first = sessions.begin(ana.id, address="192.0.2.1", browser="Firefox")
        second = others.begin(ana.id, address="192.0.2.2", browser="Firefox", before=first)
        assert sessions.find(first) is None
        found = sessions.find(second)
        assert found is not None
        assert found[1].mail == "ana@chu.example"
        again.change_password(ana.id, PASSWORD + "!", session_key=found[0].key)
        assert sessions.find(second) is not None
        again.add(mail="ben@chu.example", name="Ben", is_administrator=True)
        again.change(ana.id, is_open=False)
        assert sessions.find(second) is None
        assert [item.name for item in accounts.all()] == ["Ana", "Ben"]
    finally:
        accounts.close()
        again.close()
