"""Two labels → how they stand to each other: one begins the other, both count in one scheme, one ranks above the other."""

from __future__ import annotations

from toolkit.model.layout import Block
from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.numerals import readings
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, words

_RANK_OF_STYLE = {"arabic": 1, "ROMAN": 1, "ALPHA": 1, "alpha": 3, "roman": 4, "": 5}
_BULLET_RANK = 5
_TOLERANCE_PT = 3.0
_OF_HEADINGS = ("arabic", "ROMAN")


def is_prefix(upper: Label, lower: Label) -> bool:
    """Tell whether a number begins a longer one: "2" and "2.1", "Article 1er" and "1.1", "V1" and "V1.1"."""
    if len(upper.numerals) >= len(lower.numerals) or not upper.numerals:
        return False
    if upper.word != lower.word and (upper.word in codes() or (upper.word and lower.word)):
        return False
    return all(_mean_the_same(a, b) for a, b in zip(upper.numerals, lower.numerals, strict=False))


def _mean_the_same(one: str, other: str) -> bool:
    """Tell whether two numerals have a value in common: "1er" and "1", "II" and "2", "TEN" and "10"; not "d" and "4"."""
    if one == other:
        return True
    values = {value for style, value in readings(one) if style in _OF_HEADINGS}
    return any(value in values for style, value in readings(other) if style in _OF_HEADINGS)


def same_scheme(one: Unit, other: Unit) -> bool:
    """Tell whether two labels count in the same scheme."""
    first, second = one.label, other.label
    if first is None or second is None or one.style != other.style or first.word != second.word:
        return False
    if first.is_bullet or second.is_bullet:
        return first.lead == second.lead and _may_be_level(one.block, other.block)
    if len(first.numerals) > 1 or len(second.numerals) > 1:
        return first.numerals[:-1] == second.numerals[:-1]
    if first.is_code:
        return True
    return first.lead.strip() == second.lead.strip() and first.closing == second.closing


def _may_be_level(one: Block, other: Block) -> bool:
    """Tell whether nothing parts the levels of two bullets; one visible edge wins over the levels that are stored."""
    unknown = None in (one.list_level, other.list_level)
    return unknown or one.list_level == other.list_level or _at_one_edge(one, other)


def on_one_level(one: Block, other: Block) -> bool:
    """Tell whether two items stand at one edge, and the format does not say that one is deeper."""
    return _at_one_edge(one, other) and (one.list_level or 0) == (other.list_level or 0)


def _at_one_edge(one: Block, other: Block) -> bool:
    return one.indent_pt > 0 and abs(one.indent_pt - other.indent_pt) <= _TOLERANCE_PT


def rank_of(unit: Unit) -> int:
    """Return the usual rank of a unit's scheme, from 1 (numbered paragraphs) to 5 (bullets)."""
    label = unit.label
    if label is None or label.is_bullet:
        return _BULLET_RANK
    if label.word in words() or label.is_code or len(label.numerals) > 1:
        return 1
    bracketed = label.lead.strip() in ("(", "[") or ")" in label.tail
    return _RANK_OF_STYLE[unit.style] + (1 if bracketed and unit.style in ("arabic", "ALPHA", "ROMAN") else 0)
