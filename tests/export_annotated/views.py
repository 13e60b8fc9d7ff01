"""A Word document with tracked changes → its paragraphs as they read when some authors' changes are accepted or rejected.

Written from the standard (ISO 29500-1, 17.13.5) and not from the code under test.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def part(content: bytes | Path, name: str = "word/document.xml") -> etree._Element:
    source = content if isinstance(content, Path) else io.BytesIO(content)
    with zipfile.ZipFile(source) as archive:
        return etree.fromstring(archive.read(name))


def has_part(content: bytes, name: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return name in archive.namelist()


def lines(root: etree._Element, *, rejected: Collection[str] = (), gone_rows: bool = True) -> list[str]:
    """Return the text of each paragraph: changes of the `rejected` authors undone, all others accepted."""
    found: list[str] = []
    pending = ""
    for paragraph in root.iter(q("p")):
        if gone_rows and any(
            _goes(row.find(f"{q('trPr')}/{q('del')}"), rejected) for row in paragraph.iterancestors(q("tr"))
        ):
            continue
        pending += _own_text(paragraph, rejected)
        marks = paragraph.find(f"{q('pPr')}/{q('rPr')}")
        if marks is not None and any(_goes(mark, rejected) for mark in marks):
            continue
        found.append(pending)
        pending = ""
    return [*found, *([pending] if pending else [])]


def words(root: etree._Element, *, rejected: Collection[str] = ()) -> list[str]:
    """Return the paragraphs with text, spaces squeezed."""
    return [squeezed for line in lines(root, rejected=rejected) if (squeezed := " ".join(line.split()))]


def _own_text(paragraph: etree._Element, rejected: Collection[str]) -> str:
    text = ""
    for node in paragraph.iter(q("t"), q("delText"), *map(q, _TEXT)):
        if (
            next(node.iterancestors(q("p"))) is not paragraph
            or next(node.iterancestors(q("pPr")), None) is not None
        ):
            continue
        if any(
            _goes(change, rejected)
            for change in node.iterancestors(*map(q, ("ins", "del", "moveFrom", "moveTo")))
        ):
            continue
        name = etree.QName(node).localname
        text += _TEXT.get(name, node.text or "")
    return text


def _goes(mark: etree._Element | None, rejected: Collection[str]) -> bool:
    """Tell whether what stands in a change, or the paragraph end that it marks, is gone."""
    if mark is None:
        return False
    undone = mark.get(q("author")) in rejected
    return mark.tag in ((q("ins"), q("moveTo")) if undone else (q("del"), q("moveFrom")))
