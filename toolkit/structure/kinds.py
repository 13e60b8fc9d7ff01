"""Placed units → the kind of provision each is."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.structure.tree import rank_of
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, words

_BY_BLOCK = {"table": "table", "image": "figure"}


def set_kinds(units: Iterable[Unit]) -> None:
    """Set `kind` of every unit from its label, block and place in the tree."""
    for unit in units:
        unit.kind = _kind(unit)


def _kind(unit: Unit) -> str:
    if unit.block.role == "note":
        return "footnote"
    if unit.block.kind in _BY_BLOCK:
        return _BY_BLOCK[unit.block.kind]
    labelled = _kind_of_label(unit)
    if unit.kind == "box":
        return "recommendation" if labelled == "recommendation" else "box"
    if labelled:
        return labelled
    if unit.is_heading:
        return "section"
    return "item" if unit.label is not None and (rank_of(unit) > 1 or _is_nested(unit)) else "paragraph"


def _kind_of_label(unit: Unit) -> str:
    label = unit.label
    if label is None:
        return ""
    if label.word in words():
        return words()[label.word].kind
    return "recommendation" if label.word in codes() else ""


def _is_nested(unit: Unit) -> bool:
    """Tell whether a plainly numbered unit is an item of a list rather than a numbered paragraph."""
    parent, label = unit.parent, unit.label
    if parent is None or label is None or parent.is_heading or parent.kind == "box":
        return False
    return len(label.numerals) == 1
