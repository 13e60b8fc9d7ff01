"""OpenDocument texts: numbering, notes, tables, tracked changes."""

from __future__ import annotations

import pytest

from toolkit.errors import PasswordNeeded

NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="\uf0b7"/></text:list-style>'
)


def items(*texts):
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


def listed(content, more=""):
    return f'<text:list text:style-name="L"{more}>{content}</text:list>'


def test_nested_lists_print_their_numbers(read_odt, outline):
    inner = f"<text:list>{items('b', 'c')}</text:list>"
    body = (
        listed(f"<text:list-item><text:p>a</text:p>{inner}</text:list-item>{items('d')}")
        + "<text:p>x</text:p>"
    )
    assert outline(read_odt(body, styles=NUMBERED)) == ["1. a", "1.1 b", "1.2 c", "2. d", "x"]


@pytest.mark.parametrize(
    ("more", "label"),
    [
        pytest.param("", "1.", id="new list"),
        pytest.param(' text:continue-numbering="true"', "2.", id="goes on"),
    ],
)
def test_next_list(read_odt, more, label):
    body = listed(items("a")) + "<text:p>x</text:p>" + listed(items("b"), more)
    assert read_odt(body, styles=NUMBERED).blocks[-1].label == label


def test_list_goes_on_by_name(read_odt, outline):
    body = (
        listed(items("a"), ' xml:id="n"') + listed(items("z")) + listed(items("b"), ' text:continue-list="n"')
    )
    assert outline(read_odt(body, styles=NUMBERED)) == ["1. a", "1. z", "2. b"]


def test_list_goes_on_with_the_last_of_its_style_where_the_named_one_is_gone(read_odt, outline):
    body = listed(items("a")) + "<text:p>x</text:p>" + listed(items("b"), ' text:continue-list="gone"')
    assert outline(read_odt(body, styles=NUMBERED)) == ["1. a", "x", "2. b"]


@pytest.mark.parametrize(
    "properties",
    [
        '<style:list-level-properties><style:list-level-label-alignment fo:margin-left="36pt"/></style:list-level-properties>',
        '<style:list-level-properties text:space-before="18pt" text:min-label-width="18pt"/>',
    ],
    ids=["margin", "space and label"],
)
def test_item_is_indented_by_its_list(read_odt, properties):
    style = (
        '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        f"{properties}</text:list-level-style-bullet></text:list-style>"
    )
    first, second = read_odt(listed(items("a")) + "<text:p>x</text:p>", styles=style).blocks
    assert (first.indent_pt, second.indent_pt) == (36.0, 0.0)


def test_headings_are_numbered_by_the_outline(read_odt, outline):
    named = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
        '<style:style style:name="N" style:family="paragraph" style:list-style-name=""/></office:styles>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}"{style}>{text}</text:h>'
        for level, text, style in (
            (1, "a", ""), (2, "b", ""), (2, "c", ' text:style-name="N"'), (2, "d", ""), (1, "e", ""), (1, "", ""),
        )
    )  # fmt: skip
    reading = read_odt(body + "<text:p>x</text:p>", named=named)
    assert outline(reading) == ["h1: I a", "h2: I.1 b", "h2: c", "h2: I.2 d", "h1: II e", "x"]


def test_text_with_spaces_tabs_breaks(read_odt):
    body = (
        "<text:p>a\n  b<text:s text:c='2'/>c<text:tab/>d<text:line-break/>e<text:soft-page-break/></text:p>"
    )
    assert read_odt(body).blocks[0].text == "a b  c\td\ne"


def test_note_follows_its_paragraph(read_odt, outline):
    note = (
        '<text:note text:id="f1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>note</text:p></text:note-body></text:note>"
    )
    reading = read_odt(f"<text:p>a{note}b</text:p><text:p>c</text:p>")
    assert outline(reading) == ["ab", "note: 1 note", "c"]
    assert [(call.offset, call.note) for call in reading.blocks[0].calls] == [(1, "f1")]


def test_notes_whose_numbers_were_never_laid_out_are_counted(read_odt, outline):
    note = (
        '<text:note text:id="f{0}" text:note-class="footnote"><text:note-citation>0</text:note-citation>'
        "<text:note-body><text:p>note</text:p></text:note-body></text:note>"
    )
    reading = read_odt(f"<text:p>a{note.format(1)}b{note.format(2)}</text:p>")
    assert outline(reading) == ["ab", "note: 1 note", "note: 2 note"]


def test_table_with_spans(read_odt):
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    wide = cell.format(' table:number-columns-spanned="2"', "a") + "<table:covered-table-cell/>"
    head = f"<table:table-header-rows>{row.format(wide)}</table:table-header-rows>"
    body = f"<table:table>{head}{row.format(cell.format('', 'b') + cell.format('', 'c'))}</table:table>"
    assert read_odt(body).blocks[0].rows == (("a", ""), ("b", "c"))


CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="i"><text:insertion/></text:changed-region>'
    '<text:changed-region text:id="d"><text:deletion><text:p>{}</text:p></text:deletion></text:changed-region>'
    "</text:tracked-changes>"
)
INSERTED = '<text:change-start text:change-id="i"/>{}<text:change-end text:change-id="i"/>'
DELETED = '<text:change text:change-id="d"/>'


@pytest.mark.parametrize(
    ("removed", "body", "accepted", "original"),
    [
        pytest.param("old", f"<text:p>a {INSERTED.format('new')}{DELETED} b</text:p>", ["a new b"], ["a old b"], id="words"),
        pytest.param(
            "x</text:p><text:p>y", f"<text:p>a{DELETED}b</text:p>", ["ab"], ["ax", "yb"], id="a paragraph's end taken out"
        ),
        pytest.param(
            "",
            f"<text:p>a{INSERTED.format('</text:p><text:p>')}b</text:p>",
            ["a", "b"],
            ["ab"],
            id="a paragraph's end put in",
        ),
    ],
)  # fmt: skip
def test_tracked_changes(read_odt, outline, removed, body, accepted, original):
    whole = CHANGES.format(removed) + body
    assert outline(read_odt(whole)) == accepted
    assert outline(read_odt(whole, view="original")) == original


def test_roles_boxes_and_hidden_text(read_odt, outline):
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    named = (
        '<office:styles><style:style style:name="Title" style:family="paragraph"/></office:styles>'
        "<office:master-styles><style:master-page><style:header><text:p>tête</text:p></style:header></style:master-page>"
        "</office:master-styles>"
    )
    box = "<draw:frame><draw:text-box><text:p>encadré</text:p></draw:text-box></draw:frame>"
    contents = "<text:table-of-content><text:index-body><text:p>Objet 2</text:p></text:index-body></text:table-of-content>"
    body = f'<text:p text:style-name="P1">Projet</text:p>{contents}<text:p>a<text:span text:style-name="H">x</text:span>{box}</text:p>'
    reading = read_odt(body, styles=styles, named=named)
    assert outline(reading) == ["header: tête", "title: Projet", "toc: Objet 2", "a", "hidden: x", "encadré"]
    assert reading.blocks[-1].container


def test_encrypted(read_odt):
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/>'
        "</m:file-entry></m:manifest>"
    )
    with pytest.raises(PasswordNeeded):
        read_odt("<text:p>a</text:p>", files={"META-INF/manifest.xml": manifest})


def test_nested_spans_up_to_the_limit(read_odt):
    assert (
        read_odt(f"<text:p>{'<text:span>' * 240}texte{'</text:span>' * 240}</text:p>").blocks[0].text
        == "texte"
    )
