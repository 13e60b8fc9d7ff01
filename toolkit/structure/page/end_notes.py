"""Lines below a title "Notes" → notes with the keys of their own, where calls in the text ask for them.

Endnotes are told by agreement, not by looks: marks that count up line by line, most of them called where no note
stands on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import msgspec

from toolkit.model.layout import Block
from toolkit.structure.page.note_marks import NOTE_MARK, end_note_key, without_mark
from toolkit.structure.vocabulary import end_note_titles

_FEWEST = 2
_CALLED = 0.5
"""Of the notes: fewer are a list that happens to be numbered."""
_LARGER = 1.08
_NUMBER = re.compile(r"^[\dIVX.\s]+")


def mark_end_notes(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the notes of such lists told (role, key, mark as label)."""
    waiting = _uncalled_marks(blocks)
    if not waiting:
        return blocks
    marked = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind == "line" and block.role == "body" and _is_title(block.text):
            notes = _notes_below(blocks, index + 1, waiting)
            marked[index + 1 : index + 1 + len(notes)] = notes
    return marked


def _uncalled_marks(blocks: Sequence[Block]) -> set[str]:
    """Return the marks of calls that no note on their page answers to."""
    answered = {(block.page_number, block.label) for block in blocks if block.role == "note" and block.label}
    return {
        call.mark
        for block in blocks
        if block.role != "note"
        for call in block.calls
        if call.mark.isdigit() and (block.page_number, call.mark) not in answered
    }


def _is_title(text: str) -> bool:
    return len(text) < 40 and _NUMBER.sub("", text).strip(" :.").casefold() in end_note_titles()


def _notes_below(blocks: Sequence[Block], start: int, waiting: Set[str]) -> list[Block]:
    """Return the lines of a list of notes as notes; none if few of them are called."""
    notes: list[Block] = []
    last, called, size = 0, 0, 0.0
    for block in blocks[start:]:
        if block.role == "note":
            notes.append(block)
            continue
        if block.kind != "line" or (size and block.style.size_pt > _LARGER * size):
            break
        mark = NOTE_MARK.match(block.text)
        if mark is not None and mark["mark"] == str(last + 1):
            last, size = last + 1, size or block.style.size_pt
            called += mark["mark"] in waiting
            notes.append(without_mark(block, mark, end_note_key(mark["mark"], block.page_number, start)))
        elif last == 0 or _is_heading(block, notes[-1]):
            break
        else:
            notes.append(msgspec.structs.replace(block, role="note", note=notes[-1].note))
    return notes if last >= _FEWEST and called >= _CALLED * last else []


def _is_heading(block: Block, note: Block) -> bool:
    return block.outline_level is not None or (block.style.bold and not note.style.bold)
