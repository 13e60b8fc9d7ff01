"""What is written for the regulator is in the draft's language unless one is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Consult


def test_comment_is_drafted_in_the_language_of_the_draft(consult: Consult, workspace: Path) -> None:
    assert workspace
    made = consult("comment", "1.", "-t", "support", "-f", "benefit=Des copies.", "--json")
    assert "Nous" in json.loads(made.out)["text"]
    asked = consult("comment", "1.", "-t", "support", "-f", "benefit=Copies.", "--json", "--lang", "en")
    assert "We" in json.loads(asked.out)["text"]


@pytest.mark.parametrize(("arguments", "word"), [((), "Synthèse"), (("--lang", "en"), "Summary")])
def test_response_is_written_in_the_language_of_the_draft(
    consult: Consult, workspace: Path, arguments: tuple[str, ...], word: str
) -> None:
    consult("comment", "1.", "--text", "Bien.")
    target = workspace / "response.md"
    assert consult("export", "-o", target, *arguments).code == 0
    assert word in target.read_text(encoding="utf-8")
