"""What writes the parts of the document: knows the response, the styles, and what was written so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

import msgspec

from toolkit.export.printable import is_right_to_left, paragraphs, shortened
from toolkit.export.terms import LOCALES, Terms
from toolkit.export.word.markup import (
    PLAIN,
    TABLE,
    Columns,
    Element,
    Letters,
    Row,
    bookmarked,
    field,
    link,
    paragraph,
    run,
    table,
)
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, StyleSheet, TableStyle
from toolkit.model.response import Response

UNKNOWN_PAGE = "–"
"""Stands for a page number until a program with a layout computes it; a guess would be wrong on paper."""

_HEADINGS = (ParagraphStyle.HEADING_1, ParagraphStyle.HEADING_2, ParagraphStyle.HEADING_3)
_LONGEST_HEADING = 220


class Entry(msgspec.Struct, frozen=True):
    """A heading as the table of contents lists it."""

    level: int
    text: str
    bookmark: str


class Pen:
    """Writes elements to `body` and remembers the headings for the table of contents."""

    def __init__(self, response: Response, styles: StyleSheet, *, text_width: int) -> None:
        """Take the width of the text area in twentieths of a point."""
        self.response = response
        self.terms = Terms(response.language)
        self.styles = styles
        self.text_width = text_width
        self.body: list[Element] = []
        self.entries: list[Entry] = []
        self.numbers = count(1)

    def heading(self, level: int, text: str, *, bookmark: str) -> None:
        """Write a heading of level 1 to 3, to be listed in the table of contents."""
        line = shortened(text, _LONGEST_HEADING)
        self.entries.append(Entry(level, line, bookmark))
        content = bookmarked(next(self.numbers), bookmark, run(line))
        self.add(paragraph(self.styles.id(_HEADINGS[level - 1]), *content))

    def say(self, style: ParagraphStyle, *content: Element) -> None:
        """Write one paragraph."""
        self.add(self.paragraph(style, *content))

    def tell(self, style: ParagraphStyle, text: str, *, quoted: bool = False) -> None:
        """Write a text of any length, a paragraph for each of its lines."""
        self.add(*self.lines(style, text, quoted=quoted))

    def part_tables(self, style: ParagraphStyle, text: str) -> None:
        """Write a line if a table was written last: programs join tables that touch."""
        if self.body and self.body[-1].tag == TABLE:
            self.tell(style, text)

    def add(self, *elements: Element) -> None:
        """Write elements as they are."""
        self.body.extend(elements)

    def paragraph(self, style: ParagraphStyle, *content: Element) -> Element:
        """Build a paragraph without writing it."""
        return paragraph(self.styles.id(style), *content)

    def lines(self, style: ParagraphStyle, text: str, *, quoted: bool = False) -> list[Element]:
        """Build the paragraphs of a text; `quoted` says that it is in the draft's language."""
        made = []
        for line in paragraphs(text):
            backwards = is_right_to_left(line)
            letters = Letters(language=self._language(quoted=quoted), right_to_left=backwards)
            made.append(paragraph(self.styles.id(style), run(line, letters), right_to_left=backwards))
        return made

    def letters(self, style: CharacterStyle | None, *, quoted: bool = False) -> Letters:
        """Return the look of a run."""
        if style is None and not quoted:
            return PLAIN
        return Letters(self.styles.id(style) if style else "", self._language(quoted=quoted))

    def cell(self, style: ParagraphStyle, text: str, *, quoted: bool = False) -> list[Element]:
        """Build the content of a table cell, which is never without a paragraph."""
        return self.lines(style, text, quoted=quoted) or [self.paragraph(style)]

    def table(
        self,
        style: TableStyle,
        weights: Sequence[float],
        rows: Iterable[Row],
        *,
        caption: str,
        indent: int = 0,
        header: bool = True,
    ) -> None:
        """Write a table as wide as the text, with columns in proportion to `weights`."""
        columns = Columns.shared(weights, self.text_width - indent)
        self.add(table(self.styles.id(style), columns, rows, caption=caption, indent=indent, header=header))

    def page_reference(self, text: str, bookmark: str) -> Element:
        """Build a link that ends with the page number of a bookmark, after a tab."""
        return link(bookmark, run(text), run("\t"), *field(f"PAGEREF {bookmark} \\h", UNKNOWN_PAGE))

    def _language(self, *, quoted: bool) -> str:
        draft = self.response.draft_language
        if not quoted or not draft or draft == self.response.language:
            return ""
        return LOCALES.get(draft, draft)
