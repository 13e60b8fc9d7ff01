"""A reading, or the lines of a mail → the paragraphs of a letter, in order, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from toolkit.intake.vocabulary import begins_with, plain, vocabulary
from toolkit.messages import _
from toolkit.model.contribution import Leftover
from toolkit.model.layout import Block
from toolkit.model.reading import Reading
from toolkit.read.text.shapes import SHORT_SHARE, starts_block, wrap_width
from toolkit.structure.labels.numbering import BULLETS, split_label
from toolkit.structure.page.furniture import separate_furniture
from toolkit.structure.page.paragraphs import join_lines
from toolkit.structure.typography import Typography, is_capitals, survey


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph of what somebody wrote, label included."""

    text: str
    where: str
    level: int | None = None
    """Of a heading, where the format says so."""
    is_distinct: bool = False
    """Whether its looks set it apart from the running text."""
    is_item: bool = False
    """Whether it opens with a bullet or a number."""
    quote: str = ""
    """Words quoted right above it, which it answers."""


_UNKNOWN = Typography()


class Page(msgspec.Struct, frozen=True):
    """What a file holds: body blocks with all lines joined, and what its pages repeat."""

    body: tuple[Block, ...]
    furniture: tuple[Leftover, ...]
    typography: Typography = _UNKNOWN


def lay_out(reading: Reading) -> Page:
    """Join the lines of a reading and set headers and footers apart."""
    body, furniture = separate_furniture(reading)
    apart = tuple(
        Leftover(_("header or footer"), item.text, "header") for item in furniture if item.text.strip()
    )
    joined = join_lines(body, reading)
    return Page(joined, apart, survey(joined))


def paragraphs_of(block: Block, *, number: int, typography: Typography = _UNKNOWN) -> list[Paragraph]:
    """Return the paragraphs that a block holds: a line break within it may end one; a table has one a row."""
    if block.rows:
        return [
            Paragraph(text="\t".join(filter(None, row)), where=row_place(index, number))
            for index, row in enumerate(block.rows, start=1)
            if any(cell.strip() for cell in row)
        ]
    lead = "" if not block.label or block.label.strip() in BULLETS else f"{block.label} "
    where = _("paragraph {number}").format(number=number)
    pieces = _lines(lead + block.text)
    return [
        Paragraph(
            text=piece,
            where=where,
            level=block.outline_level,
            is_distinct=len(pieces) == 1 and (typography.is_distinct(block) or is_capitals(piece)),
            is_item=(index == 0 and bool(block.label)) or opens_item(piece),
        )
        for index, piece in enumerate(pieces)
    ]


def row_place(row: int, table: int) -> str:
    """Return what people call a row of a table."""
    return _("row {row} of table {table}").format(row=row, table=table)


def opens_item(text: str) -> bool:
    """Tell whether a paragraph begins with a bullet or a number of a list."""
    found = split_label(text)
    return found is not None and not found[0].weak and found[1] < len(text) and not found[0].word


# A line break that only wraps: before small letters, after no full stop.
_WRAPPED = re.compile(r"(?<= [^.:;!?\s] ) [ ]* \n [ ]* (?= [a-zà-ÿ(] )", re.VERBOSE)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _WRAPPED.sub(" ", text).split("\n") if line.strip()]


def join_wrapped(lines: Sequence[str]) -> list[str]:
    """Join the lines of a plain text to paragraphs; an empty line always parts them."""
    width = wrap_width(lines)
    joined: list[str] = []
    open_line = ""
    for line in (*lines, ""):
        if not line.strip():
            joined += [open_line] if open_line else []
            open_line = ""
        elif open_line and not _begins(line, _last(open_line), width):
            open_line = f"{open_line}\n{line.strip()}"
        else:
            joined += [open_line] if open_line else []
            open_line = line.strip()
    return [paragraph.replace("\n", " ") for paragraph in joined]


def _last(paragraph: str) -> str:
    return paragraph.rpartition("\n")[2]


def _begins(line: str, before: str, width: int) -> bool:
    """Tell whether a line begins a paragraph though no empty line says so."""
    if not width or starts_block(line) or _is_formula(line) or _is_formula(before):
        return True
    return len(before) < SHORT_SHARE * width and (
        before.endswith((".", ":", ";", "!", "?", ",")) or line[:1].isupper()
    )


def _is_formula(line: str) -> bool:
    """Tell whether a line greets or closes."""
    letter = vocabulary().letter
    said = plain(line[:60])
    return len(said.split()) <= 5 and begins_with(said, (*letter.greetings, *letter.closings))


def numbered(texts: Iterable[str]) -> list[Paragraph]:
    """Return paragraphs of plain texts, counted."""
    return [
        Paragraph(text=text, where=_("paragraph {number}").format(number=number), is_item=opens_item(text))
        for number, text in enumerate(texts, start=1)
    ]
