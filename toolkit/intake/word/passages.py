"""A story → its passages: the paragraphs that the file had before any tracked change, each with what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.intake.word.story import Paragraph, Stretch

# Matches the spaces and line ends that a text is set with; not the no-break spaces of French punctuation.
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True)
class Passage:
    """One paragraph of the original: several where its end came in later, none of whose text need be original."""

    paragraphs: tuple[Paragraph, ...]
    text: str
    """As it was; "" where all of it is new, or it is blank."""
    index: int
    """Place among the passages with text: of itself, or where it has none, of the last one before it (-1: none)."""


def read_passages(paragraphs: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """Join what the original had as one paragraph, and count what has text."""
    found: list[Passage] = []
    index = -1
    for group in _groups(paragraphs):
        text = squeezed("".join(stretch.text for part in group for stretch in part.stretches if was(stretch)))
        index += bool(text)
        found.append(Passage(tuple(group), text, index))
    return tuple(found)


def original_texts(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the texts that `Passage.index` counts."""
    return tuple(passage.text for passage in passages if passage.text)


def was(stretch: Stretch) -> bool:
    """Tell whether a stretch stood there before any change."""
    return stretch.inserted is None


def squeezed(text: str) -> str:
    """Return `text` on one line without doubled spaces."""
    return _SPACES.sub(" ", text).strip(" ")


def _groups(paragraphs: Iterable[Paragraph]) -> Iterable[Sequence[Paragraph]]:
    open_ones: list[Paragraph] = []
    for paragraph in paragraphs:
        if open_ones and open_ones[-1].container is not paragraph.container:
            yield open_ones
            open_ones = []
        open_ones.append(paragraph)
        if paragraph.inserted is None:
            yield open_ones
            open_ones = []
    if open_ones:
        yield open_ones
