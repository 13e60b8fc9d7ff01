"""Turn a draft into the body of a Word document: cover, contents, units in printed order."""

from __future__ import annotations

from lxml.etree import _Element

from building.draft import Draft, Node, Paragraph
from building.inline import plain
from building.word_numbering import Numbering
from building.word_table import box_table, data_table
from building.word_text import WordText, bookmark_name
from building.word_xml import XML_SPACE, field, paragraph, run, text, w

HEADING_STYLES = {
    "fiche": "Heading1",
    "annex": "HeadingAnnex",
    "part": "HeadingUnnumbered",
    "recommendation": "Heading3",
}
TEXT_STYLES = {"recommendation": "RecommendationText", "finding": "BoxText", "law": "LawText"}
"""Style of a paragraph by the kind of unit, or the level of the box, that it stands in; "BodyText" elsewhere."""


class WordBody:
    """Writes the body; the footnotes and list instances that it used are in `text` and `numbering` afterwards."""

    def __init__(self, draft: Draft, pages: dict[str, int]) -> None:
        self.draft = draft
        self.pages = pages
        """Anchor of each heading → printed page, for the contents; empty before the first layout."""
        self.text = WordText(draft)
        self.numbering = Numbering(draft)

    def blocks(self) -> list[_Element]:
        """Return all paragraphs and tables."""
        blocks = [*self._cover(), *self._contents()]
        for node in self.draft.body.children:
            blocks += self._unit(node, style="BodyText")
        return blocks

    def _cover(self) -> list[_Element]:
        *lines, notice = self.draft.cover
        return [
            paragraph("CoverIssuer", run(text(f"  {self.draft.issuer}"))),
            paragraph("Title", run(text(self.draft.title))),
            paragraph("Subtitle", run(text(self.draft.version))),
            *(paragraph("CoverLine", run(text(line))) for line in lines),
            paragraph("CoverNotice", run(text(notice))),
        ]

    def _contents(self) -> list[_Element]:
        entries = [
            self._entry(node, 1 if parent.kind == "body" else 2)
            for node, parent in self.draft.body.walk()
            if parent.kind == "body" or node.kind == "section"
        ]
        code = w("instrText")
        code.text = ' TOC \\o "1-2" \\h \\z \\u '
        code.set(XML_SPACE, "preserve")
        start = [run(w("fldChar", fldCharType="begin")), run(code), run(w("fldChar", fldCharType="separate"))]
        entries[0][1:1] = start
        entries[-1].append(run(w("fldChar", fldCharType="end")))
        breaks = (w("pageBreakBefore"),) if self.draft.starts_pages else ()
        return [paragraph("TOCHeading", run(text(self.draft.contents)), properties=breaks), *entries]

    def _entry(self, node: Node, depth: int) -> _Element:
        dash = " – " if depth == 1 and node.number else " " if node.number else ""
        label = f"{node.number}{dash}{plain(node.heading)}"
        page = str(self.pages.get(node.anchor, 1))
        link = w(
            "hyperlink",
            run(text(label)),
            run(w("tab")),
            run(text(page)),
            anchor=bookmark_name(node.anchor),
            history="1",
        )
        return paragraph(f"TOC{depth}", link)

    def _unit(self, node: Node, *, style: str) -> list[_Element]:
        if node.kind == "table":
            return [self._caption(node, "Caption"), data_table(node, self.text), paragraph("Gap")]
        if node.kind == "box":
            return self._box(node)
        if node.kind in ("item", "paragraph"):
            return self._listed(node, style=style, depth=0)
        return self._headed(node)

    def _headed(self, node: Node) -> list[_Element]:
        style = HEADING_STYLES.get(node.kind) or ("Heading2" if node.number else "Heading2Unnumbered")
        if node.kind == "part" and node.number:
            style = "Heading1"
        breaks = (w("pageBreakBefore"),) if self._starts_page(node) else ()
        heading = [*self.text.bookmark(node.anchor), *self.text.line(node.heading, node.notes)]
        blocks = [paragraph(style, *heading, properties=breaks)]
        blocks += self._content(node, TEXT_STYLES.get(node.kind, "BodyText"))
        return blocks

    def _starts_page(self, node: Node) -> bool:
        if not self.draft.starts_pages:
            return node is self.draft.body.children[0]
        tops = self.draft.body.children
        first_numbered = next(top for top in tops if top.number)
        return node is tops[0] or node is first_numbered or node.kind == "annex"

    def _content(self, node: Node, style: str) -> list[_Element]:
        blocks: list[_Element] = []
        for part in node.content:
            if isinstance(part, Paragraph):
                blocks.append(paragraph(style, *self.text.line(part.text, part.notes)))
            else:
                blocks += self._unit(part, style=style)
        return blocks

    def _listed(self, node: Node, *, style: str, depth: int) -> list[_Element]:
        first, *_ = node.paragraphs
        instance = self.numbering.list_instance(node.number)
        place = w("numPr", w("ilvl", val=depth), w("numId", val=instance))
        name = style if style != "BodyText" else _list_style(node)
        blocks = [
            paragraph(
                name, *self.text.line(first.text, first.notes), properties=(place, *_indent(style, depth))
            )
        ]
        for child in node.children:
            blocks += self._listed(child, style=style, depth=1 if node.kind == "item" else 0)
        return blocks

    def _box(self, node: Node) -> list[_Element]:
        style = TEXT_STYLES[node.level]
        title = self._caption(node, style.replace("Text", "Title"))
        inner = [title, *self._content(node, style)]
        return (
            [*inner, paragraph("Gap")]
            if node.level == "law"
            else [paragraph("Gap"), box_table(inner), paragraph("Gap")]
        )

    def _caption(self, node: Node, style: str) -> _Element:
        word, _, number = node.number.rpartition("\u00a0")
        counted = field(f"SEQ {word.split()[0]} \\* ARABIC", number)
        heading = self.text.line(f" – {node.heading}", node.notes)
        return paragraph(
            style, *self.text.bookmark(node.anchor), run(text(f"{word}\u00a0")), *counted, *heading
        )


def _list_style(node: Node) -> str:
    if node.kind == "paragraph":
        return "NumberedParagraph"
    return "ListNumber" if node.number else "ListBullet"


def _indent(style: str, depth: int) -> tuple[_Element, ...]:
    """Hang the labels of lists in recommendations and law boxes from the indent of their style."""
    left = {"RecommendationText": 284, "LawText": 142}.get(style, 0)
    return (w("ind", left=left + 340 * (depth + 1), hanging=340),) if left else ()
