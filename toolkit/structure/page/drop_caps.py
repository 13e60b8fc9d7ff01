"""Large first letters over several lines → back at the head of the line that they begin.

A drop cap shares its baseline with the last line beside it, so it is found there or as a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec

from toolkit.model.layout import Block, Box, Call, Run

_LARGER = 1.7
"""Times the size of the text, at least."""
_MOST_LINES = 8
_SPACE_EM = 0.15
_LEADING = 1.25
# "À" is a word; no other begins with it.
_WORD = "À"


def restore_drop_caps(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with each drop cap joined to the topmost line beside it."""
    caps = [index for index, block in enumerate(blocks) if len(block.text) == 1 or block.runs]
    caps = [index for index in caps if _is_cap(blocks[index])]
    if not caps:
        return blocks
    restored = list(blocks)
    for index in caps:
        _restore(restored, index)
    return [block for block in restored if block.text or block.kind != "line"]


def _is_cap(block: Block) -> bool:
    if block.kind != "line" or block.box is None or not block.text:
        return False
    if len(block.text) == 1:
        return block.text.isupper() and not block.calls
    first = block.runs[0] if block.runs else None
    if first is None or first.start or first.end > 2 or not block.text[0].isupper():
        return False
    return first.style.size_pt >= _LARGER * block.style.size_pt and not block.text[1 : first.end].strip()


def _restore(blocks: list[Block], index: int) -> None:
    block = blocks[index]
    beside = _lines_beside(blocks, index)
    alone = len(block.text) == 1
    if not beside:
        if not alone and _goes_on(block.text[1:].lstrip()):
            blocks[index] = _joined(block.text[0], _without_cap(block, []), spaced=False)
        return
    target = beside[0]
    first = blocks[target]
    if alone and block.style.size_pt < _LARGER * first.style.size_pt:
        return
    lines = [blocks[at] for at in beside]
    if target < index or alone:
        blocks[index] = msgspec.structs.replace(block, text="") if alone else _without_cap(block, lines)
    else:
        first = _without_cap(block, lines)
    blocks[target] = _joined(block.text[0], first, spaced=_is_spaced(lines))


def _goes_on(rest: str) -> bool:
    """Tell whether a line goes on with the word that its first letter begins: not "A  Introduction"."""
    return rest[:1].islower() or rest[:1] in ("’", "'")


def _lines_beside(blocks: Sequence[Block], index: int) -> list[int]:
    """Return the lines that stand right of a cap, top down; the cap's own among them only if others are above."""
    block = blocks[index]
    box = block.box
    assert box is not None
    found: list[tuple[float, int]] = []
    for at in range(max(0, index - _MOST_LINES), min(len(blocks), index + _MOST_LINES)):
        other = blocks[at]
        if at == index or other.kind != "line" or other.box is None or other.page_number != block.page_number:
            continue
        middle = (other.box.top + other.box.bottom) / 2
        is_right = other.box.x0 > box.x0 + 0.3 * (box.bottom - box.top)
        if box.top < middle < box.bottom and is_right and (at < index or len(block.text) == 1):
            found.append((other.box.top, at))
    return [at for _top, at in sorted(found)]


def _without_cap(block: Block, above: Sequence[Block]) -> Block:
    """Return a line without its cap, standing below the lines that are beside the same cap."""
    cut = len(block.text) - len(block.text[1:].lstrip())
    box = block.box
    assert box is not None
    boxes = [line.box for line in above if line.box is not None]
    if boxes:
        size = block.style.size_pt
        step = boxes[-1].top - boxes[-2].top if len(boxes) > 1 else _LEADING * size
        top, bottom = boxes[-1].top + step, boxes[-1].bottom + step
        box = Box(boxes[-1].x0, top, max(box.x1, boxes[-1].x0 + 1), max(bottom, top + 1))
    else:
        height = _LEADING * (block.style.size_pt or box.bottom - box.top)
        box = Box(box.x0, box.top, box.x1, min(box.bottom, box.top + height))
    return msgspec.structs.replace(
        block,
        text=block.text[cut:],
        box=box,
        columns=(),
        runs=tuple(
            Run(max(0, run.start - cut), run.end - cut, run.style) for run in block.runs if run.end > cut
        ),
        calls=tuple(Call(max(0, call.offset - cut), call.note, call.mark) for call in block.calls),
    )


def _is_spaced(lines: Sequence[Block]) -> bool:
    """Tell whether a space stands between cap and line: then the first line begins further right than the others."""
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < 2:
        return False
    return boxes[0].x0 - median(box.x0 for box in boxes[1:]) > _SPACE_EM * lines[0].style.size_pt


def _joined(cap: str, line: Block, *, spaced: bool) -> Block:
    spaced = spaced or cap == _WORD or (line.text[:1].isupper() and line.text[1:2].islower())
    head = f"{cap} " if spaced else cap
    shift = len(head)
    return msgspec.structs.replace(
        line,
        text=head + line.text,
        runs=tuple(Run(run.start + shift, run.end + shift, run.style) for run in line.runs),
        calls=tuple(Call(call.offset + shift, call.note, call.mark) for call in line.calls),
    )
