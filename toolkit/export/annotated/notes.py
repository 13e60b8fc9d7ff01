"""Footnotes of a rebuilt draft → the part of a Word package that holds them."""

from __future__ import annotations

from toolkit.export.annotated.package import DocxPackage
from toolkit.export.printable import paragraphs
from toolkit.export.word.markup import Element, bookmarked, run, w
from toolkit.model.provision import Provision

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


class NotesPart:
    """Collects the notes that are called."""

    def __init__(self) -> None:
        self._notes: list[Element] = []
        self._ids: dict[str, str] = {}

    def call(self, note: Provision, bookmark_number: int, bookmark: str) -> list[Element]:
        """Return the sign of a note; a note called again is not written again."""
        if note.id in self._ids:
            return [_raised(run(note.number))] if note.number else []
        key = self._ids[note.id] = str(len(self._ids) + 1)
        lines = paragraphs(note.text) or ("",)
        for number, line in enumerate(lines):
            content = [_small(run(line))]
            if not number:
                self._notes.append(w("footnote", id=key))
                sign = _raised(w("r", w("footnoteRef")))
                content = list(bookmarked(bookmark_number, bookmark, sign, _small(run(" ")), *content))
            self._notes[-1].append(w("p", w("pPr", w("spacing", before="0", after="40")), *content))
        return [_raised(w("r", w("footnoteReference", id=key)))]

    def write(self, package: DocxPackage) -> None:
        """Add the part to a package, if there are notes."""
        if not self._notes:
            return
        separators = [w("footnote", w("p", w("r", w(kind))), type=kind, id=key) for key, kind in _SEPARATORS]
        root = w("footnotes", *separators, *self._notes)
        package.add(package.main, "word/footnotes.xml", root, relation="footnotes", content_type=_TYPE)


def _raised(element: Element) -> Element:
    element.insert(0, w("rPr", w("vertAlign", val="superscript")))
    return element


def _small(element: Element) -> Element:
    element.insert(0, w("rPr", w("sz", val="17"), w("szCs", val="17")))
    return element
