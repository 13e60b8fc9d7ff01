"""A DOCX file → a `Reading`: body, notes, headers and footers, and what was odd about the package."""

from __future__ import annotations

from pathlib import Path

import msgspec
from lxml import etree

from toolkit.model.document import Document
from toolkit.model.layout import Block, BlockRole
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.docx import oddities
from toolkit.read.docx.context import Context, NoteBook, Story
from toolkit.read.docx.fields import FieldStack
from toolkit.read.docx.names import R_ID, toggle, w
from toolkit.read.docx.numbering import Counters, read_numbering
from toolkit.read.docx.properties import read_properties
from toolkit.read.docx.styles import StyleSheet
from toolkit.read.docx.walker import Walker
from toolkit.read.package import Package, Relation
from toolkit.read.silence import has_text, pictures_only

_MAIN = "word/document.xml"
_LONE_TITLE = 120
"""A single framed paragraph shorter than this is a title bar, not a box."""


def read_docx(path: Path, options: ReadOptions) -> Reading:
    """Read a Word document; nothing in it is fetched or run, the file's hash is left to the caller.

    Raises:
        BrokenInput: no readable main part, a document type declaration, damage beyond repair.
        LimitExceeded: it unpacks to more than allowed.
        PasswordNeeded: the package is encrypted.
        NoTextLayer: it shows pictures and no text.
    """
    with Package(path, max_bytes=options.max_bytes) as package:
        return _Reader(package, options).read()


class _Reader:
    def __init__(self, package: Package, options: ReadOptions) -> None:
        self.package = package
        self.main = main_part(package)
        self.root = package.xml(self.main)
        self.relations = package.relations(self.main)
        self.properties = read_properties(package)
        self.settings = self._part("settings")
        self.sections = list(self.root.iter(w("sectPr")))
        self.context = self._context(options)

    def read(self) -> Reading:
        body = self.root.find(w("body"))
        story = self._story(self.main, self.relations, "body", self.root)
        blocks = [] if body is None else Walker(self.context, story).read(body)
        pages = self.context.page
        headers, footers = self._furniture("header"), self._furniture("footer")
        blocks = _without_lone_frames([*headers, *blocks, *footers])
        if not has_text(blocks) and any(name.startswith("word/media/") for name in self.package.names):
            raise pictures_only(self.package.where)
        issues = [*self.package.issues, *oddities.package_issues(self.package), *self.context.told]
        return Reading(
            document=self._document(), blocks=tuple(self._paged(blocks, pages)), issues=tuple(issues)
        )

    def _context(self, options: ReadOptions) -> Context:
        styles = StyleSheet(self._part("styles"))
        notes = NoteBook(settings=self.settings, sections=self.sections)
        for kind in ("footnote", "endnote"):
            notes.add_part(kind, self._name(f"{kind}s"), self._part(f"{kind}s"))
        numbering = read_numbering(self._part("numbering"), styles)
        return Context(
            package=self.package,
            styles=styles,
            numbering=numbering,
            notes=notes,
            view=options.view,
            language=styles.language or self.properties.language or "en",
        )

    def _name(self, kind: str) -> str:
        for relation in self.relations.values():
            if relation.kind == kind and not relation.external:
                return relation.target
        return ""

    def _part(self, kind: str) -> etree._Element | None:
        name = self._name(kind)
        return self.package.optional_xml(name) if name else None

    def _story(
        self, part: str, relations: dict[str, Relation], role: BlockRole, root: etree._Element
    ) -> Story:
        return Story(
            part=part,
            relations=relations,
            counters=Counters(self.context.numbering, self.context.language),
            fields=FieldStack(root),
            role=role,
        )

    def _furniture(self, role: BlockRole) -> list[Block]:
        """Read each header or footer that is printed on some page, once."""
        parts: dict[str, None] = {}
        for section in self.sections:
            for reference in section.iterfind(w(f"{role}Reference")):
                relation = self.relations.get(reference.get(R_ID, ""))
                if relation is not None and not relation.external and self._is_printed(reference, section):
                    parts.setdefault(relation.target)
        found: list[Block] = []
        for part in parts:
            root = self.package.optional_xml(part)
            if root is not None:
                story = self._story(part, self.package.relations(part), role, root)
                found += Walker(self.context, story).read(root)
        return [msgspec.structs.replace(block, page_number=None, container="") for block in found]

    def _is_printed(self, reference: etree._Element, section: etree._Element) -> bool:
        kind = reference.get(w("type"), "default")
        if kind == "first":
            return bool(toggle(section, "titlePg"))
        return kind != "even" or bool(toggle(self.settings, "evenAndOddHeaders"))

    def _paged(self, blocks: list[Block], pages: int) -> list[Block]:
        """Keep page numbers only where the noted breaks agree with the page count that Word noted."""
        if pages > 1 and pages == self.properties.page_count:
            return blocks
        return [msgspec.structs.replace(block, page_number=None) for block in blocks]

    def _document(self) -> Document:
        return Document(
            sha256="",
            name="",
            media_type="",
            title=self.properties.title,
            language=(self.context.styles.language or self.properties.language)[:2].lower(),
            created=self.properties.created,
            modified=self.properties.modified,
            reader="docx",
        )


def main_part(package: Package) -> str:
    """Return the name of the part that holds the body."""
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and not relation.external and relation.target in package.names:
            return relation.target
    return _MAIN


def _without_lone_frames(blocks: list[Block]) -> list[Block]:
    """Take single short framed paragraphs out of their container: a framed line is a title."""
    count: dict[str, int] = {}
    for block in blocks:
        count[block.container] = count.get(block.container, 0) + 1
    return [
        msgspec.structs.replace(block, container="")
        if block.container.startswith("frame")
        and count[block.container] == 1
        and len(block.text) < _LONE_TITLE
        else block
        for block in blocks
    ]
