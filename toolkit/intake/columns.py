"""The rows of a table → which column holds which field of a remark, by the words of its header and by its cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise, zip_longest

import msgspec

from toolkit.intake.places import is_place
from toolkit.intake.vocabulary import plain, vocabulary

_HEADER_ROWS = 40
"""Rows among which a header is looked for."""
_SAMPLE_ROWS = 200
"""Rows whose cells tell what a column holds."""
_LONG_CELL = 25
"""Mean characters of a column of comments."""
_HEADER_CELL = 40
"""Characters of a header cell that is no known name."""
_WHOLE = 10.0
"""Score of a header cell that is a form word for word."""


class Row(msgspec.Struct, frozen=True):
    """A row as shown; `number` is what people call it."""

    number: int
    cells: tuple[str, ...]
    covered: frozenset[int] = frozenset()
    """Columns in which a merged cell from above stands."""
    clauses: tuple[tuple[int, str], ...] = ()
    """What a cell says if it holds a clause, where that is not what it shows: a date that was once "7.2"."""

    def clause(self, index: int) -> str:
        """Return a cell read as a clause."""
        return dict(self.clauses).get(index, self.cells[index].strip() if index < len(self.cells) else "")


class Layout(msgspec.Struct, frozen=True):
    """Which field each column holds."""

    fields: tuple[str, ...]
    """By column; "" for one that is no field of a remark."""
    first_row: int
    """Index of the first row below the header."""
    header: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.fields)

    def columns_of(self, *names: str) -> tuple[int, ...]:
        """Return the columns that hold one of the fields, in the order of the names."""
        return tuple(index for name in names for index, field in enumerate(self.fields) if field == name)

    def cell(self, row: Row, name: str) -> str:
        """Return what a row says in a field; several columns of one field are lines of it."""
        held = (row.cells[index].strip() for index in self.columns_of(name) if index < len(row.cells))
        return "\n".join(text for text in held if text)

    @property
    def counters(self) -> set[int]:
        """Return the columns that say nothing by themselves: numbers and dates set in advance, fields of the form."""
        return set(self.columns_of("number", "date", "author", "role", "organisation", "document"))


def find_layout(rows: Sequence[Row]) -> Layout | None:
    """Return the layout of a table of comments; None if it is another kind of table."""
    return _by_header(rows) or _by_content(rows)


def _by_header(rows: Sequence[Row]) -> Layout | None:
    best: tuple[float, int, tuple[str, ...]] | None = None
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        named, score = _read_header(row.cells)
        fields = _settled(named, row.cells)
        if _suffices(fields) and (best is None or score > best[0]):
            best = (score, index, fields)
    if best is None:
        return None
    _score, index, fields = best
    first_row = index + 1
    while first_row < len(rows) and _is_second_header(rows[first_row]):
        second, _total = _read_header(rows[first_row].cells)
        fields = tuple(lower or upper for upper, lower in zip_longest(fields, second, fillvalue=""))
        first_row += 1
    width = max(len(row.cells) for row in rows)
    padded = (*fields, *("" for _column in range(width - len(fields))))
    completed = _complete(padded, rows[first_row:])
    if "comment" not in completed and "proposed" not in completed:
        return None
    return Layout(completed, first_row, tuple(plain(cell) for cell in rows[index].cells))


def _is_second_header(row: Row) -> bool:
    """Tell whether a row below the header parts its columns: every cell names a field."""
    cells = [cell for cell in row.cells if cell.strip()]
    return len(cells) > 1 and all(_best_field(cell)[1] == _WHOLE for cell in cells)


def _settled(fields: tuple[str, ...], header: Sequence[str]) -> tuple[str, ...]:
    """Settle what questions and answers are: an answer beside a comment is the regulator's, alone it is the comment."""
    said = [_header_words(cell) for cell in header] + [""] * (len(fields) - len(header))
    table = vocabulary().tables
    strong = any(
        field == "comment" and words not in table.answers and words not in table.questions
        for field, words in zip(fields, said, strict=True)
    )
    answered = any(words in table.answers for words in said)
    if strong:
        return tuple(
            "" if words in table.answers else field for field, words in zip(fields, said, strict=True)
        )
    if answered:
        return tuple(
            "subject" if words in table.questions else field
            for field, words in zip(fields, said, strict=True)
        )
    return fields


def _suffices(fields: tuple[str, ...]) -> bool:
    """Tell whether a row is a header: it names a comment or a change, and one thing more."""
    named = {field for field in fields if field}
    if len(named) < 2:
        return False
    return (
        bool(named & {"comment", "proposed"})
        or len(named & {"clause", "page", "line", "author", "category"}) >= 2
    )


def _read_header(cells: Sequence[str]) -> tuple[tuple[str, ...], float]:
    """Return the field of each header cell, each field given to the cell that names it best, and a total score."""
    scored = [_best_field(cell) for cell in cells]
    total = sum(score for field, score in scored if field)
    return tuple(field for field, _score in scored), total


def _best_field(cell: str) -> tuple[str, float]:
    """Return the field that a header cell names, and how sure that is; ("", 0) if it names none."""
    if len(cell) > 150:
        return "", 0.0
    field, score = _field_of(_header_words(cell))
    numbered = score < _WHOLE and any(map(str.isdecimal, cell)) and is_place(cell)  # "Fiche 3" is no name
    return ("", 0.0) if numbered else (field, score)


def names_field(cell: str) -> str:
    """Return the field that a cell names word for word, "" if it names none."""
    return _forms().get(_header_words(cell), "") if len(cell) <= 150 else ""


def _header_words(cell: str) -> str:
    r"""Return the words of a header cell without examples in brackets, note marks and hints below.

    >>> _header_words("Clause/ Subclause\n(e.g. 3.1)"), _header_words("MB/NC1")
    ('clause subclause', 'mb nc')
    """
    shown = cell.split("(", 1)[0] if cell.strip()[:1] != "(" else cell
    words = plain(shown).split()
    return " ".join(word.rstrip("0123456789¹²³*") or word for word in words)


@lru_cache(maxsize=4096)
def _field_of(said: str) -> tuple[str, float]:
    if not said:
        return "", 0.0
    if said in _forms():
        return _forms()[said], _WHOLE
    count = len(said.split())
    best, score = "", 0.0
    for form, field in _forms().items():
        size = len(form.split())
        if len(form) > 2 and f" {form} " in f" {said} " and size / count >= 0.3:
            weight = size / count * 5 + (0.5 if said.startswith(form) else 0.0)
            if weight > score:
                best, score = field, weight
    return best, score


@cache
def _forms() -> dict[str, str]:
    return {plain(form): field for field, forms in vocabulary().columns.items() for form in forms}


def _complete(fields: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    """Give a field to columns whose header names none, by their cells: clauses, or the longest text."""
    completed = list(fields)
    sample = rows[:_SAMPLE_ROWS]
    free = [index for index, field in enumerate(fields) if not field]
    if "clause" not in fields and "place" not in fields:
        numbers = [index for index, field in enumerate(fields) if field == "number"]
        found = next((index for index in (*free, *numbers) if _holds_clauses(sample, index)), None)
        if found is not None:
            completed[found] = "clause"
    if "comment" not in completed:
        longest = max(free, key=lambda index: _mean_length(sample, index), default=None)
        if longest is not None and not completed[longest] and _mean_length(sample, longest) >= _LONG_CELL:
            completed[longest] = "comment"
    return tuple(completed)


def _by_content(rows: Sequence[Row]) -> Layout | None:
    """Read a table without a header: a column of clauses beside one of long text."""
    sample = rows[:_SAMPLE_ROWS]
    if len(rows) < 2:
        return None
    width = max(len(row.cells) for row in rows)
    columns = range(width)
    clauses = [index for index in columns if _holds_clauses(sample, index)]
    if not clauses or width < 2:
        return None
    longest = max(columns, key=lambda index: _mean_length(sample, index))
    if longest == clauses[0] or _mean_length(sample, longest) < _LONG_CELL:
        return None
    fields = ["" for _column in columns]
    fields[clauses[0]] = "clause"
    fields[longest] = "comment"
    return Layout(tuple(fields), *_bare_header(rows, clauses[0]))


def _bare_header(rows: Sequence[Row], clause: int) -> tuple[int, tuple[str, ...]]:
    """Return the index of the first row below a header whose names are no known ones ("Endroit", "Vu par nous"), and these."""
    first = next((index for index, row in enumerate(rows[:_HEADER_ROWS]) if is_place(row.clause(clause))), 0)
    cells = [cell.strip() for row in rows[:first] for cell in row.cells if cell.strip()]
    if not first or any(len(cell) > _HEADER_CELL or cell[-1] in ".!?" for cell in cells):
        return 0, ()
    return first, tuple(map(plain, rows[first - 1].cells))


def _column(rows: Sequence[Row], index: int) -> list[str]:
    return [row.clause(index) for row in rows if index < len(row.cells) and row.cells[index].strip()]


def _share_of_places(rows: Sequence[Row], index: int) -> float:
    cells = _column(rows, index)
    return sum(map(is_place, cells)) / len(cells) if cells else 0.0


def _holds_clauses(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a column holds clauses, and does not merely count the rows."""
    cells = _column(rows, index)
    counts = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 9]
    counted = len(counts) >= 0.8 * sum(map(is_place, cells)) and all(
        before < after for before, after in pairwise(counts)
    )
    return _share_of_places(rows, index) >= 0.6 and not counted


def _mean_length(rows: Sequence[Row], index: int) -> float:
    cells = _column(rows, index)
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def is_header_row(row: Row, layout: Layout) -> bool:
    """Tell whether a row repeats the header, as at the top of a page."""
    said = [plain(cell) for cell in row.cells]
    return any(said) and all(one == other for one, other in zip_longest(said, layout.header, fillvalue=""))


def fields_above(rows: Sequence[Row]) -> dict[str, str]:
    """Return what the lines above a table say of the whole: "Auteur : Marie Durand", or in two cells.

    >>> fields_above([Row(1, ("Contributeur :", "Marie Durand")), Row(2, ("Date: 2026-11-03",))])
    {'author': 'Marie Durand', 'date': '2026-11-03'}
    """
    found: dict[str, str] = {}
    names = {plain(form): field for field, forms in vocabulary().fields.items() for form in forms}
    for row in rows:
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        for index, cell in enumerate(cells):
            name, colon, value = cell.partition(":")
            beside = cells[index + 1] if index + 1 < len(cells) else ""
            field = names.get(plain(name))
            told = value.strip() if value.strip() else beside
            if field and told and (colon or len(cells) == 2) and plain(told.partition(":")[0]) not in names:
                found.setdefault(field, told)
    return found
