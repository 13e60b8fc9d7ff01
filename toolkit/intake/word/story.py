"""A Word package → its paragraphs with who inserted, deleted and commented each stretch of them.

The walkers of `read` show one view of a document, accepted or original. Here all of them are kept at once: every
stretch of text knows its marks, and a view is a choice among stretches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from toolkit.read.docx.drawings import alternative, shapes
from toolkit.read.docx.fields import FieldStack
from toolkit.read.docx.names import M_NS, MC_NS, child, value, w
from toolkit.read.package import Package, Relation
from toolkit.read.symbols import symbol

MarkKind = Literal["insertion", "deletion", "move_from", "move_to"]


@dataclass(frozen=True)
class Mark:
    """A tracked change, as its element states it."""

    kind: MarkKind
    author: str
    date: str = ""
    move: str = ""
    """Name that the two ends of a move share; "" where the file does not say."""


@dataclass(frozen=True)
class Stretch:
    """Text of one history."""

    text: str
    inserted: Mark | None = None
    deleted: Mark | None = None
    comments: frozenset[str] = frozenset()
    """Ids of the comments whose range covers it."""


@dataclass(eq=False)
class Row:
    """A table row."""

    inserted: Mark | None = None
    deleted: Mark | None = None


@dataclass(eq=False)
class Container:
    """What holds paragraphs that may be joined: a body, a cell, a note, a text box. `element` is its XML."""

    element: etree._Element
    row: Row | None = None
    outer: Container | None = None
    """Of a cell or text box: what it stands in."""


@dataclass(eq=False)
class Paragraph:
    """A paragraph as it is stored; whether it was one before or after a change is for the marks to say."""

    element: etree._Element
    container: Container
    stretches: list[Stretch] = field(default_factory=list)
    inserted: Mark | None = None
    """How its end came in: without it, the text goes on in the next paragraph."""
    deleted: Mark | None = None
    points: list[str] = field(default_factory=list)
    """Ids of the comments whose sign stands in it."""

    @property
    def accepted(self) -> str:
        """The text with every change accepted."""
        return "".join(stretch.text for stretch in self.stretches if stretch.deleted is None)


@dataclass(frozen=True)
class Story:
    """The paragraphs of a document in order, notes after the body."""

    paragraphs: tuple[Paragraph, ...]
    format_changes: int = 0


_WRAPPED_TEXT = {
    w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011",
}  # fmt: skip
_CHANGES: dict[str, MarkKind] = {
    w("ins"): "insertion",
    w("del"): "deletion",
    w("moveFrom"): "move_from",
    w("moveTo"): "move_to",
}
_ROW_WRAPPERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), *_CHANGES})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_FORMAT_CHANGES = frozenset(
    w(name)
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange",
        "tcPrChange", "numberingChange", "cellMerge",
    )
)  # fmt: skip


def read_story(package: Package, main: str) -> Story:
    """Read the body with its tables and text boxes, then the notes, then the headers and footers with changes."""
    root = package.xml(main)
    relations = package.relations(main)
    reader = _read_body(package, relations, root)
    changes = _format_changes(root)
    for relation in relations.values():
        part = _side_part(package, relation)
        if part is None:
            continue
        changes += _format_changes(part)
        side = StoryReader(package, package.relations(relation.target), part)
        for holder in _holders(part, relation.kind):
            side.read(Container(holder))
        reader.paragraphs += side.paragraphs
    return Story(tuple(reader.paragraphs), changes)


def story_of(package: Package, root: etree._Element) -> Story:
    """Read the body of a `w:document` that is no part of the package itself."""
    return Story(tuple(_read_body(package, {}, root).paragraphs))


def _read_body(package: Package, relations: dict[str, Relation], root: etree._Element) -> StoryReader:
    reader = StoryReader(package, relations, root)
    body = child(root, "body")
    if body is not None:
        reader.read(Container(body))
    return reader


def _side_part(package: Package, relation: Relation) -> etree._Element | None:
    if relation.external or relation.kind not in {"footnotes", "endnotes", "header", "footer"}:
        return None
    return package.optional_xml(relation.target)


def _holders(part: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Yield the notes of a part, or a header whole if anything in it was changed."""
    if kind in {"header", "footer"}:
        if next(part.iter(*_CHANGES), None) is not None:
            yield part
        return
    for note in part:
        if note.get(w("type"), "normal") not in _SEPARATORS:
            yield note


def _format_changes(root: etree._Element) -> int:
    return sum(1 for _change in root.iter(*_FORMAT_CHANGES))


class StoryReader:
    """Reads the stories of one part; `paragraphs` collects what is found."""

    def __init__(self, package: Package, relations: dict[str, Relation], root: etree._Element) -> None:
        self.paragraphs: list[Paragraph] = []
        self._package = package
        self._relations = relations
        self._fields = FieldStack(root)
        self._ranges = _whole_ranges(root)
        self._open_comments: dict[str, None] = {}
        self._moves: dict[str, str] = {}
        """Names of the moves whose range is open, by the id of the range."""
        self._inserted: Mark | None = None
        self._deleted: Mark | None = None
        self._paragraph: Paragraph | None = None
        self._boxes: list[etree._Element | str] = []
        self._waiting: list[str] = []
        """Comments whose sign stands outside of paragraphs: the next paragraph takes them."""

    def read(self, container: Container) -> None:
        """Read everything in a container."""
        self._read_blocks(container.element, container)
        if self.paragraphs:
            self.paragraphs[-1].points += self._waiting
            self._waiting = []

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_blocks(self, parent: etree._Element, container: Container) -> None:
        for element in parent:
            if element.tag == w("p"):
                self._read_paragraph(element, container)
            elif element.tag == w("tbl"):
                self._read_rows(element, container)
            elif element.tag == w("sdt"):
                content = child(element, "sdtContent")
                if content is not None:
                    self._read_blocks(content, container)
            elif element.tag in _CHANGES:
                with self._within(*self._marked(element)):
                    self._read_blocks(element, container)
            elif element.tag in {w("customXml"), w("smartTag")}:
                self._read_blocks(element, container)
            elif element.tag == f"{{{MC_NS}}}AlternateContent":
                branch = alternative(element)
                if branch is not None:
                    self._read_blocks(branch, container)
            else:
                self._read_inline(element)

    def _read_rows(self, parent: etree._Element, container: Container) -> None:
        for element in parent:
            if element.tag == w("tr"):
                properties = child(element, "trPr")
                row = Row(self._of(child(properties, "ins")), self._of(child(properties, "del")))
                with self._within(row.inserted or self._inserted, row.deleted or self._deleted):
                    self._read_cells(element, row, container)
            elif element.tag in _ROW_WRAPPERS:
                self._read_rows(element, container)
            else:
                self._read_inline(element)

    def _read_cells(self, parent: etree._Element, row: Row, container: Container) -> None:
        for element in parent:
            if element.tag == w("tc"):
                self._read_blocks(element, Container(element, row, container))
            elif element.tag in _ROW_WRAPPERS:
                self._read_cells(element, row, container)
            else:
                self._read_inline(element)

    def _read_paragraph(self, element: etree._Element, container: Container) -> None:
        made = Paragraph(element, container, points=self._waiting)
        self._waiting = []
        end = child(element, "pPr", "rPr")
        for change in [] if end is None else end:
            mark = self._of(change)
            if mark is not None and mark.kind in {"insertion", "move_to"}:
                made.inserted = mark
            elif mark is not None:
                made.deleted = mark
        made.inserted, made.deleted = made.inserted or self._inserted, made.deleted or self._deleted
        self.paragraphs.append(made)
        outer, self._paragraph = self._paragraph, made
        boxes, self._boxes = self._boxes, []
        self._read_all(element)
        found, self._boxes = self._boxes, boxes
        self._read_boxes(found, container)
        self._paragraph = outer

    def _read_boxes(self, boxes: Iterable[etree._Element | str], container: Container) -> None:
        for box in boxes:
            if not isinstance(box, str):
                self._read_blocks(box, Container(box, container.row, container))
            elif self._paragraph is not None and box.strip():
                self._paragraph.stretches.append(Stretch(f" {box.strip()}"))

    # ── inside a paragraph ──────────────────────────────────────────────────────────────────────────────────────

    def _read_all(self, parent: etree._Element) -> None:
        for element in parent:
            self._read_inline(element)

    def _read_inline(self, element: etree._Element) -> None:
        tag = element.tag
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, element)
        elif tag in _WRAPPED_TEXT:
            self._write(_WRAPPED_TEXT[tag])
        elif tag in _CHANGES:
            with self._within(*self._marked(element)):
                self._read_all(element)
        elif tag not in _SILENT:
            self._read_all(element)

    def _write(self, text: str) -> None:
        if self._paragraph is None or not text or not self._fields.shows:
            return
        made = Stretch(text, self._inserted, self._deleted, frozenset(self._open_comments))
        self._paragraph.stretches.append(made)

    def _read_text(self, element: etree._Element) -> None:
        self._write(element.text or "")

    def _read_break(self, element: etree._Element) -> None:
        self._write("\n" if element.get(w("type"), "textWrapping") == "textWrapping" else " ")

    def _read_symbol(self, element: etree._Element) -> None:
        self._write(symbol(element.get(w("char"), ""), element.get(w("font"), "")))

    def _read_field_mark(self, element: etree._Element) -> None:
        shown = self._fields.shows
        answer = self._fields.mark(element)
        if answer and shown and self._paragraph is not None:
            self._paragraph.stretches.append(Stretch(answer, self._inserted, self._deleted))

    def _read_instruction(self, element: etree._Element) -> None:
        self._fields.instruct(element.text or "")

    def _read_formula(self, element: etree._Element) -> None:
        for text in element.iter(f"{{{M_NS}}}t", w("t")):
            self._write(text.text or "")

    def _read_alternative(self, element: etree._Element) -> None:
        branch = alternative(element)
        if branch is not None:
            self._read_all(branch)

    def _read_drawing(self, element: etree._Element) -> None:
        if self._fields.shows:
            self._boxes.extend(shapes(element, self._package, self._relations))

    def _read_control(self, element: etree._Element) -> None:
        content = child(element, "sdtContent")
        if content is not None:
            self._read_all(content)

    # ── ranges ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _open_comment(self, element: etree._Element) -> None:
        if element.get(w("id"), "") in self._ranges:
            self._open_comments[element.get(w("id"), "")] = None

    def _close_comment(self, element: etree._Element) -> None:
        self._open_comments.pop(element.get(w("id"), ""), None)

    def _point(self, element: etree._Element) -> None:
        points = self._waiting if self._paragraph is None else self._paragraph.points
        points.append(element.get(w("id"), ""))

    def _open_move(self, element: etree._Element) -> None:
        self._moves[element.get(w("id"), "")] = element.get(w("name"), "")

    def _close_move(self, element: etree._Element) -> None:
        self._moves.pop(element.get(w("id"), ""), None)

    # ── marks ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _of(self, element: etree._Element | None) -> Mark | None:
        kind = None if element is None else _CHANGES.get(element.tag)
        if element is None or kind is None:
            return None
        moves = list(self._moves.values()) if kind in {"move_from", "move_to"} else []
        return Mark(
            kind, element.get(w("author"), ""), element.get(w("date"), ""), moves[-1] if moves else ""
        )

    def _marked(self, element: etree._Element) -> tuple[Mark | None, Mark | None]:
        """Return what is inserted and deleted inside a change: both, where one deletes what another inserted."""
        mark = self._of(element)
        if mark is not None and mark.kind in {"insertion", "move_to"}:
            return mark, self._deleted
        return self._inserted, mark

    @contextmanager
    def _within(self, inserted: Mark | None, deleted: Mark | None) -> Iterator[None]:
        outer = self._inserted, self._deleted
        self._inserted, self._deleted = inserted, deleted
        yield
        self._inserted, self._deleted = outer


def _whole_ranges(root: etree._Element) -> frozenset[str]:
    """Return the ids of the comments whose range has both a start and an end."""
    starts = {element.get(w("id"), "") for element in root.iter(w("commentRangeStart"))}
    return frozenset(starts & {element.get(w("id"), "") for element in root.iter(w("commentRangeEnd"))})


def style_id(paragraph: Paragraph) -> str:
    """Return the id of a paragraph's style, "" for the default one."""
    return value(paragraph.element, "pPr", "pStyle") or ""


_HANDLERS: dict[str, Callable[[StoryReader, etree._Element], None]] = {
    w("t"): StoryReader._read_text,
    w("delText"): StoryReader._read_text,
    w("br"): StoryReader._read_break,
    w("sym"): StoryReader._read_symbol,
    w("fldChar"): StoryReader._read_field_mark,
    w("instrText"): StoryReader._read_instruction,
    w("delInstrText"): StoryReader._read_instruction,
    w("drawing"): StoryReader._read_drawing,
    w("pict"): StoryReader._read_drawing,
    w("object"): StoryReader._read_drawing,
    w("sdt"): StoryReader._read_control,
    w("commentRangeStart"): StoryReader._open_comment,
    w("commentRangeEnd"): StoryReader._close_comment,
    w("commentReference"): StoryReader._point,
    w("moveFromRangeStart"): StoryReader._open_move,
    w("moveFromRangeEnd"): StoryReader._close_move,
    w("moveToRangeStart"): StoryReader._open_move,
    w("moveToRangeEnd"): StoryReader._close_move,
    f"{{{MC_NS}}}AlternateContent": StoryReader._read_alternative,
    f"{{{M_NS}}}oMath": StoryReader._read_formula,
    f"{{{M_NS}}}oMathPara": StoryReader._read_formula,
}
_SILENT = frozenset(
    w(name)
    for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "footnoteRef", "endnoteRef",
                 "annotationRef", "rubyPr", "lastRenderedPageBreak", "softHyphen", "fldData")
)  # fmt: skip
