"""Points of a page's own space (origin bottom left, unrotated) → points as displayed, from the top left."""

from __future__ import annotations

import msgspec

from toolkit.model.layout import Box


class Frame(msgspec.Struct, frozen=True):
    """How a page is turned: `quarter_turns` clockwise from its own space to the frame."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int = 0

    @property
    def width(self) -> float:
        """Width of the frame in points."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the frame in points."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the frame that shows (x, y) of the page's own space."""
        turns = self.quarter_turns
        if turns == 0:
            return x - self.left, self.top - y
        if turns == 1:
            return y - self.bottom, x - self.left
        if turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the box of the frame that shows a rectangle of the page's own space."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def edges(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of `box`."""
        box = self.box(x0, y0, x1, y1)
        return box.x0, box.top, box.x1, box.bottom

    def turned(self, quarter_turns: int) -> Frame:
        """Return the frame turned further clockwise."""
        return msgspec.structs.replace(self, quarter_turns=(self.quarter_turns + quarter_turns) % 4)

    def box_in(self, other: Frame, box: Box) -> Box:
        """Return a box of this frame as a box of `other`, a frame of the same page."""
        if self.quarter_turns == other.quarter_turns:
            return box
        turns = (other.quarter_turns - self.quarter_turns) % 4
        return Frame(0, 0, self.width, self.height, turns).box(
            box.x0, self.height - box.top, box.x1, self.height - box.bottom
        )
