"""Words scattered over a drawing → one picture that holds them, in place of a paragraph for each.

A drawing is told by its lines: many in a row that are short, end no sentence, have no label and begin at many
places. Prose, lists, tables and addresses lack one of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from toolkit.model.layout import Block, Box, Piece
from toolkit.structure.page.line_labels import opens_paragraph

_FEWEST_LINES = 10
_FEWEST_PLACES = 5
_PLACE_PT = 4.0
_SHORT = 0.55
"""Of the width of the page's text: the longest line of a drawing."""
_MOST_WORDS = 7
_ENDS = (".", ";", ":", "!", "?", ",")
_LARGER = 1.45
"""Times the text's size: a title."""
_CENTRED_PT = 3.0
_GAP_EM, _CAPTION_GAP_EM = 7.0, 2.5


def gather_diagrams(blocks: Sequence[Block], text_size: float) -> list[Block]:
    """Return the blocks with the lines of each drawing as one image block, a piece a line.

    The first page is left alone: covers are scattered too.
    """
    gathered: list[Block] = []
    widest = _SHORT * _text_width(blocks)
    for page_number, on_page in groupby(blocks, key=lambda block: block.page_number):
        page = list(on_page)
        narrow = sum(1 for block in page if block.box is not None and block.box.x1 - block.box.x0 <= widest)
        if page_number is None or page_number == 1 or narrow < _FEWEST_LINES // 2:
            gathered += page
            continue
        for scattered, run in _runs(page, widest, text_size):
            gathered += [_picture(run)] if scattered and _is_drawing(run) else run
    return gathered


def _text_width(blocks: Sequence[Block]) -> float:
    """Return how wide most full lines are: a tenth of all lines are wider."""
    widths = sorted(block.box.x1 - block.box.x0 for block in blocks if block.kind == "line" and block.box)
    return widths[len(widths) * 9 // 10] if widths else 0.0


def _runs(page: Sequence[Block], widest: float, text_size: float) -> Iterator[tuple[bool, list[Block]]]:
    for scattered, run in groupby(page, key=lambda block: _may_be_word(block, widest, text_size)):
        for part in _close_together(list(run)):
            yield scattered, part


def _close_together(run: Sequence[Block]) -> Iterator[list[Block]]:
    """Part lines where a wide gap does, and a last line alone below a gap: the caption of a drawing."""
    part: list[Block] = []
    bottom = 0.0
    for block in run:
        gap = _CAPTION_GAP_EM if block is run[-1] else _GAP_EM
        if part and block.box is not None and block.box.top > bottom + gap * block.style.size_pt:
            yield part
            part = []
        part.append(block)
        bottom = max(bottom, block.box.bottom) if block.box is not None else bottom
    yield part


def _may_be_word(block: Block, widest: float, text_size: float) -> bool:
    """Tell whether a line could be one of the words in a drawing."""
    box = block.box
    cells = max(1, len(block.columns))
    if box is None or box.x1 - box.x0 > widest * cells or block.kind != "line" or block.role != "body":
        return False
    text = block.text
    if block.outline_level is not None or block.label or block.calls or text.endswith(_ENDS):
        return False
    is_short = text.count(" ") < _MOST_WORDS * cells and block.style.size_pt <= _LARGER * text_size
    return is_short and not opens_paragraph(text)


def _is_drawing(run: Sequence[Block]) -> bool:
    """Tell whether lines begin at many places, neither below each other nor around one axis."""
    if len(run) < _FEWEST_LINES:
        return False
    boxes = [block.box for block in run if block.box is not None]
    places = {round(box.x0 / _PLACE_PT) for box in boxes}
    axes = {round((box.x0 + box.x1) / 2 / _CENTRED_PT) for box in boxes}
    back = sum(after.top < before.bottom - 1 for before, after in pairwise(boxes))
    return len(places) >= _FEWEST_PLACES and len(axes) >= _FEWEST_PLACES and back >= 2


def _picture(run: Sequence[Block]) -> Block:
    pieces: list[Piece] = []
    text = ""
    for block in run:
        text += "\n" if text else ""
        start = len(text)
        text += block.text.replace("\t", " ")
        assert block.box is not None
        pieces.append(Piece(start, len(text), block.page_number or 0, block.box))
    boxes = [piece.box for piece in pieces]
    around = Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    return msgspec.structs.replace(
        run[0], kind="image", text=text, runs=(), columns=(), box=around, pieces=tuple(pieces)
    )
