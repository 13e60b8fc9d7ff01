"""The look of the response: every named style of the template, from letters and frames to `styles.xml`."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.export.word.styles import CharacterStyle as C
from toolkit.export.word.styles import ParagraphStyle as P
from toolkit.export.word.styles import TableStyle as T

FONT = "Calibri"
METRIC_TWIN = "Carlito"  # the free font with the same widths: same line breaks without Microsoft's fonts
MONOSPACE = "Consolas"
MONOSPACE_TWIN = "Liberation Mono"
INK, NAVY, GREY, RULE, TINT = "1F2430", "1D3557", "55606E", "C5CDD8", "F4F6F9"
GREEN, RED, AMBER, BLUE = "1B5E35", "8F1D1D", "704600", "1D4E89"
GREEN_TINT, RED_TINT, AMBER_TINT, BLUE_TINT = "E3F1E8", "F9E5E5", "FBEED5", "E2ECF7"

A4_WIDTH, A4_HEIGHT, MARGIN = 11906, 16838, 1361  # twentieths of a point; the margin is 24 mm
TEXT_WIDTH = A4_WIDTH - 2 * MARGIN

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, kw_only=True)
class Letters:
    """How letters look; sizes in points."""

    size: float = 0
    bold: bool = False
    italic: bool = False
    color: str = ""
    caps: bool = False
    strike: bool = False
    underline: str = ""
    fill: str = ""
    font: str = ""
    spacing: float = 0
    superscript: bool = False

    def xml(self) -> str:
        """Return the children of `w:rPr`, in the order of the schema."""
        parts = [
            f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>'
            if self.font
            else "",
            "<w:b/><w:bCs/>" if self.bold else "",
            "<w:i/><w:iCs/>" if self.italic else "",
            "<w:caps/>" if self.caps else "",
            "<w:strike/>" if self.strike else "",
            f'<w:color w:val="{self.color}"/>' if self.color else "",
            f'<w:spacing w:val="{round(self.spacing * 20)}"/>' if self.spacing else "",
            f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>'
            if self.size
            else "",
            f'<w:u w:val="{self.underline}"/>' if self.underline else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>' if self.fill else "",
            '<w:vertAlign w:val="superscript"/>' if self.superscript else "",
        ]
        return "".join(parts)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How a paragraph stands; distances in points, `line` as a multiple of single spacing."""

    before: float = 0
    after: float = 0
    line: float = 0
    left: float = 0
    right: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    outline: int = 0
    align: str = ""
    bar: str = ""
    rule_below: str = ""
    rule_above: str = ""
    fill: str = ""
    dotted_tab: bool = False
    plain_tab: bool = False

    def xml(self) -> str:
        """Return the children of `w:pPr`, in the order of the schema."""
        line = f' w:line="{round(self.line * 240)}" w:lineRule="auto"' if self.line else ""
        parts = [
            "<w:keepNext/>" if self.keep_next else "",
            "<w:keepLines/>" if self.keep_lines else "",
            "<w:pageBreakBefore/>" if self.page_break else "",
            "<w:widowControl/>",
            self._borders(),
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>' if self.fill else "",
            self._tabs(),
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}"{line}/>',
            f'<w:ind w:left="{twips(self.left)}" w:right="{twips(self.right)}"/>'
            if self.left or self.right
            else "",
            f'<w:jc w:val="{self.align}"/>' if self.align else "",
            f'<w:outlineLvl w:val="{self.outline - 1}"/>' if self.outline else "",
        ]
        return "".join(parts)

    def _borders(self) -> str:
        sides = [
            f'<w:top w:val="single" w:sz="4" w:space="6" w:color="{self.rule_above}"/>'
            if self.rule_above
            else "",
            f'<w:left w:val="single" w:sz="24" w:space="9" w:color="{self.bar}"/>' if self.bar else "",
            f'<w:bottom w:val="single" w:sz="6" w:space="3" w:color="{self.rule_below}"/>'
            if self.rule_below
            else "",
        ]
        return f"<w:pBdr>{''.join(sides)}</w:pBdr>" if any(sides) else ""

    def _tabs(self) -> str:
        if not (self.dotted_tab or self.plain_tab):
            return ""
        leader = ' w:leader="dot"' if self.dotted_tab else ""
        return f'<w:tabs><w:tab w:val="right"{leader} w:pos="{TEXT_WIDTH}"/></w:tabs>'


def twips(points: float) -> int:
    """Return twentieths of a point."""
    return round(points * 20)


LOOKS: dict[P, tuple[Letters, Frame]] = {
    P.NORMAL: (Letters(), Frame(after=6, line=1.12)),
    P.ORGANISATION: (Letters(size=13, bold=True, color=NAVY), Frame(before=36, after=150)),
    P.TITLE: (
        Letters(size=28, bold=True, color=NAVY),
        Frame(after=10, line=1.0, keep_next=True, keep_lines=True),
    ),
    P.SUBTITLE: (Letters(size=15, color=GREY), Frame(after=48, line=1.05, rule_below=NAVY)),
    P.HEADING_1: (
        Letters(size=19, bold=True, color=NAVY),
        Frame(after=12, line=1.0, keep_next=True, keep_lines=True, page_break=True, outline=1),
    ),
    P.HEADING_2: (
        Letters(size=14, bold=True, color=NAVY),
        Frame(before=24, after=10, line=1.0, keep_next=True, keep_lines=True, outline=2, rule_below=NAVY),
    ),
    P.HEADING_3: (
        Letters(size=11.5, bold=True, color=INK),
        Frame(before=18, after=2, line=1.0, keep_next=True, keep_lines=True, outline=3),
    ),
    P.CONTENTS_HEADING: (
        Letters(size=19, bold=True, color=NAVY),
        Frame(after=12, keep_next=True, page_break=True),
    ),
    P.CONTENTS_1: (Letters(bold=True), Frame(before=8, after=2, dotted_tab=True)),
    P.CONTENTS_2: (Letters(), Frame(after=2, left=14, dotted_tab=True)),
    P.CONTENTS_3: (Letters(size=9.5, color=GREY), Frame(after=1, left=28, dotted_tab=True)),
    P.HEADER: (Letters(size=8.5, color=GREY), Frame(rule_below=RULE, plain_tab=True)),
    P.FOOTER: (Letters(size=8.5, color=GREY), Frame(plain_tab=True)),
    P.READING_NOTE: (Letters(size=9.5, color=GREY), Frame(after=8, line=1.08)),
    P.TABLE_HEADING: (Letters(size=9, bold=True, color=NAVY), Frame(before=2, after=2, keep_next=True)),
    P.TABLE_TEXT: (Letters(size=9.5), Frame(before=2, after=2)),
    P.TABLE_CODE: (Letters(size=8, font=MONOSPACE), Frame(before=3, after=3)),
    P.TABLE_NUMBER: (Letters(size=9.5), Frame(before=2, after=2, align="center")),
    P.TABLE_NUMBER_HEADING: (
        Letters(size=8.5, bold=True, color=NAVY),
        Frame(before=2, after=2, keep_next=True, align="center"),
    ),
    P.PLACE: (Letters(size=9, color=GREY), Frame(after=5, keep_next=True)),
    P.PART: (
        Letters(size=10, bold=True, color=INK),
        Frame(before=12, after=4, keep_next=True, keep_lines=True),
    ),
    P.QUOTE_HEADING: (
        Letters(size=10, bold=True),
        Frame(after=0, line=1.08, left=13, bar=RULE, fill=TINT, keep_next=True),
    ),
    P.QUOTE: (Letters(size=10), Frame(after=0, line=1.08, left=13, bar=RULE, fill=TINT)),
    P.NOTE: (Letters(size=8.5, color=GREY), Frame(after=0, left=13, bar=RULE, fill=TINT)),
    P.REMARK_HEADING: (
        Letters(size=10),
        Frame(before=11, after=3, keep_next=True, keep_lines=True, plain_tab=True),
    ),
    P.REMARK_QUOTE: (Letters(size=9.5, italic=True, color=GREY), Frame(after=3, left=13, keep_next=True)),
    P.REMARK_TEXT: (Letters(), Frame(after=5, line=1.12)),
    P.REMARK_LABEL: (Letters(size=9, bold=True, color=NAVY), Frame(before=4, after=1, keep_next=True)),
    P.REMARK_WORDING: (Letters(size=10), Frame(after=4, line=1.12, left=13, bar=AMBER)),
    P.REMARK_SOURCES: (Letters(size=8.5, color=GREY), Frame(after=3, keep_next=True)),
    P.PROMPT: (
        Letters(size=8.5, italic=True, color=GREY),
        Frame(before=4, after=4, line=1.0, keep_next=True, keep_lines=True),
    ),
    P.ANSWER_LABEL: (Letters(size=9, bold=True, color=NAVY), Frame(before=4, after=3, keep_next=True)),
    P.ANSWER_LAST_LABEL: (Letters(size=9, bold=True, color=NAVY), Frame(before=4, after=3)),
    P.ANSWER: (Letters(size=10), Frame(before=3, after=3)),
    P.INDEX_ROLE: (
        Letters(size=11.5, bold=True, color=NAVY),
        Frame(before=12, after=3, keep_next=True, keep_lines=True, outline=2),
    ),
    P.INDEX_ENTRY: (Letters(size=10), Frame(after=2, dotted_tab=True)),
    P.CLOSING_NOTE: (Letters(size=8.5, color=GREY), Frame(before=24, keep_lines=True, rule_above=RULE)),
}

LETTERS: dict[C, Letters] = {
    C.SUPPORT: Letters(size=9, bold=True, color=GREEN, fill=GREEN_TINT),
    C.OPPOSE: Letters(size=9, bold=True, color=RED, fill=RED_TINT),
    C.AMEND: Letters(size=9, bold=True, color=AMBER, fill=AMBER_TINT),
    C.QUESTION: Letters(size=9, bold=True, color=BLUE, fill=BLUE_TINT),
    C.DELETED: Letters(strike=True, color=RED),
    C.INSERTED: Letters(bold=True, underline="single", color=GREEN),
    C.PERSON: Letters(color=GREY),
    C.DRAFT: Letters(size=9, bold=True, color=RED),
    C.CODE: Letters(size=7.5, color=GREY, font=MONOSPACE),
    C.HINT: Letters(color=GREY),
    C.NOTE_MARK: Letters(superscript=True),
}

NEXT: dict[P, P] = {
    P.HEADING_1: P.NORMAL,
    P.HEADING_2: P.HEADING_3,
    P.HEADING_3: P.PLACE,
    P.PLACE: P.QUOTE,
    P.REMARK_HEADING: P.REMARK_TEXT,
}

PRIORITY = 10
"""Ours come first in Word's style pane."""


def style_id(name: str) -> str:
    """Return Word's usual id for a style name: "heading 1" → Heading1."""
    words = name.split()
    return "".join("TOC" if word == "toc" else word[0].upper() + word[1:] for word in words)


def paragraph_style(name: P) -> str:
    """Return one `w:style`."""
    letters, frame = LOOKS[name]
    default = ' w:default="1"' if name is P.NORMAL else ""
    custom = ' w:customStyle="1"' if name[0].isupper() and name not in BUILT_IN else ""
    based = "" if name is P.NORMAL else f'<w:basedOn w:val="{style_id(P.NORMAL)}"/>'
    after = f'<w:next w:val="{style_id(NEXT[name])}"/>' if name in NEXT else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'{based}{after}<w:uiPriority w:val="{PRIORITY}"/><w:qFormat/>'
        f"<w:pPr>{frame.xml()}</w:pPr><w:rPr>{letters.xml()}</w:rPr></w:style>"
    )


BUILT_IN = (P.NORMAL, P.TITLE, P.SUBTITLE, P.CONTENTS_HEADING)


def character_style(name: C) -> str:
    """Return one `w:style`."""
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:uiPriority w:val="{PRIORITY}"/><w:qFormat/><w:rPr>{LETTERS[name].xml()}</w:rPr></w:style>'
    )


def table_style(name: T, *, lines: str, header: str = "") -> str:
    """Return one `w:style`; `lines` says which borders are drawn, `header` fills the first row."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in lines.split()
    )
    first = (
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{header}"/></w:tcPr>'
        "</w:tblStylePr>"
        if header
        else ""
    )
    cells = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in CELL_MARGINS)
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="{PRIORITY}"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{cells}</w:tblCellMar></w:tblPr>{first}</w:style>"
    )


CELL_MARGINS = (("top", 20), ("left", 80), ("bottom", 20), ("right", 80))
NORMAL_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


DEFAULT_LETTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def styles() -> str:
    """Return `styles.xml`."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    tables = [
        NORMAL_TABLE,
        table_style(T.COVER, lines="insideH"),
        table_style(T.RESPONSE, lines="top bottom insideH", header="E8EDF4"),
        table_style(T.QUOTE, lines="top left bottom right insideH insideV", header=TINT),
        table_style(T.ANSWER, lines="top left bottom right insideH insideV"),
    ]
    body = [*map(paragraph_style, LOOKS), DEFAULT_LETTERS, *map(character_style, LETTERS), *tables]
    return f"{XML}<w:styles {NAMESPACES}>{defaults}{''.join(body)}</w:styles>"
