"""Names under which a text is signed → plain paragraphs, however bold they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.structure.unit import Unit

_TITLE_EVIDENCE = frozenset(
    ("outline", "title", "heading_style", "bookmark", "in_contents", "larger", "worded", "box_title")
)


def lower_signatures(units: Sequence[Unit]) -> None:
    """Make paragraphs of the headings at the right edge that nothing but their weight or case speaks for.

    Letters and reports are signed there; headings are printed at the left or in the middle.
    """
    for unit in units:
        is_plain = unit.label is None and _TITLE_EVIDENCE.isdisjoint(unit.evidence)
        if unit.is_heading and is_plain and unit.block.align == "right":
            unit.is_heading = False
