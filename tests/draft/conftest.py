"""The child process that renders templates speaks English to the tests, whatever the machine's locale."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_LANG", "en")
