"""What the parts of the Word reader share while they walk one document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from toolkit.model.issue import Issue
from toolkit.model.layout import BlockRole, Style, View
from toolkit.read.docx.fields import FieldStack
from toolkit.read.docx.names import child, number, value, w
from toolkit.read.docx.numbering import Counters, Numbering
from toolkit.read.docx.styles import ParagraphFormat, StyleSheet
from toolkit.read.number_formats import format_number
from toolkit.read.package import Package, Relation


@dataclass(frozen=True)
class Look:
    """How a run looks: its style, why it is not seen ("" if it is), and its font, which symbols depend on."""

    style: Style = field(default_factory=Style)
    hidden: str = ""
    font: str = ""


@dataclass
class Context:
    """One document being read: its definitions, and where counting has got to."""

    package: Package
    styles: StyleSheet
    numbering: Numbering
    notes: NoteBook
    view: View
    language: str
    page: int = 1
    """Page by the breaks that Word noted when it last laid the text out."""
    containers: int = 0
    looks: dict[tuple[str, str, bytes], Look] = field(default_factory=dict)
    """By paragraph style, background and stated properties: few differ in a document of many runs."""
    formats: dict[bytes, tuple[str, ParagraphFormat]] = field(default_factory=dict)
    """Style and effective format of paragraphs by stated properties."""
    told: dict[Issue, None] = field(default_factory=dict)

    def tell(self, issue: Issue) -> None:
        """Keep an issue, once."""
        self.told.setdefault(issue)

    def container(self, kind: str) -> str:
        """Return a fresh container key: "textbox-3"."""
        self.containers += 1
        return f"{kind}-{self.containers}"


@dataclass(frozen=True)
class Story:
    """A stretch of text with its own part, fields and role: body, header, note, text box."""

    part: str
    relations: dict[str, Relation]
    counters: Counters
    fields: FieldStack
    role: BlockRole = "body"
    note: str = ""
    in_cell: bool = False
    ground: str = ""
    """Colour behind the text, "#rrggbb"; "" for white paper, "?" for one that styles may colour."""

    def inside(self, *, ground: str) -> Story:
        """Return the story as it goes on inside a cell or box whose background is `ground`."""
        return replace(self, in_cell=True, ground=ground or self.ground)


@dataclass(frozen=True)
class NoteFormat:
    """How the notes of one kind are numbered in a section."""

    number_format: str
    start: int = 1
    restarts: bool = False

    def over(self, properties: etree._Element | None) -> NoteFormat:
        """Return the format with what a `w:footnotePr` or `w:endnotePr` states."""
        start = number(properties, "numStart")
        return NoteFormat(
            number_format=value(properties, "numFmt") or self.number_format,
            start=self.start if start is None else start,
            restarts=self.restarts or value(properties, "numRestart") in {"eachSect", "eachPage"},
        )


class NoteBook:
    """Footnotes and endnotes by key ("footnote-2"), and the marks that Word prints for their calls."""

    def __init__(self, *, settings: etree._Element | None, sections: list[etree._Element]) -> None:
        self.elements: dict[str, etree._Element] = {}
        self.parts: dict[str, str] = {}
        self.written: set[str] = set()
        self._sections = sections
        self._section = 0
        self._counts: dict[str, int] = {}
        self._formats = {
            "footnote": NoteFormat("decimal").over(child(settings, "footnotePr")),
            "endnote": NoteFormat("lowerRoman").over(child(settings, "endnotePr")),
        }

    def add_part(self, kind: str, part: str, root: etree._Element | None) -> None:
        """Take in footnotes.xml or endnotes.xml, without the separators it holds."""
        for element in [] if root is None else root.iterfind(w(kind)):
            if element.get(w("type"), "normal") == "normal":
                key = f"{kind}-{element.get(w('id'), '')}"
                self.elements[key] = element
                self.parts[key] = part

    def next_section(self) -> None:
        """Go on to the next section: notes may count anew there."""
        self._section += 1
        for kind in tuple(self._counts):
            if self._format(kind).restarts:
                del self._counts[kind]

    def mark(self, kind: str) -> str:
        """Return the mark of the next automatically numbered note of a kind."""
        format_ = self._format(kind)
        self._counts[kind] = self._counts.get(kind, format_.start - 1) + 1
        return format_number(self._counts[kind], format_.number_format)

    def _format(self, kind: str) -> NoteFormat:
        if self._section >= len(self._sections):
            return self._formats[kind]
        return self._formats[kind].over(child(self._sections[self._section], f"{kind}Pr"))
