"""One page → its blocks, shaded areas and issues."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.messages import N_, _
from toolkit.model.issue import Issue
from toolkit.model.layout import Block, Box, Page, Shade
from toolkit.read.pdf.aligned_tables import find_aligned_tables, may_be_tabular
from toolkit.read.pdf.drawings import Drawings, read_drawings, shades, text_width
from toolkit.read.pdf.frame import Frame
from toolkit.read.pdf.icons import part_icons, with_drawn_bullets
from toolkit.read.pdf.lines import Placement, fragments, read_lines
from toolkit.read.pdf.open_tables import Underline, find_underlines, open_table
from toolkit.read.pdf.pdfium import Fonts, TextLayer
from toolkit.read.pdf.tables import find_grids, table_block
from toolkit.read.pdf.tagging import read_tags
from toolkit.read.pdf.words import Word, read_words

_NEARLY_WHITE = 0xFA
_PICTURE_SHARE = 0.2
"""Of a page, covered by pictures."""
_MANY_SHAPES = 30
_MARK_PT = 15.0
"""Width of all text on a page, at most, for a mark that programs leave on empty pages."""


ENOUGH_LETTERS = 8
"""On a page of pictures: fewer are a stamp or a number, not its text."""


class PageContent(msgspec.Struct, kw_only=True):
    """What one page gave."""

    page: Page
    blocks: list[Block] = []
    shades: list[Shade] = []
    issues: list[Issue] = []
    letters: int = 0
    """Letters and digits in its words, counted as far as `ENOUGH_LETTERS`."""
    loaded: bool = True
    pictured: bool = False
    """Pictures or drawings fill it."""
    wants_second_opinion: bool = False
    """pdfium shows no text although there may be some."""
    by_pdfplumber: bool = False


def read_page(pdf: Any, index: int, fonts: Fonts) -> PageContent:
    """Read the page at `index`; a page that cannot be loaded is reported, not raised."""
    number = index + 1
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        issue = Issue("warning", _("page {number}").format(number=number), _("The page cannot be read."))
        return PageContent(page=Page(number, 0.0, 0.0), issues=[issue], loaded=False)
    try:
        text_page = page.get_textpage()
        try:
            return _read(page, text_page, number, fonts)
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        issue = Issue(
            "warning", _("page {number}").format(number=number), _("The page's text cannot be read.")
        )
        return PageContent(page=Page(number, *page.get_size()), issues=[issue], wants_second_opinion=True)
    finally:
        page.close()


def _read(page: Any, text_page: Any, number: int, fonts: Fonts) -> PageContent:
    displayed = _frame(page)
    words, frame = read_words(TextLayer(text_page.raw, fonts), displayed)
    drawings = read_drawings(page.raw, frame)
    _judge_visibility(words, drawings, frame)
    words = [word for word in words if word.hidden != "invisible" or any(map(str.isalnum, word.text))]
    tags = read_tags(page.raw) if any(word.marked_content >= 0 for word in words) else {}
    placement = Placement(number, frame, displayed, tags)
    blocks = _blocks(words, drawings, placement)
    letters = count_letters(words)
    found = [
        msgspec.structs.replace(shade, box=frame.box_in(displayed, shade.box))
        for shade in shades(drawings, frame, number)
    ]
    content = PageContent(
        page=Page(number, displayed.width, displayed.height),
        blocks=blocks,
        shades=found,
        letters=letters,
        pictured=_is_pictured(drawings, frame),
        wants_second_opinion=not letters and _may_hold_text(page, drawings),
    )
    _add_issues(content, words, drawings)
    return content


def _may_hold_text(page: Any, drawings: Drawings) -> bool:
    """Tell whether pdfium may have missed text: it draws nothing at all, or more text than a mark or two."""
    return not drawings.object_count or (drawings.text_count > 0 and text_width(page.raw) > _MARK_PT)


def _is_pictured(drawings: Drawings, frame: Frame) -> bool:
    """Tell whether pictures, or letters drawn as shapes, make up the page."""
    covered = sum(_area(box) for box in drawings.images) > _PICTURE_SHARE * frame.width * frame.height
    return covered or drawings.object_count - drawings.text_count >= _MANY_SHAPES


def _frame(page: Any) -> Frame:
    rectangle = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page.raw, rectangle):
        left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    else:
        left, bottom, right, top = page.get_mediabox()
    return Frame(left, bottom, right, top, max(0, pdfium.FPDFPage_GetRotation(page.raw)) % 4)


def count_letters(words: Iterable[Word]) -> int:
    """Return how many letters and digits words hold, no more than `ENOUGH_LETTERS`."""
    letters = filter(str.isalnum, chain.from_iterable(word.text for word in words))
    return sum(1 for _letter in islice(letters, ENOUGH_LETTERS))


def _judge_visibility(words: list[Word], drawings: Drawings, frame: Frame) -> None:
    """Find white text on white; and take text without ink over a scan for what it is, recognised text."""
    scanned = any(_area(box) > 0.5 * frame.width * frame.height for box in drawings.images)
    for word in words:
        if word.hidden:
            if scanned and word.hidden == "invisible":
                word.hidden = ""
        elif word.style.color and _is_white(word.style.color) and not _has_ground(word, drawings):
            word.hidden = N_("white text")


def _is_white(color: str) -> bool:
    return color.startswith("#f") and all(int(color[i : i + 2], 16) >= _NEARLY_WHITE for i in (1, 3, 5))


def _has_ground(word: Word, drawings: Drawings) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    if drawings.complex:
        return True
    grounds = [box for box, color in drawings.fills if not _is_white(color)] + drawings.images
    return any(box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1 for box in grounds)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _blocks(words: list[Word], drawings: Drawings, placement: Placement) -> list[Block]:
    """Return the page's lines, with each table in the place of the lines it covers."""
    rest, icons = part_icons(words, drawings)
    tables, rest = _tables(rest, drawings, placement)
    lines = read_lines(rest, placement)
    if may_be_tabular(lines):
        aligned, rest = find_aligned_tables(rest, placement)
        tables += aligned
        lines = read_lines(rest, placement) if aligned else lines
    blocks = with_drawn_bullets(lines, drawings.dots)
    for table in tables:
        blocks.insert(_place_of(table, blocks), table)
    blocks += [msgspec.structs.replace(block, role="margin") for block in read_lines(icons, placement)]
    return blocks


def _tables(words: list[Word], drawings: Drawings, placement: Placement) -> tuple[list[Block], list[Word]]:
    """Return the page's tables and the words outside them."""
    tables = []
    rest = words
    grids = find_grids(drawings)
    drawings.frames += grids.frames
    drawings.fields = grids.fields
    for grid in grids.tables:
        block, taken = table_block(grid, rest, placement)
        if block is not None:
            tables.append(block)
            rest = [word for index, word in enumerate(rest) if index not in taken]
    underlines = find_underlines(drawings)
    if underlines:
        opened, rest = _open_tables(underlines, rest, placement)
        tables += opened
    return tables, rest


def _open_tables(
    underlines: list[Underline], words: list[Word], placement: Placement
) -> tuple[list[Block], list[Word]]:
    """Return the tables below underlined headings and the words outside them."""
    tables = []
    rest = words
    found = fragments(word for word in words if not word.quarter_turns)
    last, bottom = placement.frame.height, 0.0
    for index, underline in enumerate(underlines):
        if underline.y <= bottom:  # rules between the rows of the table just found
            continue
        limit = next((below.y - 1 for below in underlines[index + 1 :] if not below.is_like(underline)), last)
        block, taken = open_table(underline, limit, found, placement)
        if block is not None:
            tables.append(block)
            bottom = max(word.bottom for word in rest if id(word) in taken)
            rest = [word for word in rest if id(word) not in taken]
            found = [fragment for fragment in found if id(fragment.words[0]) not in taken]
    return tables, rest


def _place_of(table: Block, blocks: list[Block]) -> int:
    """Return where in reading order a table belongs: before the first line beside or below it."""
    assert table.box is not None
    for index, block in enumerate(blocks):
        box = block.box
        if box is None or block.role == "margin":
            continue
        beside = box.x0 < table.box.x1 and box.x1 > table.box.x0
        if beside and box.top >= table.box.top:
            return index
    return len(blocks)


def _add_issues(content: PageContent, words: list[Word], drawings: Drawings) -> None:
    where = _("page {number}").format(number=content.page.number)
    reasons = sorted({word.hidden for word in words if word.hidden and any(map(str.isalnum, word.text))})
    if reasons:
        message = _("Text that a reader of the page would not see ({reasons}).").format(
            reasons=", ".join(map(_, reasons))
        )
        content.issues.append(Issue("warning", where, message))
    if content.letters < ENOUGH_LETTERS and drawings.images:
        content.issues.append(Issue("warning", where, _("The page is a picture without text.")))
