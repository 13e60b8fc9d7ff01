"""The unit that the stages decide about: one paragraph, table, note or image of the draft, on its way to a provision.

Stages fill in the fields of their own group and read those of the groups above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.model.layout import Block
from toolkit.structure.labels.numbering import Label
from toolkit.structure.labels.numerals import Style


@dataclass(slots=True)
class Stretch:
    """`block.text[start:]`, the whole rest of a block, stands at `at` of the unit's text or heading."""

    block: Block
    start: int
    at: int


@dataclass(slots=True, eq=False)
class Unit:
    """One paragraph (or table, note, image) and what has been decided about it."""

    block: Block
    text: str = ""
    """Without the label."""
    stretches: list[Stretch] = field(default_factory=list)

    # numbering
    label: Label | None = None
    number: str = ""
    """The label as printed."""
    style: Style = ""
    """How the label's last numeral is read."""
    value: int = 0
    automatic: bool = False
    """The format itself numbers it: nothing to doubt."""
    label_end: int = 0
    """Where a typed label ends in the text of `number_block`."""
    support: tuple[str, ...] = ()
    """What speaks for a typed label besides its form: the fields of `belief.Support` that hold."""
    number_block: Block | None = None
    """The block that prints the number, where it is another than `block`."""

    number_is_here: bool = True
    """False where only the contents print it."""

    # headings
    score: float = 0.0
    """Evidence for a heading: above zero it is one."""
    evidence: tuple[str, ...] = ()
    """Names of the evidence in `score`; what else is in it came from the headings that look alike."""
    is_heading: bool = False
    depth: int = 0
    """Of a heading, from 1; smaller encloses larger."""
    title: str = ""
    """Heading of a unit whose text is not its heading: a table's caption."""
    title_stretches: list[Stretch] = field(default_factory=list)

    # tree
    kind: str = "paragraph"
    kind_reason: str = ""
    parent: Unit | None = None
    parent_reason: str = ""
    id: str = ""
    confidence: float = 1.0

    @property
    def page_number(self) -> int | None:
        """Return the page on which it starts."""
        return self.block.page_number


def units_of(blocks: Iterable[Block]) -> list[Unit]:
    """Make one undecided unit of each block that holds something."""
    return [
        Unit(block=block, text=block.text, stretches=[Stretch(block=block, start=0, at=0)])
        for block in blocks
        if block.text or block.rows or block.label or block.kind == "image"
    ]
