"""Names of word processors' own styles → what their paragraphs are, for Word and LibreOffice alike."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

StyleRole = Literal["body", "toc", "title", "caption"]
_ROLES: tuple[Literal["toc", "title", "caption"], ...] = ("toc", "title", "caption")


def heading_level(name: str) -> int | None:
    """Return the level, from 1, that a heading style's name states.

    >>> heading_level("Titre 2"), heading_level("Heading 2 Char")
    (2, None)
    """
    found = _patterns()["heading"].fullmatch(name)
    return int(found["level"]) if found else None


def role_of(name: str) -> StyleRole:
    """Return what a style's name says its paragraphs are.

    >>> role_of("toc 3"), role_of("Normal")
    ('toc', 'body')
    """
    return next((role for role in _ROLES if _patterns()[role].fullmatch(name)), "body")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    texts = tomllib.loads(Path(__file__).with_name("style_names.toml").read_text("utf-8"))["patterns"]
    return {name: re.compile(text, re.IGNORECASE | re.VERBOSE) for name, text in texts.items()}
