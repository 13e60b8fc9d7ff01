"""The HTML of a mail → its lines, block quotations counted as marks of quotation."""

from __future__ import annotations

import re

from lxml import etree, html

from toolkit.intake.quoted_mail import Line
from toolkit.read.block_text import clean

_BLOCKS = frozenset(
    ["p", "div", "li", "ul", "ol", "table", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section",
     "article", "header", "footer", "dl", "dt", "dd", "center", "address", "body"]
)  # fmt: skip
_APART = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr", "dl"]
)
"""Blocks with an empty line around them."""
_SILENT = frozenset(["script", "style", "head", "title", "template", "noscript"])
_TAGS = re.compile(r"<[^<>]{0,10000}>")


def html_lines(content: str) -> list[Line]:
    """Return the visible lines of a mail's HTML; a text that no parser makes sense of loses its tags only."""
    lines = _Walker().read(_parsed(content))
    if any(line.text.strip() for line in lines) or not content.strip():
        return lines
    return [Line(text) for text in _TAGS.sub("\n", content).split("\n")]


def _parsed(content: str) -> etree._Element | None:
    parser = html.HTMLParser(
        huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return html.document_fromstring(content.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


class _Walker:
    """Goes through a tree without recursion, as mails nest tables deeply."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._depth = 0
        self._silent = 0

    def read(self, root: etree._Element | None) -> list[Line]:
        for event, element in () if root is None else etree.iterwalk(root, events=("start", "end")):
            if isinstance(element.tag, str):
                (self._enter if event == "start" else self._leave)(element)
        self._break()
        return self.lines

    def _enter(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._silent += tag in _SILENT
        if tag == "br" or tag in _BLOCKS:
            self._break()
        if tag in _APART:
            self._gap()
        if tag == "blockquote":
            self._depth += 1
        if tag == "li":
            self._words.append("- ")
        if tag in ("td", "th") and self._words:
            self._words.append("\t")
        self._say(element.text)

    def _leave(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._break()
        if tag == "blockquote":
            self._depth -= 1
        if tag in _APART:
            self._gap()
        self._silent -= tag in _SILENT
        self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text and not self._silent:
            self._words.append(re.sub(r"[ \t\r\n]+", " ", text))

    def _break(self) -> None:
        text = clean("".join(self._words)).strip()
        self._words = []
        if text:
            self.lines.append(Line(text, self._depth))

    def _gap(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", self._depth))
