"""Situation → what the headings over a provision announce: definitions and sources, or context, scope and the like."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from toolkit.model.stems import fold
from toolkit.tag.passages import Situation
from toolkit.tag.wordlists import cues

Announced = Literal["explaining", "descriptive"]
# What stands before the words of a heading: "3.1 ", "fiche n° 2 – ", "part iv: ".  Not the words of "section des sages".
_NUMBERED = re.compile(
    r"""
    ^ (?: (?: fiche | partie | chapitre | section | titre | annexe | article | part | chapter | annex | schedule )
          \s+ (?: n[°o]\s* )? (?: \d[\w.]* | [a-z] | [ivx]+ ) (?= \s* [–—:.-] | \s* $ )
        | \d[\d.]* | [a-z][.)] | [ivx]+\. )?
    [\s–—:.)-]*
    """,
    re.VERBOSE,
)
# What leads to the subject of a heading: "sur le contexte", "about the draft".  Not: "surveillance".
_LEADING = re.compile(r"^(?: sur | about | on ) \s+ (?: l' | (?: le | la | les | the ) \s+ )?", re.VERBOSE)


def announced(situation: Situation, language: str) -> frozenset[Announced]:
    """Return what the headings of the provision and above it announce."""
    lists = cues(language)
    found: set[Announced] = set()
    if _headed(situation, lists.explaining_headings):
        found.add("explaining")
    if _headed(situation, lists.descriptive_headings):
        found.add("descriptive")
    return frozenset(found)


def describes(situation: Situation, language: str) -> bool:
    """Tell whether a heading announces definitions, context or the like."""
    return bool(announced(situation, language))


def _headed(situation: Situation, listed: frozenset[str]) -> bool:
    """Tell whether a heading is one of those listed, or begins with one of several words, its number left out."""
    headings = (passage for passage in (*situation.own, *situation.above) if passage.field == "heading")
    for passage in headings:
        words = _NUMBERED.sub("", fold(passage.text), count=1).strip(" :.?")
        subject = _LEADING.sub("", words)
        if words in listed or subject in listed or words.startswith(_openings(listed)):
            return True
    return False


@cache
def _openings(listed: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{heading} " for heading in listed if " " in heading)
