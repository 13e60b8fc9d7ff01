"""The session that the README shows prints what the README says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.readme.session import run_steps, shown_steps

# What changes with the day, the time or the machine: days left, seconds, the score of a tag, the hash of the content.
_VARIABLE = re.compile(r"\d+ days? (?:left|ago)|\d+\.\d s\b|\(\d\.\d\d\)|content [0-9a-f]{12}")


def test_session_prints_what_the_readme_says(tmp_path: Path) -> None:
    shown = shown_steps()
    assert len(shown) > 5
    for said, done in zip(shown, run_steps(shown, tmp_path), strict=True):
        hint = f"{said.command}: `python -m tests.readme.session` brings the README up to date"
        assert _steady(done.printed) == _steady(said.printed), hint


def _steady(text: str) -> list[str]:
    lines = [_VARIABLE.sub("…", line).rstrip() for line in text.splitlines()]
    return [line for line in lines if line]
