"""The characters of a web page → an element tree; a flat one where nesting defeats the parser."""

from __future__ import annotations

from html.parser import HTMLParser as EventParser

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from toolkit.errors import BrokenInput
from toolkit.messages import _
from toolkit.model.issue import Issue
from toolkit.read.block_text import squeeze

DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "applet", "audio",
        "video", "canvas", "map", "datalist", "select", "textarea", "button", "input", "link", "meta",
    }
)  # fmt: skip
"""Elements whose content is no text of the page."""

_FLAT_BLOCKS = frozenset(
    {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "pre", "br"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT_SHARE = 0.5
"""Of the text that an event parser hears, what the tree must hold to be trusted."""


def parse_page(text: str) -> tuple[HtmlElement, tuple[Issue, ...]]:
    """Return the root element of a page, and an issue where its structure had to be given up.

    Raises:
        BrokenInput: there is nothing that could be parsed.
    """
    content = text.replace("\0", "").encode("utf-8", errors="replace")
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root: HtmlElement | None = document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    gave_up = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    if root is not None and not gave_up and not _lost_text(root, text):
        return root, ()
    flat = _flatten(text)
    if flat is None:
        raise BrokenInput(
            _("the page holds nothing that could be read."), hint=_("Save it anew from a browser.")
        )
    told = _("The page is nested too deeply or damaged; its text was read without lists and tables.")
    return flat, (Issue("warning", "", told),)


def text_of(element: etree._Element) -> str:
    """Return all text inside an element as one line."""
    return squeeze("".join(str(part) for part in element.itertext()))


def _lost_text(root: HtmlElement, text: str) -> bool:
    """Tell whether the parser silently gave up: it stops at some depth or size and returns what it had."""
    held = sum(len(part) for part in root.itertext())
    if held >= _KEPT_SHARE * len(text):
        return False
    heard = _Listener()
    heard.feed(text)
    heard.close()
    return sum(len(part) for _tag, part in heard.parts) * _KEPT_SHARE > held


def _flatten(text: str) -> HtmlElement | None:
    listener = _Listener()
    listener.feed(text)
    listener.close()
    root: HtmlElement = document_fromstring("<html><body></body></html>")
    body = root.body
    for tag, part in listener.parts:
        if part.strip():
            block = etree.SubElement(body, tag)
            block.text = "".join(character for character in part if character >= " " or character in "\n\t")
    return root if len(body) else None


class _Listener(EventParser):
    """Hears a page as (block tag, text), without any tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self._tag = "p"
        self._open: list[str] = []
        self._muted = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in {"script", "style", "noscript", "template", "title"} and not self._muted:
            self._muted = tag
        elif tag in _FLAT_BLOCKS:
            self._close_block()
            self._tag = tag if tag in _HEADINGS else "p"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._muted:
            self._muted = ""
        elif tag in _FLAT_BLOCKS:
            self._close_block()
            self._tag = "p"

    def handle_data(self, data: str) -> None:
        if not self._muted:
            self._open.append(data)

    def close(self) -> None:
        super().close()
        self._close_block()

    def _close_block(self) -> None:
        text = "".join(self._open)
        self._open.clear()
        if text.strip():
            self.parts.append((self._tag, text))
