"""Units → what is usual in this document: the size, weight and colour of its running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from toolkit.model.layout import Block

_LONGEST_TITLE = 200
_Value = TypeVar("_Value")


class Signature(msgspec.Struct, frozen=True, order=True):
    """How a paragraph looks, coarse enough that headings of one level share it; the larger, the higher."""

    size: float
    """In points, to the half point; 0 if unknown."""
    capitals: bool = False
    bold: bool = False
    coloured: bool = False
    italic: bool = False


class Typography(msgspec.Struct, frozen=True):
    """The look of most of the text."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    color: str = ""

    def signature(self, block: Block, text: str) -> Signature:
        """Return the look of a block relative to the body."""
        style = block.style
        return Signature(
            size=round(style.size_pt * 2) / 2,
            capitals=is_capitals(text),
            bold=style.bold and not self.bold,
            coloured=style.color != self.color,
            italic=style.italic and not self.italic,
        )

    def ratio(self, block: Block) -> float:
        """Return the size of a block's text as a multiple of the body's; 1 where either is unknown."""
        return block.style.size_pt / self.size if self.size and block.style.size_pt else 1.0

    def is_distinct(self, block: Block) -> bool:
        """Tell whether the format or the looks set a block apart from the running text."""
        return (
            block.outline_level is not None
            or block.role == "title"
            or (block.style.bold and not self.bold)
            or self.ratio(block) >= 1.1
        )


def survey(blocks: Iterable[Block]) -> Typography:
    """Find the look that most characters of running text have."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    italic: Counter[bool] = Counter()
    colors: Counter[str] = Counter()
    for block in blocks:
        if block.role != "body" or block.kind not in ("line", "paragraph") or block.outline_level is not None:
            continue
        weight = len(block.text)
        sizes[round(block.style.size_pt * 2) / 2] += weight
        bold[block.style.bold] += weight
        italic[block.style.italic] += weight
        colors[block.style.color] += weight
    return Typography(
        size=_commonest(sizes, default=0.0),
        bold=_commonest(bold, default=False),
        italic=_commonest(italic, default=False),
        color=_commonest(colors, default=""),
    )


def is_capitals(text: str) -> bool:
    """Tell whether text of at least four letters is set in capitals, but for an ordinal or a unit."""
    if len(text) > _LONGEST_TITLE:
        return text.isupper()
    if text[1:].islower():  # most text, told at once
        return False
    letters = list(filter(str.isalpha, text))
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def _commonest(counted: Counter[_Value], *, default: _Value) -> _Value:
    return counted.most_common(1)[0][0] if counted else default
