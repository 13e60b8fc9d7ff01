"""Edits and comments → WordprocessingML in the draft's own paragraphs: `w:del`, `w:ins`, ranges of comments."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

import msgspec
from lxml import etree

from toolkit.export.annotated.manuscript import Line, Manuscript, Piece
from toolkit.export.annotated.names import (
    ALTERNATIVES,
    ID,
    P_PR,
    R_PR,
    SPACE,
    P,
    R,
    T,
    ancestors_below,
    holder,
    w,
)
from toolkit.export.annotated.proposing import Edit
from toolkit.export.printable import printable

_MARKS = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))
_CHANGES = frozenset({w("ins"), w("moveTo")})
_BESIDE = frozenset({w("bookmarkStart"), w("bookmarkEnd"), w("proofErr"), w("permStart"), w("permEnd")})
_AFTER_LETTERS = (w("sectPr"), w("pPrChange"))
_DRAWN = frozenset({w("drawing"), w("pict"), w("object"), ALTERNATIVES})
"""What stays where the words around it go."""
_FIELD_MARKS = frozenset({w("fldChar"), w("instrText")})
_BREAKS = {"\n": w("br"), "\t": w("tab")}


class Signature(msgspec.Struct, frozen=True):
    """Who changes something, and when (ISO 8601)."""

    author: str
    date: str


@dataclass
class Trace:
    """The first and last element that an author's changes left in the document."""

    elements: list[etree._Element] = field(default_factory=list)


class Marker:
    """Writes into the paragraphs of a manuscript. All cuts come first: after that, offsets find whole runs."""

    def __init__(
        self, manuscript: Manuscript, root: etree._Element, *, others: Iterable[etree._Element]
    ) -> None:
        """Take the root of the document and those of other parts, whose changes have ids of their own."""
        self._manuscript = manuscript
        used = [
            _number(element) for part in (root, *others) for element in part.iter() if ID in element.attrib
        ]
        self._ids = count(max(used, default=0) + 1)
        self._wrapped: set[etree._Element] = set()

    def cut(self, offsets: Iterable[int]) -> None:
        """Make runs end at offsets of the manuscript."""
        for offset in offsets:
            line = self._manuscript.line_at(offset)
            line.cut(offset - line.start)

    def is_rigid(self, edit: Edit) -> bool:
        """Tell whether an edit would touch a formula, which cannot be changed word by word."""
        for line, start, end in self._manuscript.lines_in(edit.start, edit.end):
            at = 0
            for piece in line.pieces:
                stop = at + len(piece.text)
                if piece.rigid and at < end and start < stop:
                    return True
                at = stop
        return False

    # ── changes ─────────────────────────────────────────────────────────────────────────────────────────────────

    def apply(self, edit: Edit, signature: Signature, trace: Trace) -> None:
        """Write an edit as tracked changes."""
        if edit.start < edit.end:
            self._delete(edit.start, edit.end, signature, trace)
        if edit.text:
            line = self._manuscript.line_at(edit.end)
            self._insert(line, edit.end - line.start, edit.text, signature, trace)

    def delete_lines(self, stretches: Iterable[tuple[int, int]], signature: Signature, trace: Trace) -> None:
        """Delete stretches; where they hold all letters of a paragraph, all of it and its end."""
        gone: dict[Line, list[tuple[int, int]]] = {}
        for start, end in stretches:
            for line, begin, stop in self._manuscript.lines_in(start, end):
                gone.setdefault(line, []).append((begin, stop))
        for line, parts in gone.items():
            whole = sum(_letters_in(line.text[begin:stop]) for begin, stop in parts) >= _letters_in(line.text)
            for begin, stop in [(0, len(line.text))] if whole else parts:
                self._delete(line.start + begin, line.start + stop, signature, trace)
            if whole and _may_go(line.element):
                self._mark_end(line.element, "del", signature)
        self._delete_rows(gone, signature)

    def _delete(self, start: int, end: int, signature: Signature, trace: Trace) -> None:
        touched = list(self._manuscript.lines_in(start, end))
        for line, begin, stop in touched:
            pieces = _with_fields(line, line.between(begin, stop))
            kept = _open_fields(line, pieces)
            for run in dict.fromkeys(
                piece.run for piece in pieces if not kept.intersection(_marks_of(piece))
            ):
                self._wrap(run, signature, trace)
        for (line, _begin, _stop), (following, _from, _to) in pairwise(touched):
            if _next_paragraph(line.element) is following.element:
                self._mark_end(line.element, "del", signature)

    def _wrap(self, run: etree._Element, signature: Signature, trace: Trace) -> None:
        if run.tag != R or run in self._wrapped or any(node.tag in _DRAWN for node in run):
            return
        self._wrapped.add(run)
        change = self._change("del", signature)
        run.addprevious(change)
        change.append(run)
        for text in run.iter(T):
            text.tag = w("delText")
            text.set(SPACE, "preserve")
        for code in run.iter(w("instrText")):
            code.tag = w("delInstrText")
        trace.elements.append(change)

    def _insert(self, line: Line, offset: int, text: str, signature: Signature, trace: Trace) -> None:
        left, right = line.around(offset)
        letters = _letters(left, right, line)
        point = self._point(line, left, right)
        at_paragraph = holder(point).tag == P
        pieces = printable(text).split("\n") if at_paragraph else [printable(text)]
        made: list[etree._Element] = []
        for number, piece in enumerate(pieces):
            if number:
                self._split_paragraph(point, signature)
            if piece:
                change = self._change("ins", signature, _run(piece, letters))
                point.addprevious(change)
                made.append(change)
        holder(point).remove(point)
        trace.elements += made

    def _point(self, line: Line, left: Piece | None, right: Piece | None) -> etree._Element:
        """Put an element where something is to be inserted between two pieces, and return it."""
        point = etree.Element(w("bookmarkEnd"))
        leaves_field = left is not None and right is not None and len(left.fields) > len(right.fields)
        anchor, other = (right, left) if left is None or leaves_field else (left, right)
        if anchor is None:
            line.element.append(point)
            return point
        outer = set(ancestors_below(other.run, P)) if other is not None else set()
        way = list(ancestors_below(anchor.run, P))
        top = next((place for place, found in enumerate(way) if found in outer), len(way)) - 1
        if anchor is left:
            way[top].addnext(point)
        else:
            way[top].addprevious(point)
        self._leave_changes(point)
        return point

    def _leave_changes(self, point: etree._Element) -> None:
        """Split earlier insertions around a point: one author's insertion does not stand in another one's."""
        while (parent := holder(point)).tag in _CHANGES:
            head = etree.Element(parent.tag)
            head.attrib.update(parent.attrib)
            head.set(ID, str(next(self._ids)))
            before = list(point.itersiblings(preceding=True))[::-1]
            if before:
                head.extend(before)
                parent.addprevious(head)
            parent.addprevious(point)
            if not len(parent):
                holder(parent).remove(parent)

    def _split_paragraph(self, point: etree._Element, signature: Signature) -> None:
        """End the paragraph at a point; the new end is an insertion, the rest keeps the paragraph's own."""
        paragraph = holder(point)
        head = etree.Element(P)
        properties = paragraph.find(P_PR)
        if properties is not None:
            copied = copy.deepcopy(properties)
            for element in [*copied.findall(w("sectPr")), *copied.findall(w("pPrChange"))]:
                copied.remove(element)
            for mark in [mark for mark in copied.iterfind(f"{R_PR}/*") if mark.tag in _MARKS]:
                holder(mark).remove(mark)
            head.append(copied)
        head.extend([found for found in point.itersiblings(preceding=True) if found.tag != P_PR][::-1])
        paragraph.addprevious(head)
        self._mark_end(head, "ins", signature)

    def _mark_end(self, paragraph: etree._Element, kind: str, signature: Signature) -> None:
        properties = paragraph.find(P_PR)
        if properties is None:
            properties = etree.Element(P_PR)
            paragraph.insert(0, properties)
        letters = properties.find(R_PR)
        if letters is None:
            letters = etree.Element(R_PR)
            later = next((found for found in properties if found.tag in _AFTER_LETTERS), None)
            if later is None:
                properties.append(letters)
            else:
                later.addprevious(letters)
        if letters.find(w(kind)) is None:
            place = sum(found.tag == w("ins") for found in letters)
            letters.insert(place, self._change(kind, signature))

    def _delete_rows(self, gone: Iterable[Line], signature: Signature) -> None:
        """Delete the rows of tables all of whose lines go."""
        lines = {line.element for line in gone}
        rows = dict.fromkeys(row for line in gone for row in line.element.iterancestors(w("tr")))
        for row in rows:
            if (
                all(p in lines or not _has_text(p) for p in row.iter(P))
                and row.find(f"{w('trPr')}/{w('del')}") is None
            ):
                properties = row.find(w("trPr"))
                if properties is None:
                    properties = etree.Element(w("trPr"))
                    row.insert(sum(found.tag == w("tblPrEx") for found in row), properties)
                place = sum(found.tag != w("trPrChange") for found in properties)
                properties.insert(place, self._change("del", signature))

    def _change(self, kind: str, signature: Signature, *content: etree._Element) -> etree._Element:
        made = etree.Element(w(kind))
        made.set(ID, str(next(self._ids)))
        made.set(w("author"), signature.author)
        made.set(w("date"), signature.date)
        made.extend(content)
        return made

    # ── comments ────────────────────────────────────────────────────────────────────────────────────────────────

    def takes_comments(self, offset: int) -> bool:
        """Tell whether comments may stand where `offset` lies: Word allows none in text boxes and notes."""
        line = self._manuscript.line_at(offset)
        return line.host is None and not line.note

    def comment_changes(self, number: int, trace: Trace) -> None:
        """Put the range of a comment around what its author changed."""
        order = trace.elements
        self._enclose(number, order[0], order[-1])

    def comment_words(self, number: int, start: int, end: int) -> None:
        """Put the range of a comment around a stretch of the manuscript."""
        first, last = self._manuscript.line_at(start), self._manuscript.line_at(end)
        if first.host is not None or last.host is not None or first.note:
            host = first.host or last.host or self._manuscript.lines[0]
            first = last = host
            start, end = host.start, host.end
        opening = first.around(start - first.start)[1]
        closing = opening if start == end else last.around(end - last.start)[0]
        self._enclose(
            number,
            _outside(opening.run if opening is not None else _edge(first.element)),
            _outside(closing.run if closing is not None else _edge(last.element)),
        )

    def _enclose(self, number: int, first: etree._Element, last: etree._Element) -> None:
        opening = etree.Element(w("commentRangeStart"), {ID: str(number)})
        first.addprevious(opening)
        closing = etree.Element(w("commentRangeEnd"), {ID: str(number)})
        last.addnext(closing)
        reference = etree.Element(R)
        reference.append(etree.Element(w("commentReference"), {ID: str(number)}))
        top = list(ancestors_below(closing, P))[-1]
        top.addnext(reference)


def _outside(run: etree._Element) -> etree._Element:
    """Return a run, or the deletion that it stands in."""
    parent = holder(run)
    return parent if parent.tag in (w("del"), w("moveFrom")) else run


def _edge(paragraph: etree._Element) -> etree._Element:
    """Return an empty run at the end of a paragraph without text."""
    return etree.SubElement(paragraph, R)


def _run(text: str, letters: etree._Element | None) -> etree._Element:
    made = etree.Element(R)
    if letters is not None:
        made.append(letters)
    pending = ""
    for character in [*text, None]:
        if character is not None and character not in _BREAKS:
            pending += character
            continue
        if pending:
            written = etree.SubElement(made, T, {SPACE: "preserve"})
            written.text = pending
        if character is not None:
            etree.SubElement(made, _BREAKS[character])
        pending = ""
    return made


def _letters(left: Piece | None, right: Piece | None, line: Line) -> etree._Element | None:
    """Return the look of what is inserted: that of the words before it, else of those behind it, else of the end."""
    neighbour = left or right
    path = R_PR if neighbour is not None else f"{P_PR}/{R_PR}"
    found = (neighbour.run if neighbour is not None else line.element).find(path)
    if found is None:
        return None
    made = copy.deepcopy(found)
    for element in [element for element in made if element.tag in _MARKS]:
        made.remove(element)
    return made if len(made) else None


def _marks_of(piece: Piece) -> frozenset[int]:
    """Return the fields that a piece without text belongs to: their marks and codes."""
    return frozenset(piece.fields) if piece.node.tag in _FIELD_MARKS else frozenset()


def _with_fields(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Return pieces with the marks of fields right before and after them."""
    if not pieces:
        return []
    first, last = line.pieces.index(pieces[0]), line.pieces.index(pieces[-1])
    while first and line.pieces[first - 1].node.tag in _FIELD_MARKS:
        first -= 1
    while last + 1 < len(line.pieces) and line.pieces[last + 1].node.tag in _FIELD_MARKS:
        last += 1
    return line.pieces[first : last + 1]


def _open_fields(line: Line, pieces: Sequence[Piece]) -> set[int]:
    """Return the fields that begin or end outside of some pieces: only words of their results can go."""
    inside = set(map(id, pieces))
    beyond = {number for piece in line.pieces if id(piece) not in inside for number in piece.fields}
    marks = [piece for piece in pieces if piece.node.tag == w("fldChar")]
    kinds = {
        number: {piece.node.get(w("fldCharType")) for piece in marks if piece.fields[-1:] == (number,)}
        for piece in marks
        for number in piece.fields
    }
    return beyond | {number for number, found in kinds.items() if not {"begin", "end"} <= found}


def _next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    following = paragraph.getnext()
    while following is not None and following.tag in _BESIDE:
        following = following.getnext()
    return following if following is not None and following.tag == P else None


def _may_go(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph's end may be deleted: it ends no section, and its container has another one."""
    return (
        paragraph.find(f"{P_PR}/{w('sectPr')}") is None
        and _next_paragraph(paragraph) is not None
        and next(paragraph.iter(w("drawing"), w("pict"), w("object")), None) is None
    )


def _letters_in(text: str) -> int:
    return sum(map(str.isalnum, text))


def _has_text(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(T), None) is not None


def _number(element: etree._Element) -> int:
    value = element.get(ID, "")
    return int(value) if value.lstrip("-").isdigit() else 0
