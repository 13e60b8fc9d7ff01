"""Kinds and printed numbers → element names and eIds of Akoma Ntoso.

The abbreviations and the form of an eId (`sec_2__list_1__point_a`) are those of the Akoma Ntoso Naming Convention
1.0, section 5.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_HIERARCHY = frozenset(
    {"part", "title", "chapter", "section", "article", "paragraph", "book", "tome", "division", "clause"}
    | {"indent", "alinea", "rule", "subrule", "subsection", "subpart", "subparagraph", "subchapter"}
    | {"subtitle", "subdivision", "subclause"}
)
"""The kinds that the standard has an element for; all others are an `hcontainer` that names them."""

_ABBREVIATIONS = {
    "alinea": "al",
    "article": "art",
    "chapter": "chp",
    "clause": "cl",
    "division": "dvs",
    "paragraph": "para",
    "section": "sec",
    "subchapter": "subchp",
    "subclause": "subcl",
    "subdivision": "subdvs",
    "subparagraph": "subpara",
    "subsection": "subsec",
}
_COUNTED = ("hcontainer", "list", "authorialNote")
"""Elements that are told apart by their place alone where no number is printed."""

# Matches the parts of a printed number: "13.2", "l", "1110-4"; not the dot that ends "13.2."
_PART = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_LABEL_WORD = 3
"""A longer word before a number ("article", "annexe") says again what the element says."""


def element_of(kind: str) -> tuple[str, str]:
    """Return the element for a kind, and the `name` it carries if it is an `hcontainer`.

    >>> element_of("article"), element_of("item"), element_of("fiche")
    (('article', ''), ('point', ''), ('hcontainer', 'fiche'))
    """
    if kind == "item":
        return "point", ""
    return (kind, "") if kind in _HIERARCHY else ("hcontainer", kind)


def plain_number(printed: str) -> str:
    """Reduce a printed number to what an eId holds of it.

    >>> plain_number("Article L. 1110-4"), plain_number("13.2."), plain_number("(a)"), plain_number("•")
    ('l-1110-4', '13.2', 'a', '')
    """
    decomposed = unicodedata.normalize("NFKD", printed.lower())
    parts = _PART.findall("".join(char for char in decomposed if not unicodedata.combining(char)))
    if len(parts) > 1 and len(parts[0]) > _LABEL_WORD and parts[0].isalpha():
        del parts[0]
    return "-".join(parts)


class ElementIds:
    """Gives each element of one document an eId that no other has."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()
        self._unnumbered: Counter[tuple[str, str]] = Counter()

    def make(self, parent: str, element: str, number: str = "") -> str:
        """Return the eId of an element below the one with the eId `parent` ("" at the top)."""
        own = f"{_ABBREVIATIONS.get(element, element)}_{plain_number(number) or self._count(parent, element)}"
        wanted = f"{parent}__{own}" if parent else own
        made = wanted
        while self._used[made]:
            self._used[wanted] += 1
            made = f"{wanted}_{self._used[wanted]}"
        self._used[made] += 1
        return made

    def _count(self, parent: str, element: str) -> str:
        self._unnumbered[parent, element] += 1
        place = self._unnumbered[parent, element]
        return str(place) if element in _COUNTED else f"nn_{place}"
