"""The session that the README shows is run, and prints what the README says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A fenced block that begins with the mark below; "$ command" lines with what they print under them.
_SESSION = re.compile(r"<!-- session -->\n```console\n(?P<body>.*?)```", re.DOTALL)
# What changes from day to day or machine to machine: days left, seconds.
_VARIABLE = re.compile(r"\d+ days? (?:left|ago)|\d+\.\d s\b")


@dataclass(frozen=True)
class Step:
    """A command of the README and what it is said to print."""

    command: str
    printed: str


def test_session_prints_what_the_readme_says(tmp_path: Path) -> None:
    if not (steps := _steps()):
        pytest.fail("the README shows no session")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CONSULT_LANG": "en",
    }
    for step in steps:
        done = subprocess.run(
            step.command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert _steady(done.stdout) == _steady(step.printed), step.command


def _steps() -> list[Step]:
    found = _SESSION.search((ROOT / "README.md").read_text(encoding="utf-8"))
    parts = re.split(r"^\$ ", found["body"], flags=re.MULTILINE)[1:] if found else []
    return [Step(*part.split("\n", 1)) for part in parts]


def _steady(text: str) -> list[str]:
    lines = [_VARIABLE.sub("…", line).rstrip() for line in text.splitlines()]
    return [line for line in lines if line]
