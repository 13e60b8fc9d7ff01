"""Lines at the foot of pages → footnotes with keys that match the calls in the text.

A foot is the run of small lines that ends a page and in which a line opens with a mark. Marks may restart on each
page, so a key names the page as well. A mark is known by its call, by its own look or by its number: where note 14
stands, the next line that opens with 15 is the next note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby

import msgspec

from toolkit.model.layout import Block
from toolkit.structure.page.end_notes import mark_end_notes
from toolkit.structure.page.note_calls import resolve_calls
from toolkit.structure.page.note_marks import NOTE_MARK, without_mark

_SMALLER = 0.93
"""Size of notes against the text's, at most."""


class _Note(msgspec.Struct):
    key: str
    mark: str
    page_number: int


def mark_notes(blocks: Sequence[Block], body_size: float) -> list[Block]:
    """Return the blocks with notes told (role, key, mark as label) and calls given the key of their note."""
    marked: list[Block] = []
    last = ""
    for _page, group in groupby(blocks, key=lambda block: block.page_number):
        notes = _notes_of_page(list(group), body_size, marked, last)
        last = next((block.label for block in reversed(notes) if block.role == "note" and block.label), last)
        marked.extend(notes)
    return resolve_calls(mark_end_notes(marked))


def main_size(blocks: Iterable[Block]) -> float:
    """Return the size in points of most of the text."""
    weights: dict[float, int] = {}
    for block in blocks:
        if block.kind == "line":
            weights[block.style.size_pt] = weights.get(block.style.size_pt, 0) + len(block.text)
    return max(weights, key=lambda size: weights[size], default=0.0)


def _notes_of_page(page: list[Block], body_size: float, before: Sequence[Block], last: str) -> list[Block]:
    """Return the blocks of a page with its notes told; `last` is the mark of the note before them."""
    start = _foot_start(page, body_size)
    if start == len(page):
        return page
    called = {call.mark for block in page for call in block.calls} | set(_raised(page))
    openings = _openings(page[start:], called, last)
    first = next((index for index, mark in enumerate(openings, start) if mark is not None), None)
    if first is None:
        return page
    begin = first
    if any(block.role == "note" for block in before[-12:]) and _is_rest_of_note(page[start:first], before):
        begin = start
    notes: list[Block] = []
    note = _last_note(before) if begin < first else None
    for block, mark in zip(page[begin:], openings[begin - start :], strict=True):
        if mark is not None:
            note = _Note(
                f"{block.page_number}:{len(notes)}:{mark['mark']}", mark["mark"], block.page_number or 0
            )
            notes.append(without_mark(block, mark, note.key))
        else:
            assert note is not None
            notes.append(msgspec.structs.replace(block, role="note", note=note.key))
    return [*page[:begin], *notes]


def _raised(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what is printed raised inside the lines: calls behind a figure or a bracket among them."""
    for block in blocks:
        for run in block.runs:
            if run.style.superscript and run.start:
                yield block.text[run.start : run.end]


def _openings(foot: Sequence[Block], called: Set[str], last: str) -> list[re.Match[str] | None]:
    """Return for each line of a foot the mark that opens a note on it."""
    found: list[re.Match[str] | None] = []
    begun = False
    for block in foot:
        match = NOTE_MARK.match(block.text)
        if match is not None and not _is_mark(block, match, called, last, begun=begun):
            match = None
        if match is not None:
            last, begun = match["mark"], True
        found.append(match)
    return found


def _is_mark(block: Block, match: re.Match[str], called: Set[str], last: str, *, begun: bool) -> bool:
    first = block.runs[0] if block.runs and block.runs[0].start == 0 else None
    if (first is not None and first.style.superscript) or match["mark"] in called:
        return True
    is_next = last.isdigit() and match["mark"].isdigit() and int(match["mark"]) == int(last) + 1
    return is_next and (begun or (first is not None and first.end == match.end("mark")))


def _foot_start(page: list[Block], body_size: float) -> int:
    """Return where the small lines that end a page begin."""
    start = len(page)
    while start > 0:
        block = page[start - 1]
        if block.kind != "line" or block.box is None or block.role == "toc":
            break
        if block.role != "note" and block.style.size_pt > _SMALLER * body_size:
            break
        start -= 1
    return start


def _is_rest_of_note(lines: list[Block], before: Sequence[Block]) -> bool:
    last = next((block for block in reversed(before) if block.role == "note"), None)
    if last is None or not lines:
        return False
    return all(abs(line.style.size_pt - last.style.size_pt) < 0.5 for line in lines)


def _last_note(before: Sequence[Block]) -> _Note | None:
    last = next((block for block in reversed(before) if block.role == "note" and block.note), None)
    return _Note(last.note, "", last.page_number or 0) if last is not None else None
