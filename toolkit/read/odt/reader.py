"""An ODT file → a `Reading`: body, notes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from lxml import etree

from toolkit.errors import BrokenInput, PasswordNeeded
from toolkit.messages import _
from toolkit.model.document import Document
from toolkit.model.issue import Issue
from toolkit.model.layout import Block, BlockRole
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.block_text import squeeze
from toolkit.read.odt.context import Context, read_changes
from toolkit.read.odt.names import q, whole
from toolkit.read.odt.styles import StyleSheet
from toolkit.read.odt.walker import Walker
from toolkit.read.package import Package
from toolkit.read.silence import has_text, pictures_only


def read_odt(path: Path, options: ReadOptions) -> Reading:
    """Read an OpenDocument text; nothing in it is fetched or run, the file's hash is left to the caller.

    Raises:
        BrokenInput: no readable content, a document type declaration, damage beyond repair.
        LimitExceeded: it unpacks to more than allowed.
        PasswordNeeded: it is encrypted.
        NoTextLayer: it shows pictures and no text.
    """
    with Package(path, max_bytes=options.max_bytes) as package:
        _refuse_encrypted(package)
        content = package.xml("content.xml")
        named = package.optional_xml("styles.xml")
        meta = package.optional_xml("meta.xml")
        issues = [*package.issues, *_oddities(package)]
    body = content.find(f"{q('office:body')}/{q('office:text')}")
    if body is None:
        raise BrokenInput(_("the document has no text."), where=path.name, hint=_("Save it anew as ODT."))
    styles = StyleSheet(content, named)
    insertions, deletions = read_changes(body)
    document = _document(meta)
    context = Context(styles, options.view, document.language or "en", insertions, deletions)
    blocks = Walker(context).read(body)
    pages = context.page
    headers, footers = _furniture(context, named, "header"), _furniture(context, named, "footer")
    blocks = [*headers, *_paged(blocks, pages, meta), *footers]
    if not has_text(blocks) and any(name.startswith("Pictures/") for name in package.names):
        raise pictures_only(path.name)
    return Reading(document=document, blocks=tuple(blocks), issues=(*issues, *context.issues))


def _refuse_encrypted(package: Package) -> None:
    manifest = package.optional_xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(q("manifest:encryption-data")), None) is not None:
        raise PasswordNeeded(
            _("it is encrypted."),
            where=package.where,
            hint=_("Open it with its password and save a copy without one."),
        )


def _oddities(package: Package) -> Iterator[Issue]:
    if any(name.startswith("Basic/") for name in package.names):
        yield Issue("warning", "Basic", _("The document contains macros; they were not run."))


def _furniture(context: Context, named: etree._Element | None, role: BlockRole) -> list[Block]:
    """Read the headers or footers of the page styles, each text once."""
    found: dict[str, Block] = {}
    for master in [] if named is None else named.iter(q("style:master-page")):
        for ending in ("", "-left", "-first"):
            for element in master.iterfind(q(f"style:{role}{ending}")):
                if element.get(q("style:display")) != "false":
                    for block in Walker(context, role=role).read(element):
                        found.setdefault(repr((block.text, block.rows)), block)
    return [msgspec.structs.replace(block, page_number=None) for block in found.values()]


def _paged(blocks: list[Block], pages: int, meta: etree._Element | None) -> list[Block]:
    """Keep page numbers only where the noted breaks agree with the page count that the program noted."""
    statistic = None if meta is None else next(meta.iter(q("meta:document-statistic")), None)
    stated = 0 if statistic is None else whole(statistic.get(q("meta:page-count")), 0)
    if pages > 1 and pages == stated:
        return blocks
    return [msgspec.structs.replace(block, page_number=None) for block in blocks]


def _document(meta: etree._Element | None) -> Document:
    def stated(name: str) -> str:
        found = None if meta is None else next(meta.iter(q(name)), None)
        return "" if found is None else squeeze(found.text or "")

    return Document(
        sha256="",
        name="",
        media_type="",
        title=stated("dc:title"),
        language=stated("dc:language")[:2].lower(),
        created=stated("meta:creation-date"),
        modified=stated("dc:date"),
        reader="odt",
    )
