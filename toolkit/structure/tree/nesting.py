"""Depths of headings by their looks → by what their order shows, where looks alone do not tell.

Headings that look alike are found at one depth. Their order often says more: "A." that starts again after "I."
and after "II." is part of both; so is a title that comes back after each numbered heading ("Notes for guidance").
What closes a document, its annexes, is part of no section. Levels that the format states are left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import is_annex_word, words

_ANNOUNCED = frozenset(("bookmark", "in_contents"))
_SMALL_RANK = 45


class Scheme(NamedTuple):
    """What the numbers of one numbering have in common: "A." and "B."."""

    lead: str
    tail: str
    style: str
    depth: int


def settle_depths(units: Sequence[Unit]) -> None:
    """Correct the depths of headings by their order."""
    headings = [unit for unit in units if unit.is_heading and unit.kind != "box"]
    _lower_restarting(headings)
    _lower_worded(headings)
    _lower_repeated_titles(headings)
    _raise_annexes(headings)
    _fill_annexes(headings)
    _open_bare_annexes(units)


# numberings that start again


def _lower_restarting(headings: Sequence[Unit]) -> None:
    """Put a numbering below the one of equal depth after whose every heading it starts again, the innermost first."""
    numbered = _numbered(headings)
    nested = [
        (inner, outer)
        for inner, outer in permutations(dict.fromkeys(scheme for scheme, _unit in numbered), 2)
        if inner.depth == outer.depth and _starts_again(numbered, inner, outer)
    ]
    outers = {outer for _inner, outer in nested}
    for inner, outer in nested:
        if inner not in outers:
            _insert_level(headings, outer.depth, [unit for scheme, unit in numbered if scheme == inner])
            return _lower_restarting(headings)
    return None


def _numbered(headings: Sequence[Unit]) -> list[tuple[Scheme, Unit]]:
    return [(scheme, unit) for unit in headings if (scheme := _scheme(unit)) is not None]


def _scheme(unit: Unit) -> Scheme | None:
    """Return the scheme of an unworded single numeral whose depth nothing states."""
    label = unit.label
    if label is None or label.word or len(label.numerals) != 1 or unit.block.outline_level is not None:
        return None
    return Scheme(label.lead.strip(), label.tail.strip(" -–."), unit.style, unit.depth)


def _starts_again(numbered: Sequence[tuple[Scheme, Unit]], inner: Scheme, outer: Scheme) -> bool:
    """Tell whether one numbering runs from its first number anew after headings of the other, twice or more."""
    both = [entry for entry in numbered if entry[0] in (inner, outer)]
    starts = 0
    for (scheme_before, before), (scheme, unit) in pairwise(both):
        if scheme != inner:
            continue
        if scheme_before == inner:
            if unit.value != before.value + 1:
                return False
        elif unit.value != 1:
            return False
        else:
            starts += 1
    return starts > 1 and both[0][0] != inner


def _insert_level(headings: Sequence[Unit], depth: int, members: Sequence[Unit]) -> None:
    """Make room for a level right below `depth` and put there the members that are not yet below it."""
    lowered = [unit for unit in members if unit.depth <= depth]
    for unit in headings:
        if unit.depth > depth:
            unit.depth += 1
    for unit in lowered:
        unit.depth = depth + 1


# words in sections


def _lower_worded(headings: Sequence[Unit]) -> None:
    """Put what a word numbers ("Exigence 3", "Étape 1") below the sections of equal depth that count on over it."""
    worded = [unit for unit in headings if _is_small(unit)]
    for word in dict.fromkeys(unit.label.word for unit in worded if unit.label is not None):
        members = [unit for unit in worded if unit.label is not None and unit.label.word == word]
        around = _section_before(headings, members[0])
        if around is not None and members[0].depth <= around.depth and _counts_on(headings, around):
            _insert_level(headings, around.depth, members)


def _is_small(unit: Unit) -> bool:
    """Tell whether a word numbers a heading that usually stands within chapters and sections."""
    word = words().get(unit.label.word) if unit.label is not None else None
    return word is not None and word.rank >= _SMALL_RANK and unit.block.outline_level is None


def _section_before(headings: Sequence[Unit], first: Unit) -> Scheme | None:
    above = headings[: headings.index(first)]
    return next((scheme for unit in reversed(above) if (scheme := _scheme(unit)) is not None), None)


def _counts_on(headings: Sequence[Unit], scheme: Scheme) -> bool:
    """Tell whether a numbering has several numbers and never starts again."""
    members = [unit for unit in headings if _scheme(unit) == scheme]
    return len(members) > 1 and all(unit.value == before.value + 1 for before, unit in pairwise(members))


# titles that come back


def _lower_repeated_titles(headings: Sequence[Unit]) -> None:
    """Put titles without a number that come back after several numbered headings below those."""
    above: dict[Unit, Unit] = {}
    repeated: defaultdict[str, list[Unit]] = defaultdict(list)
    numbered: Unit | None = None
    for unit in headings:
        if unit.label is not None and not unit.label.is_code:
            numbered = unit
        elif unit.label is None and numbered is not None:
            above[unit] = numbered
            repeated[_title_key(unit.text)].append(unit)
    for titles in repeated.values():
        holders = {above[unit] for unit in titles}
        if len(titles) == len(holders) > 1 and len({holder.depth for holder in holders}) == 1:
            for unit in titles:
                _lower(unit, above[unit])


def _lower(unit: Unit, holder: Unit) -> None:
    if unit.block.outline_level is None and _ANNOUNCED.isdisjoint(unit.evidence):
        unit.depth = max(unit.depth, holder.depth + 1)


def _title_key(title: str) -> str:
    """Reduce a title to what does not change when it comes back: "Note for guidance", "Notes for Guidance".

    >>> _title_key("Notes for Guidance") == _title_key("Note for guidance")
    True
    """
    return " ".join(word.removesuffix("s") for word in title.casefold().split())


# annexes


def _raise_annexes(headings: Sequence[Unit]) -> None:
    """Put the annexes that close the document beside its outermost numbered headings."""
    body = [
        unit for unit in headings if unit.label is not None and not unit.label.is_code and not _is_annex(unit)
    ]
    if not body:
        return
    outermost = min(unit.depth for unit in body)
    for unit in _closing(headings, outermost):
        if unit.block.outline_level is None and _ANNOUNCED.isdisjoint(unit.evidence):
            unit.depth = min(unit.depth, outermost)


def _closing(headings: Sequence[Unit], outermost: int) -> Iterator[Unit]:
    """Yield the annexes after which no numbering of the body goes on."""
    for unit in reversed(headings):
        if _is_annex(unit) or _is_bare_annex(unit):
            yield unit
        elif unit.label is not None and unit.depth == outermost and unit.value > 1:
            return


def _is_annex(unit: Unit) -> bool:
    return unit.label is not None and unit.label.word == "annex"


def _fill_annexes(headings: Sequence[Unit]) -> None:
    """Put into an annex the numbered headings that start anew after it, and all that follows them."""
    annex: Unit | None = None
    shift = 0
    for unit in headings:
        if _is_annex(unit) or _is_bare_annex(unit):
            annex, shift = unit, 0
        elif annex is not None and unit.block.outline_level is None:
            if not shift and unit.label is not None and unit.value == 1:
                shift = max(0, annex.depth + 1 - unit.depth)
            unit.depth += shift


def _open_bare_annexes(units: Sequence[Unit]) -> None:
    """Put the title right after a heading that is nothing but "Annex" or "Appendix" below it."""
    for before, unit in pairwise(units):
        if before.is_heading and unit.is_heading and unit.label is None and _is_bare_annex(before):
            unit.depth = max(unit.depth, before.depth + 1)


def _is_bare_annex(unit: Unit) -> bool:
    return unit.label is None and is_annex_word(unit.text)
