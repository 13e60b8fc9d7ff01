"""A draft → the parts that a response is divided into: its fiches, chapters or titles, in the draft's order."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from toolkit.messages import text_in
from toolkit.model.contribution import GENERAL
from toolkit.model.provision import Outline, ParsedDraft, Provision, first_words, label

WHOLE = "general"
"""Id of the part for comments on the draft as a whole, which comes first."""

ELSEWHERE = "elsewhere"
"""Id of the part for comments on provisions that the draft does not contain."""


class Part(msgspec.Struct, frozen=True):
    """A division of the draft: `id` is that of its topmost provision."""

    id: str
    title: str


class Parts:
    """Which part each provision belongs to.

    Parts are the top-level provisions; one that holds most of the draft (a document title, a single "Part I")
    says nothing about place, so its children are the parts instead. Neighbouring provisions that have neither
    heading nor children share one part.
    """

    def __init__(self, draft: ParsedDraft, *, language: str) -> None:
        self.outline = Outline(draft.provisions)
        self._language = language
        self._part_of: dict[str, Part] = {}
        self.wholes: set[str] = set()
        """Ids of the provisions that hold most of the draft."""
        self._divide()

    def part_of(self, provision_id: str) -> Part:
        """Return the part that holds a provision; one of its own for ids the draft does not contain."""
        if provision_id == GENERAL:
            return Part(WHOLE, text_in(self._language, "General remarks"))
        missing = Part(ELSEWHERE, text_in(self._language, "Provisions that are not in this draft"))
        return self._part_of.get(provision_id, missing)

    def place(self, provision_id: str) -> tuple[int, str]:
        """Return what to sort provisions by: the whole, then the draft's order; ids it does not contain come last."""
        if provision_id == GENERAL:
            return -1, GENERAL
        return self.outline.order.get(provision_id, len(self.outline.order)), provision_id

    def _divide(self) -> None:
        loose: Part | None = None
        for top, branch in self._branches():
            if branch or top.heading:
                loose, part = None, Part(top.id, _title(top, branch))
            else:
                part = loose = loose or self._loose(top)
            self._part_of.update({provision.id: part for provision in (top, *branch)})

    def _branches(self) -> Iterator[tuple[Provision, tuple[Provision, ...]]]:
        for top in self.outline.children(None):
            branch = tuple(self.outline.descendants(top.id))
            if not self._holds_most(top, branch):
                yield top, branch
                continue
            self.wholes.add(top.id)
            yield top, ()
            for child in self.outline.children(top.id):
                yield child, tuple(self.outline.descendants(child.id))

    def _holds_most(self, top: Provision, branch: tuple[Provision, ...]) -> bool:
        divided = sum(1 for child in self.outline.children(top.id) if self.outline.children(child.id))
        return divided >= 2 and len(branch) >= 0.8 * (len(self.outline.order) - 1)

    def _loose(self, first: Provision) -> Part:
        place = self.outline.order[first.id]
        opening = text_in(self._language, "Opening provisions")
        between = text_in(self._language, "Provisions outside the headings")
        return Part(f"provisions-{place + 1}", between if place else opening)


def _title(top: Provision, branch: tuple[Provision, ...]) -> str:
    """Return the label of a part; of a frame around other provisions, how the text in it begins."""
    name = label(top)
    return name if name != top.id else next(filter(None, map(first_words, branch)), name)
