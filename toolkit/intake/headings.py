"""Paragraphs of a letter → whether they head what follows, and the stack of headings that a remark stands under."""

from __future__ import annotations

import msgspec

from toolkit.intake.paragraphs import Paragraph
from toolkit.intake.places import leading_place
from toolkit.intake.vocabulary import begins_with, plain, vocabulary

_LONGEST = 14
"""Words of a heading that only its shape tells."""
_BY_SHAPE = 50
"""Level of headings that the format does not state, below those that it does."""


class _Heading(msgspec.Struct, frozen=True):
    level: int
    title: str


class HeadingStack:
    """The headings in force, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Heading] = []

    def push(self, paragraph: Paragraph) -> None:
        """Open a heading: it closes those of its level and below."""
        level = self._level(paragraph)
        self._open = [heading for heading in self._open if heading.level < level]
        self._open.append(_Heading(level, paragraph.text))

    def _level(self, paragraph: Paragraph) -> int:
        """Return the level that the format states; else that of an open heading that begins with the same word."""
        if paragraph.level is not None:
            return paragraph.level
        word = _first_word(paragraph.text)
        like = next(
            (item.level for item in self._open if word.isalpha() and _first_word(item.title) == word), None
        )
        return like or _BY_SHAPE + (1 if leading_place(paragraph.text).clause[:1].isdigit() else 0)

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the headings' words."""
        return tuple(heading.title for heading in self._open)

    @property
    def is_general(self) -> bool:
        """Tell whether the innermost heading announces remarks on the whole."""
        return bool(self._open) and _is_general(self._open[-1].title)


def _first_word(text: str) -> str:
    return next(iter(plain(text[:60]).split()), "")


def is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Tell whether a paragraph heads what follows: the format says so, or it is short and names a place alone.

    A place with words behind a colon is a remark ("7.2 : trop flou"), and so are lines of which each names a place.
    """
    if paragraph.level is not None:
        return len(paragraph.text.split()) <= 40
    if following is None or not _looks_like_title(paragraph.text):
        return False
    return paragraph.is_distinct or _announces(paragraph, following)


def _looks_like_title(text: str) -> bool:
    """Tell whether a text is short, no sentence, says nothing behind a colon and wants nothing changed."""
    said = text.rstrip()
    changes = vocabulary().changes
    wants = begins_with(plain(said), tuple(map(plain, (*changes.replace, *changes.delete, *changes.add))))
    return not wants and (
        len(said.split()) <= _LONGEST
        and not said.endswith((".", "?", "!", ";", ",", "»"))
        and ":" not in said.rstrip(" :")
    )


def _announces(paragraph: Paragraph, following: Paragraph) -> bool:
    """Tell whether a title names the place, or the whole, that what follows is about."""
    text = paragraph.text.rstrip()
    if _is_general(text):
        return text.endswith(":") or len(text.split()) <= 5
    place = leading_place(text)
    if not place:
        return False
    below = leading_place(following.text)
    return text.endswith(":") or not below or _kind(below.clause) != _kind(place.clause)


def _kind(clause: str) -> str:
    """Return the word of a clause ("fiche"), "" for one that is a number or a code."""
    word = _first_word(clause).rstrip("s")
    return word if word.isalpha() else ""


def _is_general(title: str) -> bool:
    """Tell whether a title, its number aside, announces remarks on the whole."""
    words = plain(title).split()
    start = 1 if words and (words[0].isdigit() or len(words[0]) == 1) else 0
    return begins_with(" ".join(words[start:]), vocabulary().letter.generals)
