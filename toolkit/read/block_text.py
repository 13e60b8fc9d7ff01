"""Pieces of formatted text → what a `Block` says of its text: clean text, majority style, runs, note calls."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from toolkit.model.layout import Call, Run, Style

_INVISIBLE = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
        *range(0x202A, 0x202F),  # bidirectional embeddings and overrides
        *range(0x2060, 0x2070),
        0xFEFF,
        0xFFFE,
        0xFFFF,
        *range(0x09),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),
    ],
)
_LINE_BREAKS = str.maketrans({"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def clean(text: str) -> str:
    """Return `text` in NFC, without characters that nobody sees; every line break is a line feed."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS).translate(_INVISIBLE)
    return unicodedata.normalize("NFC", plain)


def squeeze(text: str) -> str:
    r"""Clean a one-line text and make each stretch of white space one space.

    >>> squeeze("  Fiche\n\t3 ")
    'Fiche 3'
    """
    return " ".join(clean(text).split())


@dataclass(frozen=True)
class BuiltText:
    """Values for the fields of a `Block` with the same names; offsets fit `text`."""

    text: str
    style: Style
    runs: tuple[Run, ...]
    calls: tuple[Call, ...]


@dataclass
class _Piece:
    text: str
    style: Style


class TextBuilder:
    """Collects the text of one block piece by piece.

    Hidden pieces are kept apart, so that what nobody sees never stands amid what everybody reads.
    """

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._calls: list[Call] = []
        self._length = 0
        self.hidden: list[tuple[str, str]] = []
        """(reason, text) of hidden stretches, in order; neighbours with one reason are joined."""

    def add(self, text: str, style: Style, *, hidden: str = "") -> None:
        """Append `text`; `hidden` is the reason why a reader would not see it."""
        fresh = clean(text)
        if not fresh:
            return
        if hidden:
            self._hide(fresh, hidden)
            return
        if unicodedata.combining(fresh[0]) and self._pieces:
            fresh = self._rejoin(fresh)
        if self._pieces and self._pieces[-1].style == style:
            self._pieces[-1].text += fresh
        else:
            self._pieces.append(_Piece(fresh, style))
        self._length += len(fresh)

    def add_flowing(self, text: str, style: Style, *, hidden: str = "") -> None:
        """Append text in which white space only separates words, as in HTML."""
        words = " ".join(_split_flowing(text))
        ends_open = not self._pieces or self._pieces[-1].text[-1:] in {" ", "\n", "\t"}
        if not hidden and ends_open:
            words = words.removeprefix(" ")
        self.add(words, style, hidden=hidden)

    def call(self, note: str, mark: str) -> None:
        """Record a note call at the current end of the text."""
        self._calls.append(Call(self._length, note, mark))

    def __bool__(self) -> bool:
        return self._length > 0 or bool(self._calls)

    def build(self) -> BuiltText:
        """Return the text without white space at its ends, with runs and calls at their places."""
        whole = "".join(piece.text for piece in self._pieces)
        left = len(whole) - len(whole.lstrip())
        text = whole.strip()
        style = self._majority()
        if len(self._pieces) <= 1 and not self._calls:
            return BuiltText(text, style, (), ())
        runs = tuple(_runs(self._pieces, style, left=left, length=len(text)))
        calls = tuple(
            Call(min(max(call.offset - left, 0), len(text)), call.note, call.mark) for call in self._calls
        )
        return BuiltText(text, style, runs, calls)

    def _hide(self, text: str, reason: str) -> None:
        if self.hidden and self.hidden[-1][0] == reason:
            text = self.hidden.pop()[1] + text
        self.hidden.append((reason, text))

    def _rejoin(self, text: str) -> str:
        """Take back the last character, which composes with the combining one that `text` begins with."""
        last = self._pieces[-1]
        base, last.text = last.text[-1:], last.text[:-1]
        self._length -= len(base)
        if not last.text:
            self._pieces.pop()
        return unicodedata.normalize("NFC", base + text)

    def _majority(self) -> Style:
        if len(self._pieces) == 1:
            return self._pieces[0].style
        weights: Counter[Style] = Counter()
        for piece in self._pieces:
            weights[piece.style] += len(piece.text.strip())
        return weights.most_common(1)[0][0] if weights else Style()


def _split_flowing(text: str) -> list[str]:
    """Split at white space that HTML collapses (not at no-break spaces), keeping whether it stood at the ends."""
    words = text.replace("\t", " ").replace("\n", " ").replace("\r", " ").replace("\f", " ").split(" ")
    inner = [word for word in words if word]
    if not inner:
        return ["", ""] if len(words) > 1 else []
    return [*([""] if not words[0] else []), *inner, *([""] if not words[-1] else [])]


def _runs(pieces: list[_Piece], majority: Style, *, left: int, length: int) -> list[Run]:
    runs: list[Run] = []
    at = -left
    for piece in pieces:
        start, end = max(at, 0), min(at + len(piece.text), length)
        at += len(piece.text)
        if piece.style != majority and start < end:
            runs.append(Run(start, end, piece.style))
    return runs
