"""Number headings, paragraphs and lists the way Word does: definitions in `numbering.xml`, one instance a list.

Fixed instances, named by the styles: 1 chapters and their sections, 2 annexes, 3 recommendations. Bullets are 4. Lists
that start again are instances from 5 on.
"""

from __future__ import annotations

import re

from lxml.etree import _Element

from building.draft import Draft
from building.word_xml import w

BULLETS = 4
LETTERS, NUMBERS = 4, 5
"""Abstract definitions of lettered items and numbered paragraphs."""


class Numbering:
    """Hands out list instances while the body is written."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.instances: list[int] = []
        """Abstract definitions of the instances from 5 on."""
        self.current = {LETTERS: 0, NUMBERS: 0}

    def list_instance(self, number: str) -> int:
        """Return the instance for a label as printed; "a)" and "1." start a new list."""
        if not number:
            return BULLETS
        abstract = LETTERS if number.endswith(")") else NUMBERS
        if number in ("a)", "1."):
            self.instances.append(abstract)
            self.current[abstract] = BULLETS + len(self.instances)
        return self.current[abstract]

    def to_part(self) -> _Element:
        """Return the whole numbering part."""
        abstracts = [
            self._chapters(),
            self._annexes(),
            _recommendations(),
            _bullets(),
            _letters(),
            _numbers(),
        ]
        fixed = [w("num", w("abstractNumId", val=index), numId=index + 1) for index in range(BULLETS)]
        lists = [_restarted(abstract, BULLETS + place) for place, abstract in enumerate(self.instances, 1)]
        return w("numbering", *abstracts, *fixed, *lists)

    def _chapters(self) -> _Element:
        first = next(node for node in self.draft.body.children if node.kind != "annex" and node.number)
        word, start = re.split(r"\s", first.number)
        chapter = _level(0, "decimal", f"{word}\u00a0%1 –", start=int(start), style="Heading1")
        return _abstract(0, chapter, _level(1, "decimal", "%1.%2", style="Heading2"))

    def _annexes(self) -> _Element:
        annex = next(node for node in self.draft.body.children if node.kind == "annex")
        word = re.split(r"\s", annex.number)[0]
        return _abstract(1, _level(0, "upperLetter", f"{word}\u00a0%1 –", style="HeadingAnnex"))


def _recommendations() -> _Element:
    return _abstract(2, _level(0, "decimal", "R%1.", style="Heading3"))


def _bullets() -> _Element:
    return _abstract(
        3, _level(0, "bullet", "•", left=567, hanging=283), _level(1, "bullet", "–", left=964, hanging=283)
    )


def _letters() -> _Element:
    return _abstract(4, _level(0, "lowerLetter", "%1)", left=680, hanging=340))


def _numbers() -> _Element:
    return _abstract(5, _level(0, "decimal", "%1.", left=454, hanging=454))


def _abstract(number: int, *levels: _Element) -> _Element:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    return w("abstractNum", w("multiLevelType", val=kind), *levels, abstractNumId=number)


def _level(
    depth: int, form: str, label: str, *, start: int = 1, style: str = "", left: int = 0, hanging: int = 0
) -> _Element:
    parts = [w("start", val=start), w("numFmt", val=form)]
    if style:
        parts += [w("pStyle", val=style), w("suff", val="space")]
    parts += [w("lvlText", val=label), w("lvlJc", val="left")]
    if left:
        parts.append(w("pPr", w("ind", left=left, hanging=hanging)))
    return w("lvl", *parts, ilvl=depth)


def _restarted(abstract: int, instance: int) -> _Element:
    override = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    return w("num", w("abstractNumId", val=abstract), override, numId=instance)
