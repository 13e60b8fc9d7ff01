"""The parts of a DOCX file, to read, change and add to: what is not touched is written byte for byte as it was."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from toolkit.export.annotated.names import OFFICE_RELATION, W_NS

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can have."""

_TYPES_PART = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT_TYPES = frozenset({f"{_WORD_TYPE}document.main+xml", f"{_WORD_TYPE}template.main+xml"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class UneditableError(Exception):
    """A package that cannot be edited: damaged, with macros, in the strict dialect. A document is rebuilt instead."""


class DocxPackage:
    """A DOCX file being edited."""

    def __init__(self, content: bytes) -> None:
        """Take the bytes of a file that a reader has accepted.

        Raises:
            UneditableError: it is no DOCX that can be edited as it is.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._bytes = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise UneditableError(str(error)) from error
        self._trees: dict[str, etree._Element] = {}
        self._types = self.xml(_TYPES_PART)
        self.main = self.related("", "officeDocument")
        if self.main not in self._bytes or self.xml(self.main).tag != f"{{{W_NS}}}document":
            raise UneditableError(self.main)
        self._make_document()

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part, to be changed in place.

        Raises:
            UneditableError: the part is missing or no XML.
        """
        if name not in self._trees:
            try:
                self._trees[name] = etree.fromstring(self._bytes[name], _PARSER)
            except (KeyError, etree.XMLSyntaxError) as error:
                raise UneditableError(name) from error
        return self._trees[name]

    def related(self, source: str, kind: str) -> str:
        """Return the part that `source` ("" for the package) is related to as `kind`, "" if there is none."""
        name = _relations_part(source)
        for relation in self.xml(name) if name in self._bytes else ():
            told = str(relation.get("Type", "")).rpartition("/")[2]
            if told == kind and relation.get("TargetMode") != "External":
                return _resolved(source, relation.get("Target", ""))
        return ""

    def put(self, name: str, root: etree._Element) -> None:
        """Set the root of a part."""
        self._trees[name] = root
        self._bytes.setdefault(name, b"")

    def add(
        self, source: str, wanted: str, root: etree._Element, *, relation: str, content_type: str
    ) -> None:
        """Add a part that `source` is related to; it gets another name if `wanted` is taken."""
        name = self._free(wanted)
        self.put(name, root)
        etree.SubElement(self._types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        relations_part = _relations_part(source)
        if relations_part not in self._bytes:
            self.put(relations_part, etree.fromstring(f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>'))
        relations = self.xml(relations_part)
        taken = {entry.get("Id") for entry in relations}
        number = next(number for number in range(1, len(taken) + 2) if f"rIdAnnotated{number}" not in taken)
        kind = relation if "/" in relation else f"{OFFICE_RELATION}/{relation}"
        folder = posixpath.dirname(source)
        etree.SubElement(
            relations,
            f"{_RELATIONS}Relationship",
            Id=f"rIdAnnotated{number}",
            Type=kind,
            Target=posixpath.relpath(name, folder) if folder else name,
        )

    def content(self) -> bytes:
        """Return the file, entries in their old order and undated."""
        made = io.BytesIO()
        names = sorted(self._bytes, key=lambda name: name != _TYPES_PART)
        with zipfile.ZipFile(made, "w") as archive:
            for name in names:
                entry = zipfile.ZipInfo(name, date_time=_EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self._written(name))
        return made.getvalue()

    def _written(self, name: str) -> bytes:
        root = self._trees.get(name)
        old = self._bytes[name]
        if root is None or (old and _canonical(root) == _canonical(etree.fromstring(old, _PARSER))):
            return old
        return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)

    def _free(self, wanted: str) -> str:
        stem, suffix = posixpath.splitext(wanted)
        names = (wanted, *(f"{stem}{number}{suffix}" for number in range(2, len(self._bytes) + 3)))
        return next(name for name in names if name not in self._bytes)

    def _make_document(self) -> None:
        """Turn a template into a document: the file is named .docx, and Word refuses one that says otherwise."""
        for entry in self._types:
            if entry.get("PartName") == f"/{self.main}":
                if entry.get("ContentType") not in _DOCUMENT_TYPES:
                    raise UneditableError(str(entry.get("ContentType")))
                entry.set("ContentType", f"{_WORD_TYPE}document.main+xml")


def _canonical(root: etree._Element) -> bytes:
    return etree.tostring(root)


def _relations_part(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(source: str, target: str) -> str:
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
    return posixpath.normpath(joined).lstrip("/")
