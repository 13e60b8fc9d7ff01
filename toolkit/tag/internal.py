"""Text → the parts of the same draft that it points to: "voir la fiche 7", "au 3.2 ci-dessus", "R12 à R15", "la présente fiche"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from toolkit.model.provision import Provision
from toolkit.model.stems import fold
from toolkit.tag.acts import reference_words

_NUMBER = r"(?: [A-Z]\.?\d{1,3} | \d{1,3} (?:\.\d{1,3})* | [IVX]{1,5} | [A-Z] (?! \.? \s? \d ) ) (?: \.?[a-z]\b )? (?! \w | [./]\d )"
_PRINTED = re.compile(r"([A-Z]{1,3}[-.]?\d{1,3}|\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z])[\s.):–—-]*$")
# "3.2 ci-dessus", "voir 3.2", "cf. R12".  Not: "version 3.2 du logiciel".
_POINTED = re.compile(
    rf"\b (?: voir | cf\. | cf | see | au | du | of | in ) \s+ (?P<number> {_NUMBER} ) (?P<place> \s+ (?:ci-dessus|ci-dessous|ci-après|above|below) )?",
    re.VERBOSE,
)
# "R12" or "R12 à R15" alone, believed only where the draft has them.  Not: "B2" of a draft without it.
_LABEL = re.compile(
    r"(?<![\w.-]) [A-Z]{1,3}-?\d{1,3} (?![\w-]) (?: \s+ (?:à|to) \s+ [A-Z]{1,3}-?\d{1,3} (?![\w-]) )?",
    re.VERBOSE,
)
_RANGE = re.compile(r"\s+(?:à|to)\s+")
_ENDS_IN_DIGITS = re.compile(r"(.*?)(\d+)")
_LONGEST_RANGE = 60

# After a number that the draft does not have: "section 3 du guide", "annexe 2 of the contract".
_OF_ANOTHER_TEXT = re.compile(r"\s+(?:du|de la|de l'|des|de|of)\s", re.IGNORECASE)
_BEFORE = ("ci-dessus", "precedent", "precedente", "above", "preceding", "previous")
_AFTER = ("ci-dessous", "ci-apres", "suivant", "suivante", "below", "following", "next")
_WHOLE_DRAFT = "recommendation"
"""What "la présente recommandation" calls the draft itself by."""


class Pointer(NamedTuple):
    """A mention of another part of the draft at `start:end`."""

    start: int
    end: int
    kind: str
    number: str
    provision_id: str = ""
    """"" where the draft has no such part or several."""


class Numbering:
    """Finds provisions by kind and printed number, and those around a provision."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}
        self._provisions = provisions
        self._order = {provision.id: order for order, provision in enumerate(provisions)}
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

    def around(self, provision_id: str, kind: str) -> str:
        """Return the id of the nearest provision of a kind that holds this one, or is it; "" if none."""
        at: str | None = provision_id
        while at is not None and at in self._order:
            provision = self._provisions[self._order[at]]
            if provision.kind == kind:
                return provision.id
            at = provision.parent_id
        return ""

    def beside(self, provision_id: str, kind: str, *, step: int) -> str:
        """Return the id of the next provision of a kind in the order of the draft, the last one before for step -1."""
        position = self._order.get(provision_id)
        if position is None:
            return ""
        around = self.around(provision_id, kind)
        following = self._provisions[position + 1 :] if step > 0 else self._provisions[:position][::-1]
        return next((item.id for item in following if item.kind == kind and item.id != around), "")


@cache
def _named(language: str) -> re.Pattern[str]:
    """Compile "fiches 7 et 8", "annexe B", "section 3.2": the words that name parts of a draft, with their numbers."""
    return re.compile(
        rf"(?<!\w) (?P<word> (?i:{_words(language)}) ) (?![^\W\d]) \s* (?: n[°o]s? \s* )? (?P<numbers> {_NUMBER} (?: (?: \s*,\s* | \s+(?:et|ou|and|or|à|to)\s+ ) {_NUMBER} )* )",
        re.VERBOSE,
    )


@cache
def _placed(language: str) -> re.Pattern[str]:
    """Compile "la présente fiche", "le tableau ci-dessous", "the preceding section"; not "les tableaux ci-dessous"."""
    words = _words(language)
    return re.compile(
        rf"""(?<!\w) (?i: (?: présente? | this | (?P<ahead>preceding|previous|following|next) ) \s+ (?P<word>{words}) (?!\w|\s+{_NUMBER})
        | (?: le | la | l' | cette | ce | the ) \s* (?P<word2>{words}) \s+ (?P<behind>ci-dessus|ci-dessous|ci-après|précédente?|suivante?|above|below) \b )""",
        re.VERBOSE,
    )


def _words(language: str) -> str:
    return "|".join(sorted(map(re.escape, reference_words().internal[language]), key=len, reverse=True))


def find_pointers(
    text: str, language: str, numbering: Numbering | None, *, provision_id: str = ""
) -> Iterator[Pointer]:
    """Yield what points into the draft, in no particular order and possibly overlapping acts named elsewhere."""
    kinds = {fold(word): kind for word, kind in reference_words().internal[language].items()}
    for match in _named(language).finditer(text):
        yield from _numbered(match, kinds[fold(match.group("word"))], numbering)
    if numbering is None:
        return
    for match in _POINTED.finditer(text):
        yield from _known(match.span("number"), text, numbering)
    for match in _LABEL.finditer(text):
        yield from _known(match.span(), text, numbering)
    for match in _placed(language).finditer(text):
        kind = kinds[fold(match.group("word") or match.group("word2"))] or "paragraph"
        found = _place(match, kind, numbering, provision_id)
        if found:
            yield Pointer(*match.span(), kind, "", found)


def _numbered(match: re.Match[str], kind: str, numbering: Numbering | None) -> Iterator[Pointer]:
    """Yield a pointer for each number after a word, at the place of the whole range for those of a range."""
    numbers, offset = match.group("numbers"), match.start("numbers")
    found = list(re.finditer(_NUMBER, numbers, re.VERBOSE))
    foreign = kind in ("article", "") and numbering is not None
    elsewhere = foreign or bool(_OF_ANOTHER_TEXT.match(match.string, match.end()))
    position = 0
    while position < len(found):
        first = last = found[position]
        if position + 1 < len(found) and _RANGE.fullmatch(numbers, first.end(), found[position + 1].start()):
            position += 1
            last = found[position]
        start = match.start() if first is found[0] else offset + first.start()
        for number in _from_to(first.group().strip(), last.group().strip()):
            pointer = _pointer((start, offset + last.end()), kind, number, numbering)
            if pointer.provision_id or not elsewhere:
                yield pointer
        position += 1


def _known(place: tuple[int, int], text: str, numbering: Numbering) -> Iterator[Pointer]:
    """Yield pointers to "3.2" or "R12", or to each of "R12 à R15", as far as the draft has them."""
    ends = _RANGE.split(text[slice(*place)])
    for number in _from_to(ends[0], ends[-1]):
        pointer = _pointer(place, "", number, numbering)
        if pointer.provision_id and (pointer.number[0].isalpha() or "." in pointer.number):
            yield pointer


def _from_to(first: str, last: str) -> Iterator[str]:
    """Yield the labels from one to another, those between as far as both differ in their last number only.

    >>> list(_from_to("R12", "R15")), list(_from_to("3.2", "4.1")), list(_from_to("B", "B"))
    (['R12', 'R13', 'R14', 'R15'], ['3.2', '4.1'], ['B'])
    """
    yield first
    low, high = _ENDS_IN_DIGITS.fullmatch(first), _ENDS_IN_DIGITS.fullmatch(last)
    if low and high and low[1] == high[1] and int(high[2]) - int(low[2]) <= _LONGEST_RANGE:
        for number in range(int(low[2]) + 1, int(high[2])):
            yield f"{low[1]}{number}"
    if last != first:
        yield last


def _place(match: re.Match[str], kind: str, numbering: Numbering, provision_id: str) -> str:
    side = fold(match.group("ahead") or match.group("behind") or "")
    if side in _BEFORE or side in _AFTER:
        return numbering.beside(provision_id, kind, step=-1 if side in _BEFORE else 1)
    return numbering.around(provision_id, kind) if kind != _WHOLE_DRAFT else ""


def _pointer(place: tuple[int, int], kind: str, number: str, numbering: Numbering | None) -> Pointer:
    plain = number.strip()
    return Pointer(*place, kind, plain, numbering.find(kind, plain) if numbering else "")
