"""Labels that stand alone on their line → joined to the title or text that follows them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from toolkit.model.layout import Block
from toolkit.structure.labels.numbering import parse_label
from toolkit.structure.typography import Typography
from toolkit.structure.unit import Stretch, Unit
from toolkit.structure.vocabulary import word_of_form, words

_TITLE_WORDS = 25
_STOPS = (".", ";", ",", ":")
_ENOUGH = 0.6


def join_split_labels(blocks: Sequence[Block]) -> list[Block]:
    """Join a label word alone on its line to the numeral on the next: "CHAPTER", "ONE"."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before is not None and _is_split_label(before, block):
            joined[-1] = _join_blocks(before, block)
        else:
            joined.append(block)
    return joined


def _is_split_label(first: Block, second: Block) -> bool:
    if first.text.lower() not in word_of_form() or second.kind != first.kind or len(second.text) > 20:
        return False
    label = parse_label(f"{first.text} {second.text}")
    return label is not None and label.word in words()


def _join_blocks(first: Block, second: Block) -> Block:
    shift = len(first.text) + 1
    moved = tuple(
        msgspec.structs.replace(piece, start=piece.start + shift, end=piece.end + shift)
        for piece in second.pieces
    )
    return msgspec.structs.replace(first, text=f"{first.text} {second.text}", pieces=(*first.pieces, *moved))


def join_titles(units: Sequence[Unit], typography: Typography) -> list[Unit]:
    """Give each unit that is only a label the unit after it: "Article 5" its title, a number its paragraph.

    After a label word ("Article 5") only what can be a title is taken: short, without a label and a final
    stop, and looking like the label or set apart from the running text. Another number or bullet takes
    whatever unlabelled paragraph follows.
    """
    joined: list[Unit] = []
    for unit in _labels_before_titles(units, typography):
        before = joined[-1] if joined else None
        if before is not None and _awaits(before) and _fits(before, unit, typography):
            _take(before, unit)
        else:
            joined.append(unit)
    return joined


def _labels_before_titles(units: Sequence[Unit], typography: Typography) -> list[Unit]:
    """Give codes that are printed below their titles back to them: a margin's "R1" beside a framed text."""
    coded = [index for index, unit in enumerate(units) if index and _is_lone_code(unit)]
    titled = {index for index in coded if _can_take_code(units[index - 1], typography)}
    if len(titled) < _ENOUGH * len(coded):
        return list(units)
    gone = set(titled)
    for index in titled:
        title, code = units[index - 1], units[index]
        title.label, title.number, title.style, title.value = code.label, code.number, code.style, code.value
        title.number_block, title.label_end = code.block, code.label_end
        if index + 1 < len(units) and _completes(title, units[index + 1]):
            append_line(title, units[index + 1])
            gone.add(index + 1)
    return [unit for index, unit in enumerate(units) if index not in gone]


def _completes(title: Unit, rest: Unit) -> bool:
    """Tell whether a unit is the second line of a title that its code was printed between."""
    return (
        rest.label is None and rest.block.style == title.block.style and rest.block.kind == title.block.kind
    )


def append_line(title: Unit, rest: Unit) -> None:
    """Add a further line of a title to its first."""
    if title.text.endswith("-") and rest.text[:1].islower():
        title.text = title.text[:-1]
    else:
        title.text += " "
    title.stretches += [
        Stretch(stretch.block, stretch.start, len(title.text) + stretch.at) for stretch in rest.stretches
    ]
    title.text += rest.text


def _is_lone_code(unit: Unit) -> bool:
    return unit.label is not None and unit.label.is_code and not unit.text and not unit.automatic


def _can_take_code(unit: Unit, typography: Typography) -> bool:
    return (
        unit.label is None
        and unit.block.kind in ("paragraph", "line")
        and typography.is_distinct(unit.block)
        and unit.text.count(" ") < _TITLE_WORDS
        and not unit.text.endswith(_STOPS)
    )


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
