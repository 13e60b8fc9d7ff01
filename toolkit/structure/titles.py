"""Labels that stand alone on their line → joined to the title or text that follows them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.model.layout import Block
from toolkit.structure.typography import Typography
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import words

_TITLE_WORDS = 25
_STOPS = (".", ";", ",", ":")


def join_titles(units: Sequence[Unit], typography: Typography) -> list[Unit]:
    """Give each unit that is only a label the unit after it: "Article 5" its title, a number its paragraph.

    After a label word ("Article 5") only what can be a title is taken: short, without a label and a final
    stop, and looking like the label or set apart from the running text. Another number or bullet takes
    whatever unlabelled paragraph follows.
    """
    joined: list[Unit] = []
    for unit in units:
        before = joined[-1] if joined else None
        if before is not None and _awaits(before) and _fits(before, unit, typography):
            _take(before, unit)
        else:
            joined.append(unit)
    return joined


def _awaits(unit: Unit) -> bool:
    return unit.label is not None and not unit.text and unit.block.kind != "table"


def _fits(label: Unit, unit: Unit, typography: Typography) -> bool:
    block = unit.block
    if (
        unit.label is not None
        or block.kind not in ("paragraph", "line")
        or block.role not in ("body", "title")
    ):
        return False
    if block.container != label.block.container or not unit.text:
        return False
    assert label.label is not None
    if label.label.word not in words():
        return block.outline_level is None or block.outline_level == label.block.outline_level
    if block.outline_level is not None and label.block.outline_level is not None:
        return block.outline_level >= label.block.outline_level and unit.text.count(" ") < _TITLE_WORDS
    alike = typography.signature(block, "") == typography.signature(label.block, "")
    centred = block.align == "center" == label.block.align
    return (
        (typography.is_distinct(block) or alike or centred)
        and unit.text.count(" ") < _TITLE_WORDS
        and not unit.text.endswith(_STOPS)
    )


def _take(label: Unit, unit: Unit) -> None:
    label.number_block = label.block
    label.text, label.stretches = unit.text, unit.stretches
    label.block = _merged(label, unit)


def _merged(label: Unit, unit: Unit) -> Block:
    """Take the text's block, with what the label's block knows of outline, list and calls."""
    first, second = label.block, unit.block
    return msgspec.structs.replace(
        second,
        label=first.label,
        list_level=first.list_level if first.list_level is not None else second.list_level,
        outline_level=first.outline_level if first.outline_level is not None else second.outline_level,
        page_number=first.page_number,
        calls=second.calls,
    )
