"""The door itself: cheap start, languages, help, pipes, completion."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.app import app

if TYPE_CHECKING:
    from tests.cli.conftest import Consult

HEAVY = ("spacy", "docx", "pypdfium2", "pdfplumber", "sqlalchemy", "tantivy", "lxml", "jinja2", "numpy")
COMMANDS = [command.name for command in app.registered_commands]


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys; sys.argv = ['consult', '--help']\n"
        "from toolkit.cli.main import main\n"
        "try: main()\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(consult: Consult, name: str) -> None:
    ended = consult(name, "--help")
    assert ended.code == 0
    assert ended.out.split("Example:")[1].split()[:2] == ["consult", name]


def test_language_comes_from_the_option_then_the_environment() -> None:
    french = _consult("--lang", "fr", "--help", LANG="C.UTF-8")
    assert "consultation publique" in french.stdout
    assert "consultation publique" in _consult("--help", LC_ALL="fr_FR.UTF-8").stdout
    assert "public consultation" in _consult("--lang", "en", "--help", LC_ALL="fr_FR.UTF-8").stdout


def test_reader_that_stops_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m toolkit parse --no-tags --json - README.md | head -c 1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "{"
    assert done.stderr == ""


@pytest.mark.usefixtures("workspace")
def test_ids_are_completed() -> None:
    done = _consult(_CONSULT_COMPLETE="complete_bash", COMP_WORDS="consult show par-", COMP_CWORD="2")
    assert "par-1" in done.stdout


def _consult(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LANGUAGE", "CONSULT_LANG")
    }
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**kept, **environment, "COLUMNS": "200"},
    )
