"""What the parts of the OpenDocument reader share while they walk one document."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from toolkit.model.issue import Issue
from toolkit.model.layout import View
from toolkit.read.odt.lists import Count
from toolkit.read.odt.names import q
from toolkit.read.odt.styles import StyleSheet


@dataclass
class Context:
    """One document being read: its styles and tracked changes, and where counting has got to."""

    styles: StyleSheet
    view: View
    language: str
    insertions: frozenset[str] = frozenset()
    """Ids of tracked insertions."""
    deletions: dict[str, etree._Element] = field(default_factory=dict)
    """What was taken out, by the id of the tracked deletion."""
    issues: dict[Issue, None] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    """By list id, and by "style:NAME" for the last list of a style."""
    headings: Count = field(default_factory=Count)
    containers: int = 0
    notes: int = 0
    """Numbered notes so far."""
    inserting: str = ""
    """Id of the tracked insertion that the walk is inside of, where the view leaves insertions out."""
    page: int = 1

    def container(self, kind: str) -> str:
        """Return a fresh container key: "textbox-3"."""
        self.containers += 1
        return f"{kind}-{self.containers}"


def read_changes(body: etree._Element) -> tuple[frozenset[str], dict[str, etree._Element]]:
    """Return the ids of tracked insertions, and the removed content of tracked deletions by id."""
    insertions: set[str] = set()
    deletions: dict[str, etree._Element] = {}
    for region in body.iter(q("text:changed-region")):
        identity = region.get(q("xml:id"), region.get(q("text:id"), ""))
        deletion = region.find(q("text:deletion"))
        if deletion is not None:
            deletions[identity] = deletion
        elif region.find(q("text:insertion")) is not None:
            insertions.add(identity)
    return frozenset(insertions), deletions
