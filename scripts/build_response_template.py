"""Build `templates/response/response.docx` from nothing but this file and `response_styles.py` beside it.

Usage: build_response_template.py [TARGET]. Run it after a change here; the result is committed. People who only want another look restyle the document in
Word instead: it shows one sample of each style. Nothing is kept of an office program's own default template.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from response_styles import (
    A4_HEIGHT,
    A4_WIDTH,
    AMBER,
    BLUE,
    FONT,
    GREEN,
    GREY,
    INK,
    LOOKS,
    MARGIN,
    METRIC_TWIN,
    MONOSPACE,
    MONOSPACE_TWIN,
    NAMESPACES,
    NAVY,
    RED,
    TEXT_WIDTH,
    TINT,
    XML,
    style_id,
    styles,
)

from toolkit.export.word.styles import CharacterStyle as C
from toolkit.export.word.styles import ParagraphStyle as P
from toolkit.export.word.styles import TableStyle as T

TARGET = Path(__file__).parent.parent / "templates" / "response" / "response.docx"

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_PARTS = ("styles", "settings", "fontTable", "theme", "header", "footer")


def paragraph(text: str, style: P) -> str:
    """Return one `w:p`."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
    )


def document() -> str:
    """Return `document.xml`: one sample of each style, which an export replaces."""
    samples = [
        paragraph(f"{name} — sample text, replaced by the export", name)
        for name in LOOKS
        if name not in MARGINS
    ]
    letters = [
        f'<w:p><w:r><w:rPr><w:rStyle w:val="{style_id(name)}"/></w:rPr><w:t>{name}</w:t></w:r></w:p>'
        for name in C
    ]
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId6"/><w:footerReference w:type="default" r:id="rId7"/>'
        f'<w:pgSz w:w="{A4_WIDTH}" w:h="{A4_HEIGHT}"/>'
        f'<w:pgMar w:top="1474" w:right="{MARGIN}" w:bottom="1304" w:left="{MARGIN}" w:header="680" w:footer="567" '
        'w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    tables = "".join(map(sample_table, T))
    return f"{XML}<w:document {NAMESPACES}><w:body>{''.join(samples + letters)}{tables}{section}</w:body></w:document>"


MARGINS = (P.HEADER, P.FOOTER)


def sample_table(style: T) -> str:
    """Return a table of two rows in `style`, and the paragraph that must stand between two tables."""
    half = TEXT_WIDTH // 2
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/></w:tcPr>{paragraph(style, P.TABLE_TEXT)}</w:tc>'
    row = f"<w:tr>{cell}{cell}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id(style)}"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLook w:firstRow="1"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>{row}{row}</w:tbl>'
        f"{paragraph(f'(end of {style})', P.READING_NOTE)}"
    )


def field(instruction: str, result: str) -> str:
    """Return a field that Word computes."""
    return (
        f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}><w:r><w:t>{result}</w:t></w:r></w:fldSimple>"
    )


def header() -> str:
    """Return `header1.xml`: respondent and title, filled in by the export from the document's properties."""
    return (
        f'{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style_id(P.HEADER)}"/></w:pPr>'
        f"{field('AUTHOR', 'Respondent')}<w:r><w:tab/></w:r>{field('SUBJECT', 'Consultation')}</w:p></w:hdr>"
    )


def footer() -> str:
    """Return `footer1.xml`: title and "page / pages"."""
    return (
        f'{XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style_id(P.FOOTER)}"/></w:pPr>'
        f'{field("TITLE", "Title")}<w:r><w:tab/></w:r>{field("PAGE", "1")}<w:r><w:t xml:space="preserve"> / </w:t>'
        f"</w:r>{field('NUMPAGES', '1')}</w:p></w:ftr>"
    )


def font_table() -> str:
    """Return `fontTable.xml`, which names the fonts to use where ours are missing."""
    fonts = ((FONT, METRIC_TWIN, "swiss", "variable"), (MONOSPACE, MONOSPACE_TWIN, "modern", "fixed"))
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{twin}"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, twin, family, pitch in fonts
    )
    return f"{XML}<w:fonts {NAMESPACES}>{entries}</w:fonts>"


def settings() -> str:
    """Return `settings.xml`."""
    compatibility = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return (
        f'{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{compatibility}<w:themeFontLang w:val="fr-FR"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


THEME_COLORS = (
    ("dk1", INK), ("lt1", "FFFFFF"), ("dk2", NAVY), ("lt2", TINT), ("accent1", NAVY), ("accent2", BLUE),
    ("accent3", GREEN), ("accent4", AMBER), ("accent5", RED), ("accent6", GREY), ("hlink", BLUE), ("folHlink", GREY),
)  # fmt: skip


def theme() -> str:
    """Return `theme1.xml`: our colours and font in Word's pickers, and the plainest fills and lines it admits."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in THEME_COLORS)
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Response">'
        f'<a:themeElements><a:clrScheme name="Response">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Response"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Response"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def relationships(entries: list[tuple[str, str]]) -> str:
    """Return a `.rels` part for (type, target) pairs, from rId2 on."""
    rels = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, start=2)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>'


def file_name(part: str) -> str:
    """Return the name of a part of the main document."""
    return f"theme/{part}1.xml" if part == "theme" else f"{part}1.xml" if part in MARGINS else f"{part}.xml"


def content_types() -> str:
    """Return `[Content_Types].xml`."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = [("/word/document.xml", f"{word}.document.main+xml")]
    overrides += [
        (f"/word/{file_name(part)}", f"{word}.{part}+xml") for part in WORD_PARTS if part != "theme"
    ]
    overrides.append(("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"))
    overrides.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
        + "</Types>"
    )


def core_properties() -> str:
    """Return `docProps/core.xml`."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Template of the response</dc:title></cp:coreProperties>'
    )


def build(target: Path) -> None:
    """Write the template; the same bytes each time."""
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            [
                (f"{OFFICE}/officeDocument", "word/document.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            [(f"{OFFICE}/{part}", file_name(part)) for part in WORD_PARTS]
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": header(),
        "word/footer1.xml": footer(),
        "docProps/core.xml": core_properties(),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content.encode())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
