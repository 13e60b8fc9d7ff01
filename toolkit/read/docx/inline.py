"""The content of one paragraph → its text with styles, note calls, and the boxes that are anchored in it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.read.block_text import TextBuilder
from toolkit.read.docx.context import Context, Look, Story
from toolkit.read.docx.drawings import alternative, shapes
from toolkit.read.docx.fields import LINKING, UNCOUNTED, keyword
from toolkit.read.docx.names import M_NS, MC_NS, child, value, w
from toolkit.read.docx.styles import RunFormat, model_style, overlay, run_format
from toolkit.read.symbols import printed, symbol

_WHITE = 0xF0
"""Least value of each colour channel that is invisible on white paper."""
_TINY_PT = 2.0

_ACCEPTED = frozenset({w("ins"), w("moveTo")})
_ORIGINAL = frozenset({w("del"), w("moveFrom")})
_WRAPPERS = frozenset(
    w(name) for name in ("hyperlink", "smartTag", "customXml", "sdtContent", "dir", "bdo", "rubyBase", "rt")
)
_LITERALS = {
    w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "",
}  # fmt: skip


class Inline:
    """Collects what paragraphs show; several in a row if the marks between them are deleted."""

    def __init__(self, context: Context, story: Story) -> None:
        self.context = context
        self.story = story
        self.text = TextBuilder()
        self.boxes: list[etree._Element | str] = []
        """Text box contents, and plain texts of drawings."""
        self.notes: list[tuple[str, str]] = []
        """(key, mark) of the notes called, in order."""
        self.anchor = ""
        self.page = 0
        """Page of the first visible character; 0 while there is none."""
        self._style_id = ""
        self._ground = ""
        self._run = Look()
        self._custom_mark: tuple[str, str] | None = None

    def read_paragraph(self, paragraph: etree._Element, *, style_id: str, fill: str) -> None:
        """Add a paragraph set in a style, on a background of its own or of the story."""
        self._style_id = style_id
        self._ground = fill or self.story.ground
        self._read_children(paragraph)

    def _read_children(self, element: etree._Element) -> None:
        for part in element:
            self._read(part)

    def _read(self, element: etree._Element) -> None:
        tag = element.tag
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, element)
        elif tag in _LITERALS:
            self._write(_LITERALS[tag])
        elif tag in _WRAPPERS or tag in (_ACCEPTED if self.context.view == "accepted" else _ORIGINAL):
            self._read_children(element)

    def _write(self, text: str) -> None:
        if not self.story.fields.shows:
            return
        look = self._run
        if not self.page and text.strip() and not look.hidden:
            self.page = self.context.page
        self.text.add(text, look.style, hidden=look.hidden)

    def _read_run(self, run: etree._Element) -> None:
        properties = child(run, "rPr")
        key = (
            self._style_id,
            self._ground,
            b"" if properties is None else etree.tostring(properties, with_tail=False),
        )
        known = self.context.looks.get(key)
        if known is None:
            known = self.context.looks[key] = self._look(properties)
        self._run = known
        self._read_children(run)
        self._custom_mark = None

    def _look(self, properties: etree._Element | None) -> Look:
        if self.context.view == "original":
            former = child(properties, "rPrChange", "rPr")
            properties = properties if former is None else former
        base = self.context.styles.run(self._style_id, value(properties, "rStyle") or "")
        stated = overlay(base, run_format(properties))
        style = model_style(stated, self.context.styles.name(self._style_id))
        return Look(style, self._hidden(stated), stated.font or "")

    def _hidden(self, stated: RunFormat) -> str:
        if stated.vanish:
            return "vanish"
        if stated.size_pt is not None and 0 < stated.size_pt < _TINY_PT:
            return "tiny"
        ground = stated.fill or self._ground
        return "white text" if _is_white(stated.color or "") and (not ground or _is_white(ground)) else ""

    def _read_text(self, element: etree._Element) -> None:
        text = element.text or ""
        if self._custom_mark is not None:
            self.text.call(self._custom_mark[0], text.strip())
            self.notes.append((self._custom_mark[0], text.strip()))
            self._custom_mark = None
        else:
            self._write(printed(text, self._run.font))

    def _read_break(self, element: etree._Element) -> None:
        if element.get(w("type"), "textWrapping") == "textWrapping":
            self._write("\n")
        else:
            self._write(" ")

    def _turn_page(self, _element: etree._Element) -> None:
        self.context.page += 1

    def _read_symbol(self, element: etree._Element) -> None:
        self._write(symbol(element.get(w("char"), ""), element.get(w("font"), "")))

    def _read_field_mark(self, element: etree._Element) -> None:
        known = len(self.story.fields.keywords)
        shown = self.story.fields.shows
        answer = self.story.fields.mark(element)
        if answer and shown:
            self.text.add(answer, self._run.style, hidden=self._run.hidden)
        for name in self.story.fields.keywords[known:]:
            self._judge_field(name)

    def _read_instruction(self, element: etree._Element) -> None:
        self.story.fields.instruct(element.text or "")

    def _read_simple_field(self, element: etree._Element) -> None:
        self._judge_field(keyword(element.get(w("instr"), "")))
        self._read_children(element)

    def _judge_field(self, name: str) -> None:
        if name in LINKING:
            told = _(
                "A field ({name}) asks for content from outside; it was not fetched, the stored text was kept."
            )
            self.context.tell(Issue("warning", self.story.part, told.format(name=name)))
        elif name in UNCOUNTED:
            told = _("A number printed by a field ({name}) is not stored in the file and is missing.")
            self.context.tell(Issue("warning", self.story.part, told.format(name=name)))

    def _read_call(self, element: etree._Element) -> None:
        kind = str(element.tag).rpartition("}")[2].removesuffix("Reference")
        key = f"{kind}-{element.get(w('id'), '')}"
        if not self.story.fields.shows:
            return
        if element.get(w("customMarkFollows"), "0") in {"1", "true", "on"}:
            self._custom_mark = (key, "")
            return
        mark = self.context.notes.mark(kind)
        self.text.call(key, mark)
        self.notes.append((key, mark))

    def _read_bookmark(self, element: etree._Element) -> None:
        name = element.get(w("name"), "")
        if not self.anchor and name != "_GoBack":
            self.anchor = name

    def _read_control(self, element: etree._Element) -> None:
        content = child(element, "sdtContent")
        if content is not None:
            self._read_children(content)

    def _read_ruby(self, element: etree._Element) -> None:
        for name, opening, closing in (("rubyBase", "", ""), ("rt", "(", ")")):
            part = child(element, name)
            if part is not None:
                self._write(opening)
                self._read_children(part)
                self._write(closing)

    def _read_alternative(self, element: etree._Element) -> None:
        branch = alternative(element)
        if branch is not None:
            self._read_children(branch)

    def read_formula(self, element: etree._Element) -> None:
        """Add the characters of a formula."""
        for text in element.iter(f"{{{M_NS}}}t", w("t")):
            self._write(text.text or "")

    def _read_drawing(self, element: etree._Element) -> None:
        if self.story.fields.shows:
            self.boxes.extend(shapes(element, self.context.package, self.story.relations))

    def _read_object(self, element: etree._Element) -> None:
        told = _("An embedded object is not read.")
        self.context.tell(Issue("warning", self.story.part, told))
        self._read_drawing(element)

    def _read_subdocument(self, _element: etree._Element) -> None:
        told = _("A part kept in another file (subdocument) is not read.")
        self.context.tell(Issue("error", self.story.part, told))


def _is_white(color: str) -> bool:
    if color == "#white":
        return True
    try:
        return len(color) == 7 and min(bytes.fromhex(color[1:])) >= _WHITE
    except ValueError:
        return False


_HANDLERS: dict[str, Callable[[Inline, etree._Element], None]] = {
    w("r"): Inline._read_run,
    w("t"): Inline._read_text,
    w("delText"): Inline._read_text,
    w("br"): Inline._read_break,
    w("sym"): Inline._read_symbol,
    w("fldChar"): Inline._read_field_mark,
    w("instrText"): Inline._read_instruction,
    w("delInstrText"): Inline._read_instruction,
    w("fldSimple"): Inline._read_simple_field,
    w("footnoteReference"): Inline._read_call,
    w("endnoteReference"): Inline._read_call,
    w("lastRenderedPageBreak"): Inline._turn_page,
    w("bookmarkStart"): Inline._read_bookmark,
    w("sdt"): Inline._read_control,
    w("ruby"): Inline._read_ruby,
    w("drawing"): Inline._read_drawing,
    w("pict"): Inline._read_drawing,
    w("object"): Inline._read_object,
    w("subDoc"): Inline._read_subdocument,
    f"{{{MC_NS}}}AlternateContent": Inline._read_alternative,
    f"{{{M_NS}}}oMath": Inline.read_formula,
    f"{{{M_NS}}}oMathPara": Inline.read_formula,
}
"""By element; unbound, so that an `Inline` is cheap to make: there is one a paragraph."""
