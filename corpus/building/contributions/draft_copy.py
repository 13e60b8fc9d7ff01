"""A copy of the sample draft in Word → the same with a reader's comments and tracked changes."""

from __future__ import annotations

import copy
from datetime import date

from lxml import etree
from lxml.etree import _Element

from building.contributions.package import core_properties, pack, unpack
from building.contributions.source import Remark, Sent
from building.contributions.times import moment
from building.word_xml import XML_SPACE, W, run, serialise, text, w

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "comments": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
}
FIRST_CHANGE = 900
"""Ids of changes follow those of comments and of the bookmarks of the draft."""
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f"), " ")


def write_copy(sent: Sent, draft: bytes) -> bytes:
    """Return the draft as its reader sends it back: with comments, changes, and earlier wordings where it had them."""
    parts = unpack(draft)
    reader = _Reader(etree.fromstring(parts["word/document.xml"]), sent)
    for wording in sent.earlier:
        reader.reword(wording["now"], wording["then"])
    for number, remark in enumerate(sent.remarks):
        reader.mark(remark, number)
    parts["word/document.xml"] = serialise(reader.document)
    parts["docProps/core.xml"] = core_properties(sent.author, moment(sent.date)).encode()
    if reader.comments:
        parts |= _comment_parts(parts, reader)
    return pack(parts)


class _Reader:
    """Marks a document remark by remark."""

    def __init__(self, document: _Element, sent: Sent) -> None:
        self.document = document
        self.sent = sent
        self.comments: list[_Element] = []
        self.extended: list[_Element] = []
        self._paragraph_ids: dict[str, str] = {}

    def reword(self, now: str, then: str) -> None:
        """Put an earlier wording in the place of the present one."""
        first, *rest = self._runs(now, within="")
        for element in rest:
            _parent(element).remove(element)
        _text_of(first).text = then

    def mark(self, remark: Remark, number: int) -> None:
        """Write one remark into the document."""
        if remark.reply_to:
            self._write_comment(remark, number)
        elif remark.quote:
            self._anchor(self._runs(remark.quote, within=remark.within), number)
            self._write_comment(remark, number)
        else:
            self._change(remark, number)

    def _change(self, remark: Remark, number: int) -> None:
        removed = self._runs(remark.remove, within=remark.within)
        by: dict[str, str | int] = dict(self._by(remark, number))
        parent = _parent(removed[0])
        deletion = w("del", id=FIRST_CHANGE + 2 * number, **by)
        parent.insert(parent.index(removed[0]), deletion)
        for element in removed:
            deletion.append(element)
            _text_of(element).tag = f"{{{W}}}delText"
        if remark.insert:
            insertion = w("ins", run(text(remark.insert)), id=FIRST_CHANGE + 2 * number + 1, **by)
            parent.insert(parent.index(deletion) + 1, insertion)

    def _anchor(self, runs: list[_Element], number: int) -> None:
        parent = _parent(runs[0])
        parent.insert(parent.index(runs[0]), w("commentRangeStart", id=number))
        end = parent.index(runs[-1]) + 1
        parent.insert(end, w("commentRangeEnd", id=number))
        parent.insert(end + 1, run(w("commentReference", id=number)))

    def _write_comment(self, remark: Remark, number: int) -> None:
        key = f"{0x5A000000 + number:08X}"
        self._paragraph_ids[remark.key] = key
        paragraph = w("p", run(text(remark.text)))
        paragraph.set(f"{{{W14}}}paraId", key)
        self.comments.append(w("comment", paragraph, id=number, initials="", **self._by(remark, number)))
        facts = etree.Element(f"{{{W15}}}commentEx", nsmap={"w15": W15})
        facts.set(f"{{{W15}}}paraId", key)
        if remark.reply_to:
            facts.set(f"{{{W15}}}paraIdParent", self._paragraph_ids[remark.reply_to])
        facts.set(f"{{{W15}}}done", "1" if remark.resolved else "0")
        self.extended.append(facts)

    def _by(self, remark: Remark, number: int) -> dict[str, str]:
        day: date = remark.date or self.sent.date
        return {
            "author": remark.author or self.sent.author,
            "date": f"{moment(day, minutes=number):%Y-%m-%dT%H:%M:%SZ}",
        }

    def _runs(self, words: str, *, within: str) -> list[_Element]:
        """Return the runs that hold exactly `words`, split off where they are parts of others.

        Raises:
            ValueError: the words do not stand in one paragraph alone.
        """
        found = [
            paragraph
            for paragraph in self.document.iter(f"{{{W}}}p")
            if words in _words(paragraph) and within in _words(paragraph)
        ]
        if len(found) != 1:
            raise ValueError(f"{words!r} stands in {len(found)} paragraphs")
        start = _words(found[0]).index(words)
        _split(found[0], start)
        _split(found[0], start + len(words))
        held, position = [], 0
        for element, length in _lengths(found[0]):
            if start <= position < start + len(words):
                held.append(element)
            position += length
        return held


def _words(paragraph: _Element) -> str:
    """Return the words of a paragraph with ordinary spaces, character for character."""
    printed = "".join(_text_of(element).text or "" for element in _text_runs(paragraph))
    return printed.translate(_SPACES)


def _text_runs(paragraph: _Element) -> list[_Element]:
    return [element for element in paragraph.findall(f"{{{W}}}r") if element.find(f"{{{W}}}t") is not None]


def _lengths(paragraph: _Element) -> list[tuple[_Element, int]]:
    return [(element, len(_text_of(element).text or "")) for element in _text_runs(paragraph)]


def _text_of(element: _Element) -> _Element:
    found = element.find(f"{{{W}}}t")
    if found is None:
        raise ValueError("a run without text")
    return found


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("a run outside a paragraph")
    return parent


def _split(paragraph: _Element, position: int) -> None:
    """Make two runs of the one that a position falls into."""
    for element, length in _lengths(paragraph):
        if 0 < position < length:
            words = _text_of(element).text or ""
            second = copy.deepcopy(element)
            _text_of(element).text, _text_of(second).text = words[:position], words[position:]
            for half in (element, second):
                _text_of(half).set(XML_SPACE, "preserve")
            element.addnext(second)
            return
        position -= length


def _comment_parts(parts: dict[str, bytes], reader: _Reader) -> dict[str, bytes]:
    comments = etree.Element(f"{{{W}}}comments", nsmap={"w": W, "w14": W14})
    comments.extend(reader.comments)
    extended = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
    extended.extend(reader.extended)
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{name}+xml"/>' for name in PARTS
    )
    relationships = "".join(
        f'<Relationship Id="rIdC{number}" Type="{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(PARTS.items())
    )
    return {
        "word/comments.xml": etree.tostring(
            comments, xml_declaration=True, encoding="UTF-8", standalone=True
        ),
        "word/commentsExtended.xml": etree.tostring(
            extended, xml_declaration=True, encoding="UTF-8", standalone=True
        ),
        "[Content_Types].xml": _before_end(parts["[Content_Types].xml"], "</Types>", overrides),
        "word/_rels/document.xml.rels": _before_end(
            parts["word/_rels/document.xml.rels"], "</Relationships>", relationships
        ),
    }


def _before_end(part: bytes, end: str, more: str) -> bytes:
    return part.decode().replace(end, more + end).encode()
