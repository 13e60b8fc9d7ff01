"""What Typer refuses is said in one line of our own, in the person's language."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Consult


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("show", "--zzz"), "there is no option --zzz. See `consult", id="unknown-option"),
        pytest.param(
            ("show", "--rol", "x"), "there is no option --rol. Did you mean --role?", id="near-option"
        ),
        pytest.param(("xyzw",), "there is no command 'xyzw'. See `consult --help`.", id="unknown-command"),
        pytest.param(("sho",), "there is no command 'sho'. Did you mean show?", id="near-command"),
        pytest.param(("--lang", "en"), "a command is missing.", id="no-command"),
        pytest.param(("parse",), "FILE is missing. See `consult parse --help`.", id="no-argument"),
        pytest.param(("new", "d"), "the option --draft is missing.", id="no-option"),
        pytest.param(("status", "a"), "nothing can be done with a.", id="one-too-many"),
        pytest.param(("search", "--limit"), "the option --limit needs a value.", id="no-value"),
        pytest.param(("status", "--full=3"), "the option --full takes no value.", id="needless-value"),
        pytest.param(("search", "--page", "a"), "--page: the value must be a whole number.", id="no-number"),
        pytest.param(("search", "--page", "0"), "--page: the value must be at least 1.", id="too-small"),
    ],
)
def test_usage_error_is_one_line_of_ours(consult: Consult, arguments: tuple[str, ...], said: str) -> None:
    ended = consult(*arguments)
    assert ended.code == 2
    assert ended.err.startswith(f"Error: {said}")
    assert len(ended.err.splitlines()) == 1
    assert ended.out == ""


def test_without_arguments_the_help_is_shown(consult: Consult) -> None:
    ended = consult()
    assert ended.code == 2
    assert "Usage: consult" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ("search", "--page", "a"), "Erreur\u00a0: --page\u00a0: la valeur doit être", id="value"
        ),
        pytest.param(("sho",), "Vouliez-vous dire show\u00a0?", id="near-command"),
        pytest.param(("show", "--help"), "Utilisation\u00a0: consult show", id="usage-line"),
        pytest.param(("show", "--help"), "Afficher cette aide.", id="help-option"),
        pytest.param(("--help",), "Commandes\u00a0:", id="headings"),
    ],
)
def test_typer_speaks_french(arguments: tuple[str, ...], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CONSULT_LANG": "fr", "COLUMNS": "200"},
    )
    assert said in done.stdout + done.stderr
