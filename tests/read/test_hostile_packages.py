"""Packages that attack or are broken end in one of our errors or in an issue, quickly."""

from __future__ import annotations

import zipfile

import pytest

from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, NoTextLayer, PasswordNeeded, WrongType
from toolkit.model.reading import ReadOptions
from toolkit.read.reader import read_file

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "<w:p><w:r><w:t>texte</w:t></w:r></w:p>"


@pytest.fixture
def package(tmp_path):
    """Write a package of given parts under the name of a Word document."""

    def write(parts, *, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "attack.docx"
        with zipfile.ZipFile(path, "w", compression) as file:
            for name, content in parts.items():
                file.writestr(name, content)
        return path

    return write


def document(body, head=""):
    return f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "entity": ({"word/document.xml": document("<w:p><w:r><w:t>a &x; b</w:t></w:r></w:p>", ENTITY)}, BrokenInput),
    "entity in UTF-16": (
        {"word/document.xml": ('<?xml version="1.0" encoding="utf-16"?>' + document(TEXT, ENTITY)).encode("utf-16")},
        BrokenInput,
    ),
    "entity far from the start": (
        {
            "word/document.xml": document(
                "<w:p><w:r><w:t>a &x; b</w:t></w:r></w:p>", f"<!--{' ' * 70_000}-->{ENTITY}"
            )
        },
        BrokenInput,
    ),
    "entity in an encoding of its own": (
        {
            "word/document.xml": (
                '<?xml version="1.0" encoding="IBM037"?>'
                + document("<w:p><w:r><w:t>a &x; b</w:t></w:r></w:p>", ENTITY)
            ).encode("cp037")
        },
        BrokenInput,
    ),
    "empty document type far from the start": (
        {"word/document.xml": document(TEXT, f"<!--{' ' * 70_000}--><!DOCTYPE d>")},
        BrokenInput,
    ),
    "entity in styles, far from the start": (
        {
            "word/document.xml": document(TEXT),
            "word/_rels/document.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                'Id="s" Type="x/styles" Target="styles.xml"/></Relationships>'
            ),
            "word/styles.xml": f"<!--{' ' * 70_000}-->{ENTITY}<w:styles {WORD}/>",
        },
        BrokenInput,
    ),
    "entity in styles": (
        {
            "word/document.xml": document(TEXT),
            "word/_rels/document.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                'Id="s" Type="x/styles" Target="styles.xml"/></Relationships>'
            ),
            "word/styles.xml": f"{ENTITY}<w:styles {WORD}/>",
        },
        BrokenInput,
    ),
    "bomb beside the text": ({"word/document.xml": document(TEXT), "word/media/a.bin": b"\0" * 40_000_000}, LimitExceeded),
    "bomb in the text": (
        {"word/document.xml": document(f"<w:p><w:r><w:t>{' ' * 40_000_000}</w:t></w:r></w:p>")},
        LimitExceeded,
    ),
    "too many parts": ({"word/document.xml": document(TEXT)} | {f"x{index}": "" for index in range(10_001)}, LimitExceeded),
    "deep nesting": (
        {"word/document.xml": document("<w:sdt><w:sdtContent>" * 500 + TEXT + "</w:sdtContent></w:sdt>" * 500)},
        BrokenInput,
    ),
    "no main part": ({"word/other.xml": document(TEXT), "[Content_Types].xml": "wordprocessingml"}, BrokenInput),
    "not XML": ({"word/document.xml": "hello"}, BrokenInput),
    "no text at all": ({"word/document.xml": document("<w:p/>")}, BrokenInput),
    "a spreadsheet": ({"xl/workbook.xml": "x", "[Content_Types].xml": "spreadsheetml"}, WrongType),
    "a plain archive": ({"a.txt": "x"}, WrongType),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(package, parts, error):
    with pytest.raises(error) as told:
        read_file(package(parts), ReadOptions())
    assert told.value.where.startswith("attack.docx")
    assert told.value.hint


def test_two_parts_of_one_name_are_refused(package):
    path = package({"word/document.xml": document(TEXT)})
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", document(TEXT))
    with pytest.raises(BrokenInput):
        read_file(path, ReadOptions())


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_truncated(package, keep):
    path = package({"word/document.xml": document(TEXT * 50), "word/x.xml": "y" * 300})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(InputRefused):
        read_file(path, ReadOptions())


def test_bytes_damaged_within_the_text(package):
    path = package({"word/document.xml": document(TEXT * 50)}, compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"texte", b"tex\x01e", 1))
    with pytest.raises(BrokenInput, match="damaged"):
        read_file(path, ReadOptions())


def test_unpacked_size_obeys_the_option(package):
    path = package({"word/document.xml": document(TEXT * 5000)})
    with pytest.raises(LimitExceeded):
        read_file(path, ReadOptions(max_bytes=20_000))


def test_broken_xml_is_read_as_far_as_possible(package):
    reading = read_file(
        package({"word/document.xml": document(TEXT + "<w:p><w:r><w:t>fin</w:p>")}), ReadOptions()
    )
    assert [block.text for block in reading.blocks] == ["texte", "fin"]
    assert [issue.severity for issue in reading.issues if issue.where == "word/document.xml"] == ["error"]


def test_loops_in_styles_and_notes_end(read_word):
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r>{call}</w:p></w:footnote>'
    body = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>texte</w:t></w:r>{call}</w:p>'
    assert [block.text for block in read_word(body, styles=styles, footnotes=notes).blocks] == [
        "texte",
        "note",
    ]


@pytest.mark.parametrize(
    ("body", "parts", "told"),
    [
        pytest.param('<w:altChunk r:id="x"/>', {}, "altChunk", id="embedded document"),
        pytest.param("<w:p><w:r><w:object/></w:r></w:p>", {}, "embedded object", id="embedded object"),
        pytest.param("", {"files": {"word/vbaProject.bin": "x"}}, "macros", id="macros"),
        pytest.param("", {"links": {"attachedTemplate": "http://a.example/t.dotm"}}, "not fetched", id="template"),
        pytest.param("", {"links": {"image": "http://a.example/i.png"}}, "not fetched", id="picture"),
        pytest.param("", {"links": {"image": "media/gone.png"}}, "missing", id="missing part"),
        pytest.param("", {"comments": ""}, "comments", id="comments"),
        pytest.param(
            '<w:p><w:fldSimple w:instr="DDEAUTO cmd"><w:r><w:t>r</w:t></w:r></w:fldSimple></w:p>', {}, "DDEAUTO", id="field"
        ),
        pytest.param('<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>', {}, "missing", id="missing note"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told(read_word, body, parts, told):
    reading = read_word(TEXT + body, **parts)
    assert any(told in issue.message for issue in reading.issues), reading.issues


def test_links_in_the_text_are_nothing_to_tell(read_word):
    assert read_word(TEXT, links={"hyperlink": "https://a.example/"}).issues == ()


def test_encrypted_package(package):
    path = package({"word/document.xml": document(TEXT)}, compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(PasswordNeeded):
        read_file(path, ReadOptions())


def test_pictures_without_text_ask_for_ocr(package):
    with pytest.raises(NoTextLayer, match="pictures"):
        read_file(package({"word/document.xml": document("<w:p/>"), "word/media/a.png": "x"}), ReadOptions())


@pytest.mark.parametrize(
    ("opening", "closing", "times"),
    [
        pytest.param(
            "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80, id="tables"
        ),
        pytest.param("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120, id="content controls"),
    ],
)
def test_nesting_up_to_the_limit_is_read(package, opening, closing, times):
    path = package({"word/document.xml": document(opening * times + TEXT + closing * times)})
    blocks = read_file(path, ReadOptions()).blocks
    assert (
        sum(
            block.text.count("texte") + sum("texte" in cell for row in block.rows for cell in row)
            for block in blocks
        )
        == 1
    )


def test_nested_runs_up_to_the_limit(package):
    run = "<w:smartTag>" * 240 + "<w:r><w:t>texte</w:t></w:r>" + "</w:smartTag>" * 240
    path = package({"word/document.xml": document(f"<w:p>{run}</w:p>")})
    assert [block.text for block in read_file(path, ReadOptions()).blocks] == ["texte"]


def test_strict_open_xml_is_read(package):
    strict = document(TEXT).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert [
        block.text for block in read_file(package({"word/document.xml": strict}), ReadOptions()).blocks
    ] == ["texte"]


def test_a_field_without_end_swallows_nothing(read_word):
    begin = (
        '<w:p><w:r><w:t>a</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r></w:p>'
    )
    assert [(block.text, block.role) for block in read_word(begin + TEXT).blocks] == [
        ("a", "body"),
        ("texte", "body"),
    ]
