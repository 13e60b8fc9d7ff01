"""A sample draft as a tree: what the notation says and every writer prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

TOP_KINDS = ("part", "fiche", "annex")


@dataclass(frozen=True)
class Paragraph:
    """Inline markup (see `inline.py`) and the footnotes that its `[^]` marks call, in order."""

    text: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Node:
    """A unit of the draft; `content` holds its own paragraphs and its children in printed order."""

    kind: str
    number: str = ""
    heading: str = ""
    content: list[Paragraph | Node] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Footnotes called from the heading and the rows."""
    level: str = ""
    """"law", "recommendation" or "finding" where the draft says so."""
    anchor: str = ""
    """Printed path, unique in the draft: `fiche-13.2.a`."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Own paragraphs, without those of the children."""
        return [part for part in self.content if isinstance(part, Paragraph)]

    @property
    def children(self) -> list[Node]:
        """Child units in printed order."""
        return [part for part in self.content if isinstance(part, Node)]

    def walk(self) -> Iterator[tuple[Node, Node]]:
        """Yield every unit below with its parent, in printed order."""
        for child in self.children:
            yield child, self
            yield from child.walk()


@dataclass(frozen=True)
class Draft:
    """A whole draft: what stands on its cover, and its body."""

    language: str
    title: str
    issuer: str
    short_title: str
    version: str
    date: date
    contents: str
    """Heading of the table of contents."""
    notes: str
    """Heading of the notes in formats that collect them at the end."""
    cover: list[str]
    starts_pages: bool
    """Whether contents, first chapter and annexes each start a page: not in a short draft."""
    page_label: str
    """Footer with `{page}` and `{pages}`."""
    body: Node
