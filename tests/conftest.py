"""One way to test everywhere: the same examples each time, no clock to end one, no trace of machine or other tests, one validator."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from toolkit.messages import LANGUAGE_VARIABLE, use_language

VALIDATOR = Path(__file__).parents[1] / ".tools" / "node_modules" / ".bin" / "ooxml-validator"

settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    # Slowness is the machine's; our fixtures hold nothing that one example leaves to the next.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for their user goes to a folder of the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English in every test, whatever the machine or the test before it speaks."""
    for name in ("LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in (LANGUAGE_VARIABLE, "LANGUAGE"):
        monkeypatch.setenv(name, "en")  # so that what the test sets is undone
    use_language("en")


@pytest.fixture(scope="session")
def sdk_errors() -> Callable[[Path], list[str]]:
    """Give a function that lists what the Open XML SDK's validator finds wrong."""
    assert VALIDATOR.exists(), "the Open XML validator is missing: run scripts/debian-packages"

    def validate(path: Path) -> list[str]:
        done = subprocess.run([VALIDATOR, path], capture_output=True, check=False, timeout=600)
        return [f"{error['path']}: {error['description']}" for error in json.loads(done.stdout)["errors"]]

    return validate
