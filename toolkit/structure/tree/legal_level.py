"""Headings and box titles → of what level the text below them is: fact of law, recommendation, finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import level_terms

Level = Literal["", "law", "recommendation", "finding"]

_OPENING = re.compile(r"^(?:(?:les?|la|l['’]|nos|des|the|our|quelques)\s*)?")


def read_levels(units: Iterable[Unit]) -> dict[Unit, Level]:
    """Return the level of each unit: its heading's own, else its parent's; parents come before their children.

    Only headings that open with one of the terms count, and never the document's title: "Périmètre de la
    recommandation" says nothing about what stands below it.
    """
    levels: dict[Unit, Level] = {}
    for unit in units:
        own = _stated(unit)
        inherited = levels.get(unit.parent, "") if unit.parent is not None else ""
        levels[unit] = own or inherited
    return levels


def _stated(unit: Unit) -> Level:
    if unit.kind == "recommendation":
        return "recommendation"
    if not unit.is_heading or unit.block.role == "title":
        return ""
    heading = _OPENING.sub("", _plain(unit.text), count=1)
    terms = level_terms()
    named: tuple[tuple[Level, tuple[str, ...]], ...] = (
        ("finding", terms.finding),
        ("law", terms.law),
        ("recommendation", terms.recommendation),
    )
    return next((level for level, listed in named if heading.startswith(listed)), "")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
