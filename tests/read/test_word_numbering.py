"""Labels that Word prints before paragraphs are computed from the numbering definitions."""

from __future__ import annotations

import pytest


def level(depth, pattern, *, kind="decimal", start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def definition(*levels, key="0", more=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def instance(key="1", *, of="0", more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(depth=0, num="1", style=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:p><w:pPr>{style}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>'
        "<w:r><w:t>x</w:t></w:r></w:p>"
    )


TWO = (level(0, "%1."), level(1, "%1.%2"), level(2, "%3)", kind="lowerLetter"))
CASES = {
    "nested": (definition(*TWO) + instance(), [(0, "1"), (1, "1"), (1, "1"), (2, "1"), (0, "1"), (1, "1")], "1. 1.1 1.2 a) 2. 2.1"),
    "start": (definition(level(0, "%1", start=3)) + instance(), [(0, "1"), (0, "1")], "3 4"),
    "two instances count together": (
        definition(*TWO) + instance("1") + instance("2"), [(0, "1"), (0, "2"), (0, "1")], "1. 2. 3."
    ),
    "start override begins anew once": (
        definition(*TWO) + instance("1") + instance("2", more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        [(0, "1"), (0, "1"), (0, "2"), (0, "2")],
        "1. 2. 1. 2.",
    ),
    "level override": (
        definition(*TWO) + instance(more=f'<w:lvlOverride w:ilvl="0">{level(0, "Article %1", kind="upperRoman")}</w:lvlOverride>'),
        [(0, "1"), (0, "1")],
        "Article I Article II",
    ),
    "never restarts": (
        definition(level(0, "%1."), level(1, "[%2]", more='<w:lvlRestart w:val="0"/>')) + instance(),
        [(0, "1"), (1, "1"), (0, "1"), (1, "1")],
        "1. [1] 2. [2]",
    ),
    "legal numbers": (
        definition(level(0, "%1", kind="upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")) + instance(),
        [(0, "1"), (1, "1")],
        "I 1.1",
    ),
    "deeper level first": (definition(*TWO) + instance(), [(1, "1"), (1, "1")], "1.1 1.2"),
    "removed": (definition(*TWO) + instance(), [(0, "1"), (0, "0"), (0, "1")], "1. - 2."),
    "unknown list": (definition(*TWO) + instance(), [(0, "9")], "-"),
    "no number": (definition(level(0, "", kind="none")) + instance(), [(0, "1")], "-"),
    "symbol bullet": (
        definition(level(0, "\uf0b7", kind="bullet", more='<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>')) + instance(),
        [(0, "1")],
        "•",
    ),
    "typewriter bullet": (definition(level(0, "o", kind="bullet")) + instance(), [(0, "1")], "○"),
    "letters past z": (definition(level(0, "%1", kind="upperLetter", start=27)) + instance(), [(0, "1")], "AA"),
    "padded": (
        definition(level(0, "R%1", kind='custom" w:format="001, 002, 003')) + instance(), [(0, "1"), (0, "1")], "R001 R002"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("numbering", "items", "labels"), CASES.values(), ids=CASES.keys())
def test_labels(read_word, numbering, items, labels):
    reading = read_word("".join(item(*entry) for entry in items), numbering=numbering)
    assert " ".join(block.label or "-" for block in reading.blocks) == labels


def test_french_ordinals_follow_the_document_language(read_word):
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    numbering = definition(level(0, "Article %1", kind="ordinal")) + instance()
    reading = read_word(item() + item(), numbering=numbering, styles=styles)
    assert [block.label for block in reading.blocks] == ["Article 1er", "Article 2e"]


def test_numbering_comes_through_paragraph_styles(read_word):
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = definition(
        level(0, "%1", more='<w:pStyle w:val="H1"/>'), level(1, "%1.%2", more='<w:pStyle w:val="H2"/>')
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        for style, more in (
            ("H1", ""),
            ("H2", ""),
            ("H2", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("H2", ""),
        )
    )
    blocks = read_word(body, styles=styles, numbering=numbering + instance()).blocks
    assert [(block.label, block.list_level, block.outline_level) for block in blocks] == [
        ("1", 0, 1), ("1.1", 1, 2), ("", None, 2), ("1.2", 1, 2),
    ]  # fmt: skip


def test_numbering_style_link_is_followed(read_word):
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        definition(key="0", more='<w:numStyleLink w:val="L"/>')
        + definition(level(0, "§%1"), key="1", more='<w:styleLink w:val="L"/>')
        + instance("1", of="0")
        + instance("2", of="1")
    )
    assert [
        block.label for block in read_word(item() + item(), styles=styles, numbering=numbering).blocks
    ] == ["§1", "§2"]


def test_cells_keep_their_labels(read_word, outline):
    cell = "<w:tc>{}</w:tc>"
    row = (
        "<w:tr>"
        + cell.format(item().replace("<w:r><w:t>x</w:t></w:r>", ""))
        + cell.format(item())
        + "</w:tr>"
    )
    reading = read_word(f"<w:tbl>{row}{row}</w:tbl>", numbering=definition(*TWO) + instance())
    assert outline(reading) == ["1. | 2. x / 3. | 4. x"]


def test_indent_of_the_level_holds_unless_stated(read_word):
    numbering = definition(level(0, "%1", more='<w:pPr><w:ind w:left="720"/></w:pPr>')) + instance()
    stated = item().replace("</w:numPr>", '</w:numPr><w:ind w:left="200"/>')
    assert [block.indent_pt for block in read_word(item() + stated, numbering=numbering).blocks] == [
        36.0,
        10.0,
    ]
