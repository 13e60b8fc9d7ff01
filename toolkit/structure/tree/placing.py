"""Units in document order → each unit's parent: a stack of what is open, closed by depth, number and indentation.

On the stack, outermost first: headings by depth, then, under the last of them, numbered paragraphs, items and
paragraphs that introduce a list. What belongs together is found in this order: the number itself ("2.1" under
"2", "b)" beside "a)"), then the usual rank of schemes (letters under numbers, bullets under anything), then
indentation. Each unit is pushed and popped once, and searches look only at what is open: linear time.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.structure.labels.schemes import is_prefix, on_one_level, rank_of, same_scheme
from toolkit.structure.tree.nesting import settle_depths
from toolkit.structure.tree.signatures import lower_signatures
from toolkit.structure.unit import Unit
from toolkit.structure.vocabulary import codes, words

_CAPTION_WORDS = ("figure", "table")
_TOLERANCE_PT = 3.0
_FIRST_LINE_PT = 18.0
"""What the first line of a paragraph may stand further in than the list that it introduces."""
_HOLDS_PARAGRAPHS = 1
"""Up to this rank a label opens a numbered paragraph, to which unnumbered ones after it belong."""


def build_tree(units: Sequence[Unit]) -> None:
    """Set `parent` and `parent_reason` of every unit that is not a note; parents come before their children."""
    lower_signatures(units)
    settle_depths(units)
    stack = _Stack(_continued(units))
    for unit in units:
        if unit.block.role == "note":
            continue
        stack.follow_box(unit)
        if unit.kind == "box":
            stack.place_box(unit)
        elif unit.is_heading:
            stack.place_heading(unit)
        elif unit.label is not None and unit.label.word in _CAPTION_WORDS:
            stack.place_caption(unit)
        elif unit.label is not None:
            stack.place_item(unit)
        else:
            stack.place_paragraph(unit)


def _continued(units: Sequence[Unit]) -> dict[Unit, Unit]:
    """Return, for each unnumbered paragraph, the next item before any heading: it tells whose the paragraph is."""
    continued: dict[Unit, Unit] = {}
    following: Unit | None = None
    for unit in reversed(units):
        if unit.is_heading or unit.kind == "box":
            following = None
        elif unit.label is not None:
            following = unit
        elif following is not None:
            continued[unit] = following
    return continued


class _Stack:
    def __init__(self, continued: dict[Unit, Unit]) -> None:
        self.continued = continued
        self.open: list[Unit] = []
        self.box: Unit | None = None

    # boxes -------------------------------------------------------------------------------------------

    def follow_box(self, unit: Unit) -> None:
        """Close the open box when the unit stands outside it."""
        if self.box is not None and unit.block.container != self.box.block.container:
            while self.open and self.open.pop() is not self.box:
                pass
            self.box = None

    def place_box(self, unit: Unit) -> None:
        unit.parent = next((upper for upper in reversed(self.open) if self._holds_boxes(upper)), None)
        unit.parent_reason = "open"
        self.open.append(unit)
        self.box = unit

    def _holds_boxes(self, upper: Unit) -> bool:
        """Tell whether an open unit is a heading of the outline: a box says something beside a recommendation."""
        return upper.is_heading and not (upper.label is not None and upper.label.word in codes())

    # headings ----------------------------------------------------------------------------------------

    def place_heading(self, unit: Unit) -> None:
        kin = self._heading_by_number(unit)
        if kin is not None:
            self._close_above(kin)
        else:
            while self.open and self.open[-1] is not self.box and not self._encloses(self.open[-1], unit):
                self.open.pop()
        self._push(unit, "number" if kin is not None else "depth")

    def _encloses(self, upper: Unit, unit: Unit) -> bool:
        return upper.is_heading and upper.depth < unit.depth

    def _heading_by_number(self, unit: Unit) -> Unit | None:
        """Return the open heading that the number itself names as parent."""
        if unit.label is None or len(unit.label.numerals) < 2:
            return None
        for upper in reversed(self.open):
            if upper is self.box:
                return None
            if upper.is_heading and upper.label is not None and is_prefix(upper.label, unit.label):
                return upper
        return None

    # numbered paragraphs and items -------------------------------------------------------------------

    def place_item(self, unit: Unit) -> None:
        self._close_predecessor(unit)
        self._close_foreign_headings(unit)
        upper = self._item_by_number(unit)
        if upper is not None:
            self._close_above(upper)
            self._push(unit, "number")
            return
        brother = self._brother(unit)
        if brother is not None:
            self._close_above(brother)
            self.open.pop()
        else:
            while self.open and self._is_list(self.open[-1]) and not self._nests(self.open[-1], unit):
                self.open.pop()
        self._push(unit, "series" if brother is not None else "scheme")

    def _close_predecessor(self, unit: Unit) -> None:
        """Close the heading before a unit of its own word or code: "Question 2" is no part of "Question 1"."""
        if unit.label is None or not unit.label.word:
            return
        for index in range(len(self.open) - 1, -1, -1):
            upper = self.open[index]
            if upper is self.box:
                return
            if upper.is_heading and same_scheme(upper, unit) and unit.value == upper.value + 1:
                del self.open[index:]
                return

    def _close_foreign_headings(self, unit: Unit) -> None:
        """Close the headings between a number and what it continues: 2.2 stands under 2, not under 2.1 or a subtitle.

        A code (O-2.2) has numbers of its own, which say nothing about subtitles; so have the notes 2A, 2B of 2.
        """
        upper = self._heading_by_number(unit)
        if upper is None:
            return
        above = range(self.open.index(upper) + 1, len(self.open))
        first = next((index for index in above if self._is_foreign(self.open[index], unit)), len(self.open))
        del self.open[first:]

    def _is_foreign(self, upper: Unit, unit: Unit) -> bool:
        """Tell whether an open heading cannot hold a unit whose number continues that of a heading above it."""
        if not upper.is_heading or unit.label is None:
            return False
        if upper.label is None:
            return not (unit.label.is_code or "" in unit.label.joints)
        return not upper.label.is_code or upper.label.numerals != unit.label.numerals

    def _item_by_number(self, unit: Unit) -> Unit | None:
        label = unit.label
        assert label is not None
        if len(label.numerals) < 2:
            return None
        for upper in reversed(self.open):
            if not self._is_list(upper):
                return None
            if upper.label is not None and is_prefix(upper.label, label):
                return upper
        return None

    def _brother(self, unit: Unit) -> Unit | None:
        """Return the open item that the unit continues: the one before it in the same scheme."""
        alike = None
        for other in reversed(self.open):
            if not self._is_list(other):
                break
            if other.label is None or not same_scheme(other, unit):
                continue
            if unit.label is not None and unit.label.is_bullet:
                if abs(other.block.indent_pt - unit.block.indent_pt) <= _TOLERANCE_PT:
                    return other
                continue
            if unit.value == other.value + 1:
                return other
            alike = alike or other
        return alike if unit.value > 1 else self._restarted(alike, unit)

    def _restarted(self, alike: Unit | None, unit: Unit) -> Unit | None:
        """A first number opens a list inside the open item of its scheme if it stands further in; else a new one."""
        if alike is None or unit.block.indent_pt > alike.block.indent_pt + _TOLERANCE_PT:
            return None
        return alike if self.open[-1] is alike or self.open[-1].label is not None else None

    def _nests(self, upper: Unit, unit: Unit) -> bool:
        """Tell whether an item of another scheme stands below the open item or introducing paragraph."""
        indent = unit.block.indent_pt - upper.block.indent_pt
        if upper.label is None:
            if unit.label is not None and unit.label.word in words():
                return False
            opens = rank_of(unit) > _HOLDS_PARAGRAPHS and unit.value <= 1 and indent > -_FIRST_LINE_PT
            return opens or upper.text.endswith(":")
        if rank_of(unit) < rank_of(upper):
            introduces = upper.text.endswith(":") and unit.value == 1
            return introduces or indent > _TOLERANCE_PT
        if rank_of(unit) > rank_of(upper):
            return indent >= -36 or rank_of(upper) <= _HOLDS_PARAGRAPHS
        if upper.label.is_bullet and on_one_level(upper.block, unit.block):
            return upper.text.endswith(":")
        return indent > -_TOLERANCE_PT

    def place_caption(self, unit: Unit) -> None:
        """Put a figure's caption under the heading: it interrupts the paragraphs and closes none."""
        unit.parent = next((upper for upper in reversed(self.open) if not self._is_list(upper)), None)
        unit.parent_reason = "open"

    # unnumbered paragraphs, tables, images -----------------------------------------------------------

    def place_paragraph(self, unit: Unit) -> None:
        if unit.block.kind in ("table", "image"):
            unit.parent, unit.parent_reason = self._holder(), "open"
            return
        while self.open and self._is_list(self.open[-1]) and not self._continues(self.open[-1], unit):
            self.open.pop()
        self._push(unit, "open")

    def _continues(self, upper: Unit, unit: Unit) -> bool:
        """Tell whether an unnumbered paragraph belongs to the open item."""
        if upper.label is None:
            return False
        following = self.continued.get(unit)
        if following is not None and following.value == upper.value + 1 and same_scheme(upper, following):
            return not upper.label.is_bullet
        if rank_of(upper) <= _HOLDS_PARAGRAPHS:
            return not self._stands_outside(upper, unit)
        # a typed label is part of the line that is indented: the item's text stands further in than it
        hanging = 0.0 if upper.automatic else 2 * _TOLERANCE_PT
        return 0 < upper.block.indent_pt + hanging <= unit.block.indent_pt + _TOLERANCE_PT

    def _stands_outside(self, upper: Unit, unit: Unit) -> bool:
        """Tell whether a paragraph has left an automatic list that the format sets further in."""
        return upper.automatic and unit.block.indent_pt < upper.block.indent_pt - _TOLERANCE_PT

    def _holder(self) -> Unit | None:
        """Return what holds a table or image: the open numbered paragraph or heading."""
        for upper in reversed(self.open):
            if not self._is_list(upper) or (upper.label is not None and rank_of(upper) <= _HOLDS_PARAGRAPHS):
                return upper
        return None

    # the stack ---------------------------------------------------------------------------------------

    def _is_list(self, unit: Unit) -> bool:
        """Tell whether an open unit is neither heading nor box."""
        return not unit.is_heading and unit is not self.box

    def _close_above(self, unit: Unit) -> None:
        while self.open[-1] is not unit:
            self.open.pop()

    def _push(self, unit: Unit, reason: str) -> None:
        unit.parent, unit.parent_reason = self.open[-1] if self.open else None, reason
        self.open.append(unit)
