"""Printed pages in a one-line notation, for tests of what is done with lines.

"50 100 | Un titre"          x0, top | text; bold with a "B" after the size, as in "50 100 14B | Un titre"
"""

from __future__ import annotations

from toolkit.model.document import Document
from toolkit.model.layout import Block, Box, Call, Page, Shade, Style
from toolkit.model.reading import Reading

WIDTH, HEIGHT = 600.0, 800.0
EM = 0.5
"""Width of a character in font sizes."""


def line(notation: str, page_number: int = 1, **more: object) -> Block:
    place, _bar, words = notation.partition(" | ")
    x0, top, *sizes = place.split()
    look = sizes[0] if sizes else "10"
    size = float(look.rstrip("B"))
    box = Box(float(x0), float(top), float(x0) + EM * size * len(words), float(top) + 1.1 * size)
    style = Style(size_pt=size, font="Serif", bold=look.endswith("B"))
    return Block(kind="line", text=words, style=style, page_number=page_number, box=box, **more)  # type: ignore[arg-type]


def reading(*pages: list[Block | str], shades: tuple[Shade, ...] = ()) -> Reading:
    blocks = [
        line(item, number) if isinstance(item, str) else item
        for number, page in enumerate(pages, start=1)
        for item in page
    ]
    return Reading(
        document=Document(sha256="0" * 64, name="draft.pdf", media_type="application/pdf"),
        blocks=tuple(blocks),
        pages=tuple(Page(number, WIDTH, HEIGHT) for number in range(1, len(pages) + 1)),
        shades=shades,
    )


def called(notation: str, mark: str, page_number: int = 1) -> Block:
    """A line that ends with a footnote's call."""
    block = line(notation, page_number)
    return line(notation, page_number, calls=(Call(len(block.text), "", mark),))


def paragraph(
    top: float, *texts: str, x0: float = 50, step: float = 12, size: str = "10"
) -> list[Block | str]:
    return [f"{x0} {top + step * index} {size} | {words}" for index, words in enumerate(texts)]
