"""What holds for the text inside an element: style, visibility, list, role; derived from the parent's on the way down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

import msgspec
from lxml import etree

from toolkit.model.layout import BlockRole, Style
from toolkit.read.html.css import Declarations, color

LIST_INDENT_PT = 30.0
"""Browsers indent lists and quotations by 40 CSS pixels."""

_BOLD = frozenset({"b", "strong", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"})
_ITALIC = frozenset({"i", "em", "cite", "dfn", "var", "address"})
_NEVER_IN_HEADINGS = frozenset({"ul", "ol", "dl", "table", "pre", "blockquote"})
"""What stands in a heading only because its end tag is missing."""
_ALIGN: dict[str, Literal["left", "center", "right", "justify"]] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "justify": "justify",
}  # fmt: skip
# Match: "12pt", "16px", "12.5 pt". Near miss: "1.2em", "large".
_SIZE = re.compile(r"(?P<amount> \d+ (?: \. \d+ )? ) \s* (?P<unit> pt | px )", re.VERBOSE)
# Match: "h1" to "h6". Near miss: "hr".
_HEADING = re.compile(r"h(?P<level>[1-6])")


@dataclass(frozen=True)
class Scope:
    """Everything that text inside an element inherits."""

    style: Style = field(default_factory=Style)
    hidden: str = ""
    verbatim: bool = False
    role: BlockRole = "body"
    outline_level: int | None = None
    note: str = ""
    container: str = ""
    list_level: int | None = None
    marker: str = ""
    """`list-style-type` in force; "" for the element's own."""
    indent_pt: float = 0.0
    align: Literal["", "left", "center", "right", "justify"] = ""
    ground: str = ""
    """Background colour; "" for the page's, "?" for one that is not known."""


def inner_scope(outer: Scope, element: etree._Element, css: Declarations, *, is_block: bool) -> Scope:
    """Return the scope inside an element whose own declarations are `css`."""
    tag = str(element.tag)
    scope = replace(outer, style=_style(outer.style, element, css, named=is_block))
    heading = _HEADING.fullmatch(tag)
    if heading is not None:
        scope = replace(scope, outline_level=int(heading["level"]))
    elif tag in _NEVER_IN_HEADINGS:
        scope = replace(scope, outline_level=None)
    if tag in {"pre", "listing", "xmp"} or css.get("white-space", "").startswith("pre"):
        scope = replace(scope, verbatim=True)
    if tag in {"ul", "ol", "menu", "dir"}:
        level = 0 if outer.list_level is None else outer.list_level + 1
        scope = replace(scope, list_level=level, marker="", indent_pt=outer.indent_pt + LIST_INDENT_PT)
    elif tag in {"blockquote", "dd"}:
        scope = replace(scope, indent_pt=outer.indent_pt + LIST_INDENT_PT)
    marker = css.get("list-style-type", css.get("list-style", ""))
    align = css.get("text-align", element.get("align", "").lower())
    scope = replace(scope, marker=marker or scope.marker, align=_ALIGN.get(align, scope.align))
    scope = replace(scope, ground=_ground(outer.ground, element, css))
    return replace(scope, hidden=_hidden(outer, scope, element, css))


def _style(outer: Style, element: etree._Element, css: Declarations, *, named: bool) -> Style:
    tag = str(element.tag)
    changes: dict[str, object] = {"name": tag} if named else {}
    weight = css.get("font-weight", "")
    if tag in _BOLD or weight in {"bold", "bolder"} or (weight.isdecimal() and int(weight) >= 600):
        changes["bold"] = True
    elif weight in {"normal", "400"}:
        changes["bold"] = False
    if tag in _ITALIC or css.get("font-style") == "italic":
        changes["italic"] = True
    if tag == "sup":
        changes["superscript"] = True
    shown = color(css.get("color", element.get("color", "") if tag == "font" else ""))
    if shown:
        changes["color"] = shown
    size = _SIZE.fullmatch(css.get("font-size", ""))
    if size is not None:
        changes["size_pt"] = round(float(size["amount"]) * (0.75 if size["unit"] == "px" else 1), 2)
    return msgspec.structs.replace(outer, **changes) if changes else outer


def _ground(outer: str, element: etree._Element, css: Declarations) -> str:
    stated = css.get("background-color", css.get("background", element.get("bgcolor", "")))
    if not stated or stated in {"transparent", "none", "inherit"}:
        return outer
    return color(stated) or "?"


def _hidden(outer: Scope, scope: Scope, element: etree._Element, css: Declarations) -> str:
    if outer.hidden and outer.hidden != "white text":
        return outer.hidden
    if element.get("hidden") is not None or css.get("display") == "none":
        return "not displayed"
    if css.get("visibility") == "hidden" or css.get("opacity") == "0":
        return "invisible"
    if 0 < scope.style.size_pt < 2 or css.get("font-size") in {"0", "0px", "0pt"}:
        return "tiny"
    white = scope.style.color == "#ffffff" and scope.ground in {"", "#ffffff"}
    return "white text" if white else ""
