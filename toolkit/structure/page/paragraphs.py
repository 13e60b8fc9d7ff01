"""Printed lines → paragraphs: lines joined over line, column and page ends, each knowing where it stands.

Blocks that are paragraphs already (DOCX, HTML, ODT, text) pass through untouched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from toolkit.model.layout import Block, Call, Piece, Run, Style
from toolkit.model.reading import Reading
from toolkit.structure.page.diagrams import gather_diagrams
from toolkit.structure.page.drop_caps import restore_drop_caps
from toolkit.structure.page.hyphens import Hyphenation
from toolkit.structure.page.line_breaks import (
    Joiner,
    Line,
    describe,
    is_smaller,
    is_unfinished,
    set_rights,
    stands_aside,
)
from toolkit.structure.page.line_labels import opens_paragraph
from toolkit.structure.page.page_notes import main_size, mark_notes
from toolkit.structure.page.shaded_areas import containers

_COLUMN_EM = 6.0
"""In font sizes: how far right of the line before it another column begins, at least."""

_MARGIN_SHARE = 0.3
"""Of the page's text: up to there it is labels in a margin that stand left of a line, not a column."""


def join_lines(blocks: Sequence[Block], reading: Reading) -> tuple[Block, ...]:
    """Return `blocks` with all printed lines joined to paragraphs.

    Footnotes come out as blocks of role "note" whose `note` equals that of their calls and whose printed mark is
    their `label`; they follow the paragraph that the page's text ends with. Blocks inside one visible box share
    `container`.
    """
    if not any(block.kind == "line" for block in blocks):
        return tuple(blocks)
    size = main_size(blocks)
    marked = mark_notes(gather_diagrams(restore_drop_caps(blocks), size), size)
    homes = containers(marked, reading)
    flow = [_line_or_block(block, home) for block, home in zip(marked, homes, strict=True)]
    lines = [item for item in flow if isinstance(item, Line)]
    set_rights(lines)
    text = [line for line in lines if line.block.role != "note"]
    groups = _groups(flow, Joiner(text))
    hyphenation = Hyphenation(line.text for line in lines)
    left_edges = _left_edges(lines)
    return tuple(
        _paragraph(group, hyphenation, left_edges)
        if isinstance(group, list)
        else _with_joined_cells(group, hyphenation)
        for group in groups
    )


def _line_or_block(block: Block, container: str) -> Line | Block:
    if block.kind == "line" and block.box is not None:
        return describe(block, container)
    return msgspec.structs.replace(block, container=container) if container else block


def _groups(flow: Iterable[Line | Block], joiner: Joiner) -> Iterator[list[Line] | Block]:
    """Group the lines of each paragraph.

    What comes between the lines of one paragraph (notes, side notes, a table or small print at a column's foot)
    waits until it is complete.
    """
    current: list[Line] = []
    between: list[list[Line] | Block] = []
    notes: list[list[Line] | Block] = []
    for item in flow:
        if isinstance(item, Line) and item.block.role == "note":
            _add_to(notes, item, joiner)
        elif isinstance(item, Line) and current and joiner.goes_on(current, item):
            current.append(item)
        elif current and _interrupts(current, item):
            _add_to(between, item, joiner)
        else:
            yield from _complete(current, between, notes)
            between, notes, current = [], [], []
            if isinstance(item, Line):
                current = [item]
            else:
                yield item
    yield from _complete(current, between, notes)


def _interrupts(paragraph: list[Line], item: Line | Block) -> bool:
    """Tell whether something may stand between two lines of a paragraph without ending it."""
    if isinstance(item, Line) and stands_aside(paragraph, item):
        return True
    if len(paragraph) < 2 or not is_unfinished(paragraph):
        return False
    page_number = paragraph[-1].page_number
    if isinstance(item, Line):
        return item.page_number == page_number and is_smaller(paragraph, item)
    return item.page_number in (page_number, page_number + 1)


def _complete(
    current: list[Line], between: list[list[Line] | Block], notes: list[list[Line] | Block]
) -> Iterator[list[Line] | Block]:
    """Yield a paragraph, what stood between its lines, and the notes below it."""
    if current:
        yield current
    yield from between
    yield from notes


def _add_to(waiting: list[list[Line] | Block], item: Line | Block, joiner: Joiner) -> None:
    last = waiting[-1] if waiting else None
    if isinstance(item, Block):
        waiting.append(item)
    elif isinstance(last, list) and _same_note(last, item, joiner):
        last.append(item)
    else:
        waiting.append([item])


def _same_note(note: list[Line], line: Line, joiner: Joiner) -> bool:
    if line.block.role == "note":
        return note[0].block.note == line.block.note
    return joiner.goes_on(note, line)


def _with_joined_cells(block: Block, hyphenation: Hyphenation) -> Block:
    if block.kind != "table":
        return block
    rows = tuple(tuple(_joined_cell(cell, hyphenation) for cell in row) for row in block.rows)
    return msgspec.structs.replace(block, rows=rows)


def _joined_cell(cell: str, hyphenation: Hyphenation) -> str:
    """Join the printed lines of a cell; a list or a line that ended early keeps its break."""
    lines = cell.split("\n")
    if len(lines) == 1:
        return cell
    widest = max(map(len, lines))
    text = lines[0]
    for before, line in pairwise(lines):
        ended = before.endswith((".", ":", ";", "!", "?")) and len(before) < 0.75 * widest
        if opens_paragraph(line) or ended:
            text += "\n" + line
            continue
        joined = hyphenation.join(text, line)
        text = (text + " " if joined is None else joined) + line
    return text


def _left_edges(lines: Sequence[Line]) -> dict[int, float]:
    """Return for each line, by the id of its block, the left edge of its column."""
    edges: dict[int, float] = {}
    for _page, on_page in groupby(lines, key=lambda line: line.page_number):
        left: list[Line] = []
        for column in _columns(list(on_page)):
            edge = _left_edge(column, left, edges)
            edges.update((id(line.block), edge) for line in column)
            left = column
    return edges


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a page's main column, then those of each column right of it.

    Text that starts again higher up and further right is another column, until a line stands left of it.
    """
    main = list(lines[:1])
    columns = [main]
    left = _MARGIN_SHARE * max(line.x1 for line in lines)
    column = main
    for before, line in pairwise(lines):
        step = _COLUMN_EM * line.size
        if line.top < before.top - before.size and line.x0 > max(left, before.x0 + step):
            column = []
            columns.append(column)
        elif column is not main and line.x0 < column[0].x0 - step:
            column = main
        column.append(line)
    return columns


def _left_edge(column: Sequence[Line], left: Sequence[Line], edges: dict[int, float]) -> float:
    """Return where the leftmost fair share of lines begins; a list that goes on from the column left of it stands as there."""
    starts = sorted(line.x0 for line in column)
    edge = starts[len(starts) // 10]
    first = column[0]
    if first.bullet and left:
        alike = next((line for line in reversed(left) if line.bullet and line.text[0] == first.text[0]), None)
        if alike is not None:
            return min(edge, first.x0 - (alike.x0 - edges[id(alike.block)]))
    return edge


def _paragraph(lines: Sequence[Line], hyphenation: Hyphenation, left_edges: dict[int, float]) -> Block:
    text = ""
    pieces: list[Piece] = []
    runs: list[Run] = []
    calls: list[Call] = []
    weights: Counter[Style] = Counter()
    for line in lines:
        if text:
            joined = hyphenation.join(text, line.text)
            text = text + " " if joined is None else joined
            if joined is not None and pieces and pieces[-1].end > len(text):
                pieces[-1] = Piece(pieces[-1].start, len(text), pieces[-1].page_number, pieces[-1].box)
                runs = [run if run.end <= len(text) else Run(run.start, len(text), run.style) for run in runs]
        start = len(text)
        text += line.text.replace("\t", " ")
        assert line.block.box is not None
        pieces.append(Piece(start, len(text), line.page_number, line.block.box))
        runs.extend(_styled(line.block, start, weights))
        calls += [msgspec.structs.replace(call, offset=call.offset + start) for call in line.block.calls]
    first = lines[0]
    style = max(weights, key=weights.__getitem__) if weights else first.block.style
    others = [run for run in runs if run.style != style and run.end > run.start] if len(weights) > 1 else []
    return msgspec.structs.replace(
        first.block,
        kind="paragraph",
        text=text,
        style=style,
        runs=tuple(_merged(others)),
        calls=tuple(calls),
        container=first.container,
        columns=first.block.columns if len(lines) == 1 else (),
        pieces=tuple(pieces),
        indent_pt=max(0.0, round(first.x0 - left_edges[id(first.block)], 1)),
    )


def _styled(block: Block, offset: int, weights: Counter[Style]) -> Iterator[Run]:
    """Yield the style of every stretch of a line, and weigh it by its length."""
    position = 0
    for run in block.runs:
        if run.start > position:
            weights[block.style] += run.start - position
            yield Run(offset + position, offset + run.start, block.style)
        weights[run.style] += run.end - run.start
        yield Run(offset + run.start, offset + run.end, run.style)
        position = max(position, run.end)
    if position < len(block.text):
        weights[block.style] += len(block.text) - position
        yield Run(offset + position, offset + len(block.text), block.style)


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    previous: Run | None = None
    for run in runs:
        if previous is not None and previous.style == run.style and run.start - previous.end <= 1:
            previous = Run(previous.start, run.end, run.style)
            continue
        if previous is not None:
            yield previous
        previous = run
    if previous is not None:
        yield previous
