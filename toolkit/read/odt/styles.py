"""The styles of content.xml and styles.xml → effective looks of paragraphs and text, and the list styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from toolkit.model.layout import Style
from toolkit.read.odt.names import points, q, whole
from toolkit.read.style_names import StyleRole, heading_level, role_of

Align = Literal["", "left", "center", "right", "justify"]
_ALIGN: dict[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "justify": "justify",
}  # fmt: skip
# Match: "_20_" in "Heading_20_2". Near miss: "P_2".
_ESCAPE = re.compile(r"_(?P<code>[0-9a-f]{2})_")


@dataclass(frozen=True)
class Look:
    """How text in a style looks; the defaults are those of a page without styles."""

    style: Style = field(default_factory=Style)
    hidden: str = ""
    ground: str = ""
    indent_pt: float = 0.0
    space_before_pt: float = 0.0
    align: Align = ""
    framed: str = ""
    """Describes frame or background of a paragraph; "" for none."""
    outline_level: int | None = None
    role: StyleRole = "body"


@dataclass(frozen=True)
class LevelStyle:
    """How one level of a list prints its numbers or bullets."""

    bullet: str = ""
    number_format: str = ""
    """Word's name of the format; "" prints no number."""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    """LibreOffice's own pattern ("%1%.%2%."), which wins over prefix and suffix."""
    start: int = 1
    display_levels: int = 1
    indent_pt: float = 0.0
    """Of the item's text, where its paragraph does not state one."""


ListStyle = dict[int, LevelStyle]
"""By level from 1."""

_NUMBER_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "1st": "ordinal",
}


class StyleSheet:
    """Styles of a document by family and name; automatic styles are named after the named style under them."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._automatic: set[tuple[str, str]] = set()
        self.lists: dict[str, ListStyle] = {}
        self.outline: ListStyle = {}
        self._looks: dict[tuple[str, str, Look], Look] = {}
        for root in roots:
            if root is not None:
                self._add(root)

    def _add(self, root: etree._Element) -> None:
        for element in root.iter(q("style:style"), q("style:default-style")):
            key = (element.get(q("style:family"), ""), element.get(q("style:name"), ""))
            self._styles.setdefault(key, element)
            parent = element.getparent()
            if parent is not None and parent.tag == q("office:automatic-styles"):
                self._automatic.add(key)
        for element in root.iter(q("text:list-style")):
            self.lists.setdefault(element.get(q("style:name"), ""), _levels(element))
        for element in root.iter(q("text:outline-style")):
            self.outline = _levels(element)

    def list_style(self, paragraph_style: str) -> str | None:
        """Return the list style that a paragraph style names; "" says that it takes numbering away, None nothing."""
        named = (
            element.get(q("style:list-style-name")) for element in self._chain("paragraph", paragraph_style)
        )
        return next((name for name in named if name is not None), None)

    def paragraph(self, name: str) -> Look:
        """Return the look of a paragraph style."""
        return self._look("paragraph", name, Look())

    def text(self, name: str, base: Look) -> Look:
        """Return the look of text in a text style on top of `base`."""
        return self._look("text", name, base)

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        """Return the style and those it rests on, the nearest first; loops are cut."""
        found: list[etree._Element] = []
        while (family, name) in self._styles and self._styles[family, name] not in found:
            found.append(self._styles[family, name])
            name = found[-1].get(q("style:parent-style-name"), "")
        return found

    def _look(self, family: str, name: str, base: Look) -> Look:
        key = (family, name, base)
        if key not in self._looks:
            chain = self._chain(family, name)
            look = base
            for element in reversed(chain):
                look = _over(look, element)
            if family == "paragraph":
                look = self._named(look, name, chain)
            self._looks[key] = look
        return self._looks[key]

    def _named(self, look: Look, name: str, chain: list[etree._Element]) -> Look:
        labels = [_display_name(element) for element in chain if self._is_named(element)] or [_unescape(name)]
        role: StyleRole = next((role for role in map(role_of, labels) if role != "body"), "body")
        level = look.outline_level
        if level is None:
            level = next((found for found in map(heading_level, labels) if found is not None), None)
        style = Style(
            size_pt=look.style.size_pt,
            font=look.style.font,
            bold=look.style.bold,
            italic=look.style.italic,
            color=look.style.color,
            name=labels[0],
        )
        return replace(look, style=style, role=role, outline_level=level)

    def _is_named(self, element: etree._Element) -> bool:
        return (element.get(q("style:family"), ""), element.get(q("style:name"), "")) not in self._automatic


def _display_name(element: etree._Element) -> str:
    return element.get(q("style:display-name")) or _unescape(element.get(q("style:name"), ""))


def _unescape(name: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found["code"], 16)), name)


def _over(look: Look, element: etree._Element) -> Look:
    level = element.get(q("style:default-outline-level"))
    if level:
        look = replace(look, outline_level=whole(level, 0) or None)
    text = element.find(q("style:text-properties"))
    paragraph = element.find(q("style:paragraph-properties"))
    if text is not None:
        look = _over_text(look, text)
    return look if paragraph is None else _over_paragraph(look, paragraph)


def _over_text(look: Look, properties: etree._Element) -> Look:
    style = look.style
    size = properties.get(q("fo:font-size"), "")
    size_pt = points(size)
    if size.endswith("%"):
        size_pt = style.size_pt * whole(size[:-1], 100) / 100
    weight = properties.get(q("fo:font-weight"))
    slant = properties.get(q("fo:font-style"))
    raised = properties.get(q("style:text-position"))
    changed = Style(
        size_pt=style.size_pt if size_pt is None else size_pt,
        font=properties.get(q("style:font-name"), style.font),
        bold=style.bold
        if weight is None
        else weight == "bold" or (weight.isdecimal() and int(weight) >= 600),
        italic=style.italic if slant is None else slant in {"italic", "oblique"},
        color=properties.get(q("fo:color"), style.color),
        name=style.name,
        superscript=style.superscript if raised is None else _is_raised(raised),
    )
    ground = properties.get(q("fo:background-color"), look.ground)
    look = replace(look, style=changed, ground="" if ground == "transparent" else ground)
    display = properties.get(q("text:display"))
    return look if display is None else replace(look, hidden="vanish" if display == "none" else "")


def _is_raised(position: str) -> bool:
    first = position.split(" ", 1)[0]
    return first == "super" or (first.endswith("%") and not first.startswith(("-", "0")))


def _over_paragraph(look: Look, properties: etree._Element) -> Look:
    indent = points(properties.get(q("fo:margin-left"), properties.get(q("fo:margin"))))
    before = points(properties.get(q("fo:margin-top"), properties.get(q("fo:margin"))))
    ground = properties.get(q("fo:background-color"), "")
    border = properties.get(q("fo:border"), "")
    shaded = ground if ground not in {"", "transparent", "#ffffff"} else ""
    framed = " ".join(filter(None, (shaded, border if border != "none" else "")))
    return replace(
        look,
        indent_pt=look.indent_pt if indent is None else indent,
        space_before_pt=look.space_before_pt if before is None else before,
        align=_ALIGN.get(properties.get(q("fo:text-align"), ""), look.align),
        ground=shaded or look.ground,
        framed=framed or look.framed,
    )


def _levels(element: etree._Element) -> ListStyle:
    found: ListStyle = {}
    for level in element:
        depth = whole(level.get(q("text:level")), 0)
        if depth:
            found[depth] = LevelStyle(
                bullet=level.get(q("text:bullet-char"), ""),
                number_format=_NUMBER_FORMATS.get(level.get(q("style:num-format"), ""), ""),
                prefix=level.get(q("style:num-prefix"), ""),
                suffix=level.get(q("style:num-suffix"), ""),
                pattern=level.get(q("loext:num-list-format"), ""),
                start=whole(level.get(q("text:start-value")), 1),
                display_levels=whole(level.get(q("text:display-levels")), 1),
                indent_pt=_level_indent(level),
            )
    return found


def _level_indent(level: etree._Element) -> float:
    """Return where a level's text starts: as one margin, or as space before the label and the label's width."""
    aligned = level.find(f"{q('style:list-level-properties')}/{q('style:list-level-label-alignment')}")
    if aligned is not None:
        return points(aligned.get(q("fo:margin-left"))) or 0.0
    properties = level.find(q("style:list-level-properties"))
    if properties is None:
        return 0.0
    widths = (properties.get(q("text:space-before")), properties.get(q("text:min-label-width")))
    return sum(points(width) or 0.0 for width in widths)
