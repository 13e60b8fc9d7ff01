"""Paragraphs and tables → a plain Word file, an OpenDocument text, a printed PDF or notes in a text file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from lxml.etree import _Element

from building.contributions.package import core_properties, pack
from building.contributions.source import Remark, Sent
from building.contributions.times import moment
from building.word_xml import paragraph, run, serialise, text, w

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
PAGE = {"w": 11906, "h": 16838}
WIDE_TWIPS, NARROW_TWIPS = 4400, 1150


@dataclass(frozen=True)
class Line:
    """A paragraph of a letter, or a heading in it."""

    words: str
    is_heading: bool = False


def lines_of(sent: Sent) -> list[Line]:
    """Return a letter from its opening to its closing."""
    lines = [Line(words) for words in sent.opening]
    for remark in sent.remarks:
        if remark.heading:
            lines.append(Line(remark.heading, is_heading=True))
        lines.append(Line(remark.text))
    return [*lines, *(Line(words) for words in sent.closing)]


def table_of(sent: Sent) -> list[list[str]]:
    """Return the table of a contributor: the heads, then a row for each remark."""
    rows = [
        [_cell(sent, remark, name, number) for _head, name in sent.columns]
        for number, remark in enumerate(sent.remarks, 1)
    ]
    return [[head for head, _name in sent.columns], *rows]


def _cell(sent: Sent, remark: Remark, name: str, number: int) -> str:
    if name == "number":
        return str(number)
    return str(getattr(remark, name, "") or getattr(sent, name, ""))


def write_letter(sent: Sent) -> bytes:
    """Return a letter as a Word file."""
    body = [paragraph(_style(line), run(text(line.words))) for line in lines_of(sent)]
    return _word_file(sent, body)


def write_table(sent: Sent) -> bytes:
    """Return a Word file that holds a title, where there is one, and a table."""
    names = [name for _head, name in sent.columns]
    rows = [
        w("tr", *(_table_cell(words, name) for words, name in zip(row, names, strict=True)))
        for row in table_of(sent)
    ]
    grid = w("tblGrid", *(w("gridCol", w=_width(name)) for name in names))
    border = [
        w(side, val="single", sz=4) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    table = w("tbl", w("tblPr", w("tblW", w=0, type="auto"), w("tblBorders", *border)), grid, *rows)
    title = [paragraph("Heading1", run(text(sent.title)))] if sent.title else []
    return _word_file(sent, [*title, table, w("p")], landscape=True)


def _style(line: Line) -> str:
    return "Heading1" if line.is_heading else "Normal"


def _width(name: str) -> int:
    return WIDE_TWIPS if name in ("text", "proposed") else NARROW_TWIPS


def _table_cell(words: str, name: str) -> _Element:
    width = w("tcW", w=_width(name), type="dxa")
    return w("tc", w("tcPr", width), paragraph("Normal", run(text(words))))


def _word_file(sent: Sent, body: list[_Element], *, landscape: bool = False) -> bytes:
    page = {"w": PAGE["h"], "h": PAGE["w"], "orient": "landscape"} if landscape else PAGE
    margins = dict.fromkeys(("top", "right", "bottom", "left"), 1134)
    section = w("sectPr", w("pgSz", **page), w("pgMar", **margins, header=567, footer=567, gutter=0))
    return pack(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                [
                    (f"{OFFICE}/officeDocument", "word/document.xml"),
                    (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ]
            ),
            "word/document.xml": serialise(w("document", w("body", *body, section))),
            "word/styles.xml": serialise(_styles()),
            "word/_rels/document.xml.rels": _relationships([(f"{OFFICE}/styles", "styles.xml")]),
            "docProps/core.xml": core_properties(sent.author, moment(sent.date), title=sent.title),
        }
    )


def _styles() -> _Element:
    letters = w("rPrDefault", w("rPr", w("rFonts", ascii="Carlito", hAnsi="Carlito"), w("sz", val=22)))
    spacing = w("pPrDefault", w("pPr", w("spacing", after=120)))
    normal = w("style", w("name", val="Normal"), type="paragraph", styleId="Normal", default=1)
    heading = w(
        "style",
        w("name", val="heading 1"),
        w("basedOn", val="Normal"),
        w("next", val="Normal"),
        w("pPr", w("keepNext"), w("outlineLvl", val=0)),
        w("rPr", w("b")),
        type="paragraph",
        styleId="Heading1",
    )
    return w("styles", w("docDefaults", letters, spacing), normal, heading)


def _content_types() -> str:
    overrides = (
        ("/word/document.xml", f"{WORD_TYPE}.document.main+xml"),
        ("/word/styles.xml", f"{WORD_TYPE}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(rows: list[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(rows, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def write_odt(sent: Sent) -> bytes:
    """Return a letter as an OpenDocument text."""
    names = f'xmlns:office="{OASIS}:office:1.0" xmlns:text="{OASIS}:text:1.0" xmlns:meta="{OASIS}:meta:1.0"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    body = "".join(
        f'<text:h text:outline-level="1">{escape(line.words)}</text:h>'
        if line.is_heading
        else f"<text:p>{escape(line.words)}</text:p>"
        for line in lines_of(sent)
    )
    meta = (
        f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{escape(sent.author)}</dc:creator>'
        f"<meta:creation-date>{moment(sent.date):%Y-%m-%dT%H:%M:%S}</meta:creation-date>"
    )
    files = (("/", ODT_TYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    manifest = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files
    )
    return pack(
        {
            "mimetype": ODT_TYPE,
            "content.xml": f'{head}<office:document-content {names} office:version="1.3"><office:body><office:text>{body}'
            "</office:text></office:body></office:document-content>",
            "meta.xml": f'{head}<office:document-meta {names} office:version="1.3"><office:meta>{meta}'
            "</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0"'
            f' manifest:version="1.3">{manifest}</manifest:manifest>',
        },
        stored=frozenset({"mimetype"}),
    )


def write_notes(sent: Sent) -> bytes:
    """Return notes as somebody types them: a line each, an empty one between."""
    return "\n\n".join(line.words for line in lines_of(sent)).encode() + b"\n"


def print_letter(sent: Sent, target: Path) -> None:
    """Print a letter as PDF; LibreOffice does it.

    Raises:
        subprocess.CalledProcessError: LibreOffice failed.
    """
    from building.pdf import print_pdf

    print_pdf(write_letter(sent), target, day=sent.date)
