"""Documents built from a few lines of markup, read at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from toolkit.model.layout import Block, View
from toolkit.model.reading import Reading, ReadOptions
from toolkit.read.reader import read_file

ReadWord = Callable[..., Reading]
ReadPage = Callable[..., Reading]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    }.items()
)
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
    '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>'
)
_ROOTS = {"document": "document", "header1": "hdr", "footer1": "ftr"}


def relationships(entries: Mapping[str, str]) -> str:
    """Write a relationships part: id and kind are the key, the target is the value."""
    lines = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for kind, target in entries.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def write_word(
    path: Path,
    body: str,
    *,
    links: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    **parts: str,
) -> Path:
    """Write a DOCX: `parts` are the contents of the roots of word/NAME.xml, `files` whole further files."""
    targets = {name: f"{name}.xml" for name in parts} | dict(links or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
        package.writestr("word/_rels/document.xml.rels", relationships(targets))
        for name, content in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            root = _ROOTS.get(name, name)
            package.writestr(f"word/{name}.xml", f"<w:{root} {_NAMESPACES}>{content}</w:{root}>")
        for name, content in (files or {}).items():
            package.writestr(name, content)
    return path


def write_odt(
    path: Path, body: str, *, styles: str = "", named: str = "", files: Mapping[str, str] | None = None
) -> Path:
    """Write an ODT: `styles` go into content.xml, `named` is the content of styles.xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        package.writestr(
            "styles.xml", f"<office:document-styles {_NAMESPACES}>{named}</office:document-styles>"
        )
        for name, content in (files or {}).items():
            package.writestr(name, content)
    return path


@pytest.fixture
def read_word(tmp_path: Path) -> ReadWord:
    """Read a DOCX made of a body and further parts."""

    def read(body: str, *, view: View = "accepted", **parts: object) -> Reading:
        path = write_word(tmp_path / "draft.docx", body, **parts)  # type: ignore[arg-type]
        return read_file(path, ReadOptions(view=view))

    return read


@pytest.fixture
def read_odt(tmp_path: Path) -> ReadWord:
    """Read an ODT made of a body and styles."""

    def read(body: str, *, view: View = "accepted", **parts: str) -> Reading:
        return read_file(write_odt(tmp_path / "draft.odt", body, **parts), ReadOptions(view=view))  # type: ignore[arg-type]

    return read


@pytest.fixture
def read_page(tmp_path: Path) -> ReadPage:
    """Read an HTML page, given as text or as bytes."""

    def read(page: str | bytes, *, view: View = "accepted") -> Reading:
        path = tmp_path / "page.html"
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        return read_file(path, ReadOptions(view=view))

    return read


@pytest.fixture
def read_plain(tmp_path: Path) -> ReadPage:
    """Read a plain text."""

    def read(text: str) -> Reading:
        path = tmp_path / "draft.txt"
        path.write_bytes(text.encode())
        return read_file(path, ReadOptions())

    return read


@pytest.fixture
def outline() -> Callable[[Reading], list[str]]:
    """Write a reading one line a block: role or level, label, text."""

    def write(reading: Reading) -> list[str]:
        return [_line(block) for block in reading.blocks]

    return write


def _line(block: Block) -> str:
    kind = block.role if block.role != "body" else ""
    kind = f"h{block.outline_level}" if block.outline_level else kind
    kind = "hidden" if block.hidden else kind
    words = " / ".join(" | ".join(row) for row in block.rows) if block.kind == "table" else block.text
    return " ".join(filter(None, (f"{kind}:" if kind else "", block.label, words)))
