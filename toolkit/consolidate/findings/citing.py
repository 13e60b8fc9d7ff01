"""Numbers of provisions that a text cites → those that the draft does not have; quotations → those it has no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.consolidate.findings.confidential import Spot
from toolkit.consolidate.findings.lexicon import any_word, vocabulary
from toolkit.model.provision import Outline, Provision, rows_text
from toolkit.model.stems import fold

# Matches the letters and figures of "R12", "EXI-4", "13."; not "a)".
_CODE = re.compile(r"(?P<letters>[A-Z]{1,6})[\s.-]?(?P<figures>\d{1,4})")
_FIGURES = re.compile(r"\d+|\b[A-Z]\b")
_FEWEST = 3
"""So many provisions with the same letters are a numbering."""


class Numbers:
    """The numbers that a draft prints, by the letters they begin with and by kind."""

    def __init__(self, outline: Outline) -> None:
        self._codes: dict[str, set[int]] = {}
        self._kinds: dict[str, set[str]] = {}
        for item in outline.by_id.values():
            self._add(item)
        series = any_word(name for name, found in self._codes.items() if len(found) >= _FEWEST)
        # Matches "R99" where the draft has R1 to R60; not "SR99", "R99a".
        self._code = (
            re.compile(rf"(?<![\w-])(?P<letters>{series})[\s-]?(?P<figures>\d{{1,4}})(?!\w|[.,]\d)")
            if series
            else None
        )

    def _add(self, item: Provision) -> None:
        code = _CODE.match(item.number.strip())
        if code:
            self._codes.setdefault(code["letters"], set()).add(int(code["figures"]))
        figures = _FIGURES.findall(item.number)
        if figures:
            self._kinds.setdefault(item.kind, set()).add(figures[-1].lstrip("0"))

    def unknown(self, text: str) -> Iterator[Spot]:
        """Yield what is cited as a part of the draft and is none: "R99", "la fiche 31", "annexe F"."""
        for found in self._code.finditer(text) if self._code else ():
            if int(found["figures"]) not in self._codes[found["letters"]] and not _elsewhere().match(
                text, found.end()
            ):
                yield Spot("no_such_provision", found.start(), found.end())
        kinds = vocabulary().citations.kinds
        for found in _cited().finditer(text):
            known = self._kinds.get(kinds[found["kind"].lower()], set())
            unknown = len(known) >= 1 and found["number"].lstrip("0") not in known
            if unknown and not _elsewhere().match(text, found.end()):
                yield Spot("no_such_provision", found.start(), found.end())


@cache
def _cited() -> re.Pattern[str]:
    """Return what matches "la fiche 31", "Annexe F", "encadré n° 4"; not "fiche 3.2", "fiche de paie"."""
    kinds = any_word(vocabulary().citations.kinds)
    return re.compile(
        rf"(?<!\w)(?P<kind>(?i:{kinds}))\s+(?:n°\s*)?(?P<number>\d{{1,3}}|[A-Z])(?!\w|[.,]\d|’|')"
    )


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_word(vocabulary().citations.elsewhere)})", re.IGNORECASE)


class Words:
    """The words of provisions, as quotations of them are compared: without case, accents, spaces and typography."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._seen: dict[str, str] = {}

    def hold(self, provision_id: str, quote: str) -> bool:
        """Tell whether a provision, or what stands under it, has the quoted words."""
        return _letters(quote) in self._letters_of(provision_id)

    def _letters_of(self, provision_id: str) -> str:
        if provision_id not in self._seen:
            item = self._outline.by_id[provision_id]
            below = self._outline.descendants(provision_id)
            self._seen[provision_id] = "".join(_letters(_all_words(part)) for part in (item, *below))
        return self._seen[provision_id]


def _all_words(item: Provision) -> str:
    return " ".join((item.number, item.heading, item.text, rows_text(item)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
