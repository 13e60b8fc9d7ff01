"""Changed and unchanged segments of a paragraph → the words to replace and what should stand instead.

The quote is as short as reads well: whole words, found once in its paragraph, and never an insertion point alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.intake.word.passages import squeezed

PARAGRAPH_END = "\n"
_FEWEST_WORDS = 3
"""Of a quote that is replaced; one that goes may be a single word."""
_ANCHOR_WORDS = 8
"""Of a paragraph after which a new one stands."""

_WORD = re.compile(r"\w")
_LAST_WORD = re.compile(r"\S+\s*$")
_FIRST_WORD = re.compile(r"^\s*\S+")
# Matches the end of "l'accès" and "R-12", where a word would be cut; not of "données,".
_WORD_END = re.compile(r"[\w'’-]$")
_WORD_START = re.compile(r"^[\w'’-]")


@dataclass(frozen=True)
class Segment:
    """A stretch of a paragraph as one author leaves it: in the text before, after, or both."""

    text: str
    before: bool
    after: bool

    @property
    def changed(self) -> bool:
        """Whether the author put it in or took it out."""
        return self.before != self.after


@dataclass(frozen=True)
class Replacement:
    """Words of a paragraph and what should stand instead; `deletion` where nothing should."""

    quote: str
    proposed: str
    deletion: bool = False


@dataclass
class _Window:
    """Part of a paragraph, before and after, with what stands left and right of it."""

    left: str
    old: str
    new: str
    right: str

    def widen_left(self) -> None:
        self._take_left(_LAST_WORD)

    def widen_right(self) -> None:
        found = _FIRST_WORD.search(self.right)
        cut = found.end() if found else len(self.right)
        taken, self.right = self.right[:cut], self.right[cut:]
        self.old, self.new = self.old + taken, self.new + taken

    def _take_left(self, pattern: re.Pattern[str]) -> None:
        found = pattern.search(self.left)
        cut = found.start() if found else 0
        taken, self.left = self.left[cut:], self.left[:cut]
        self.old, self.new = taken + self.old, taken + self.new

    def cuts_left(self) -> bool:
        ends = _WORD_END.search(self.left) is not None
        return ends and any(_WORD_START.search(part or self.right) for part in (self.old, self.new))

    def cuts_right(self) -> bool:
        starts = _WORD_START.search(self.right) is not None
        return starts and any(_WORD_END.search(part or self.left) for part in (self.old, self.new))


def replacement(segments: Sequence[Segment], first: int, last: int) -> Replacement:
    """Return what the segments from `first` to `last` change; what is changed beside them counts as it was."""
    window = _Window(
        left=_before(segments[:first]),
        old=_before(segments[first : last + 1]),
        new="".join(segment.text for segment in segments[first : last + 1] if segment.after),
        right=_before(segments[last + 1 :]),
    )
    whole = squeezed(window.left + window.old + window.right)
    if window.cuts_left():
        window.widen_left()
    if window.cuts_right():
        window.widen_right()
    while not _reads_well(window, whole) and (window.left.strip() or window.right.strip()):
        window.widen_left()
        if not _reads_well(window, whole):
            window.widen_right()
    proposed = squeezed_lines(window.new)
    return Replacement(squeezed(window.old), proposed, deletion=not proposed)


def anchored(new: str, texts: Sequence[str], after: int) -> Replacement:
    """Return new paragraphs as a replacement of the words that they stand behind (or before, at the very start)."""
    if not texts:
        return Replacement("", new)
    if after < 0:
        words = texts[0].split(" ")[:_ANCHOR_WORDS]
        return Replacement(" ".join(words), f"{new}\n{' '.join(words)}")
    words = texts[after].split(" ")[-_ANCHOR_WORDS:]
    return Replacement(" ".join(words), f"{' '.join(words)}\n{new}")


def squeezed_lines(text: str) -> str:
    """Return `text` without doubled spaces and blank lines."""
    return "\n".join(filter(None, map(squeezed, text.split(PARAGRAPH_END))))


def _before(segments: Sequence[Segment]) -> str:
    return "".join(segment.text for segment in segments if segment.before)


def _reads_well(window: _Window, whole: str) -> bool:
    quote = squeezed(window.old)
    if _WORD.search(quote) is None or whole.count(quote) > 1:
        return False
    return not window.new.strip() or len(quote.split()) >= _FEWEST_WORDS
