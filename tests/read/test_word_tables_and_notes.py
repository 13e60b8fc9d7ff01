"""Tables, boxes, notes, headers and footers of a Word document."""

from __future__ import annotations

import pytest


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


SPAN = '<w:gridSpan w:val="2"/>'
DOWN = '<w:vMerge w:val="restart"/>'
COVERED = "<w:vMerge/>"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        pytest.param(table(cell("a") + cell("b"), cell("c") + cell("d")), [("a", "b"), ("c", "d")], id="plain"),
        pytest.param(table(cell("a", SPAN), cell("c") + cell("d")), [("a", ""), ("c", "d")], id="wide cell"),
        pytest.param(
            table(cell("a", DOWN) + cell("b"), cell("", COVERED) + cell("d")), [("a", "b"), ("", "d")], id="tall cell"
        ),
        pytest.param(
            table(cell("a") + cell("b"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("d")),
            [("a", "b"), ("", "d")],
            id="row begins later",
        ),
        pytest.param(table(cell("a") + cell("b") + cell("c"), cell("d")), [("a", "b", "c"), ("d", "", "")], id="short row"),
        pytest.param(
            table(cell("a", '<w:gridSpan w:val="99999999"/>') + cell("b"), cell("c") + cell("d"))[:0]
            + table(cell("a") + f"<w:tc>{table(cell('b') + cell('c'))}<w:p/></w:tc>", cell("d") + cell("e")),
            [("a", "b\tc"), ("d", "e")],
            id="nested",
        ),
    ],
)  # fmt: skip
def test_rows(read_word, body, rows):
    assert read_word(body).blocks[0].rows == tuple(rows)


def test_a_cell_that_claims_millions_of_columns(read_word):
    body = table(cell("a", '<w:gridSpan w:val="99999999"/>') + cell("b"), cell("c") + cell("d"))
    rows = read_word(body).blocks[0].rows
    assert len(rows[0]) < 1000
    assert {"a", "b", "c", "d"} <= {text for row in rows for text in row}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(table("<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc>"), id="one cell"),
        pytest.param(table(cell("a"), cell("b")), id="title bar over a cell"),
        pytest.param(
            "<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r>"
            "</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
            id="text box",
        ),
        pytest.param(
            "".join(
                f'<w:p><w:pPr><w:shd w:val="clear" w:fill="DDEEFF"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
                for text in "ab"
            ),
            id="shaded paragraphs",
        ),
    ],
)  # fmt: skip
def test_boxes_are_paragraphs_with_one_container(read_word, body):
    after = "<w:p><w:r><w:t>c</w:t></w:r></w:p>"
    blocks = read_word(body + after).blocks
    assert [block.text for block in blocks] == ["a", "b", "c"]
    assert blocks[0].container == blocks[1].container != ""
    assert blocks[2].container == ""


def test_table_that_only_places_headings_is_dissolved(read_word, outline):
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    heading = '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Fiche 3</w:t></w:r></w:p>'
    body = table(
        f"<w:tc>{heading}<w:p><w:r><w:t>texte</w:t></w:r></w:p></w:tc>" + cell("marge"), cell("a") + cell("b")
    )
    assert outline(read_word(body, styles=styles)) == ["h1: Fiche 3", "texte", "marge", "a", "b"]


def call(key, kind="footnote", more=""):
    return f'<w:r><w:{kind}Reference w:id="{key}"{more}/></w:r>'


def note(key, text, kind="footnote"):
    return f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'


def test_notes_follow_the_paragraph_that_calls_them(read_word, outline):
    body = f"<w:p><w:r><w:t>a</w:t></w:r>{call(5)}<w:r><w:t>b</w:t></w:r>{call(2)}</w:p><w:p><w:r><w:t>c</w:t></w:r></w:p>"
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>sep</w:t></w:r></w:p></w:footnote>'
    reading = read_word(body, footnotes=separator + note(2, "deux") + note(5, "un"))
    assert outline(reading) == ["ab", "note: 1 un", "note: 2 deux", "c"]
    first, one, two, _last = reading.blocks
    assert [(found.offset, found.note, found.mark) for found in first.calls] == [
        (1, one.note, "1"),
        (2, two.note, "2"),
    ]


@pytest.mark.parametrize(
    ("settings", "section", "marks"),
    [
        pytest.param("", "", ["1", "2"], id="decimal"),
        pytest.param('<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>', "", ["a", "b"], id="letters"),
        pytest.param('<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>', "", ["1", "1"], id="anew each section"),
        pytest.param("", '<w:footnotePr><w:numStart w:val="7"/></w:footnotePr>', ["7", "8"], id="start"),
    ],
)  # fmt: skip
def test_marks_are_counted(read_word, settings, section, marks):
    end = f"<w:sectPr>{section}</w:sectPr>"
    body = f"<w:p><w:pPr>{end}</w:pPr><w:r><w:t>a</w:t></w:r>{call(1)}</w:p><w:p><w:r><w:t>b</w:t></w:r>{call(2)}</w:p>{end}"
    reading = read_word(body, footnotes=note(1, "x") + note(2, "y"), settings=settings)
    assert [found.mark for block in reading.blocks for found in block.calls] == marks


def test_a_mark_of_ones_own_is_no_text(read_word):
    custom = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    reading = read_word(f"<w:p><w:r><w:t>a</w:t></w:r>{custom}</w:p>", footnotes=note(1, "x"))
    assert (reading.blocks[0].text, reading.blocks[0].calls[0].mark) == ("a", "*")


def test_endnotes_have_roman_marks(read_word, outline):
    reading = read_word(
        f"<w:p><w:r><w:t>a</w:t></w:r>{call(1, 'endnote')}</w:p>", endnotes=note(1, "x", "endnote")
    )
    assert outline(reading) == ["a", "note: i x"]


def test_calls_in_cells_count_in_the_rows_text(read_word):
    second = cell("b").replace("</w:r></w:p>", f"</w:r>{call(1)}</w:p>")
    table_block, note_block = read_word(
        table(cell("aa") + second, cell("") + cell("")), footnotes=note(1, "x")
    ).blocks
    text = "\n".join("\t".join(row) for row in table_block.rows)
    assert text[: table_block.calls[0].offset] == "aa\tb"
    assert table_block.calls[0].note == note_block.note


def test_headers_and_footers_that_are_printed(read_word, outline):
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    part = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    reading = read_word(
        part.format("corps") + section,
        header1=part.format("tête"),
        header2=part.format("jamais"),
        footer1=part.format("pied"),
    )
    assert outline(reading) == ["header: tête", "corps", "footer: pied"]


def test_page_numbers_only_where_word_counted_the_same(read_word):
    body = "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>"
    application = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{}</Pages>'
        "</Properties>"
    )
    pages = [
        [
            block.page_number
            for block in read_word(body, files={"docProps/app.xml": application.format(count)}).blocks
        ]
        for count in (2, 3)
    ]
    assert pages == [[1, 2], [None, None]]
