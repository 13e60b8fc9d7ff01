"""Turn inline markup into Word runs: looks, links, bookmarks, footnotes."""

from __future__ import annotations

from lxml.etree import _Element

from building.draft import Draft
from building.inline import Run, split_runs
from building.word_xml import paragraph, run, text, w


class WordText:
    """Writes lines of text and keeps what they leave elsewhere: the footnotes and the count of bookmarks."""

    def __init__(self, draft: Draft) -> None:
        self.anchors = frozenset(node.anchor for node, _ in draft.body.walk())
        self.footnotes: list[_Element] = []
        self.bookmark_count = 0

    def line(self, words: str, notes: list[str]) -> list[_Element]:
        """Return the runs of a line whose `[^]` marks call `notes`, in order."""
        waiting = iter(notes)
        return [
            self._inline(piece, waiting_note=next(waiting) if piece.is_note else "")
            for piece in split_runs(words, self.anchors)
        ]

    def bookmark(self, anchor: str) -> list[_Element]:
        """Return the start and the end of an empty bookmark."""
        self.bookmark_count += 1
        name = bookmark_name(anchor)
        return [
            w("bookmarkStart", id=self.bookmark_count, name=name),
            w("bookmarkEnd", id=self.bookmark_count),
        ]

    def footnotes_part(self) -> _Element:
        """Return the footnotes part with the two separators that Word asks for."""
        separators = [
            w("footnote", w("p", run(w(mark))), type=mark, id=number)
            for number, mark in ((-1, "separator"), (0, "continuationSeparator"))
        ]
        return w("footnotes", *separators, *self.footnotes)

    def _inline(self, piece: Run, *, waiting_note: str) -> _Element:
        if piece.is_note:
            return self._call(waiting_note)
        look = _look(piece)
        if not piece.target:
            return run(text(piece.text), look=look)
        styled = run(text(piece.text), look=(w("rStyle", val="Hyperlink"), *look))
        return w("hyperlink", styled, anchor=bookmark_name(piece.target), history="1")

    def _call(self, note: str) -> _Element:
        number = len(self.footnotes) + 1
        look = (w("rStyle", val="FootnoteReference"),)
        words = [run(text(piece.text), look=_look(piece)) for piece in split_runs(note)]
        body = paragraph("FootnoteText", run(w("footnoteRef"), look=look), run(text(" ")), *words)
        self.footnotes.append(w("footnote", body, id=number))
        return run(w("footnoteReference", id=number), look=look)


def bookmark_name(anchor: str) -> str:
    """Make a bookmark name of an anchor: Word admits 40 letters, digits and underscores."""
    return "_" + "".join(letter if letter.isalnum() else "_" for letter in anchor)[:39]


def _look(piece: Run) -> tuple[_Element, ...]:
    bold = (w("b"), w("bCs")) if piece.bold else ()
    italic = (w("i"), w("iCs")) if piece.italic else ()
    raised = (w("vertAlign", val="superscript"),) if piece.superscript else ()
    return bold + italic + raised
