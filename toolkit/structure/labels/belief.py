"""Candidate labels of one shape → those that are believed: what stands around a label vouches for it.

"12 mars" at the start of a paragraph looks like the label 12 until one sees that there is no 11 and no 13.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.numerals import Style
from toolkit.structure.typography import Typography
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import words

Series = tuple[tuple[str, ...], Style]
"""The numerals before the last, and how the last one is read: what "2.1" and "2.2" have in common."""
_FEWEST_CODES = 3


class Known(msgspec.Struct, frozen=True):
    """What the candidates of the whole document say about each other."""

    prefixes: set[tuple[str, ...]]
    """The numerals of all of them: "2.1" vouches for "2.1.3"."""
    code_words: frozenset[str]
    """The codes that number many units, one after the other: "EXI" where EXI-1, EXI-2, EXI-3 are found."""


class Support(msgspec.Struct, frozen=True):
    """What speaks for a label besides its form."""

    follows: bool
    """The number before it was believed."""
    leads: bool
    """The number after it comes later."""
    distinct: bool
    """Its paragraph is set apart by the format or its looks."""
    prefixed: bool
    """A label with its first numerals stands somewhere: "2.1" for "2.1.3"."""
    usual: bool
    """Its code numbers many units of the document."""

    @property
    def linked(self) -> bool:
        """Tell whether it stands in a sequence."""
        return self.follows or self.leads


def survey_labels(groups: Iterable[list[Unit]]) -> Known:
    """Collect what the candidates, grouped by shape and with their readings chosen, say about each other."""
    groups = list(groups)
    prefixes = {unit.label.numerals for group in groups for unit in group if unit.label is not None}
    return Known(prefixes, frozenset(_code_words(groups)))


def _code_words(groups: Iterable[list[Unit]]) -> Iterable[str]:
    for group in groups:
        label = group[0].label
        if label is not None and label.is_code:
            reached = {(series_of(unit), unit.value) for unit in group}
            followed = sum((series, value + 1) in reached for series, value in reached)
            if followed >= _FEWEST_CODES:
                yield label.word


def believe(group: list[Unit], known: Known, typography: Typography) -> set[Unit]:
    """Return the members of one shape that are believed, and note in each what supports it."""
    leading = _leading(group)
    believed: set[Unit] = set()
    reached: defaultdict[Series, set[int]] = defaultdict(set)
    for unit in group:
        label = _label(unit)
        before = reached[series_of(unit)]
        support = Support(
            follows=unit.value - 1 in before,
            leads=unit in leading,
            distinct=typography.is_distinct(unit.block),
            prefixed=label.numerals[:-1] in known.prefixes,
            usual=label.word in known.code_words,
        )
        unit.support = tuple(name for name in support.__struct_fields__ if getattr(support, name))
        is_mention = unit.value in before and _starts_within_a_sentence(unit)
        if unit.automatic or (_is_believed(unit, label, support) and not is_mention):
            believed.add(unit)
            before.add(unit.value)
    return believed


def _leading(group: list[Unit]) -> set[Unit]:
    """Return the units whose next number comes later in the group."""
    later: defaultdict[Series, set[int]] = defaultdict(set)
    leading: set[Unit] = set()
    for unit in reversed(group):
        seen = later[series_of(unit)]
        if unit.value + 1 in seen:
            leading.add(unit)
        seen.add(unit.value)
    return leading


def series_of(unit: Unit) -> Series:
    """Return the series that a labelled unit counts in."""
    return _label(unit).numerals[:-1], unit.style


def _label(unit: Unit) -> Label:
    assert unit.label is not None
    return unit.label


def _starts_within_a_sentence(unit: Unit) -> bool:
    """Tell whether a word or code is the subject of a sentence: "V7.1 covers …", after V7.1 itself."""
    return bool(_label(unit).word) and unit.text[:1].islower()


def _is_believed(unit: Unit, label: Label, support: Support) -> bool:
    if label.word in words():
        return support.distinct or not label.weak
    if label.is_code:
        usual = support.usual and not unit.text[:1].islower()
        bracketed = label.lead.startswith("[")
        return support.linked or usual or bracketed or (support.distinct and len(label.numerals) > 1)
    if len(label.numerals) > 1:
        # "S.19 of the Act" looks like "A.1 Scope" but for what follows
        opens = label.numerals[0].isdigit() or _reads_as_opening(unit)
        return not label.weak or (opens and (support.linked or support.prefixed))
    if label.weak:
        return _is_weak_one_believed(unit, label, support)
    return support.linked or unit.value == 1 or support.distinct


def _is_weak_one_believed(unit: Unit, label: Label, support: Support) -> bool:
    """Decide about a plain number or letter that running text could start with."""
    if label.numerals[0].isalpha() and not label.tail:
        return support.linked and support.distinct
    first = unit.value == 1 and (support.leads or unit.block.outline_level is not None)
    opens = first or (support.leads and support.distinct)
    return _reads_as_opening(unit) and (support.follows or opens)


def _reads_as_opening(unit: Unit) -> bool:
    """Tell whether what follows a bare number can open a paragraph: "2 Champ" but not "2 mois"."""
    return bool(unit.text) and not (
        unit.text[0].islower() or unit.text[0].isdigit() or unit.text[0] in "%€$,"
    )
