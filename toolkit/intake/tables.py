"""A table of comments, whatever its layout → one remark a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import msgspec

from toolkit.intake.columns import Layout, Row, fields_above, find_layout, is_header_row
from toolkit.intake.places import is_place, place_of, read_lines, read_pages
from toolkit.intake.proposals import Proposal, proposal_of, stance_of
from toolkit.intake.record_cards import Card, read_cards
from toolkit.intake.silence import silent_place
from toolkit.intake.vocabulary import begins_with, plain, vocabulary
from toolkit.model.comment import Position
from toolkit.model.contribution import Clues, Leftover, Remark


@dataclass
class TableText:
    """What a table says."""

    remarks: list[Remark] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    """What the lines above it say of the whole: "author", "role", "date"."""


def read_table(
    rows: Sequence[Row], *, name: str, where: Callable[[int], str], layout: Layout | None = None
) -> TableText | None:
    """Return the remarks of a table, None if it is no table of comments.

    `name` sets its keys apart from those of the file's other tables; `where` tells people which row a number is.
    `layout` is that of the table before, which this one may go on with.
    """
    cards = read_cards(rows)
    if cards:
        return _read_cards(cards, name=name, where=where)
    found = layout_of(rows, layout)
    if found is None:
        return None
    reader = _Reader(found, name, where)
    for row in rows[: found.first_row]:
        reader.set_aside(row, "header")
    reader.text.fields.update(fields_above(rows[: found.first_row]))
    reader.learn(rows[found.first_row :])
    for row in rows[found.first_row :]:
        reader.take(row)
    return reader.text


def _read_cards(cards: Sequence[Card], *, name: str, where: Callable[[int], str]) -> TableText | None:
    """Read remarks that are written downwards, each with its own names."""
    layouts = [find_layout(card.rows) for card in cards]
    if None in layouts:
        return None
    text = TableText()
    for layout, card in zip(layouts, cards, strict=True):
        if layout is not None:
            reader = _Reader(layout, name if len(cards) == 1 else f"{name}/{card.number}", where)
            header, row = card.rows
            reader.set_aside(header, "header")
            reader.take(row)
            text.remarks += reader.text.remarks
            text.leftovers += reader.text.leftovers
    return text


def layout_of(rows: Sequence[Row], before: Layout | None) -> Layout | None:
    """Return the layout of a table; what its cells look like says less than a header `before` it, on the page's top."""
    found = find_layout(rows)
    if found is not None and found.header:
        return found
    return _continued(rows, before) or found


def _continued(rows: Sequence[Row], layout: Layout | None) -> Layout | None:
    """Return the layout of the table before, if this one has its width and no header: a page cut it."""
    if layout is None or not rows or max(len(row.cells) for row in rows) != layout.width:
        return None
    return msgspec.structs.replace(layout, first_row=0)


class _Reader:
    """Goes through the rows with what stands for the rows below."""

    def __init__(self, layout: Layout, name: str, where: Callable[[int], str]) -> None:
        self.layout = layout
        self.text = TableText()
        self._name = name
        self._where = where
        self._heading = ""
        self._clause = ""
        self._repeats = False
        """Whether rows in a row name one clause each by itself, so that a row without clause is not on the one above."""
        self._count: Counter[str] = Counter()

    def set_aside(self, row: Row, reason: Literal["header", "empty"]) -> None:
        """List the words of a row that holds no remark."""
        words = "\t".join(filter(None, (cell.strip() for cell in row.cells)))
        if words:
            self.text.leftovers.append(Leftover(self._where(row.number), words, reason))

    def learn(self, rows: Sequence[Row]) -> None:
        """Find out how the table as a whole is filled in."""
        columns = self.layout.columns_of("clause")
        clauses = [tuple(row.clause(index) for index in columns) for row in rows]
        self._repeats = any(one == other and any(one) for one, other in pairwise(clauses))

    def take(self, row: Row) -> None:
        """Read one row below the header."""
        cells = {index: cell.strip() for index, cell in enumerate(row.cells) if cell.strip()}
        if not cells:
            return
        if is_header_row(row, self.layout):
            self.set_aside(row, "header")
        elif self._is_heading(cells):
            self._heading, self._clause = next(iter(cells.values())), ""
            self.set_aside(row, "header")
        elif set(cells) <= self.layout.counters:
            self.set_aside(row, "empty")
        elif not self._joins_above(cells):
            self.text.remarks.append(self._remark(row))

    def _is_heading(self, cells: dict[int, str]) -> bool:
        """Tell whether a row is a title among the rows: one short cell, where no comment stands."""
        (index, text), *others = cells.items()
        if others or index in self.layout.columns_of("comment", "proposed") or len(text) > 120:
            return False
        if text.isdecimal() and index in self.layout.counters:
            return False
        if index in self.layout.columns_of("clause") and self.layout.width > 1:
            return not is_place(text) or len(text.split()) > 3
        return is_place(text) or not text.endswith((".", "?", "!"))

    def _joins_above(self, cells: dict[int, str]) -> bool:
        """Join a row that goes on amid a sentence of the row above, which a page cut in two."""
        comments = self.layout.columns_of("comment", "proposed", "rationale")
        if not self.text.remarks or not set(cells) <= set(comments):
            return False
        last = self.text.remarks[-1]
        if not all(text[:1].islower() for text in cells.values()) or last.kind == "silence":
            return False
        added = {
            name: "\n".join(cells[index] for index in self.layout.columns_of(name) if index in cells)
            for name in _TEXTS
        }
        if any(added[name] and _ends(getattr(last, _TEXTS[name])) for name in _TEXTS):
            return False
        joined = {
            _TEXTS[name]: f"{getattr(last, _TEXTS[name])} {words}".strip()
            for name, words in added.items()
            if words
        }
        original = "\t".join((last.original, *cells.values())) if last.original else ""
        self.text.remarks[-1] = msgspec.structs.replace(last, **joined, original=original)
        return True

    def _remark(self, row: Row) -> Remark:
        cell = self.layout.cell
        clause = self._clause_of(row)
        said = _Said.of(
            cell(row, "comment"), cell(row, "rationale"), cell(row, "proposed"), cell(row, "quote")
        )
        category = cell(row, "category")
        clues = self._clues(row, clause, said.quote)
        silent = _is_silent(said)
        position = position_of(cell(row, "position")) or position_of(category)
        return Remark(
            key=self._key(row, clause),
            form="table",
            kind="silence" if silent and position is None else "remark",
            where=self._where(row.number),
            author=cell(row, "author"),
            role=cell(row, "role"),
            date=cell(row, "date"),
            position=position or (None if silent else stance_of(said.text, said.proposal)),
            text=said.text,
            rationale=said.rationale,
            proposed=said.proposal.proposed,
            deletion=said.proposal.deletion,
            category=category,
            original="\t".join(filter(None, (text.strip() for text in row.cells))),
            clues=clues,
        )

    def _clause_of(self, row: Row) -> str:
        """Return the clause of a row; a merged cell's stands for all of its rows."""
        own = ", ".join(
            text
            for index in self.layout.columns_of("clause", "place")
            if (text := row.clause(index)) and not _is_empty(text)
        )
        if own:
            self._clause = (
                row.clause(self.layout.columns_of("clause")[0]) if self.layout.columns_of("clause") else own
            )
            return own
        if row.covered & set(self.layout.columns_of("clause")):
            return self._clause
        return ""

    def _clues(self, row: Row, clause: str, quote: str) -> Clues:
        cell = self.layout.cell
        general = plain(clause) in vocabulary().cells.general
        typed = plain(cell(row, "category")) in vocabulary().cells.general_types
        place = place_of(cell(row, "page_line"))
        pages = read_pages(cell(row, "page")) or place.page_number or read_pages(cell(row, "page_line"))
        named = place_of(clause)
        only_page = named.page_number if not named.clause else None
        pages = pages or only_page
        own = "" if general or only_page else clause
        if not own and not general and not pages:
            own = place_of(cell(row, "comment")).clause
        alone = own or general or typed or pages or self._repeats
        inherited = "" if alone else self._clause
        return Clues(
            provision_id=cell(row, "provision"),
            clause=own,
            headings=tuple(filter(None, (self._heading, inherited))),
            page_number=pages,
            lines=read_lines(cell(row, "line")) or place.lines or _second_lines(cell(row, "page_line")),
            quote=quote,
            subject=cell(row, "subject"),
            general=general or (typed and not own) or _says_general(cell(row, "comment")),
        )

    def _key(self, row: Row, clause: str) -> str:
        """Return a key from the row's own number, or else from its clause and how many rows on it came before."""
        number = self.layout.cell(row, "number") or _code_of(self.layout.cell(row, "author"))
        base = (
            f"{self._name}/{number}"
            if number
            else f"{self._name}/{clause or 'general'}/{self._count_of(clause)}"
        )
        self._count[base] += 1
        return base if self._count[base] == 1 else f"{base}~{self._count[base]}"

    def _count_of(self, clause: str) -> int:
        self._count[f"\0{clause}"] += 1
        return self._count[f"\0{clause}"]


# Matches "FR-001", "**-12", "DE-01-002": who says it and how many he said (ISO 2012-03). Near miss: "FR".
_CODE = re.compile(r"[A-Z*]{2,4}[ -]?\d+(?:-\d+)*")


def _code_of(author: str) -> str:
    return author if _CODE.fullmatch(author) else ""


_TEXTS = {"comment": "text", "proposed": "proposed", "rationale": "rationale"}
"""Columns whose cells may be cut, and the field each fills."""


class _Said(msgspec.Struct, frozen=True):
    """The words of a row."""

    text: str
    rationale: str
    proposal: Proposal
    quote: str

    @classmethod
    def of(cls, comment: str, rationale: str, wanted: str, quoted: str) -> _Said:
        proposal = _wanted(wanted, comment)
        quote = quoted if not _is_empty(quoted) else ""
        return cls(
            "" if _is_empty(comment) else comment,
            "" if _is_empty(rationale) else rationale,
            proposal,
            quote or proposal.quote,
        )


def _wanted(wanted: str, comment: str) -> Proposal:
    """Return what the column of proposed changes asks for, or else the comment itself."""
    said = plain(wanted[:300])
    if said in vocabulary().cells.none_proposed or _is_empty(wanted):
        return proposal_of(comment)
    if said in vocabulary().cells.deletion:
        return Proposal(proposal_of(comment).quote, deletion=True)
    found = proposal_of(wanted)
    if found.proposed or found.deletion:
        return found
    whole = _unquoted(wanted)
    return Proposal(proposal_of(comment).quote, whole)


def _unquoted(text: str) -> str:
    """Take off the quotation marks around a whole cell."""
    for opening, closing in ("«»", "“”", '""'):
        inner = text[1:-1]
        if text.startswith(opening) and text.endswith(closing) and len(text) > 2 and closing not in inner:
            return inner.strip()
    return text


def _is_empty(text: str) -> bool:
    return plain(text[:40]) in vocabulary().cells.no_value or text.strip() in vocabulary().cells.no_value


def _is_silent(said: _Said) -> bool:
    """Tell whether a row says that there is nothing to say, or was left empty."""
    if said.proposal.proposed or said.proposal.deletion or said.rationale:
        return False
    return (
        not said.text
        or plain(said.text) in vocabulary().cells.none_proposed
        or silent_place(said.text) is not None
    )


def _says_general(comment: str) -> bool:
    return begins_with(plain(comment[:200]), vocabulary().letter.generals)


def _ends(text: str) -> bool:
    return not text or text.rstrip().endswith((".", "!", "?", ":", "»"))


def _second_lines(text: str) -> tuple[int, int] | None:
    """Return the lines of "12/3-8": what follows the page."""
    _page, slash, lines = text.partition("/")
    return read_lines(lines) if slash else None


def position_of(text: str) -> Position | None:
    """Return the position that a cell states by a word of its own.

    >>> position_of("Défavorable"), position_of("Majeur") is None
    ('oppose', True)
    """
    said = plain(text[:80])
    return next((position for position, words in vocabulary().positions.items() if said in words), None)


def rows_as_text(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Yield each row that is not empty as a line, for a table that is none of comments."""
    for row in rows:
        words = "\t".join(filter(None, (cell.strip() for cell in row.cells)))
        if words:
            yield row.number, words
