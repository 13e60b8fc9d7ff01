"""The words typed so far, which a shell hands to completion, and what they already ask for."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.messages import LANGUAGES, current_language

if TYPE_CHECKING:
    from toolkit.desk import Language


def workspace_typed() -> Path | None:
    """Return the workspace that the words or the environment name; None for the one around the current folder."""
    named = _value_of("--workspace", "-w") or os.environ.get("CONSULT_WORKSPACE", "")
    return Path(named).expanduser() if named else None


def language_typed() -> Language:
    """Return the language that the words ask for, else the one spoken."""
    asked = _value_of("--lang")
    return "fr" if (asked if asked in LANGUAGES else current_language()) == "fr" else "en"


def _value_of(*names: str) -> str:
    words = list(_words())
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            after = [word for word in words[index + 1 : index + 3] if word != "="]  # bash parts words at it
            return value if equals else "".join(after[:1])
    return ""


def _words() -> Iterator[str]:
    """Yield the words of the line; bash hands it over by one name, the other shells by another."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        yield from lexer
    except ValueError:  # a quotation mark that is still open
        return
