"""A PDF that somebody has written notes in → a remark a note, with the words that it marks.

Source of the names: ISO 32000-1, 12.5. What a note says of its looks is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from toolkit.intake.places import place_of
from toolkit.intake.proposals import Proposal, proposal_of, stance_of
from toolkit.intake.silence import silent_place
from toolkit.messages import _
from toolkit.model.contribution import Clues, Leftover, Remark
from toolkit.model.reading import ReadOptions
from toolkit.read.block_text import clean, squeeze

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_MARKING = frozenset(["/Highlight", "/Underline", "/Squiggly", "/StrikeOut"])
_READ = _MARKING | {"/Text", "/FreeText", "/Caret"}
_MAX_NOTES = 20_000

# Matches "D:20261103101200+01'00'", "D:20261103". Near miss: "3 November 2026".
_DATE = re.compile(
    r"D:(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?:(?P<zone>[+-]\d\d)'(?P<offset>\d\d)'?|(?P<utc>Z))?)?"
)


class _Note(msgspec.Struct, frozen=True):
    """One annotation."""

    name: str
    kind: str
    page_number: int
    text: str
    author: str
    date: str
    marked: str
    answers: str
    """Name of the annotation that it answers or belongs to."""
    is_grouped: bool


class PdfNotes(msgspec.Struct, frozen=True):
    """What the notes of a PDF say."""

    remarks: tuple[Remark, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


def read_pdf_notes(path: Path, options: ReadOptions) -> PdfNotes:
    """Read the notes of a PDF; none where they are damaged, as its text is read by others."""
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(path, password=options.password) as pdf:
            pages = [(number, list(_annotations(page.obj))) for number, page in enumerate(pdf.pages, start=1)]
            if not any(found for _number, found in pages):
                return PdfNotes()
            with pypdfium2.PdfDocument(path, password=options.password or None) as text:
                notes = [
                    note
                    for number, found in pages
                    for note in _notes(found, number, text[number - 1].get_textpage() if found else None)
                ]
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        pypdfium2.PdfiumError,
        ValueError,
        TypeError,
        RecursionError,
    ):
        return PdfNotes()
    return _told(notes[:_MAX_NOTES])


def _annotations(page: Any) -> Iterator[Any]:  # pikepdf has no types
    for item in page.get("/Annots", ()):
        if hasattr(item, "get") and str(item.get("/Subtype", "")) in _READ:
            yield item


def _notes(found: list[Any], number: int, page: PdfTextPage | None) -> Iterator[_Note]:
    for index, item in enumerate(found, start=1):
        kind = str(item.get("/Subtype"))
        answered = item.get("/IRT")
        yield _Note(
            name=_name(item, f"p{number}-{index}"),
            kind=kind,
            page_number=number,
            text=clean(str(item.get("/Contents", ""))).strip(),
            author=squeeze(str(item.get("/T", ""))),
            date=_date(str(item.get("/M", "") or item.get("/CreationDate", ""))),
            marked=_marked(item, page) if kind in _MARKING and page is not None else "",
            answers="" if answered is None else _name(answered, ""),
            is_grouped=str(item.get("/RT", "")) == "/Group",
        )


def _name(item: Any, otherwise: str) -> str:
    return squeeze(str(item.get("/NM", ""))) or otherwise


def _marked(item: Any, page: PdfTextPage) -> str:
    """Return the words under a mark, line by line."""
    points = [float(value) for value in item.get("/QuadPoints", ())]
    quads = [points[start : start + 8] for start in range(0, len(points) - 7, 8)]
    inset = 1.0  # neighbouring lines touch the mark
    lines = [
        page.get_text_bounded(
            min(quad[0::2]) - inset, min(quad[1::2]) + inset, max(quad[0::2]) + inset, max(quad[1::2]) - inset
        )
        for quad in quads
    ]
    return squeeze(" ".join(lines))


def _date(said: str) -> str:
    found = _DATE.match(said)
    if found is None:
        return ""
    day = f"{found['year']}-{found['month']}-{found['day']}"
    if not found["hour"]:
        return day
    zone = "+00:00" if found["utc"] else f"{found['zone']}:{found['offset']}" if found["zone"] else ""
    return f"{day}T{found['hour']}:{found['minute']}:{found['second']}{zone}"


def _told(notes: list[_Note]) -> PdfNotes:
    """Make remarks of the notes; a mark that belongs to another note only says which words that is about."""
    marks = {note.answers: note for note in notes if note.is_grouped and note.answers and not note.text}
    counted: Counter[str] = Counter()
    remarks: list[Remark] = []
    leftovers: list[Leftover] = []
    for note in notes:
        where = _("note on page {number}").format(number=note.page_number)
        if note in marks.values():
            continue
        counted[note.name] += 1
        key = f"note-{note.name}" if counted[note.name] == 1 else f"note-{note.name}~{counted[note.name]}"
        mark = marks.get(note.name)
        if note.text or note.kind == "/StrikeOut":
            remarks.append(_remark(note, mark, key, where))
        else:
            leftovers.append(Leftover(where, note.marked, "empty"))
    return PdfNotes(tuple(remarks), tuple(leftovers))


def _remark(note: _Note, mark: _Note | None, key: str, where: str) -> Remark:
    quote = mark.marked if mark is not None else note.marked
    proposal = _proposal(note, mark, quote)
    place = place_of(note.text)
    is_silent = bool(note.text) and silent_place(note.text) is not None
    return Remark(
        key=key,
        form="pdf_notes",
        kind="silence" if is_silent else "remark",
        where=where,
        author=note.author,
        date=note.date,
        position=None if is_silent else stance_of(note.text, proposal),
        text=note.text,
        proposed=proposal.proposed,
        deletion=proposal.deletion,
        reply_to=f"note-{note.answers}" if note.answers and not note.is_grouped else "",
        clues=Clues(
            clause=place.clause,
            page_number=note.page_number,
            lines=place.lines,
            quote=quote or proposal.quote,
        ),
    )


def _proposal(note: _Note, mark: _Note | None, quote: str) -> Proposal:
    """Return what a note wants: words struck out go, those at a caret beside struck words come instead."""
    if note.kind == "/Caret" and mark is not None and mark.kind == "/StrikeOut":
        return Proposal(quote, note.text)
    found = proposal_of(note.text)
    if note.kind == "/StrikeOut" and not found.proposed:
        return Proposal(quote, deletion=True)
    return found
