"""A provision answered → the blocks in which its words, and those quoted with them, are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from toolkit.export.printable import printable
from toolkit.model.provision import Provision
from toolkit.model.response import Answer

OMISSION = "[…]"


class Block(msgspec.Struct, frozen=True):
    """A heading, a text, a footnote or a table; a table has `rows`, and its name as `text`."""

    kind: Literal["heading", "text", "table", "note"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def quoted_blocks(answer: Answer) -> Iterator[Block]:
    """Yield what is quoted for an answer, in the draft's order: cut visibly where it is abridged, notes last."""
    own = answer.provision
    yield from _words(own)
    for provision in answer.quoted:
        if provision.heading:
            yield Block("heading", " ".join(filter(None, (provision.number, provision.heading))))
        yield from _words(provision)
    if answer.abridged:
        yield Block("text", OMISSION)
    marks = {call.provision_id: call.mark for item in (own, *answer.quoted) for call in item.calls}
    for note in answer.notes:
        mark = marks.get(note.id) or note.number
        yield Block("note", f"({mark}) {note.text}" if mark else note.text)


def quoted_text(answer: Answer) -> str:
    """Return the words that a proposed wording replaces: the provision's own, or what is under its heading.

    Of what is quoted in part only, no comparison can be made: "".
    """
    if answer.provision.text or answer.abridged:
        return answer.provision.text
    return "\n".join(block.text for block in quoted_blocks(answer) if block.kind == "text")


def even_rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return a table whose rows have the same number of cells, each on one line."""
    width = max(1, *map(len, rows))
    return tuple(tuple(map(_one_line, row)) + ("",) * (width - len(row)) for row in rows)


def _words(provision: Provision) -> Iterator[Block]:
    """Yield a provision's text, after its number where no heading bears that, and its table."""
    number = "" if provision.heading else provision.number
    if provision.text:
        yield Block("text", f"{number} {provision.text}" if number else provision.text)
    if provision.rows:
        yield Block("table", provision.heading or provision.id, even_rows(provision.rows))


def _one_line(cell: str) -> str:
    return " ".join(printable(cell).split())
