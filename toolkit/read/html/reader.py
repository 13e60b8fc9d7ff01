"""An HTML file → a `Reading`: decoded, parsed, surveyed for furniture and notes, and walked."""

from __future__ import annotations

from pathlib import Path

import msgspec
from lxml.html import HtmlElement

from toolkit.errors import BrokenInput
from toolkit.model.document import Document
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.block_text import squeeze
from toolkit.read.decoding import decode
from toolkit.read.html.css import read_rules
from toolkit.read.html.furniture import furniture_roles
from toolkit.read.html.notes import find_notes
from toolkit.read.html.tree import parse_page
from toolkit.read.html.walker import PageWalker


def read_html(path: Path, options: ReadOptions) -> Reading:
    """Read a web page; scripts are dropped, nothing is fetched, navigation is kept apart by its role.

    Raises:
        BrokenInput: nothing in it could be parsed.
    """
    decoded = decode(path.read_bytes())
    try:
        root, doubts = parse_page(decoded.text)
    except BrokenInput as error:
        raise BrokenInput(error.message, where=path.name, hint=error.hint) from error
    walker = PageWalker(
        rules=read_rules(root), roles=furniture_roles(root), notes=find_notes(root), view=options.view
    )
    blocks = walker.read(root)
    issues = tuple(msgspec.structs.replace(issue, where=path.name) for issue in (*decoded.issues, *doubts))
    return Reading(document=_document(root), blocks=tuple(blocks), issues=issues)


def _document(root: HtmlElement) -> Document:
    title = root.findtext(".//title") or ""
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Document(
        sha256="", name="", media_type="", title=squeeze(title), language=language[:2].lower(), reader="html"
    )
