"""The comments themselves: section by section, what is answered is quoted with what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from toolkit.export.headings import (
    Cluster,
    cluster_place,
    clusters,
    index_title,
    part_place,
    sections_title,
)
from toolkit.export.quotation import Block, quoted_blocks
from toolkit.export.tables import Cell, joined_cells
from toolkit.export.word.forms import write_form
from toolkit.export.word.front import SECTION_BOOKMARK
from toolkit.export.word.markup import MOST_COLUMNS, Element, Spread, bookmarked, run
from toolkit.export.word.pen import Pen
from toolkit.export.word.remarks import RemarkWriter
from toolkit.export.word.styles import CharacterStyle, ParagraphStyle, TableStyle
from toolkit.model.contribution import GENERAL
from toolkit.model.response import Answer, Section

QUOTE_INDENT = 260
"""Of quoted tables, in twentieths of a point: the indent of the quote style."""

_LONGEST_WORD, _WIDEST = 14, 40
"""Characters: a column is wide enough for words up to the first, and asks for no more than the second."""

_CHARACTER = 100
"""Width of a character of a quoted table, borders shared out, in twentieths of a point."""

_LONGEST_HEADER = 200
"""Characters of a first row that is repeated on each page."""

_QUOTE_STYLES = {
    "lead": ParagraphStyle.QUOTE,
    "heading": ParagraphStyle.QUOTE_HEADING,
    "text": ParagraphStyle.QUOTE,
    "note": ParagraphStyle.NOTE,
}


class AnswerWriter:
    """Writes the sections and remembers title and bookmark of each provision, by its id, for the index."""

    def __init__(self, pen: Pen) -> None:
        self.titles: dict[str, str] = {}
        self.bookmarks: dict[str, str] = {}
        self._pen = pen
        self._remarks = RemarkWriter(pen)

    def write_sections(self) -> None:
        """Write all sections under one heading."""
        response = self._pen.response
        if not response.sections:
            return
        self._pen.heading(1, sections_title(response, self._pen.terms), bookmark="comments")
        answers = [answer for section in response.sections for answer in section.answers]
        if any(comment.proposed for answer in answers for comment in answer.comments):
            self._pen.say(ParagraphStyle.READING_NOTE, *self._legend())
        for number, section in enumerate(response.sections, start=1):
            self._pen.heading(2, section.title, bookmark=SECTION_BOOKMARK.format(number=number))
            self._write_section(section, number)

    def _legend(self) -> list[Element]:
        pen, _ = self._pen, self._pen.terms.gettext
        deleted, inserted = _("words to delete"), _("words to insert")
        shown = {
            "deleted": run(f"[{deleted}]", pen.letters(CharacterStyle.DELETED)),
            "inserted": run(inserted, pen.letters(CharacterStyle.INSERTED)),
        }
        told = _("In proposed wordings, {deleted} and {inserted} are shown against the text of the draft.")
        legend: list[Element] = []
        for before, name, _spec, _conversion in Formatter().parse(told):
            legend += [run(before)] if before else []
            legend += [shown[name]] if name else []
        return legend

    def _write_section(self, section: Section, number: int) -> None:
        place = 0
        for group in clusters(section, self._pen.terms):
            for answer in group.answers:
                place += 1
                bookmark = f"provision_{number}_{place}"
                if answer is group.answers[0]:
                    self._write_heading(group, section, bookmark)
                named = group.names(answer)
                if not named:
                    self._write_part(answer, group, bookmark)
                self.titles.setdefault(answer.provision.id, index_title(answer, section))
                above = self.bookmarks.get(group.answers[0].provision.id, bookmark)
                self.bookmarks.setdefault(answer.provision.id, above if named else bookmark)
                self._write_answer(answer, bookmark)

    def _write_heading(self, group: Cluster, section: Section, bookmark: str) -> None:
        """Write the heading of a unit; it bears the bookmark of the first answer unless that has its own line."""
        own = group.names(group.answers[0])
        self._pen.heading(3, group.title, bookmark=bookmark if own else f"{bookmark}_unit")
        if group.shown.id == GENERAL:
            return
        place = cluster_place(group, section, self._pen.response, self._pen.terms)
        code = self._code(group.shown.id) if own else ()
        self._pen.say(ParagraphStyle.PLACE, run(place), *code)

    def _write_part(self, answer: Answer, group: Cluster, bookmark: str) -> None:
        name = run(part_place(answer, group, self._pen.terms))
        marked = bookmarked(next(self._pen.numbers), bookmark, name)
        self._pen.say(ParagraphStyle.PART, *marked, *self._code(answer.provision.id))

    def _code(self, provision_id: str) -> tuple[Element, Element]:
        # No-break spaces keep an id from standing alone on a line.
        return run("\u00a0·\u00a0"), run(f"[{provision_id}]", self._pen.letters(CharacterStyle.CODE))

    def _write_answer(self, answer: Answer, bookmark: str) -> None:
        self._write_quote(answer)
        for comment in answer.comments:
            self._remarks.write(comment, answer)
        if not answer.comments:
            write_form(self._pen, answer, bookmark)

    def _write_quote(self, answer: Answer) -> None:
        for block in quoted_blocks(answer):
            if block.kind == "table":
                self._write_rows(block)
            else:
                self._pen.tell(_QUOTE_STYLES[block.kind], block.text, quoted=True)

    def _write_rows(self, block: Block) -> None:
        rows = [_narrow(row) for row in block.rows]
        cells = joined_cells(rows)
        weights = _widths(cells, (self._pen.text_width - QUOTE_INDENT) / _CHARACTER)
        header = len(rows) > 1 and len(cells[0]) > 1 and sum(map(len, rows[0])) <= _LONGEST_HEADER
        made = [
            [
                Spread(
                    self._pen.cell(_cell_style(header=header and not number), cell.text, quoted=True),
                    cell.columns,
                )
                for cell in row
            ]
            for number, row in enumerate(cells)
        ]
        caption = self._pen.terms.gettext("Table quoted from the draft: {name}").format(name=block.text)
        self._pen.part_tables(ParagraphStyle.NOTE, caption)
        self._pen.table(TableStyle.QUOTE, weights, made, caption=caption, indent=QUOTE_INDENT, header=header)


def _cell_style(*, header: bool) -> ParagraphStyle:
    return ParagraphStyle.TABLE_HEADING if header else ParagraphStyle.TABLE_TEXT


def _narrow(row: tuple[str, ...]) -> tuple[str, ...]:
    """Put what would be a 64th column and more into the last one that Word can show."""
    if len(row) <= MOST_COLUMNS:
        return row
    return (*row[: MOST_COLUMNS - 1], " | ".join(row[MOST_COLUMNS - 1 :]))


def _widths(rows: Sequence[Sequence[Cell]], available: float) -> list[float]:
    """Return the widths of columns in characters: room for the words first, the rest by how much text there is.

    A cell over several columns shares out what it asks for; one over all of them asks for nothing.
    """
    count = max(sum(cell.columns for cell in row) for row in rows)
    least, wished = [2.0] * count, [2.0] * count
    for row in rows:
        place = 0
        for cell in row:
            for index in range(place, place + cell.columns if cell.columns < count else place):
                word = 2 + min(_longest(cell.text.split()), _LONGEST_WORD)
                least[index] = max(least[index], word / cell.columns)
                wished[index] = max(wished[index], min(len(cell.text), _WIDEST) / cell.columns)
            place += cell.columns
    wished = list(map(max, least, wished))
    spare, wanted = available - sum(least), sum(wished) - sum(least)
    share = max(0.0, spare / wanted) if wanted else 0.0
    return [low + share * (wish - low) for low, wish in zip(least, wished, strict=True)]


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
