"""The body of an ODT file → WordprocessingML that says the same about paragraphs, cells, bookmarks, comments, changes.

People whose word processor saves ODT answer in it; what reads the comments, changes and forms of Word files reads
theirs from this translation. Of looks and numbering nothing is taken over. Source of the names: OpenDocument 1.3,
part 3, chapters 5 (tracked changes), 6 (inline text), 9 (tables), 14.1 (annotations).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.intake.word.comments import Comment
from toolkit.read.docx.names import W_NS, w
from toolkit.read.odt.names import q, whole

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_SPACES = 1000


@dataclass(frozen=True)
class OdtBody:
    """The translation: a `w:document`, and its comments."""

    root: etree._Element
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class _Region:
    """A tracked change as the list at the head of the text states it."""

    name: str
    """Of Word's element: "ins" or "del"."""
    author: str
    date: str
    element: etree._Element


def translate(content: etree._Element) -> OdtBody:
    """Translate the root of an ODT file's `content.xml`."""
    return _Translator(content).run()


class _Translator:
    def __init__(self, content: etree._Element) -> None:
        self._content = content
        self._regions = dict(_regions(content))
        self._ended = {mark.get(q("office:name")) for mark in content.iter(q("office:annotation-end"))}
        self._open: list[_Region] = []
        self._comments: list[Comment] = []
        self._ids: dict[str, str] = {}
        self._bookmarks = 0
        self._paragraph = _element("p")
        self._parent = _element("body")
        self._notes: list[etree._Element] = []

    def run(self) -> OdtBody:
        root, body = _element("document"), _element("body")
        root.append(body)
        for story in self._content.iter(q("office:text")):
            self._blocks(story, body)
        for note in self._notes:
            self._blocks(note, body)
        return OdtBody(root, tuple(self._comments))

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, source: etree._Element, target: etree._Element) -> None:
        for element in source:
            if element.tag in {q("text:p"), q("text:h")}:
                self._read_paragraph(element, target)
            elif element.tag == q("table:table"):
                made = _element("tbl")
                target.append(made)
                self._rows(element, made)
            elif element.tag == q("text:change"):
                self._read_gone(element, target)
            elif element.tag in _MARKS:
                _MARKS[element.tag](self, element)
            elif element.tag not in _NO_BLOCKS:
                self._blocks(element, target)

    def _rows(self, source: etree._Element, target: etree._Element) -> None:
        for element in source:
            if element.tag == q("table:table-row"):
                made = _element("tr")
                target.append(made)
                for cell in element.iterchildren(q("table:table-cell")):
                    inner = _element("tc")
                    made.append(inner)
                    self._blocks(cell, inner)
                    if not len(inner):
                        inner.append(_element("p"))
            elif element.tag in _ROW_GROUPS:
                self._rows(element, target)

    def _read_paragraph(self, element: etree._Element, target: etree._Element) -> None:
        outer = self._paragraph, self._parent
        self._parent = target
        self._begin()
        boxes = [
            box
            for box in element.iter(_DRAW_BOX)
            if next(box.iterancestors(q("text:p"), q("text:h"))) is element
        ]
        self._inline(element)
        if self._open:
            self._end(self._open[-1])
        for box in boxes:
            self._blocks(box, target)
        self._paragraph, self._parent = outer

    def _read_gone(self, element: etree._Element, target: etree._Element) -> None:
        """Put back paragraphs that were deleted whole."""
        region = self._regions.get(element.get(q("text:change-id"), ""))
        if region is not None and region.name == "del":
            self._parent = target
            self._begin()
            self._deletion(element)
            self._end(region)

    def _begin(self) -> None:
        self._paragraph = _element("p")
        self._parent.append(self._paragraph)

    def _end(self, region: _Region) -> None:
        """Mark the end of the paragraph as inserted or deleted."""
        properties, mark = _element("pPr"), _element("rPr")
        mark.append(_change(region))
        properties.append(mark)
        self._paragraph.insert(0, properties)

    # ── inside a paragraph ──────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, source: etree._Element, gone: _Region | None = None) -> None:
        self._write(source.text or "", gone)
        for element in source:
            if element.tag in _MARKS:
                _MARKS[element.tag](self, element)
            elif element.tag == q("text:s"):
                self._write(" " * min(whole(element.get(q("text:c")), 1), _MOST_SPACES), gone)
            elif element.tag in {q("text:tab"), q("text:line-break")}:
                self._write("\t" if element.tag == q("text:tab") else "\n", gone)
            elif element.tag not in _NO_TEXT:
                self._inline(element, gone)
            self._write(element.tail or "", gone)

    def _write(self, words: str, gone: _Region | None) -> None:
        if not words:
            return
        run, made = _element("r"), _element("t")
        made.text = words
        made.set(_SPACE, "preserve")
        run.append(made)
        for region in (gone, *self._open[-1:]):
            if region is not None:
                change = _change(region)
                change.append(run)
                run = change
        self._paragraph.append(run)

    # ── marks ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _bookmark(self, element: etree._Element) -> None:
        self._bookmarks += 1
        mark = _element("bookmarkStart", id=str(self._bookmarks), name=element.get(q("text:name"), ""))
        self._paragraph.append(mark)

    def _annotation(self, element: etree._Element) -> None:
        number = len(self._comments) + 1
        comment_id, name = str(number), element.get(q("office:name"), "")
        lines = ("".join(map(str, line.itertext())).strip() for line in element.iter(q("text:p")))
        self._comments.append(
            Comment(
                id=comment_id,
                number=number,
                author=element.findtext(q("dc:creator")) or "",
                date=_time(element.findtext(q("dc:date")) or ""),
                text="\n".join(filter(None, lines)),
                resolved=element.get(q("loext:resolved")) == "true",
            )
        )
        if name and name in self._ended:
            self._ids[name] = comment_id
            self._paragraph.append(_element("commentRangeStart", id=comment_id))
        else:
            self._paragraph.append(_element("commentReference", id=comment_id))

    def _annotation_end(self, element: etree._Element) -> None:
        comment_id = self._ids.get(element.get(q("office:name"), ""))
        if comment_id is not None:
            self._paragraph.append(_element("commentRangeEnd", id=comment_id))
            self._paragraph.append(_element("commentReference", id=comment_id))

    def _start_change(self, element: etree._Element) -> None:
        region = self._regions.get(element.get(q("text:change-id"), ""))
        if region is not None and region.name == "ins":
            self._open.append(region)

    def _end_change(self, element: etree._Element) -> None:
        region = self._regions.get(element.get(q("text:change-id"), ""))
        self._open = [other for other in self._open if other is not region]

    def _deletion(self, element: etree._Element) -> None:
        """Put back what a deletion took out of this place; of several paragraphs, all ends but the last went too."""
        region = self._regions.get(element.get(q("text:change-id"), ""))
        if region is None or region.name != "del":
            return
        del self._regions[element.get(q("text:change-id"), "")]  # once: a damaged file may put it into itself
        for place, line in enumerate(region.element.iterchildren(q("text:p"), q("text:h"))):
            if place:
                self._end(region)
                self._begin()
            self._inline(line, region)

    def _note(self, element: etree._Element) -> None:
        self._notes += element.iterchildren(q("text:note-body"))


def _regions(content: etree._Element) -> Iterator[tuple[str, _Region]]:
    names = {q("text:insertion"): "ins", q("text:deletion"): "del"}
    for region in content.iter(q("text:changed-region")):
        for change in region:
            name = names.get(change.tag)
            information = change.find(q("office:change-info"))
            if name is None or information is None:
                continue
            author = information.findtext(q("dc:creator")) or ""
            date = _time(information.findtext(q("dc:date")) or "")
            key = region.get(q("text:id")) or region.get(q("xml:id")) or ""
            yield key, _Region(name, author, date, change)


def _change(region: _Region) -> etree._Element:
    return _element(region.name, id="0", author=region.author, date=region.date)


def _element(tag: str, /, **attributes: str) -> etree._Element:
    made = etree.Element(w(tag), nsmap={"w": W_NS})
    for key, value in attributes.items():
        made.set(w(key), value)
    return made


def _time(stated: str) -> str:
    """Return a time as Word states it: to the second.

    >>> _time("2026-11-01T10:00:00.000000000")
    '2026-11-01T10:00:00Z'
    """
    return f"{stated.partition('.')[0].removesuffix('Z')}Z" if stated else ""


_DRAW_BOX = q("draw:text-box")
_ROW_GROUPS = frozenset({q("table:table-header-rows"), q("table:table-rows"), q("table:table-row-group")})
_NO_BLOCKS = frozenset({q("text:tracked-changes"), q("text:sequence-decls"), q("office:forms")})
_NO_TEXT = frozenset({_DRAW_BOX, q("text:label"), q("text:ruby-text"), q("text:note-citation")})
_MARKS: dict[str, Callable[[_Translator, etree._Element], None]] = {
    q("text:bookmark"): _Translator._bookmark,
    q("text:bookmark-start"): _Translator._bookmark,
    q("office:annotation"): _Translator._annotation,
    q("office:annotation-end"): _Translator._annotation_end,
    q("text:change-start"): _Translator._start_change,
    q("text:change-end"): _Translator._end_change,
    q("text:change"): _Translator._deletion,
    q("text:note"): _Translator._note,
}
