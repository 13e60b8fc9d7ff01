"""Tables of contents and bookmarks → which titles the document itself announces, at which level and page."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Literal

import msgspec

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.model.layout import Block, Furniture, OutlineEntry
from toolkit.structure.labels.numbering import format_label, split_label
from toolkit.structure.page.contents_pages import contents_entries, is_contents_title, key_of

# "\t12" and " ..... 12" after a title; not: "2016/679", a number that belongs to the title
_PAGE = re.compile(r"(?:\t+|\s*[.…·_]{2,}\s*|\s{2,})(?:\d{1,4}|[ivxlc]{1,6})?\s*$")
# "Guide_securite_2024.indd" as a program that makes PDF of files writes bookmarks; not "EXI_01"
_FILE_NAME = re.compile(r"[^\W\d_]{2,}_[^\W\d_]{2,}")
_STYLE_LEVEL = re.compile(r"(\d+)\s*$")

_DEEP = 3
_MOST_UNMET = 20
_LONGEST_TITLE = 400
_STEP_PT = 4.0
_MOST_LEVELS = 6

Source = Literal["bookmark", "contents"]


class Entry(msgspec.Struct, frozen=True):
    """One announced title."""

    key: str
    """Its letters and digits, in lower case and without its label."""
    number: str
    level: int | None
    page_number: int | None
    source: Source
    title: str


class Announced:
    """Titles that contents and bookmarks announce, found again by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entry for entry in entries if entry.key)
        self._by_key: dict[str, list[Entry]] = {}
        for entry in self.entries:
            # with its number too: a heading may be announced whose number is not believed
            for key in {entry.key, key_of(entry.title)}:
                self._by_key.setdefault(key, []).append(entry)
        self.met: set[str] = set()
        self.is_deep = max((entry.level or 1 for entry in self.entries), default=0) >= _DEEP
        self._unmet_lines = {
            key: deque(entry for entry in listed if entry.source == "contents")
            for key, listed in self._by_key.items()
        }

    def find(self, title: str, page_number: int | None) -> tuple[Entry, ...]:
        """Return the entries with this title; bookmarks only where their page agrees."""
        if not self._by_key or len(title) > _LONGEST_TITLE:
            return ()
        found = self._by_key.get(key_of(title), ())
        return tuple(
            entry
            for entry in found
            if entry.source == "contents"
            or None in (page_number, entry.page_number)
            or abs((page_number or 0) - (entry.page_number or 0)) <= 1
        )

    def take_number(self, title: str) -> str:
        """Return the number that the contents print before the next title of these words, "" if none.

        To be asked for every heading in order, so that of several like titles each meets its own line.
        """
        listed = self._unmet_lines.get(key_of(title))
        return listed.popleft().number if listed else ""

    def unmet(self) -> list[Issue]:
        """Report the announced titles under which nothing was found; many of them in one sentence."""
        missing = {entry.key: entry for entry in reversed(self.entries) if entry.key not in self.met}
        unmet = [entry for entry in reversed(missing.values()) if not _FILE_NAME.search(entry.title)]
        if len(unmet) > _MOST_UNMET:
            told = _("{count} titles of the contents were not found as headings, “{title}” among them.")
            return [_issue(unmet[0], told.format(count=len(unmet), title=unmet[0].title))]
        told = _("The contents announce “{title}”, which was not found as a heading.")
        return [_issue(entry, told.format(title=entry.title)) for entry in unmet]


def _issue(entry: Entry, message: str) -> Issue:
    return Issue("info", _place(entry), message, "contents.unmet", entry.page_number)


def _place(entry: Entry) -> str:
    return _("page {number}").format(number=entry.page_number) if entry.page_number else ""


def read_announced(
    outline: Iterable[OutlineEntry], contents: Iterable[Block], furniture: Iterable[Furniture]
) -> Announced:
    """Collect the bookmarks and the lines of the table of contents.

    `contents` are the contents lines whose style a format knows; those that were recognised by their looks
    come as furniture.
    """
    entries = [_entry(mark.title, mark.level, mark.page_number, "bookmark") for mark in outline]
    entries += [
        _entry(_PAGE.sub("", block.text), _style_level(block), None, "contents")
        for block in _announcing(list(contents))
    ] or _printed_entries(furniture)
    return Announced(entries)


def _announcing(contents: list[Block]) -> list[Block]:
    """Return the contents lines without their heads ("Contents", "Page"): where most have a page number, those that do."""
    paged = [block for block in contents if _PAGE.search(block.text)]
    if 2 * len(paged) > len(contents):
        return paged
    return [block for block in contents if not is_contents_title(block.text)]


def _style_level(block: Block) -> int | None:
    """Read the level off the style of a contents line ("toc 2")."""
    found = _STYLE_LEVEL.search(block.style.name)
    return int(found.group(1)) if found else None


def _printed_entries(furniture: Iterable[Furniture]) -> list[Entry]:
    """Read printed contents lines; the steps of their indentation are their levels."""
    lines = contents_entries(furniture)
    steps = _steps(line.indent_pt for line in lines)
    return [
        _entry(f"{line.number} {line.title}", _level(line.indent_pt, steps), None, "contents")
        for line in lines
    ]


def _steps(indents: Iterable[float]) -> list[float]:
    """Return the left edges that contents lines share, outermost first."""
    steps: list[float] = []
    for indent in sorted(indents):
        if not steps or indent > steps[-1] + _STEP_PT:
            steps.append(indent)
    return steps


def _level(indent: float, steps: list[float]) -> int | None:
    """Return the level of a contents line; None where all stand at one edge, which tells nothing."""
    if not 2 <= len(steps) <= _MOST_LEVELS:
        return None
    return sum(step <= indent + _STEP_PT / 2 for step in steps)


def _entry(title: str, level: int | None, page_number: int | None, source: Source) -> Entry:
    title = " ".join(title.split())
    label = split_label(title)
    number = format_label(label[0]) if label and not label[0].is_bullet else ""
    bare = title[label[1] :] if label and title[label[1] :] else title
    return Entry(key_of(bare), number, level, page_number, source, title)
