"""Headings → their depth: one consistent level for headings of one class.

A class is what the reader sees as "the same sort of heading": the same label word, the same length of number,
or, without a number, the same look. Levels stated by the format or by the contents win; sizes and
weights order what has none; numbering puts "2.1" below "2" whatever the looks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low

from toolkit.structure.headings.announced import Announced
from toolkit.structure.typography import Signature, Typography
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, front_matter_titles, words

ClassKey = tuple[str, str, int]
_UNSTATED = " unstated"
"""Marks the class of numbered headings that the format does not call so, where it calls others so."""
_SUBTITLE = 100
"""Above the rank of every word: of one look, "Article 5" encloses "1." and titles without a number."""
_CODE_DEPTH = 90
"""Recommendations by code (R12) stand below every structural heading, however large their titles are."""


def set_depths(units: Sequence[Unit], typography: Typography, announced: Announced) -> None:
    """Set `depth` of every heading, from 1."""
    headings = [unit for unit in units if unit.is_heading]
    classes = _classes(headings, typography)
    stated = {unit: level for unit in headings if (level := _stated(unit, announced)) is not None}
    looks = {key: _look(members, typography) for key, members in classes.items()}
    depths = _class_depths(classes, looks, stated)
    _respect_numbering(classes, depths, looks)
    for key, members in classes.items():
        for unit in members:
            unit.depth = stated.get(unit, depths[key]) if _trusts_statement(unit, key) else depths[key]
    _sink_themes(headings)
    _level_announced(headings, announced)
    _close_front_matter(headings)


def _level_announced(headings: Sequence[Unit], announced: Announced) -> None:
    """Put headings of one size that flat contents list side by side on one level, numbered or not."""
    highest: dict[float, int] = {}
    listed: list[Unit] = []
    for unit in headings:
        found = announced.find(unit.text, unit.page_number)
        if found and unit.block.style.size_pt and all(entry.level is None for entry in found):
            size = unit.block.style.size_pt
            highest[size] = min(unit.depth, highest.get(size, unit.depth))
            listed.append(unit)
    for unit in listed:
        if unit.label is None:
            unit.depth = highest[unit.block.style.size_pt]


def _sink_themes(headings: Sequence[Unit]) -> None:
    """Put the themes of tables, which have no look of their own, below the printed heading above them."""
    above = 0
    for unit in headings:
        if unit.block.style.size_pt:
            above = unit.depth
        elif above and unit.block.outline_level is not None:
            unit.depth = max(unit.depth, above + 1)


def _close_front_matter(headings: Sequence[Unit]) -> None:
    """Put introductions beside the first of the numbered parts that follow them, however large their titles are."""
    titles = front_matter_titles()
    for index, unit in enumerate(headings):
        if unit.label is None and unit.text.casefold() in titles:
            after = next((other for other in headings[index + 1 :] if other.label is not None), None)
            if (
                after is not None
                and after.value == 1
                and after.depth > unit.depth
                and _is_whole_part(after, headings)
            ):
                unit.depth = after.depth


def _is_whole_part(first: Unit, headings: Sequence[Unit]) -> bool:
    """Tell whether no other numbered heading encloses a series: its first is as high as any."""
    return all(other.depth >= first.depth for other in headings if other.label is not None)


def _classes(headings: Iterable[Unit], typography: Typography) -> dict[ClassKey, list[Unit]]:
    """Sort headings into classes; numbered ones apart where the format calls some headings and others look otherwise."""
    classes: defaultdict[ClassKey, list[Unit]] = defaultdict(list)
    for unit in headings:
        classes[_class_of(unit, typography)].append(unit)
    for key in [key for key in classes if key[0] == "number"]:
        members = classes[key]
        looks = {typography.signature(unit.block, "") for unit in members if _is_called_heading(unit)}
        others = [
            unit
            for unit in members
            if not _is_called_heading(unit) and typography.signature(unit.block, "") not in looks
        ]
        if looks and others:
            classes[key] = [unit for unit in members if unit not in set(others)]
            classes["number", key[1] + _UNSTATED, key[2]] = others
    return classes


def _is_called_heading(unit: Unit) -> bool:
    return unit.block.outline_level is not None


def _trusts_statement(unit: Unit, key: ClassKey) -> bool:
    """Tell whether a unit's own stated level counts; a code's place is decided for all codes together."""
    return unit.block.outline_level is not None or key[0] != "code"


def _class_of(unit: Unit, typography: Typography) -> ClassKey:
    label = unit.label
    if label is None or label.is_bullet:
        signature = typography.signature(unit.block, unit.text)
        return ("look", unit.block.style.name + repr(signature), unit.block.outline_level or 0)
    if label.word in words():
        return ("word", label.word, 1)
    if label.is_code:
        return ("code", label.word, len(label.numerals))
    sort = unit.style if len(label.numerals) == 1 else ""
    return ("number", label.lead.strip() + sort, len(label.numerals))


def _stated(unit: Unit, announced: Announced) -> int | None:
    if unit.block.outline_level is not None:
        return unit.block.outline_level
    if unit.block.role == "title":
        return 1
    found = announced.find(unit.text, unit.page_number)
    # of titles that repeat, the one on the same page or with the same number; where they disagree, they say nothing
    numbered = [entry for entry in found if entry.number and entry.number == unit.number]
    on_page = [entry for entry in found if entry.page_number and entry.page_number == unit.page_number]
    levels = {entry.level for entry in on_page or numbered or found} - {None}
    return levels.pop() if len(levels) == 1 else None


def _look(members: Iterable[Unit], typography: Typography) -> Signature:
    """Return the look of most members."""
    return Counter(typography.signature(unit.block, unit.text) for unit in members).most_common(1)[0][0]


def _class_depths(
    classes: dict[ClassKey, list[Unit]], looks: dict[ClassKey, Signature], stated: dict[Unit, int]
) -> dict[ClassKey, int]:
    depths: dict[ClassKey, int] = {}
    for key, members in classes.items():
        levels = [stated[unit] for unit in members if unit in stated]
        if levels and 2 * len(levels) >= len(members):
            depths[key] = median_low(levels)
    known = [(looks[key].size, level) for key, level in depths.items() if looks[key].size]
    deepest = max(depths.values(), default=0)
    unknown = {(looks[key], _order_among_alike(key)) for key in classes if key not in depths}
    # the larger look first, and of one look what usually encloses the other
    ordered = sorted(sorted(unknown, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)
    rank = {pair: deepest + index + 1 for index, pair in enumerate(ordered)}
    for key in classes:
        if key not in depths:
            own = rank[looks[key], _order_among_alike(key)]
            depths[key] = _depth_by_size(looks[key].size, known) or own
    return depths


def _order_among_alike(key: ClassKey) -> int:
    """Return the place of a class among those that look like it: by its word's rank, or its number's length."""
    sort, lead, length = key
    if sort == "word":
        return words()[lead].rank
    return _SUBTITLE + length


def _depth_by_size(size: float, known: list[tuple[float, int]]) -> int | None:
    """Return the level of the known headings that are not larger than this one, the highest of them."""
    levels = [level for other, level in known if size and other <= size]
    larger = [level for other, level in known if other > size]
    if not levels:
        return None
    return max(min(levels), max(larger, default=0) if larger else min(levels))


def _respect_numbering(
    classes: dict[ClassKey, list[Unit]], depths: dict[ClassKey, int], looks: dict[ClassKey, Signature]
) -> None:
    """Put longer numbers below shorter ones, words in their usual order, codes and their like at the bottom."""
    numbered = sorted(key for key in classes if key[0] in ("number", "code"))
    for sort, lead, length in numbered:
        shorter = [
            depths[key] for key in numbered if key[0] == sort and key[2] == length - 1 and _kin(key, lead)
        ]
        if shorter:
            depths[sort, lead, length] = max(depths[sort, lead, length], max(shorter) + 1)
    for sort, lead, length in numbered:
        if lead.endswith(_UNSTATED):
            stated = depths[sort, lead.removesuffix(_UNSTATED), length]
            depths[sort, lead, length] = max(depths[sort, lead, length], stated + 1)
    worded = sorted((key for key in classes if key[0] == "word"), key=lambda key: words()[key[1]].rank)
    for upper, lower in pairwise(worded):
        if words()[upper[1]].rank < words()[lower[1]].rank and looks[upper] == looks[lower]:
            depths[lower] = max(depths[lower], depths[upper] + 1)
    for key, members in classes.items():
        if key[0] == "code" and key[1] in codes() and members[0].block.outline_level is None:
            depths[key] = _CODE_DEPTH


def _kin(key: ClassKey, lead: str) -> bool:
    """Tell whether a shorter number can be the beginning of longer ones: "2." of "2.1", "A" of "A.1"."""
    return not lead or key[1] in (lead, "arabic", "ALPHA", "ROMAN")
