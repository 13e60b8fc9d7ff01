"""Comments → the parts of a Word package that hold them: texts in one, threads in another (MS-DOCX 2.5.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from lxml import etree

from toolkit.export.annotated.names import ID, MC_NS, SPACE, W14_NS, W15_NS, W_NS, P, R, T, w
from toolkit.export.annotated.package import DocxPackage

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EXTENDED_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_PARAGRAPH_ID = f"{{{W14_NS}}}paraId"
_IGNORABLE = f"{{{MC_NS}}}Ignorable"
_HIGHEST_ID = 0x7FFFFFFF
"""Of paragraphs: ids are below 0x80000000 (MS-DOCX 2.6.2.3)."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as it is to be shown; `key` names it, `reply_to` is the key of the one that it answers, or ""."""

    key: str
    author: str
    date: str
    lines: tuple[str, ...]
    reply_to: str = ""


class CommentParts:
    """The comments of a package: those that are there, and ours behind them."""

    def __init__(self, package: DocxPackage) -> None:
        self._package = package
        self._part = package.related(package.main, "comments")
        old = package.xml(self._part) if self._part else None
        self._root = _root("comments", W_NS, "w", old)
        used = [found.get(ID, "") for found in self._root.iter(w("comment"))]
        self.first_number = max((int(value) for value in used if value.isdigit()), default=-1) + 1
        """`w:id` of our first comment; the others follow it in their order."""
        self._taken = {str(found.get(_PARAGRAPH_ID)).upper() for found in _paragraphs(package)}

    def write(self, notes: Sequence[Note]) -> None:
        """Add comments to the package."""
        if not notes:
            return
        ids: dict[str, str] = {}
        for number, note in enumerate(notes, start=self.first_number):
            made = _comment(number, note)
            for place, paragraph in enumerate(made):
                ids[note.key] = self._paragraph_id(f"{note.key} {place}")
                paragraph.set(_PARAGRAPH_ID, ids[note.key])
            self._root.append(made)
        if self._part:
            self._package.put(self._part, self._root)
        else:
            self._add("word/comments.xml", self._root, relation="comments", content_type=_COMMENTS_TYPE)
        self._write_threads(notes, ids)

    def _write_threads(self, notes: Sequence[Note], ids: dict[str, str]) -> None:
        main = self._package.main
        part = self._package.related(main, "commentsExtended")
        root = _root("commentsEx", W15_NS, "w15", self._package.xml(part) if part else None)
        for note in notes:
            entry = etree.SubElement(root, f"{{{W15_NS}}}commentEx")
            entry.set(f"{{{W15_NS}}}paraId", ids[note.key])
            if note.reply_to:
                entry.set(f"{{{W15_NS}}}paraIdParent", ids[note.reply_to])
            entry.set(f"{{{W15_NS}}}done", "0")
        if part:
            self._package.put(part, root)
        else:
            self._add(
                "word/commentsExtended.xml", root, relation=_EXTENDED_RELATION, content_type=_EXTENDED_TYPE
            )

    def _add(self, name: str, root: etree._Element, *, relation: str, content_type: str) -> None:
        self._package.add(self._package.main, name, root, relation=relation, content_type=content_type)

    def _paragraph_id(self, key: str) -> str:
        """Return an id that no paragraph has: the same comment gets the same one each time."""
        number = int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:4], "big")
        while (found := f"{number % (_HIGHEST_ID - 1) + 1:08X}") in self._taken:
            number += 1
        self._taken.add(found)
        return found


def _paragraphs(package: DocxPackage) -> list[etree._Element]:
    names = [
        package.main,
        *(package.related(package.main, kind) for kind in ("comments", "footnotes", "endnotes")),
    ]
    return [
        found
        for name in names
        if name
        for found in package.xml(name).iter(P)
        if _PARAGRAPH_ID in found.attrib
    ]


def _root(name: str, namespace: str, prefix: str, old: etree._Element | None) -> etree._Element:
    """Return the root of a part with its old content, in which ids of paragraphs may stand for every reader."""
    known = {} if old is None else {key: uri for key, uri in old.nsmap.items() if key}
    spoken = {"w": W_NS, "w14": W14_NS, "mc": MC_NS, prefix: namespace}
    names = known | {key: value for key, value in spoken.items() if key not in known}
    made = etree.Element(f"{{{namespace}}}{name}", nsmap=names)
    if old is not None:
        made.attrib.update(old.attrib)
        made.extend(list(old))
    ignorable = str(made.get(_IGNORABLE, "")).split()
    wanted = [key for key in ("w14", "w15") if names.get(key) in (W14_NS, W15_NS) and key not in ignorable]
    made.set(_IGNORABLE, " ".join([*ignorable, *wanted]))
    return made


def _comment(number: int, note: Note) -> etree._Element:
    made = etree.Element(
        w("comment"),
        {
            ID: str(number),
            w("author"): note.author,
            w("date"): note.date,
            w("initials"): initials(note.author),
        },
    )
    for line in note.lines or ("",):
        paragraph = etree.SubElement(made, P)
        if len(made) == 1:
            etree.SubElement(etree.SubElement(paragraph, R), w("annotationRef"))
        text = etree.SubElement(etree.SubElement(paragraph, R), T, {SPACE: "preserve"})
        text.text = line
    return made


def initials(name: str) -> str:
    """Return the first letters of a name.

    >>> initials("Dr Anne-Marie Le Goff")
    'DAMLG'
    """
    words = "".join(character if character.isalnum() else " " for character in name).split()
    return "".join(word[0].upper() for word in words)[:5]
