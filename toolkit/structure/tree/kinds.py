"""Placed units → the kind of provision each is."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.structure.labels.schemes import rank_of
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, is_annex_word, words

_BY_BLOCK = {"table": "table", "image": "figure"}


def set_kinds(units: Iterable[Unit]) -> None:
    """Set `kind` of every unit from its label, block and place in the tree, and `kind_reason`."""
    for unit in units:
        unit.kind, unit.kind_reason = _kind(unit)


def _kind(unit: Unit) -> tuple[str, str]:
    if unit.block.role == "note":
        return "footnote", "note"
    if unit.block.kind in _BY_BLOCK:
        return _BY_BLOCK[unit.block.kind], unit.block.kind
    labelled = _kind_of_label(unit)
    if unit.kind == "box":
        return ("recommendation", "label") if labelled == "recommendation" else ("box", "box")
    if labelled:
        return labelled, "label"
    if unit.is_heading:
        return "annex" if is_annex_word(unit.text) else "section", "heading"
    return _kind_of_paragraph(unit)


def _kind_of_paragraph(unit: Unit) -> tuple[str, str]:
    if unit.label is None:
        return "paragraph", "plain"
    return ("item", "item") if rank_of(unit) > 1 or _is_nested(unit) else ("paragraph", "numbered")


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
