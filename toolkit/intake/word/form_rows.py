"""The tables of a filled-in form → rows that know which cell of the form they are, and where the file disagrees.

A row is known by the tag of its content control, its bookmark, and the visible code above it with its own label. Word
and LibreOffice lose some of them, and people copy, move and delete rows: the marks vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from toolkit.intake.vocabulary import plain
from toolkit.intake.word.story import Container, Paragraph, Row
from toolkit.messages import LANGUAGES, _, text_in
from toolkit.model.form import (
    DRAFT_PROPERTY,
    HINTS_PROPERTY,
    PROVISIONS_PROPERTY,
    SCHEMA_PROPERTY,
    WORDS_PROPERTY,
    CellNames,
    Field,
    Place,
    fingerprint,
    read_visible_code,
    visible_code,
)
from toolkit.model.issue import Issue
from toolkit.read.docx.names import W_NS, value, w
from toolkit.read.odt.names import q
from toolkit.read.package import Package

_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


@dataclass(frozen=True)
class FormFacts:
    """What the document properties of a form say; all empty where a program has dropped them."""

    properties: Mapping[str, str]

    @property
    def draft_sha256(self) -> str:
        """Hash of the draft that the form was made for."""
        return self.properties.get(DRAFT_PROPERTY, "")

    @property
    def is_form(self) -> bool:
        """Whether the properties are those of a form."""
        return SCHEMA_PROPERTY in self.properties

    def listed(self, name: str) -> list[str]:
        """Return what stands in the numbered properties called `name`."""
        return [
            word
            for key, text in self.properties.items()
            if key.startswith(name) and key[len(name) :].isdecimal()
            for word in text.split()
        ]


def read_facts(package: Package) -> FormFacts:
    """Read the custom properties of a package."""
    names = {relation.kind: relation.target for relation in package.relations("").values()}
    root = package.optional_xml(names.get("custom-properties", "docProps/custom.xml"))
    return _facts(root, _PROPERTY, "name")


def read_odt_facts(package: Package) -> FormFacts:
    """Read the properties of a form that was saved as ODT."""
    return _facts(package.optional_xml("meta.xml"), q("meta:user-defined"), q("meta:name"))


def _facts(root: etree._Element | None, element: str, name: str) -> FormFacts:
    entries = [] if root is None else root.iter(element)
    return FormFacts({entry.get(name, ""): "".join(map(str, entry.itertext())).strip() for entry in entries})


class OwnWords:
    """Knows the words that the form itself came with from those that somebody wrote into it."""

    def __init__(self, facts: FormFacts) -> None:
        self._words = frozenset(facts.listed(WORDS_PROPERTY))
        self._hints = frozenset(facts.listed(HINTS_PROPERTY))
        self.is_known = bool(self._words)

    def holds(self, text: str) -> bool:
        """Tell whether a paragraph outside of the answers is the form's own, or nothing but marks and spaces."""
        print_ = fingerprint(text)
        return print_ == fingerprint("") or print_ in self._words

    def written(self, answer: str) -> str:
        """Return an answer without the hint that stood there, or that it was written before or behind."""
        if fingerprint(answer) in self._hints:
            return ""
        for hint in _hints():
            if answer.startswith(hint) or answer.endswith(hint):
                answer = answer.removeprefix(hint).removesuffix(hint).strip()
        return answer


@dataclass
class FormRow:
    """A table row as it came back."""

    cells: list[list[Paragraph]]
    place: Place | None = None
    """Which cell of the form it answers; None for heads, quotations and rows that somebody added."""
    instance: int = 1
    """Which of the heads of its provision it stands under, from 1: people copy a table to say a second thing."""
    provision_id: str | None = None
    """Of the provision that it is about; None above the first one."""
    is_head: bool = False

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """All of its paragraphs."""
        return (paragraph for cell in self.cells for paragraph in cell)


@dataclass
class FormTables:
    """All rows of the form, in order, and the paragraphs outside of tables with the provision before them."""

    rows: list[FormRow] = field(default_factory=list)
    outside: list[tuple[Paragraph, str | None]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_form(self) -> bool:
        """Whether a head with its code, or a named cell, was found."""
        return any(row.is_head or row.place is not None for row in self.rows)


def read_tables(paragraphs: Sequence[Paragraph], facts: FormFacts) -> FormTables:
    """Sort the paragraphs of a form into rows and what stands outside of them."""
    return _TableReader(paragraphs, facts).read()


@dataclass
class _Marks:
    """What says which cell a row is."""

    tag: Place | None = None
    bookmark: Place | None = None
    label: Field | None = None


class _TableReader:
    def __init__(self, paragraphs: Sequence[Paragraph], facts: FormFacts) -> None:
        self._paragraphs = paragraphs
        known = facts.listed(PROVISIONS_PROPERTY)
        codes = (read_visible_code(paragraph.accepted) for paragraph in paragraphs)
        self._names = CellNames(("", *known, *(code for code in codes if code)))
        self._found = FormTables()
        self._used: Counter[Place] = Counter()
        self._heads: Counter[str] = Counter()
        self._table: etree._Element | None = None
        self._head: str | None = None
        """Of the last head in the same table."""
        self._current: str | None = None
        """Of the last row that says what it is about."""

    def read(self) -> FormTables:
        for row, members in _rows(self._paragraphs):
            if row is None:
                self._found.outside += [(paragraph, self._current) for paragraph in members]
            else:
                self._read_row(members)
        return self._found

    def _read_row(self, members: Sequence[Paragraph]) -> None:
        row = FormRow(_cells(members))
        element = _row_element(row)
        if (table := element.getparent()) is not self._table:
            self._table, self._head = table, None
        marks = self._marks(row, element)
        code = read_visible_code(_start(row.cells[0]))
        if code is not None and marks.tag is None and marks.bookmark is None:
            self._head = self._current = code
            self._heads[code] += 1
            row.is_head = True
        else:
            row.place = self._place(marks)
        if row.place is not None:
            self._used[row.place] += 1
            row.instance = max(1, self._heads[row.place.provision_id])
            if row.place.field not in {"name", "role"}:
                self._current = row.place.provision_id
        row.provision_id = self._current
        self._found.rows.append(row)

    def _marks(self, row: FormRow, element: etree._Element) -> _Marks:
        tags = [self._names.of_tag(value(found, "sdtPr", "tag") or "") for found in _controls(element)]
        bookmarks = [
            self._names.of_bookmark(found.get(w("name"), "")) for found in element.iter(w("bookmarkStart"))
        ]
        label = label_field(_start(row.cells[0])) if len(row.cells) > 1 else None
        return _Marks(next(filter(None, tags), None), next(filter(None, bookmarks), None), label)

    def _place(self, marks: _Marks) -> Place | None:
        """Return the cell that most marks name; among equals a bookmark, of which no copy exists, goes first.

        A tag that an earlier row bears already is that of a copy, and says less than the code above it.
        """
        by_code = (
            Place(self._head, marks.label) if marks.label is not None and self._head is not None else None
        )
        copied = marks.tag is not None and self._used[marks.tag] > 0
        ranked = [marks.bookmark, *([by_code, marks.tag] if copied else [marks.tag, by_code])]
        votes = [place for place in ranked if place is not None]
        if not votes:
            return None
        counts = Counter(votes)
        chosen = max(votes, key=lambda place: (counts[place], -votes.index(place)))
        if len(counts) > 1 and not (copied and chosen == by_code):
            self._tell(marks, by_code, chosen)
        return chosen

    def _tell(self, marks: _Marks, by_code: Place | None, chosen: Place) -> None:
        said = ", ".join(
            f"{name} {_named(place)}"
            for name, place in (
                (_("content control"), marks.tag),
                (_("bookmark"), marks.bookmark),
                (_("visible code and label"), by_code),
            )
            if place is not None
        )
        told = _("The marks of a cell disagree ({said}); it was read as {chosen}.")
        self._found.issues.append(
            Issue(
                "warning",
                _named(chosen),
                told.format(said=said, chosen=_named(chosen)),
                rule="form.disagreement",
                provision_id=chosen.provision_id,
            )
        )


def without_label(text: str) -> str:
    """Return what stands in a label's cell beside the label.

    >>> without_label("Comment: too strict"), without_label("Comment")
    ('too strict', '')
    """
    if label_field(text) is not None:
        return ""
    for label in sorted(_printed_labels(), key=len, reverse=True):
        rest = text[len(label) :].lstrip()
        if text.startswith(label) and rest[:1] in {":", "-", "–", "—"}:
            return rest[1:].strip()
    return text


def label_field(text: str) -> Field | None:
    """Return what a row asks for by its label, in either language.

    >>> label_field("Rédaction proposée :"), label_field("Question de Mme Roux")
    ('proposed', None)
    """
    said = plain(text)
    return next((name for label, name in _labels().items() if label == said), None)


_LABELS: dict[Field, str] = {
    "position": "Position",
    "text": "Comment",
    "proposed": "Proposed wording",
    "rationale": "Rationale",
    "name": "Your name",
    "role": "Your role",
}
_HINTS = (
    "Write the comment here",
    "Write the wording you propose here",
    "Write the reasons here",
    "Write your name here",
    "Write your role here",
)
"""Both as the form writes them, before translation."""


@cache
def _printed_labels() -> dict[str, Field]:
    return {text_in(language, label): name for name, label in _LABELS.items() for language in LANGUAGES}


@cache
def _labels() -> dict[str, Field]:
    return {plain(label): name for label, name in _printed_labels().items()}


@cache
def _hints() -> frozenset[str]:
    said = {text_in(language, hint) for hint in _HINTS for language in LANGUAGES}
    choices = {
        " / ".join(
            text_in(language, name) for name in ("Support", "Oppose", "Amend", "Question", "No comment")
        )
        for language in LANGUAGES
    }
    return frozenset(said | choices)


def _named(place: Place) -> str:
    return f"{visible_code(place.provision_id)} {place.field}"


def _rows(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Row | None, list[Paragraph]]]:
    """Yield runs of paragraphs of one row of an outermost table, or outside of tables with None."""
    last: Row | None = None
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        row = _outermost(paragraph.container).row
        if run and row is not last:
            yield last, run
            run = []
        run.append(paragraph)
        last = row
    if run:
        yield last, run


def _outermost(container: Container) -> Container:
    """Return the cell of the outermost table that a container stands in, or a container outside of tables."""
    found = container
    while container.outer is not None:
        container = container.outer
        if container.row is not None:
            found = container
    return found


def _cells(members: Sequence[Paragraph]) -> list[list[Paragraph]]:
    cells: dict[int, list[Paragraph]] = {}
    for paragraph in members:
        cells.setdefault(id(_outermost(paragraph.container)), []).append(paragraph)
    return list(cells.values())


def _start(cell: Sequence[Paragraph]) -> str:
    return next((text for paragraph in cell if (text := paragraph.accepted.strip())), "")


def _row_element(row: FormRow) -> etree._Element:
    element = _outermost(row.cells[0][0].container).element
    while element.tag != w("tr"):
        parent = element.getparent()
        if parent is None:
            return element
        element = parent
    return element


def _controls(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the content controls in a row."""
    return row.iter(f"{{{W_NS}}}sdt")
