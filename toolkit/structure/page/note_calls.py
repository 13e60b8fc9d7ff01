"""Marks of calls in the text → calls that know their note, or the marks back in the text."""

from __future__ import annotations

from collections.abc import Sequence, Set

import msgspec

from toolkit.model.layout import Block, Call, Run
from toolkit.structure.page.note_marks import is_end_note


class _Notes:
    """The keys of the notes by their marks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._on_page: dict[tuple[int, str], list[str]] = {}
        self._anywhere: dict[str, list[tuple[int, str]]] = {}
        for block in blocks:
            if block.role == "note" and block.label:
                page_number = block.page_number or 0
                self._on_page.setdefault((page_number, block.label), []).append(block.note)
                self._anywhere.setdefault(block.label, []).append((page_number, block.note))

    def take(self, mark: str, page_number: int) -> str:
        """Return the key of the note that a call means, "" if there is none; of two on one page each is taken once."""
        keys = self._on_page.get((page_number, mark))
        if keys:
            return keys.pop(0) if len(keys) > 1 else keys[0]
        known = self._anywhere.get(mark, [])
        if len(known) == 1:
            return known[0][1]
        return next((key for page, key in known if page >= page_number and is_end_note(key)), "")


def resolve_calls(blocks: list[Block]) -> list[Block]:
    """Give each call the key of the note with its mark: on its page, else at the end, else the only one of that mark.

    A mark that no note answers to goes back into the text as a superscript: it may be an exponent.
    """
    blocks = _take_raised_calls(blocks)
    notes = _Notes(blocks)
    resolved = []
    for block in blocks:
        if not block.calls:
            resolved.append(block)
        elif block.role == "note":
            resolved.append(_with_marks(block))
        else:
            resolved.append(_resolve(block, notes))
    return resolved


def _resolve(block: Block, notes: _Notes) -> Block:
    calls: list[Call] = []
    lost: list[Call] = []
    for call in block.calls:
        key = notes.take(call.mark, block.page_number or 0)
        (calls if key else lost).append(msgspec.structs.replace(call, note=key))
    kept = msgspec.structs.replace(block, calls=tuple(calls))
    return _with_marks(kept, lost) if lost else kept


def _with_marks(block: Block, lost: Sequence[Call] | None = None) -> Block:
    """Put marks back into the text where they stood."""
    text, runs, calls = block.text, list(block.runs), list(block.calls if lost is not None else ())
    for call in sorted(block.calls if lost is None else lost, key=lambda item: -item.offset):
        at, length = call.offset, len(call.mark)
        text = text[:at] + call.mark + text[at:]
        runs = [
            Run(
                run.start + (length if run.start >= at else 0),
                run.end + (length if run.end > at else 0),
                run.style,
            )
            for run in runs
        ]
        raised = msgspec.structs.replace(block.style, superscript=True)
        runs.append(Run(at, at + length, raised))
        calls = [
            msgspec.structs.replace(other, offset=other.offset + (length if other.offset >= at else 0))
            for other in calls
        ]
    runs.sort(key=lambda run: run.start)
    return msgspec.structs.replace(block, text=text, runs=tuple(runs), calls=tuple(calls))


def _take_raised_calls(blocks: list[Block]) -> list[Block]:
    """Make calls of raised marks whose note stands on their page and has no other call.

    Behind a figure or a bracket ("SHA-2⁶⁸", "(RGS)¹⁵") only the note tells a call from an exponent.
    """
    notes = {(block.page_number, block.label) for block in blocks if block.role == "note" and block.label}
    called = {(block.page_number, call.mark) for block in blocks for call in block.calls}
    waiting = notes - called
    return [_with_raised_calls(block, waiting) for block in blocks] if waiting else blocks


def _with_raised_calls(block: Block, waiting: Set[tuple[int | None, str]]) -> Block:
    if block.role == "note" or not block.runs:
        return block
    for run in reversed(block.runs):
        mark = block.text[run.start : run.end]
        if run.style.superscript and run.start and (block.page_number, mark) in waiting:
            block = _cut(block, run.start, run.end, Call(run.start, "", mark))
    return block


def _cut(block: Block, start: int, end: int, call: Call) -> Block:
    """Take `text[start:end]` out of a block and put a call in its place."""

    def moved(offset: int) -> int:
        return offset if offset <= start else max(start, offset - (end - start))

    runs = (Run(moved(run.start), moved(run.end), run.style) for run in block.runs)
    calls = [msgspec.structs.replace(other, offset=moved(other.offset)) for other in block.calls]
    return msgspec.structs.replace(
        block,
        text=block.text[:start] + block.text[end:],
        runs=tuple(run for run in runs if run.end > run.start),
        calls=tuple(sorted([*calls, call], key=lambda item: item.offset)),
    )
