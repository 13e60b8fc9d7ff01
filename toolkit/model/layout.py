"""What a reader returns: blocks in reading order, with style and place, before any structure is recognised.

Two granularities share one type. PDF readers return `line` blocks (one printed line each) that
`structure` joins into paragraphs; DOCX, ODT, HTML and text readers return `paragraph` blocks. `table`
blocks come from either.
"""

from __future__ import annotations

from typing import Literal

import msgspec

BlockKind = Literal["line", "paragraph", "table", "image"]
BlockRole = Literal["body", "header", "footer", "page_number", "note", "toc", "title", "caption", "margin"]
FurnitureRole = Literal["header", "footer", "page_number", "toc", "watermark", "margin"]
FURNITURE_ROLES: tuple[FurnitureRole, ...] = ("header", "footer", "page_number", "toc", "watermark", "margin")
View = Literal["accepted", "original"]


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A rectangle on a page, in points from the page's top left corner as displayed; `bottom` > `top`."""

    x0: float
    top: float
    x1: float
    bottom: float


class Style(msgspec.Struct, frozen=True, cache_hash=True):
    """How a stretch of text looks. Unknown values are 0, "" or False."""

    size_pt: float = 0.0
    font: str = ""
    """Family without subset prefix."""
    bold: bool = False
    italic: bool = False
    color: str = ""
    """"#rrggbb"; "" for the default."""
    name: str = ""
    """The format's own style name: "heading 2" in Word (style name, not id), "h2" in HTML."""
    superscript: bool = False


class Run(msgspec.Struct, frozen=True):
    """Style of `text[start:end]` where it differs from the block's."""

    start: int
    end: int
    style: Style


class Call(msgspec.Struct, frozen=True):
    """A footnote or endnote call at `offset` in the text; the printed mark itself is not in the text."""

    offset: int
    note: str
    """Key of the note: equals `Block.note` of the note's own blocks."""
    mark: str = ""
    """As printed: "1", "*"."""


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Where `text[start:end]` of a block that was joined from lines stands; of a table, `rows[start:end]`."""

    start: int
    end: int
    page_number: int
    box: Box


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A line, paragraph, table or image, in reading order."""

    kind: BlockKind
    text: str = ""
    """NFC, without soft hyphens, zero-width characters or the printed automatic label; "\\n" for hard line breaks."""
    role: BlockRole = "body"
    """What the format itself says it is (Word header part, HTML nav, PDF artifact); "body" if it says nothing."""
    style: Style = Style()
    """The style of most of the text."""
    runs: tuple[Run, ...] = ()
    """Only where the style changes within the text."""
    page_number: int | None = None
    """From 1."""
    box: Box | None = None
    label: str = ""
    """Automatic number or bullet as printed ("2.1", "a)", "•"), which is not part of `text`."""
    list_level: int | None = None
    """Depth in an automatic list, from 0."""
    outline_level: int | None = None
    """Heading level from 1 where the format states one (Word outline level, h1…h6, PDF structure tree)."""
    note: str = ""
    """Key of the note this block belongs to (role "note")."""
    calls: tuple[Call, ...] = ()
    container: str = ""
    """Key shared by the blocks of one visible box (text box, one-cell table, shaded area); "" outside."""
    rows: tuple[tuple[str, ...], ...] = ()
    """A table's cells, row by row; a merged cell's text stands once, "" in the cells it covers."""
    indent_pt: float = 0.0
    """Left indent of the text (not of the label) from the text area's left edge."""
    space_before_pt: float = 0.0
    align: Literal["", "left", "center", "right", "justify"] = ""
    hidden: str = ""
    """Why a reader of the page would not see it ("white text", "vanish", "tiny", "off page"); "" if visible."""
    anchor: str = ""
    """Link target, where the format names one."""
    columns: tuple[float, ...] = ()
    """For a line made of cells set apart by wide gaps: x0 in points of each cell; () otherwise.

    In the text of such a line the cells are parted by "\\t"; joined paragraphs have plain spaces again.
    """
    pieces: tuple[Piece, ...] = ()
    """Line by line, for blocks joined from lines; () where `page_number` and `box` say it all."""


class Page(msgspec.Struct, frozen=True):
    """Size of a page as displayed, in points."""

    number: int
    width_pt: float
    height_pt: float
    label: str = ""
    """Printed page label, if the PDF declares one."""


class OutlineEntry(msgspec.Struct, frozen=True):
    """A bookmark: `level` from 1, `page_number` from 1, `top` in points from the page's top."""

    title: str
    level: int
    page_number: int | None = None
    top: float | None = None


class Shade(msgspec.Struct, frozen=True):
    """A filled or framed area on a page that text may lie in (a box)."""

    page_number: int
    box: Box
    fill: str = ""
    """"#rrggbb", or "" for a frame only."""
    is_field: bool = False
    """One of the frames that a form is made of, with tables above or below: a table of one cell."""


class Furniture(msgspec.Struct, frozen=True):
    """Text of the document that belongs to no provision, and why."""

    text: str
    role: FurnitureRole
    page_number: int | None = None
    box: Box | None = None
    source: Literal["rule", "person"] = "rule"
