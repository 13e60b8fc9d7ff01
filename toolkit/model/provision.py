"""The draft as structure: a flat list of provisions in document order that forms a tree by `parent_id`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from toolkit.model.document import Document
from toolkit.model.issue import Issue
from toolkit.model.layout import Box, Furniture
from toolkit.model.tag import MODALITIES, Tag

SCHEMA = 1
"""Version of the parsed JSON."""

KINDS = (
    "part", "title", "fiche", "chapter", "article", "section", "paragraph", "item", "recommendation",
    "box", "table", "figure", "footnote", "annex", "recital", "preamble",
)  # fmt: skip
"""Kinds in use, named as in Akoma Ntoso where it has a word. The list is open."""


class Span(msgspec.Struct, frozen=True):
    """Where `field[start:end]` stands on a page; `box` is None for formats without pages."""

    field: Literal["number", "heading", "text", "rows"]
    start: int
    end: int
    page_number: int | None = None
    box: Box | None = None


class NoteCall(msgspec.Struct, frozen=True):
    """A footnote called at `offset` of a field; `provision_id` is the footnote's provision, "" if it has none."""

    field: Literal["heading", "text", "rows"]
    offset: int
    provision_id: str
    mark: str = ""


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can be commented on."""

    id: str
    """Stable, unique, readable in an URL: the printed path, as in `fiche-13.2.a`, `r12`, `encadre-4`."""
    parent_id: str | None = None
    kind: str = "paragraph"
    number: str = ""
    """Label as printed, "" if none."""
    heading: str = ""
    text: str = ""
    """Own text, without number, heading and children."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table."""
    page_number: int | None = None
    """Page on which it starts, from 1."""
    spans: tuple[Span, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    level: Literal["", "law", "recommendation", "finding"] = ""
    """Fact of law, recommendation or observed failure, where the draft distinguishes them."""
    confidence: float = 1.0
    """How sure kind and place in the tree are, from 0 to 1."""
    hidden: str = ""
    """Why a reader of the page would not see it; "" if visible."""
    tags: tuple[Tag, ...] = ()


class ParsedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A structured draft: the JSON contract of `consult parse --json`."""

    schema: int = SCHEMA
    document: Document
    provisions: tuple[Provision, ...]
    furniture: tuple[Furniture, ...] = ()
    issues: tuple[Issue, ...] = ()


class Outline:
    """Questions about the tree of a sequence of provisions: parents, children, paths."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.by_id = {provision.id: provision for provision in provisions}
        self.order = {provision.id: index for index, provision in enumerate(provisions)}
        self._children: dict[str | None, list[Provision]] = {}
        for provision in provisions:
            self._children.setdefault(provision.parent_id, []).append(provision)

    def children(self, provision_id: str | None) -> tuple[Provision, ...]:
        """Return the direct children in document order; None asks for the top level."""
        return tuple(self._children.get(provision_id, ()))

    def ancestors(self, provision_id: str) -> tuple[Provision, ...]:
        """Return parent, grandparent, … up to the top, nearest first."""
        found: list[Provision] = []
        parent_id = self.by_id[provision_id].parent_id
        while parent_id is not None:
            parent = self.by_id[parent_id]
            found.append(parent)
            parent_id = parent.parent_id
        return tuple(found)

    def descendants(self, provision_id: str) -> Iterator[Provision]:
        """Yield everything below, in document order."""
        for child in self._children.get(provision_id, ()):
            yield child
            yield from self.descendants(child.id)

    def path(self, provision_id: str) -> tuple[str, ...]:
        """Return the labels from the top down to the provision: ("Fiche 13 — Accès", "2. Habilitations", "a)")."""
        chain = (*reversed(self.ancestors(provision_id)), self.by_id[provision_id])
        return tuple(label(provision) for provision in chain)

    def sections(self) -> tuple[Provision, ...]:
        """Return the main parts of the draft: the highest provisions that have siblings and something below them."""
        level = self.children(None)
        while True:
            parents = tuple(item for item in level if self.children(item.id))
            if len(parents) != 1:
                return parents
            level = self.children(parents[0].id)
            if not any(self.children(item.id) for item in level):
                return parents

    def printed_below(self, provision_id: str) -> tuple[Provision, ...]:
        """Return what a reader of the page sees below a provision, without footnotes."""
        below = self.descendants(provision_id)
        return tuple(item for item in below if item.kind != "footnote" and not item.hidden)

    def whole(self, provision_id: str) -> Provision:
        """Return a provision; one that has only a heading comes with the text and the tags of what is under it.

        A line of its text is a provision below, with number and heading; rows of tables are lines too. Of the
        modalities found the strictest comes first.
        """
        provision = self.by_id[provision_id]
        if provision.text or provision.rows:
            return provision
        below = self.printed_below(provision_id)
        return msgspec.structs.replace(
            provision,
            text="\n".join(filter(None, map(printed_text, below))),
            tags=_gathered_tags((provision, *below)),
        )


def rows_text(provision: Provision) -> str:
    """Return a table's cells as one text, which offsets in the field "rows" count in: tab between cells, line a row."""
    return "\n".join("\t".join(row) for row in provision.rows)


def printed_text(provision: Provision) -> str:
    """Return number, heading, text and rows as the draft prints them, or "" for a bare number."""
    words = " ".join(filter(None, (provision.heading, provision.text)))
    shown = "\n".join(filter(None, (words, rows_text(provision))))
    return f"{provision.number} {shown}".strip() if shown else ""


def label(provision: Provision) -> str:
    """Name a provision as a person would: number and heading as printed, or its first words."""
    named = " ".join(part for part in (spoken_number(provision), provision.heading) if part)
    return named or first_words(provision) or provision.id


def title(provision: Provision) -> str:
    """Name a provision so that it is recognised out of its place: its label, with first words if that is a number."""
    number = spoken_number(provision)
    if number and not provision.heading:
        return f"{number} {first_words(provision)}".strip()
    return label(provision)


def spoken_number(provision: Provision) -> str:
    """Return the number as printed, "" for a bullet or dash, which names nothing."""
    return provision.number if any(character.isalnum() for character in provision.number) else ""


def first_words(provision: Provision) -> str:
    """Return how the text or the table begins, with " …" if it goes on; "" if there is neither."""
    words = (
        provision.text.split()
        or " · ".join(filter(None, provision.rows[0] if provision.rows else ())).split()
    )
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def _gathered_tags(provisions: Sequence[Provision]) -> tuple[Tag, ...]:
    """Return the first tag of each value, the strictest modality before the others."""
    found: dict[tuple[str, str], Tag] = {}
    for provision in provisions:
        for tag in provision.tags:
            found.setdefault((tag.facet, tag.value), tag)
    return tuple(sorted(found.values(), key=_strictness))


def _strictness(tag: Tag) -> int:
    known = tag.facet == "modality" and tag.value in MODALITIES
    return MODALITIES.index(tag.value) if known else len(MODALITIES)
