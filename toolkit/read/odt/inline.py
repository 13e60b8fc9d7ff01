"""The content of one OpenDocument paragraph → its text with styles, note calls, and what is anchored in it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.read.block_text import TextBuilder, squeeze
from toolkit.read.odt.context import Context
from toolkit.read.odt.names import q, whole
from toolkit.read.odt.styles import Look

MAX_SPACES = 1000

_PARAGRAPHS = frozenset({q("text:p"), q("text:h")})
_SILENT = frozenset(
    q(name)
    for name in (
        "office:annotation", "office:annotation-end", "text:number", "text:script", "text:tracked-changes",
        "text:list", "table:table",
    )
)  # fmt: skip
SHAPES = frozenset(
    q(f"draw:{name}") for name in ("text-box", "custom-shape", "rect", "ellipse", "polygon", "path")
)
"""Drawings that hold paragraphs."""


class Inline:
    """Collects what a paragraph shows. `end_paragraph` is called where restored text has a paragraph's end."""

    def __init__(self, context: Context, *, end_paragraph: Callable[[], None]) -> None:
        self.context = context
        self.text = TextBuilder()
        self.boxes: list[etree._Element] = []
        self.notes: list[tuple[etree._Element, str, str]] = []
        """(note, key, mark) called, in order."""
        self.anchor = ""
        self._end_paragraph = end_paragraph
        self._looks: list[Look] = []

    def read(self, paragraph: etree._Element, look: Look) -> None:
        """Add the content of a paragraph set in `look`."""
        self._looks.append(look)
        self._read_content(paragraph)
        self._looks.pop()

    def read_mark(self, element: etree._Element, look: Look) -> None:
        """Take in one element that stands outside paragraphs: a tracked change."""
        self._looks.append(look)
        self._read_part(element)
        self._looks.pop()

    def restart(self) -> None:
        """Forget what was collected: its paragraph has ended, and another begins at the same place."""
        self.text = TextBuilder()
        self.boxes, self.notes, self.anchor = [], [], ""

    def _read_content(self, element: etree._Element) -> None:
        self._write(element.text)
        for part in element:
            self._read_part(part)
            self._write(part.tail)

    def _read_part(self, element: etree._Element) -> None:
        tag = element.tag
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, element)
        elif tag in SHAPES:
            if not self.context.inserting:
                self.boxes.append(element)
        elif tag not in _SILENT:
            self._read_content(element)

    def _write(self, text: str | None) -> None:
        if text and not self.context.inserting:
            look = self._looks[-1]
            self.text.add_flowing(text, look.style, hidden=_hidden(look))

    def _write_exactly(self, text: str) -> None:
        if not self.context.inserting:
            look = self._looks[-1]
            self.text.add(text, look.style, hidden=_hidden(look))

    def _read_span(self, element: etree._Element) -> None:
        name = element.get(q("text:style-name"), "")
        self._looks.append(self.context.styles.text(name, self._looks[-1]))
        self._read_content(element)
        self._looks.pop()

    def _read_spaces(self, element: etree._Element) -> None:
        self._write_exactly(" " * min(whole(element.get(q("text:c")), 1), MAX_SPACES))

    def _read_tab(self, _element: etree._Element) -> None:
        self._write_exactly("\t")

    def _read_line_break(self, _element: etree._Element) -> None:
        self._write_exactly("\n")

    def _turn_page(self, _element: etree._Element) -> None:
        self.context.page += 1

    def _read_note(self, element: etree._Element) -> None:
        if self.context.inserting:
            return
        citation = element.find(q("text:note-citation"))
        mark = "" if citation is None else self._mark(citation)
        key = element.get(q("text:id")) or f"note-{mark}"
        self.text.call(key, mark)
        self.notes.append((element, key, mark))

    def _mark(self, citation: etree._Element) -> str:
        """Return what a call prints; programs that never laid the text out write 0 for every number."""
        printed = squeeze("".join(str(part) for part in citation.itertext()))
        if not printed.isdigit():
            return printed
        self.context.notes += 1
        return printed if printed != "0" else str(self.context.notes)

    def _read_bookmark(self, element: etree._Element) -> None:
        self.anchor = self.anchor or element.get(q("text:name"), "")

    def _read_hidden(self, element: etree._Element) -> None:
        text = element.get(q("text:string-value")) or "".join(str(part) for part in element.itertext())
        self.text.add(text, self._looks[-1].style, hidden="vanish")

    def _read_ruby(self, element: etree._Element) -> None:
        for name, opening, closing in (("text:ruby-base", "", ""), ("text:ruby-text", "(", ")")):
            part = element.find(q(name))
            if part is not None:
                self._write_exactly(opening)
                self._read_content(part)
                self._write_exactly(closing)

    def _read_object(self, element: etree._Element) -> None:
        told = _("An embedded object is not read.")
        self.context.issues.setdefault(Issue("warning", "content.xml", told))
        for part in element.iter(q("text:p")):
            self._read_content(part)

    # ── tracked changes ─────────────────────────────────────────────────────────────────────────────────────────

    def _open_change(self, element: etree._Element) -> None:
        identity = element.get(q("text:change-id"), "")
        if self.context.view == "original" and identity in self.context.insertions:
            self.context.inserting = identity

    def _close_change(self, element: etree._Element) -> None:
        if self.context.inserting == element.get(q("text:change-id"), ""):
            self.context.inserting = ""

    def _read_change(self, element: etree._Element) -> None:
        """Put back what was taken out at this place, if the view is the original one."""
        deletion = self.context.deletions.get(element.get(q("text:change-id"), ""))
        if deletion is None or self.context.view != "original":
            return
        removed = list(deletion.iter(q("text:p"), q("text:h")))
        for index, paragraph in enumerate(removed):
            if index:
                self._end_paragraph()
            self._read_content(paragraph)


_HANDLERS: dict[str, Callable[[Inline, etree._Element], None]] = {
    q("text:span"): Inline._read_span,
    q("text:s"): Inline._read_spaces,
    q("text:tab"): Inline._read_tab,
    q("text:line-break"): Inline._read_line_break,
    q("text:soft-page-break"): Inline._turn_page,
    q("text:note"): Inline._read_note,
    q("text:bookmark"): Inline._read_bookmark,
    q("text:bookmark-start"): Inline._read_bookmark,
    q("text:hidden-text"): Inline._read_hidden,
    q("text:ruby"): Inline._read_ruby,
    q("text:change-start"): Inline._open_change,
    q("text:change-end"): Inline._close_change,
    q("text:change"): Inline._read_change,
    q("draw:object"): Inline._read_object,
    q("draw:object-ole"): Inline._read_object,
}


def _hidden(look: Look) -> str:
    if look.hidden:
        return look.hidden
    if 0 < look.style.size_pt < 2:
        return "tiny"
    white = look.style.color == "#ffffff" and look.ground in {"", "#ffffff"}
    return "white text" if white else ""
