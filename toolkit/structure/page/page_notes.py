"""Lines at the foot of pages → footnotes with keys that match the calls in the text.

A foot is the run of small lines that ends a page and in which a line opens with a mark. Marks may restart on each
page, so a key names the page as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from toolkit.model.layout import Block, Call, Run

_SMALLER = 0.93
"""Size of notes against the text's, at most."""

# "1 Voir", "(2) Cf.", "* Hors", "12. See", "a. Site"; not "2016 et".
_MARK = re.compile(
    r"""
    [(\[]? (?P<mark> \d{1,3} | [*†‡]{1,4} | [a-z](?=[.)\s]) ) [)\].]?
    (?: \s+(?=\S) | (?=[^\W\d_«“"‘]) | $ )
    """,
    re.VERBOSE,
)


class _Note(msgspec.Struct):
    key: str
    mark: str
    page_number: int


def mark_notes(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with notes told (role, key, mark as label) and calls given the key of their note.

    A mark that no note answers to goes back into the text as a superscript: it may be an exponent.
    """
    body_size = _main_size(blocks)
    marked: list[Block] = []
    for _page, group in groupby(blocks, key=lambda block: block.page_number):
        marked.extend(_notes_of_page(list(group), body_size, marked))
    return _with_calls(marked)


def _main_size(blocks: Iterable[Block]) -> float:
    weights: dict[float, int] = {}
    for block in blocks:
        if block.kind == "line":
            weights[block.style.size_pt] = weights.get(block.style.size_pt, 0) + len(block.text)
    return max(weights, key=lambda size: weights[size], default=0.0)


def _notes_of_page(page: list[Block], body_size: float, before: Sequence[Block]) -> list[Block]:
    start = _foot_start(page, body_size)
    first = next((i for i in range(start, len(page)) if _opens_note(page[i], page)), None)
    if first is None:
        return page
    begin = first
    if any(block.role == "note" for block in before[-12:]) and _is_rest_of_note(page[start:first], before):
        begin = start
    notes: list[Block] = []
    note = _last_note(before) if begin < first else None
    for block in page[begin:]:
        mark = _opens_note(block, page)
        if mark is not None:
            note = _Note(
                f"{block.page_number}:{len(notes)}:{mark['mark']}", mark["mark"], block.page_number or 0
            )
            notes.append(_without_mark(block, mark, note))
        else:
            assert note is not None
            notes.append(msgspec.structs.replace(block, role="note", note=note.key))
    return [*page[:begin], *notes]


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


def _opens_note(block: Block, page: list[Block]) -> re.Match[str] | None:
    match = _MARK.match(block.text)
    if match is None:
        return None
    raised = bool(block.runs) and block.runs[0].start == 0 and block.runs[0].style.superscript
    if raised or any(call.mark == match["mark"] for other in page for call in other.calls):
        return match
    return None


def _is_rest_of_note(lines: list[Block], before: Sequence[Block]) -> bool:
    last = next((block for block in reversed(before) if block.role == "note"), None)
    if last is None or not lines:
        return False
    return all(abs(line.style.size_pt - last.style.size_pt) < 0.5 for line in lines)


def _last_note(before: Sequence[Block]) -> _Note | None:
    last = next((block for block in reversed(before) if block.role == "note" and block.note), None)
    return _Note(last.note, "", last.page_number or 0) if last is not None else None


def _without_mark(block: Block, mark: re.Match[str], note: _Note) -> Block:
    cut = mark.end()
    return msgspec.structs.replace(
        block,
        role="note",
        note=note.key,
        label=note.mark,
        text=block.text[cut:],
        runs=tuple(
            Run(max(0, run.start - cut), run.end - cut, run.style) for run in block.runs if run.end > cut
        ),
        calls=tuple(Call(max(0, call.offset - cut), call.note, call.mark) for call in block.calls),
    )


def _with_calls(blocks: list[Block]) -> list[Block]:
    """Give each call the key of the note with its mark: on its page, else the next of that mark."""
    by_page: dict[tuple[int, str], list[str]] = {}
    by_mark: dict[str, list[str]] = {}
    for block in blocks:
        if block.role == "note" and block.label:
            by_page.setdefault((block.page_number or 0, block.label), []).append(block.note)
            by_mark.setdefault(block.label, []).append(block.note)
    resolved = []
    for block in blocks:
        if not block.calls or block.role == "note":
            resolved.append(_with_marks(block) if block.calls else block)
            continue
        resolved.append(_resolve(block, by_page, by_mark))
    return resolved


def _resolve(block: Block, by_page: dict[tuple[int, str], list[str]], by_mark: dict[str, list[str]]) -> Block:
    calls: list[Call] = []
    lost: list[Call] = []
    for call in block.calls:
        keys = by_page.get((block.page_number or 0, call.mark))
        if keys:
            key = keys.pop(0) if len(keys) > 1 else keys[0]
        else:
            known = by_mark.get(call.mark, [])
            key = known[0] if len(known) == 1 else ""
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
