"""The body and notes of a Word document → lines of text whose every character knows the run it stands in.

The view is the one that a reader of the draft had: earlier tracked changes accepted, field codes and hidden text left
out. Offsets count code points of all lines joined by line ends; they stay true while runs are cut.
"""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from toolkit.export.annotated.names import (
    ALTERNATIVES,
    M_NS,
    P_PR,
    R_PR,
    SPACE,
    VAL,
    P,
    R,
    T,
    branch,
    w,
)

_GONE = frozenset({w("del"), w("moveFrom")})
_BOX = w("txbxContent")
_CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(eq=False)
class Piece:
    """What one child of a run shows; `text` is "" for a note call, a drawing, a field mark."""

    text: str
    run: etree._Element
    node: etree._Element
    fields: tuple[int, ...] = ()
    """Numbers of the fields that are open here."""
    rigid: bool = False
    """A formula and the like: it can be neither cut nor deleted."""


@dataclass(eq=False)
class Line:
    """A paragraph; `start` is where its text begins among all lines."""

    element: etree._Element
    host: Line | None = None
    """Of a text box or note: the line of the body at which comments on it stand; Word allows none inside."""
    contents: bool = False
    """Whether it belongs to a table of contents."""
    note: bool = False
    pieces: list[Piece] = field(default_factory=list)
    start: int = 0
    text: str = ""
    goes_on: bool = False
    """Whether an earlier change joins it with the next one."""

    @property
    def end(self) -> int:
        """Where its text ends among all lines."""
        return self.start + len(self.text)

    def cut(self, offset: int) -> None:
        """Make a run end and another one begin at `offset` of the line."""
        index = self._begin(offset)
        if index is None:
            return
        before = next((piece for piece in reversed(self.pieces[:index]) if piece.text), None)
        right = self.pieces[index]
        if before is None or before.run is not right.run or right.rigid:
            return
        old, new = right.run, etree.Element(R)
        new.attrib.update(old.attrib)
        properties = old.find(R_PR)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        new.extend([right.node, *right.node.itersiblings()])
        old.addnext(new)
        for piece in self.pieces[index:]:
            if piece.run is old:
                piece.run = new

    def between(self, start: int, end: int) -> list[Piece]:
        """Return the pieces from the first to the last one with text in [start, end); both must have been cut at."""
        at, inside = 0, []
        for index, piece in enumerate(self.pieces):
            if piece.text and start <= at < end:
                inside.append(index)
            at += len(piece.text)
        return self.pieces[inside[0] : inside[-1] + 1] if inside else []

    def around(self, offset: int) -> tuple[Piece | None, Piece | None]:
        """Return the pieces with text that end and begin at `offset`, which must have been cut at."""
        at, left = 0, None
        for piece in self.pieces:
            if piece.text and at >= offset:
                return left, piece
            at += len(piece.text)
            left = piece if piece.text else left
        return left, None

    def _begin(self, offset: int) -> int | None:
        """Return the index of the piece that begins at `offset`, split off if need be; None at the end."""
        at = 0
        for index, piece in enumerate(self.pieces):
            if at >= offset and piece.text:
                return index
            if at < offset < at + len(piece.text) and not piece.rigid:
                self._split(index, offset - at)
                return index + 1
            at += len(piece.text)
        return None

    def _split(self, index: int, offset: int) -> None:
        piece = self.pieces[index]
        node = etree.Element(T)
        node.text = piece.text[offset:]
        piece.node.text, piece.text = piece.text[:offset], piece.text[:offset]
        for text in (piece.node, node):
            text.set(SPACE, "preserve")
        piece.node.addnext(node)
        self.pieces.insert(index + 1, Piece(node.text, piece.run, node, piece.fields))


class Manuscript:
    """All lines of a document in reading order, notes last."""

    def __init__(
        self, body: etree._Element, notes: Iterable[etree._Element], *, contents: frozenset[str]
    ) -> None:
        """Take the body, the elements of notes, and the ids of the styles that tables of contents are set in."""
        walker = _Walker(contents, body)
        walker.read_blocks(body, None)
        body_lines = walker.lines
        calls = walker.calls
        self.lines: list[Line] = list(body_lines)
        for element in notes:
            key = (etree.QName(element).localname, element.get(w("id"), ""))
            walker = _Walker(contents, element)
            walker.read_blocks(element, calls.get(key))
            for line in walker.lines:
                line.note = True
            self.lines += walker.lines
        at = 0
        for line in self.lines:
            line.start, line.text = at, "".join(piece.text for piece in line.pieces)
            at += len(line.text) + 1
        self.text = "\n".join(line.text for line in self.lines)
        self._starts = [line.start for line in self.lines]

    def line_at(self, offset: int) -> Line:
        """Return the line that `offset` lies in, the end of its text included."""
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def lines_in(self, start: int, end: int) -> Iterator[tuple[Line, int, int]]:
        """Yield the lines that [start, end) touches with the part of each, counted within the line."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for index in range(first, len(self.lines)):
            line = self.lines[index]
            if line.start > end:
                return
            begin, stop = max(start - line.start, 0), min(end, line.end) - line.start
            if begin <= stop:
                yield line, begin, stop


class _Walker:
    """Reads the lines of one story."""

    def __init__(self, contents: frozenset[str], root: etree._Element) -> None:
        self.lines: list[Line] = []
        self.calls: dict[tuple[str, str], Line] = {}
        self._contents = contents
        self._line: Line | None = None
        self._boxes: list[etree._Element] = []
        self._fields: list[_Field] = []
        self._count = 0
        kinds = [mark.get(w("fldCharType")) for mark in root.iter(w("fldChar"))]
        self._pairs = kinds.count("begin") == kinds.count("end")
        self._gallery = 0

    def read_blocks(self, parent: etree._Element, host: Line | None) -> None:
        for element in parent:
            if element.tag == P:
                self._read_paragraph(element, host)
            elif element.tag == ALTERNATIVES:
                chosen = branch(element)
                if chosen is not None:
                    self.read_blocks(chosen, host)
            elif element.tag == w("sdt"):
                listed = element.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
                inside = listed is not None and listed.get(VAL) == "Table of Contents"
                self._gallery += inside
                self.read_blocks(element, host)
                self._gallery -= inside
            elif element.tag in _BLOCK_WRAPPERS:
                self.read_blocks(element, host)

    def _read_paragraph(self, element: etree._Element, host: Line | None) -> None:
        style = element.find(f"{P_PR}/{w('pStyle')}")
        line = Line(element, host, contents=self._gallery > 0 or _value(style) in self._contents)
        self._line, self._boxes = line, []
        line.contents = line.contents or self._in_contents()
        self._read_inline(element)
        line.contents = line.contents or self._in_contents()
        line.goes_on = any(element.find(f"{P_PR}/{R_PR}/{tag}") is not None for tag in _GONE)
        self.lines.append(line)
        for box in self._boxes:
            self._inner(box, host or line)

    def _inner(self, box: etree._Element, host: Line) -> None:
        outer, self._fields = self._fields, []
        self.read_blocks(box, host)
        self._fields = outer

    def _in_contents(self) -> bool:
        return self._pairs and any(found.code.split()[:1] == ["TOC"] for found in self._fields)

    def _read_inline(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == R:
                self._read_run(element)
            elif tag in (f"{{{M_NS}}}oMath", f"{{{M_NS}}}oMathPara"):
                text = "".join(found.text or "" for found in element.iter(f"{{{M_NS}}}t", T))
                self._show(text, element, element, rigid=True)
            elif tag == ALTERNATIVES:
                chosen = branch(element)
                if chosen is not None:
                    self._read_inline(chosen)
            elif tag not in _GONE and not str(tag).endswith("Pr"):
                self._read_inline(element)

    def _read_run(self, run: etree._Element) -> None:
        hidden = run.find(f"{R_PR}/{w('vanish')}")
        seen = hidden is None or hidden.get(VAL, "1") in _OFF
        for node in run:
            handler = _IN_RUN.get(node.tag)
            if handler is not None:
                handler(self, run, node)
            elif node.tag in _CHARACTERS:
                self._show(_CHARACTERS[node.tag] if seen else "", run, node)
            elif node.tag == T:
                self._show((node.text or "") if seen else "", run, node)
            elif node.tag != R_PR:
                self._show("", run, node)

    def _show(self, text: str, run: etree._Element, node: etree._Element, *, rigid: bool = False) -> None:
        shown = not self._pairs or all(found.in_result for found in self._fields)
        if self._line is not None:
            open_fields = tuple(found.number for found in self._fields)
            self._line.pieces.append(Piece(text if shown else "", run, node, open_fields, rigid))

    def _read_break(self, run: etree._Element, node: etree._Element) -> None:
        self._show("\n" if node.get(w("type"), "textWrapping") == "textWrapping" else "", run, node)

    def _read_field_mark(self, run: etree._Element, node: etree._Element) -> None:
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._count += 1
            self._fields.append(_Field(self._count))
        elif self._fields:
            self._fields[-1].in_result = True
        self._show("", run, node)
        if kind == "end" and self._fields:
            self._fields.pop()

    def _read_instruction(self, run: etree._Element, node: etree._Element) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code += node.text or ""
        self._show("", run, node)

    def _read_call(self, run: etree._Element, node: etree._Element) -> None:
        kind = str(node.tag).rpartition("}")[2].removesuffix("Reference")
        if self._line is not None:
            self.calls.setdefault((kind, node.get(w("id"), "")), self._line.host or self._line)
        self._show("", run, node)

    def _read_drawing(self, run: etree._Element, node: etree._Element) -> None:
        self._show("", run, node)
        self._boxes += _boxes(node)

    def _read_ruby(self, run: etree._Element, node: etree._Element) -> None:
        below = node.findall(f"{w('rubyBase')}//{T}")
        above = node.findall(f"{w('rt')}//{T}")
        told = "".join(found.text or "" for found in below), "".join(found.text or "" for found in above)
        self._show(f"{told[0]}({told[1]})", run, node, rigid=True)


@dataclass
class _Field:
    number: int
    code: str = ""
    in_result: bool = False


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes of a drawing, each once."""
    if element.tag == _BOX:
        yield element
    elif element.tag == ALTERNATIVES:
        chosen = branch(element)
        if chosen is not None:
            yield from _boxes(chosen)
    else:
        for child in element:
            yield from _boxes(child)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(VAL, ""))


_BLOCK_WRAPPERS = frozenset(
    w(name) for name in ("tbl", "tr", "tc", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_IN_RUN: dict[str, Callable[[_Walker, etree._Element, etree._Element], None]] = {
    w("br"): _Walker._read_break,
    w("fldChar"): _Walker._read_field_mark,
    w("instrText"): _Walker._read_instruction,
    w("footnoteReference"): _Walker._read_call,
    w("endnoteReference"): _Walker._read_call,
    w("drawing"): _Walker._read_drawing,
    w("pict"): _Walker._read_drawing,
    w("object"): _Walker._read_drawing,
    ALTERNATIVES: _Walker._read_drawing,
    w("ruby"): _Walker._read_ruby,
}
