"""Every visible word of a Word document is in the output once; what nobody sees is flagged."""

from __future__ import annotations

import pytest

VISIBLE = {
    "run": "<w:p><w:r><w:t>MOT</w:t></w:r></w:p>",
    "insertion": "<w:p><w:ins><w:r><w:t>MOT</w:t></w:r></w:ins></w:p>",
    "moved to": "<w:p><w:moveTo><w:r><w:t>MOT</w:t></w:r></w:moveTo></w:p>",
    "smart tag": "<w:p><w:smartTag><w:r><w:t>MOT</w:t></w:r></w:smartTag></w:p>",
    "custom xml": "<w:p><w:customXml><w:r><w:t>MOT</w:t></w:r></w:customXml></w:p>",
    "inline control": "<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>MOT</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    "block control": "<w:sdt><w:sdtContent><w:p><w:r><w:t>MOT</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "control around a row": (
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>MOT</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent>"
        "</w:sdt></w:tbl>"
    ),
    "control around a cell": (
        "<w:tbl><w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>MOT</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt>"
        "</w:tr></w:tbl>"
    ),
    "nested table": (
        "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>MOT</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    ),
    "simple field": '<w:p><w:fldSimple w:instr=" REF x "><w:r><w:t>MOT</w:t></w:r></w:fldSimple></w:p>',
    "complex field": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF CODE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>MOT</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "hyperlink": '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>MOT</w:t></w:r></w:hyperlink></w:p>',
    "text box in two techniques": (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>"
        "<w:t>MOT</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>MOT</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    ),
    "formula": "<w:p><m:oMath><m:r><m:t>MOT</m:t></m:r></m:oMath></w:p>",
    "split over runs": "<w:p><w:r><w:t>M</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:t>OT</w:t></w:r></w:p>",
    "no content between marks": "<w:p><w:r><w:t>M</w:t><w:softHyphen/><w:t>OT</w:t></w:r></w:p>",
    "layered control": (
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>MOT</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p></w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    ),
}


@pytest.mark.parametrize("body", VISIBLE.values(), ids=VISIBLE.keys())
def test_visible_word_is_read_once(read_word, outline, body):
    assert "".join(outline(read_word(body))).strip(" |\t") == "MOT"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb", id="tab"),
        pytest.param("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a\nb", id="line break"),
        pytest.param("<w:t>sous</w:t><w:noBreakHyphen/><w:t>traitant</w:t>", "sous\u2011traitant", id="no-break hyphen"),
        pytest.param('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑", id="symbol"),
        pytest.param("<w:t>e\u0301</w:t><w:t>te\u200b\u0301</w:t>", "ét\u00e9", id="composed, zero width dropped"),
        pytest.param("<w:ruby><w:rubyBase><w:r><w:t>a</w:t></w:r></w:rubyBase><w:rt><w:r><w:t>b</w:t></w:r></w:rt></w:ruby>", "a(b)", id="ruby"),
    ],
)  # fmt: skip
def test_characters_that_are_elements(read_word, content, text):
    assert read_word(f"<w:p><w:r>{content}<w:t>fin</w:t></w:r></w:p>").blocks[0].text == f"{text}fin"


def test_form_fields_show_their_answer(read_word):
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
    rest = '<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    choice = (
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="will not"/><w:listEntry w:val="will"/></w:ddList>'
    )
    box = "<w:checkBox><w:checked/></w:checkBox>"
    body = f"<w:p><w:r><w:t xml:space='preserve'>It </w:t></w:r>{begin.format(choice)}{rest}{begin.format(box)}{rest}</w:p>"
    assert read_word(body).blocks[0].text == "It will☒"


def test_field_over_paragraphs_is_contents(read_word, outline):
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> TOC \\o </w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>1 Objet</w:t></w:r></w:p><w:p><w:r><w:t>2 Champ</w:t></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:p><w:r><w:t>Objet</w:t></w:r></w:p>'
    )
    assert outline(read_word(body)) == ["toc: 1 Objet", "toc: 2 Champ", "Objet"]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        pytest.param("<w:vanish/>", "vanish", id="hidden"),
        pytest.param('<w:color w:val="FFFFFF"/>', "white text", id="white on white"),
        pytest.param('<w:sz w:val="2"/>', "tiny", id="tiny"),
        pytest.param('<w:vanish w:val="0"/>', "", id="shown"),
        pytest.param(
            '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>', "", id="white on blue"
        ),
    ],
)
def test_hidden_text_is_kept_apart_and_flagged(read_word, properties, reason):
    body = f"<w:p><w:r><w:t>vu </w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>CACHE</w:t></w:r></w:p>"
    found = {block.hidden: block.text for block in read_word(body).blocks}
    assert found == ({"": "vu", reason: "CACHE"} if reason else {"": "vu CACHE"})


def test_toggles_of_paragraph_and_character_style_cancel_out(read_word):
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr><w:r><w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>x</w:t></w:r></w:p>'
    assert not read_word(body, styles=styles).blocks[0].style.bold


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param('<w:name w:val="heading 2"/>', "h2: x", id="name alone"),
        pytest.param('<w:name w:val="A"/><w:basedOn w:val="B"/>', "h3: x", id="level of the base"),
        pytest.param('<w:name w:val="A"/><w:basedOn w:val="B"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "x", id="body text"),
        pytest.param('<w:name w:val="toc 1"/>', "toc: x", id="contents"),
        pytest.param('<w:name w:val="Title"/>', "title: x", id="title"),
        pytest.param('<w:name w:val="caption"/>', "caption: x", id="caption"),
    ],
)  # fmt: skip
def test_style_tells_level_and_role(read_word, outline, style, expected):
    styles = (
        f'<w:style w:type="paragraph" w:styleId="A">{style}</w:style><w:style w:type="paragraph" w:styleId="B">'
        '<w:name w:val="B"/><w:basedOn w:val="A"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    assert outline(read_word(body, styles=styles)) == [expected]
