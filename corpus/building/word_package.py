"""Pack a draft as a DOCX whose bytes depend on the source alone."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from lxml.etree import _Element

from building.draft import Draft
from building.word_body import WordBody
from building.word_xml import field, paragraph, run, serialise, text, w

HERE = Path(__file__).parent / "word"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = (
    "styles", "numbering", "settings", "footnotes", "header1", "header2", "footer1", "footer2", "fontTable", "theme1",
)  # fmt: skip
"""Parts beside the document, in the order of their relationship ids."""
CONTENT_TYPES = {
    "document": f"{WORD_TYPE}.document.main+xml",
    "theme1": "application/vnd.openxmlformats-officedocument.theme+xml",
}
"""Of the parts of the document, where it is not the main type with the part's name."""
PROPERTY_TYPES = {
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
A4_TWIPS = (11906, 16838)
MARGIN_TWIPS = 1276


def write_docx(draft: Draft, pages: dict[str, int]) -> bytes:
    """Return the package; `pages` gives the printed page of each heading by its anchor."""
    body = WordBody(draft, pages)
    blocks = body.blocks()
    document = w("document", w("body", *blocks, _section()))
    parts = {
        "document": serialise(document),
        "styles": (HERE / "styles.xml")
        .read_text(encoding="utf-8")
        .replace("{locale}", LOCALES[draft.language])
        .encode(),
        "numbering": serialise(body.numbering.to_part()),
        "settings": serialise(_settings()),
        "footnotes": serialise(body.text.footnotes_part()),
        "header1": serialise(w("hdr", paragraph("Header", run(text(draft.title))))),
        "header2": serialise(w("hdr", paragraph("Header", run(text(draft.issuer))))),
        "footer1": serialise(w("ftr", _footer(draft))),
        "footer2": serialise(w("ftr", _footer(draft))),
        "fontTable": (HERE / "fontTable.xml").read_bytes(),
        "theme1": (HERE / "theme1.xml").read_bytes(),
    }
    return _zip(parts, draft)


def _section() -> _Element:
    marks = (
        ("header", "default", "header1"),
        ("header", "even", "header2"),
        ("footer", "default", "footer1"),
        ("footer", "even", "footer2"),
    )
    references = [w(f"{kind}Reference", type=side, r_id=_relationship(part)) for kind, side, part in marks]
    return w(
        "sectPr",
        *references,
        w("pgSz", w=A4_TWIPS[0], h=A4_TWIPS[1]),
        w(
            "pgMar",
            top=1474,
            right=MARGIN_TWIPS,
            bottom=1304,
            left=MARGIN_TWIPS,
            header=709,
            footer=624,
            gutter=0,
        ),
        w("titlePg"),
    )


def _settings() -> _Element:
    separators = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
    compatibility = w(
        "compat",
        w(
            "compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        ),
    )
    return w("settings", w("evenAndOddHeaders"), separators, compatibility)


def _footer(draft: Draft) -> _Element:
    before, rest = draft.page_label.split("{page}")
    between, after = rest.split("{pages}")
    counted = [run(text(before)), *field("PAGE", "2"), run(text(between)), *field("NUMPAGES", "2")]
    tail = [run(text(after))] if after else []
    return paragraph("Footer", run(text(draft.version)), run(w("tab")), *counted, *tail)


def _relationship(part: str) -> str:
    return f"rId{PARTS.index(part) + 1}"


def _zip(parts: dict[str, bytes], draft: Draft) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        _store(package, "[Content_Types].xml", _content_types().encode())
        _store(package, "_rels/.rels", _root_relationships().encode())
        for name, content in parts.items():
            _store(package, f"word/{name}.xml", content)
        _store(package, "word/_rels/document.xml.rels", _document_relationships().encode())
        _store(package, "docProps/core.xml", _core_properties(draft).encode())
        _store(package, "docProps/app.xml", _app_properties(draft).encode())
    return packed.getvalue()


def _store(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)


def _content_types() -> str:
    plain_names = {part: f"{WORD_TYPE}.{part.rstrip('12')}+xml" for part in PARTS}
    in_word = {f"/word/{part}.xml": kind for part, kind in (plain_names | CONTENT_TYPES).items()}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in (in_word | PROPERTY_TYPES).items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(rows: list[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _root_relationships() -> str:
    return _relationships(
        [
            ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ]
    )


def _document_relationships() -> str:
    return _relationships(
        [(_relationship(part), f"{OFFICE}/{part.rstrip('12')}", f"{part}.xml") for part in PARTS]
    )


def _core_properties(draft: Draft) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{draft.date.isoformat()}T08:00:00Z'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(draft.title)}</dc:title><dc:subject>{escape(draft.version)}</dc:subject>"
        f"<dc:creator>{escape(draft.issuer)}</dc:creator><dc:language>{LOCALES[draft.language]}</dc:language>"
        f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified></cp:coreProperties>"
    )


def _app_properties(draft: Draft) -> str:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Properties xmlns="{namespace}"><Company>{escape(draft.issuer)}</Company></Properties>'
