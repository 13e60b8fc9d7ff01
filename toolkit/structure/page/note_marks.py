"""First line of a note → its printed mark, and the line without it."""

from __future__ import annotations

import re

import msgspec

from toolkit.model.layout import Block, Call, Run

# "1 Voir", "(2) Cf.", "* Hors", "12. See", "a. Site"; not "2016 et".
NOTE_MARK = re.compile(
    r"""
    [(\[]? (?P<mark> \d{1,3} | [*†‡]{1,4} | [a-z](?=[.)\s]) ) [)\].]?
    (?: \s+(?=\S) | (?=[^\W\d_«“"‘]) | $ )
    """,
    re.VERBOSE,
)


def without_mark(block: Block, mark: re.Match[str], key: str) -> Block:
    """Return a line as the first of the note `key`, its mark as label."""
    cut = mark.end()
    return msgspec.structs.replace(
        block,
        role="note",
        note=key,
        label=mark["mark"],
        text=block.text[cut:],
        runs=tuple(
            Run(max(0, run.start - cut), run.end - cut, run.style) for run in block.runs if run.end > cut
        ),
        calls=tuple(Call(max(0, call.offset - cut), call.note, call.mark) for call in block.calls),
    )


def end_note_key(mark: str, page_number: int | None, list_number: int) -> str:
    """Return the key of a note in a list of endnotes."""
    return f"end:{page_number}:{list_number}:{mark}"


def is_end_note(key: str) -> bool:
    """Tell whether a note stands in a list of endnotes."""
    return key.startswith("end:")
