"""Text → the parts of the same draft that it points to: "voir la fiche 7", "au 3.2 ci-dessus", "R12"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from toolkit.model.provision import Provision
from toolkit.model.stems import fold
from toolkit.tag.acts import reference_words

_NUMBER = (
    r"(?: [A-Z]\.?\d{1,3} | \d{1,3} (?:\.\d{1,3})* | [IVX]{1,5} | [A-Z] ) (?: \.?[a-z]\b )? (?! \w | [./]\d )"
)
_PRINTED = re.compile(r"([A-Z]{1,3}[-.]?\d{1,3}|\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z])[\s.):–—-]*$")
# "3.2 ci-dessus", "voir 3.2", "cf. R12".  Not: "version 3.2 du logiciel".
_POINTED = re.compile(
    rf"\b (?: voir | cf\. | cf | see | au | du | of | in ) \s+ (?P<number> {_NUMBER} ) (?P<place> \s+ (?:ci-dessus|ci-dessous|ci-après|above|below) )?",
    re.VERBOSE,
)
# "R12" alone, believed only where the draft has one.  Not: "B2" of a draft without it.
_LABEL = re.compile(r"(?<![\w.-]) [A-Z]{1,3}-?\d{1,3} (?![\w-])", re.VERBOSE)

# After a number that the draft does not have: "section 3 du guide", "annexe 2 of the contract".
_OF_ANOTHER_TEXT = re.compile(r"\s+(?:du|de la|de l'|des|de|of)\s", re.IGNORECASE)


class Pointer(NamedTuple):
    """A mention of another part of the draft at `start:end`."""

    start: int
    end: int
    kind: str
    number: str
    provision_id: str = ""
    """"" where the draft has no such part or several."""


class Numbering:
    """Finds provisions by kind and printed number."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}
        for provision in provisions:
            printed = _PRINTED.search(provision.number)
            if printed and provision.kind != "footnote":
                for kind in {provision.kind, ""}:
                    self._found.setdefault((kind, printed.group(1)), []).append(provision.id)

    def find(self, kind: str, number: str) -> str:
        """Return the id of the only provision so numbered; "" if none.

        The kind is a hint that may be wrong, except for articles: other texts have articles too.
        """
        for key in ((kind, number), ("" if kind != "article" else kind, number)):
            if len(self._found.get(key, ())) == 1:
                return self._found[key][0]
        return ""


@cache
def _named(language: str) -> re.Pattern[str]:
    """Compile "fiches 7 et 8", "annexe B", "section 3.2": the words that name parts of a draft, with their numbers."""
    words = "|".join(sorted(map(re.escape, reference_words().internal[language]), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w) (?P<word> (?i:{words}) ) \s* (?: n[°o]s? \s* )? (?P<numbers> {_NUMBER} (?: (?: \s*,\s* | \s+(?:et|ou|and|or|à|to)\s+ ) {_NUMBER} )* )",
        re.VERBOSE,
    )


def find_pointers(text: str, language: str, numbering: Numbering | None) -> Iterator[Pointer]:
    """Yield what points into the draft, in no particular order and possibly overlapping acts named elsewhere."""
    kinds = {fold(word): kind for word, kind in reference_words().internal[language].items()}
    for match in _named(language).finditer(text):
        kind = kinds[fold(match.group("word"))]
        for position, number in enumerate(re.finditer(_NUMBER, match.group("numbers"), re.VERBOSE)):
            start = match.start() if position == 0 else match.start("numbers") + number.start()
            pointer = _pointer(start, match.start("numbers") + number.end(), kind, number.group(), numbering)
            foreign = kind in ("article", "") and numbering is not None
            if pointer.provision_id or not (foreign or _OF_ANOTHER_TEXT.match(text, match.end())):
                yield pointer
    if numbering is None:
        return
    for match in (*_POINTED.finditer(text), *_LABEL.finditer(text)):
        start, end = match.span("number" if match.re is _POINTED else 0)
        pointer = _pointer(start, end, "", text[start:end], numbering)
        if pointer.provision_id and (pointer.number[0].isalpha() or "." in pointer.number):
            yield pointer


def _pointer(start: int, end: int, kind: str, number: str, numbering: Numbering | None) -> Pointer:
    plain = number.strip()
    return Pointer(start, end, kind, plain, numbering.find(kind, plain) if numbering else "")
