"""Note blocks and their calls → one unit a note, placed right after the provision that calls it first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.sequences import page_of
from toolkit.structure.unit import Stretch, Unit

# "12 See …", "(1) Voir …", "* Sauf …"; not: "2016 was …" when another mark calls the note
_PRINTED_MARK = re.compile(r"[(\[]?(?P<mark>\d{1,3}|[*†‡§]{1,3}|[a-z](?=\)))[)\].]?\s+(?=\S)")


def link_notes(units: Sequence[Unit]) -> tuple[list[Unit], dict[str, Unit], list[Issue]]:
    """Join the blocks of each note and move it behind its first caller.

    Returns the units in their new order, the note of each key, and the notes without call and calls without note.
    """
    notes = _join_notes(units)
    callers = _callers(units)
    orphans = {note for key, note in notes.items() if key not in callers}
    issues: list[Issue] = []
    placed: list[Unit] = []
    for unit in units:
        if unit.block.role != "note":
            placed.append(unit)
            placed += [notes[key] for key in _first_called(unit, callers) if key in notes]
        elif unit in orphans:
            unit.parent = _heading_of(placed[-1]) if placed else None
            placed.append(unit)
            told = _("Note {mark} is not called in the text.").format(mark=unit.number or unit.text[:20])
            issues.append(Issue("warning", page_of(unit), told, "note.uncalled", unit.page_number))
    for key, (caller, mark) in callers.items():
        if key in notes:
            _name(notes[key], caller, mark)
        else:
            issues.append(
                Issue(
                    "warning",
                    page_of(caller),
                    _("Note {mark} is called but was not found.").format(mark=mark or key),
                    "note.missing",
                    caller.page_number,
                )
            )
    return placed, notes, issues


def _heading_of(unit: Unit) -> Unit | None:
    """Return the nearest heading of a placed unit, itself included."""
    found: Unit | None = unit
    while found is not None and not found.is_heading:
        found = found.parent
    return found


def _join_notes(units: Sequence[Unit]) -> dict[str, Unit]:
    notes: dict[str, Unit] = {}
    for index, unit in enumerate(units):
        if unit.block.role != "note":
            continue
        key = unit.block.note or f"#{index}"
        first = notes.get(key)
        if first is None:
            _take_mark(unit)
            notes[key] = unit
        else:
            first.stretches.append(Stretch(unit.block, 0, len(first.text) + 1))
            first.text = f"{first.text}\n{unit.text}"
    return notes


def _take_mark(unit: Unit) -> None:
    """Split the printed mark off the note's text, where the text has it."""
    if unit.block.label:
        unit.number = unit.block.label
        return
    found = _PRINTED_MARK.match(unit.text)
    if found:
        unit.number = found["mark"]
        unit.label_end = found.end("mark")
        unit.text = unit.text[found.end() :]
        unit.stretches[0].start = found.end()


def _callers(units: Sequence[Unit]) -> dict[str, tuple[Unit, str]]:
    """Return each called note's first caller and mark, in the order of the calls."""
    callers: dict[str, tuple[Unit, str]] = {}
    for unit in units:
        for call in unit.block.calls:
            callers.setdefault(call.note, (unit, call.mark))
    return callers


def _first_called(unit: Unit, callers: dict[str, tuple[Unit, str]]) -> list[str]:
    called = dict.fromkeys(call.note for call in unit.block.calls)
    return [key for key in called if callers[key][0] is unit]


def _name(note: Unit, caller: Unit, mark: str) -> None:
    note.parent = caller
    if mark and note.number != mark and not note.block.label:
        if note.label_end:
            _give_back(note)
        note.number = mark
    note.number = note.number or mark
    note.label = Label(lead=note.number) if note.number else None


def _give_back(note: Unit) -> None:
    """Undo the split of a note whose text starts with a number that is not its mark."""
    start = note.stretches[0].start
    note.text = note.block.text[:start] + note.text
    note.stretches[0].start, note.label_end = 0, 0
    for stretch in note.stretches[1:]:
        stretch.at += start
