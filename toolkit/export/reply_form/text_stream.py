"""The words of a document in reading order → the place of a stretch of them, to put other words there.

Programs part a text into runs wherever they like; here it is one string again, with a line end after each paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from toolkit.export.reply_form.xml_part import Leaf, Node, XmlPart, escaped

LineBreak = Callable[[Node], tuple[str, str, str]]
"""For the node that holds a text: what ends a line in it, breaks it, and begins the next."""


@dataclass(frozen=True)
class Piece:
    """A leaf and where its text begins in the stream."""

    start: int
    leaf: Leaf


class TextStream:
    """One string of a part's paragraphs."""

    def __init__(self, part: XmlPart, paragraphs: Iterable[Iterable[Leaf]], *, line_break: LineBreak) -> None:
        """Take the text of each paragraph in order."""
        self._part = part
        self._break = line_break
        self._pieces: list[Piece] = []
        texts: list[str] = []
        length = 0
        for leaves in paragraphs:
            for leaf in leaves:
                self._pieces.append(Piece(length, leaf))
                texts.append(leaf.text)
                length += len(leaf.text)
            texts.append("\n")
            length += 1
        self.text = "".join(texts)
        self._starts = [piece.start for piece in self._pieces]

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` where `text[start:end]` stands; it goes in at the first character, the others are taken out."""
        if start == end:
            self._insert(start, text)
            return
        written = False
        for piece in self._pieces[max(0, bisect_right(self._starts, start) - 1) :]:
            first, last = max(start, piece.start), min(end, piece.start + len(piece.leaf.text))
            if piece.start >= end:
                break
            if first < last:
                places = piece.leaf.places
                content = "" if written else self._lines(text, piece.leaf.node)
                self._part.replace(places[first - piece.start], places[last - piece.start], content)
                written = True

    def _insert(self, at: int, text: str) -> None:
        """Put `text` behind the character before `at`, which is one of the text."""
        piece = self._pieces[max(0, bisect_right(self._starts, max(at - 1, 0)) - 1)]
        place = piece.leaf.places[min(at - piece.start, len(piece.leaf.text))]
        self._part.replace(place, place, self._lines(text, piece.leaf.node))

    def _lines(self, text: str, node: Node) -> str:
        end, broken, begin = self._break(node)
        return f"{end}{broken}{begin}".join(escaped(line) for line in text.split("\n"))
