"""A zip package (DOCX, ODT) → its parts, after a guard has looked at the directory and before any unpacking.

Nothing is ever written to disk or fetched. What the guard refuses: bombs (total, one part, ratio, number of parts),
duplicate or overlapping parts, encryption. What the XML parser refuses: document type declarations and nesting
beyond 256 levels; other damage is repaired and reported as an issue.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from lxml import etree

from toolkit.errors import BrokenInput, LimitExceeded, PasswordNeeded
from toolkit.messages import _
from toolkit.model.issue import Issue

MIB = 1024 * 1024
MAX_PARTS = 10_000
MAX_XML_BYTES = 128 * MIB
"""Of one XML part: its tree takes about ten times as much memory."""
SMALL_BYTES = 32 * MIB
"""Unpacked size up to which a high compression ratio does no harm."""
MAX_RATIO = 100
"""Unpacked to packed; Word's own XML reaches about 30."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/diagram": b"http://schemas.openxmlformats.org/drawingml/2006/diagram",
}


@dataclass(frozen=True)
class Relation:
    """One entry of a part's relationships; `target` is a part name, or an address if `external`."""

    id: str
    kind: str
    """Last segment of the relationship type: "styles", "footnotes", "attachedTemplate", …"""
    target: str
    external: bool


class Package:
    """An open zip package. Use as a context manager; `issues` collects what was odd about its parts.

    With `content`, nothing is opened at `path`, which then only names the package: that of a mail's attachment.
    """

    def __init__(self, path: Path, *, max_bytes: int, content: bytes | None = None) -> None:
        self.where = path.name
        self.issues: list[Issue] = []
        try:
            self._zip = zipfile.ZipFile(path if content is None else io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _damaged(self.where, str(error)) from error
        try:
            _guard(self._zip.infolist(), where=self.where, max_bytes=max_bytes)
        except BaseException:
            self._zip.close()
            raise
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            BrokenInput: the part is missing or damaged.
        """
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise _damaged(self.where, _("the part {part} is missing").format(part=name)) from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise _damaged(f"{self.where}, {name}", str(error)) from error

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML part, strict Open XML namespaces read as the transitional ones.

        Raises:
            BrokenInput: the part is missing, declares a document type, is nested too deeply or is not XML.
            LimitExceeded: the part is larger than a tree in memory may be.
        """
        content = self.read(name)
        self._inspect(name, content)
        root = self._parsed(name, content)
        self._refuse_document_type(name, root)
        return root

    def optional_xml(self, name: str) -> etree._Element | None:
        """Return the root of an XML part that the document can be read without; None where missing or unreadable.

        Raises:
            BrokenInput: the part declares a document type.
            LimitExceeded: the part is larger than a tree in memory may be.
        """
        if name not in self.names:
            return None
        try:
            content = self.read(name)
        except BrokenInput as error:
            self.issues.append(Issue("warning", name, error.message))
            return None
        self._inspect(name, content)
        try:
            root = self._parsed(name, content)
        except BrokenInput as error:
            self.issues.append(Issue("warning", name, error.message))
            return None
        self._refuse_document_type(name, root)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relationships of `part` ("" for the package itself) by id."""
        folder, _slash, file = part.rpartition("/")
        root = self.optional_xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for entry in [] if root is None else root.iter(_RELATIONSHIP):
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            name = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            key = entry.get("Id", "")
            found[key] = Relation(key, entry.get("Type", "").rpartition("/")[2], name, external)
        return found

    def _inspect(self, name: str, content: bytes) -> None:
        where = f"{self.where}, {name}"
        if len(content) > MAX_XML_BYTES:
            raise _too_large(where, len(content), MAX_XML_BYTES)
        if _declares_doctype(content):
            raise _with_document_type(where)

    def _refuse_document_type(self, name: str, root: etree._Element) -> None:
        """Ask the tree too: a declaration may stand far from the start, or in an encoding of its own."""
        if root.getroottree().docinfo.internalDTD is not None:
            raise _with_document_type(f"{self.where}, {name}")

    def _parsed(self, name: str, content: bytes) -> etree._Element:
        if b"http://purl.oclc.org/ooxml/" in content:
            for strict, transitional in _STRICT_NAMESPACES.items():
                content = content.replace(strict, transitional)
        try:
            return etree.fromstring(content, _parser(recover=False))
        except etree.XMLSyntaxError as error:
            return self._repaired(name, content, error)

    def _repaired(self, name: str, content: bytes, error: etree.XMLSyntaxError) -> etree._Element:
        where = f"{self.where}, {name}"
        if "depth" in str(error) or "amplification" in str(error):
            message = _("its elements are nested too deeply to be a document.")
            raise BrokenInput(message, where=where, hint=_resave()) from error
        try:
            root: etree._Element | None = etree.fromstring(content, _parser(recover=True))
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            raise _damaged(where, str(error)) from error
        told = _("The XML is damaged ({detail}); it was read as far as possible.").format(detail=str(error))
        self.issues.append(Issue("error", name, told))
        return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _declares_doctype(content: bytes) -> bool:
    """Tell whether a document type is declared near the start, before a parser has to look at it."""
    head = content[: 64 * 1024].replace(b"\0", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _guard(parts: list[zipfile.ZipInfo], *, where: str, max_bytes: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise PasswordNeeded(
            _("the package is encrypted."), where=where, hint=_("Save a copy without a password.")
        )
    if len(parts) > MAX_PARTS:
        message = _("the package has {count} parts (limit {limit}).").format(
            count=len(parts), limit=MAX_PARTS
        )
        raise LimitExceeded(message, where=where, hint=_resave())
    if len({part.filename for part in parts}) < len(parts):
        raise BrokenInput(_("the package holds two parts of one name."), where=where, hint=_resave())
    _guard_sizes(parts, where=where, max_bytes=max_bytes)
    _guard_overlaps(parts, where=where)


def _guard_sizes(parts: list[zipfile.ZipInfo], *, where: str, max_bytes: int) -> None:
    total = sum(part.file_size for part in parts)
    if total > max_bytes:
        raise _too_large(where, total, max_bytes)
    for part in parts:
        if part.file_size > SMALL_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise LimitExceeded(
                _("unpacked it takes {size} MiB, {ratio} times its packed size, as no document does.").format(
                    size=part.file_size // MIB, ratio=part.file_size // max(part.compress_size, 1)
                ),
                where=f"{where}, {part.filename}",
                hint=_resave(),
            )


def _guard_overlaps(parts: list[zipfile.ZipInfo], *, where: str) -> None:
    """Refuse parts that share bytes, with which a small file unpacks to petabytes (Fifield, "A better zip bomb")."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise BrokenInput(_("parts of the package overlap."), where=where, hint=_resave())
        end = part.header_offset + part.compress_size


def _with_document_type(where: str) -> BrokenInput:
    return BrokenInput(
        _("it declares a document type, which no office program writes and attacks use."),
        where=where,
        hint=_resave(),
    )


def _damaged(where: str, detail: str) -> BrokenInput:
    return BrokenInput(
        _("the package is damaged or incomplete ({detail}).").format(detail=detail),
        where=where,
        hint=_("Ask for the file again, or open it in a word processor and save it anew."),
    )


def _too_large(where: str, size: int, limit: int) -> LimitExceeded:
    return LimitExceeded(
        _(
            "unpacked it takes {size} MiB, which is more than a document of this kind can need ({limit} MiB)."
        ).format(size=size // MIB, limit=limit // MIB),
        where=where,
        hint=_("If you trust the file, open it in a word processor and save it anew."),
    )


def _resave() -> str:
    return _("Open it in a word processor and save it anew.")
