"""A provision answered → the blocks in which its words, and those quoted with them, are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from toolkit.export.printable import shortened
from toolkit.export.tables import even_rows
from toolkit.export.wording import comparable
from toolkit.model.provision import Provision, printed_text
from toolkit.model.response import Answer

OMISSION = "[…]"
_LONGEST_LEAD = 200


class Block(msgspec.Struct, frozen=True):
    """A heading, a text, what leads to it, a footnote or a table; a table has `rows`, and its name as `text`."""

    kind: Literal["lead", "heading", "text", "table", "note"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def quoted_blocks(answer: Answer) -> Iterator[Block]:
    """Yield what is quoted for an answer, in the draft's order: cut visibly where it is abridged, notes last."""
    if answer.quoted_above:
        return
    if answer.introduction:
        yield Block("lead", shortened(answer.introduction, _LONGEST_LEAD))
    yield from _quotation(answer)
    marks = {
        call.provision_id: call.mark for item in (answer.provision, *answer.quoted) for call in item.calls
    }
    for note in answer.notes:
        mark = marks.get(note.id) or note.number
        yield Block("note", f"({mark}) {note.text}" if mark else note.text)


def quoted_text(answer: Answer, proposed: str = "") -> str:
    """Return the words that a proposed wording replaces: the provision's own, or what is under its heading.

    A list under its own words is replaced too where `proposed` repeats it. Of what is quoted in part only, no
    comparison can be made: "".
    """
    own = answer.provision.text
    if own:
        wording = comparable(proposed)
        listed = [
            printed_text(part) for part in answer.quoted if part.text and comparable(part.text) in wording
        ]
        return "\n".join((own, *listed))
    if answer.abridged:
        return ""
    return "\n".join(block.text for block in _quotation(answer) if block.kind == "text")


def _quotation(answer: Answer) -> Iterator[Block]:
    """Yield the words of the provision and of what is quoted with it."""
    yield from _words(answer.provision)
    for provision in answer.quoted:
        if provision.heading:
            yield Block("heading", " ".join(filter(None, (provision.number, provision.heading))))
        yield from _words(provision)
    if answer.abridged:
        yield Block("text", OMISSION)


def _words(provision: Provision) -> Iterator[Block]:
    """Yield a provision's text, after its number where no heading bears that, and its table."""
    number = "" if provision.heading else provision.number
    if provision.text:
        yield Block("text", f"{number} {provision.text}" if number else provision.text)
    if not provision.rows:
        return
    rows = even_rows(provision.rows)
    if len(rows[0]) > 1:
        yield Block("table", provision.heading or provision.id, rows)
    else:  # a frame around text
        yield Block("text", "\n".join(cell for row in provision.rows for cell in row if cell.strip()))
