"""Moved words and changed table rows → one remark each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.intake.word.changes import ChangeReader
from toolkit.intake.word.passages import Passage, squeezed, was
from toolkit.intake.word.story import Mark, Paragraph, Row, Stretch
from toolkit.intake.word.wording import Replacement, anchored
from toolkit.messages import _

CELL_END = "\t"
"""Between the cells of a row, as in the rows of a provision."""
_SHOWN_WORDS = 12


@dataclass
class _End:
    """One end of a move: where it is, and the words there."""

    number: int = -1
    passage: int | None = None
    words: str = ""
    before: str = ""
    """The words that stand before it."""
    mark: Mark | None = None


@dataclass
class _Move:
    origin: _End = field(default_factory=_End)
    target: _End = field(default_factory=_End)


def read_moves(reader: ChangeReader) -> None:
    """Add a remark for each move; an end without its other end is a deletion or an insertion."""
    for move in _moves(reader).values():
        origin, target = move.origin, move.target
        if origin.mark is not None and target.mark is not None:
            told = _("Move “{words}” to behind “{place}”.").format(
                words=_shown(origin.words), place=_shown_end(target.before)
            )
            made = Replacement(origin.words, "")
            reader.add(origin.number, made, origin.mark, text=told, passage=origin.passage)
        elif origin.mark is not None:
            made = Replacement(origin.words, "", deletion=True)
            reader.add(origin.number, made, origin.mark, passage=origin.passage)
        elif target.mark is not None:
            index = target.passage if target.passage is not None else -1
            made = anchored(target.words, reader.texts, index)
            reader.add(target.number, made, target.mark, passage=target.passage)


def read_rows(reader: ChangeReader) -> None:
    """Add a remark for each table row that was inserted or deleted as a whole."""
    for number, passage, row, paragraphs in _changed_rows(reader.passages):
        cells: dict[int, list[str]] = {}
        for paragraph in paragraphs:
            words = squeezed("".join(stretch.text for stretch in paragraph.stretches))
            cells.setdefault(id(paragraph.container), []).append(words)
        text = CELL_END.join(" ".join(filter(None, words)) for words in cells.values())
        if row.inserted is not None and text.strip():
            after = passage.index
            made = anchored(text, reader.texts, after)
            index = max(after, 0) if reader.texts else None
            reader.add(number, made, row.inserted, text=_("A new row of the table."), passage=index)
        elif row.deleted is not None and text.strip():
            made = Replacement(text, "", deletion=True)
            told = _("The row of the table should go.")
            reader.add(number, made, row.deleted, text=told, passage=passage.index)


def _moves(reader: ChangeReader) -> dict[tuple[str, str], _Move]:
    """Return the moves by author and name, or by their words where they have no name."""
    found: dict[tuple[str, str], _Move] = {}
    previous = ""
    for number, passage in enumerate(reader.passages):
        index = passage.index if passage.index >= 0 else None
        for mark, words, before in _moved(passage):
            move = found.setdefault((mark.author, mark.move or words), _Move())
            end = move.origin if mark.kind == "move_from" else move.target
            if end.mark is None:
                end.number, end.passage, end.mark = number, index, mark
                end.before = before or previous
            end.words = f"{end.words} {words}".strip()
        previous = passage.text or previous
    return found


def _moved(passage: Passage) -> Iterator[tuple[Mark, str, str]]:
    """Yield each run of moved text with its mark and the original words before it in its passage."""
    before, words = "", ""
    mark: Mark | None = None
    for stretch in (part for paragraph in passage.paragraphs for part in paragraph.stretches):
        found = _move_mark(stretch)
        if found != mark:
            if mark is not None and words.strip():
                yield mark, squeezed(words), squeezed(before)
            mark, words = found, ""
        words += stretch.text
        before += stretch.text if found is None and was(stretch) else ""
    if mark is not None and words.strip():
        yield mark, squeezed(words), squeezed(before)


def _move_mark(stretch: Stretch) -> Mark | None:
    for mark in (stretch.inserted, stretch.deleted):
        if mark is not None and mark.kind in {"move_from", "move_to"}:
            return mark
    return None


def _changed_rows(passages: Sequence[Passage]) -> Iterator[tuple[int, Passage, Row, list[Paragraph]]]:
    rows: dict[int, tuple[int, Passage, Row, list[Paragraph]]] = {}
    for number, passage in enumerate(passages):
        for paragraph in passage.paragraphs:
            row = paragraph.container.row
            if row is not None and (row.inserted or row.deleted):
                rows.setdefault(id(row), (number, passage, row, []))[3].append(paragraph)
    yield from rows.values()


def _shown(words: str) -> str:
    parts = words.split(" ")
    return words if len(parts) <= _SHOWN_WORDS else " ".join(parts[:_SHOWN_WORDS]) + " …"


def _shown_end(words: str) -> str:
    parts = words.split(" ")
    return words if len(parts) <= _SHOWN_WORDS else "… " + " ".join(parts[-_SHOWN_WORDS:])
