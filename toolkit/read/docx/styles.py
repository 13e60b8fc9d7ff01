"""styles.xml → the effective format of paragraphs and runs, through styles, their bases and document defaults."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeVar

from lxml import etree

from toolkit.model.layout import Style
from toolkit.read.docx.names import child, number, points, toggle, value, w
from toolkit.read.style_names import StyleRole, heading_level, role_of

Align = Literal["", "left", "center", "right", "justify"]
_ALIGN: dict[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
    "both": "justify", "distribute": "justify",
}  # fmt: skip


@dataclass(frozen=True)
class RunFormat:
    """Properties of characters; None where not stated."""

    size_pt: float | None = None
    font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    vanish: bool | None = None
    color: str | None = None
    """"#rrggbb", or "" for automatic."""
    fill: str | None = None
    """Background "#rrggbb", "" for none."""
    superscript: bool | None = None


@dataclass(frozen=True)
class ParagraphFormat:
    """Properties of paragraphs; None where not stated."""

    outline_level: int | None = None
    """From 1; 0 says body text."""
    num_id: str | None = None
    """"0" takes numbering away."""
    list_level: int | None = None
    indent_pt: float | None = None
    space_before_pt: float | None = None
    align: Align | None = None
    fill: str | None = None
    border: str | None = None
    """Describes the frame around the paragraph; "" for none on at least three sides."""


@dataclass(frozen=True)
class StyleRecord:
    """One style as stated, before inheritance."""

    id: str
    name: str
    kind: str
    based_on: str
    paragraph: ParagraphFormat
    run: RunFormat


Format = TypeVar("Format", RunFormat, ParagraphFormat)


def overlay(base: Format, over: Format) -> Format:
    """Return `base` with what `over` states."""
    stated = {name: given for name, given in vars(over).items() if given is not None}
    return replace(base, **stated) if stated else base


def run_format(properties: etree._Element | None) -> RunFormat:
    """Read a `w:rPr`."""
    if properties is None or len(properties) == 0:
        return RunFormat()
    half_points = number(properties, "sz")
    position = value(properties, "vertAlign")
    return RunFormat(
        size_pt=None if half_points is None else half_points / 2,
        font=_font(child(properties, "rFonts")),
        bold=toggle(properties, "b"),
        italic=toggle(properties, "i"),
        vanish=toggle(properties, "vanish"),
        color=_color(value(properties, "color")),
        fill=_fill(properties),
        superscript=None if position is None else position == "superscript",
    )


def paragraph_format(properties: etree._Element | None) -> ParagraphFormat:
    """Read a `w:pPr`."""
    if properties is None or len(properties) == 0:
        return ParagraphFormat()
    level = number(properties, "outlineLvl")
    indent = child(properties, "ind")
    spacing = child(properties, "spacing")
    align = value(properties, "jc")
    return ParagraphFormat(
        outline_level=None if level is None else (level + 1 if 0 <= level <= 8 else 0),
        num_id=value(properties, "numPr", "numId"),
        list_level=number(properties, "numPr", "ilvl"),
        indent_pt=None if indent is None else points(indent.get(w("left"), indent.get(w("start")))),
        space_before_pt=None if spacing is None else points(spacing.get(w("before"))),
        align=None if align is None else _ALIGN.get(align, ""),
        fill=_fill(properties),
        border=_border(child(properties, "pBdr")),
    )


class StyleSheet:
    """The styles of a document, looked up by id."""

    def __init__(self, root: etree._Element | None) -> None:
        defaults = child(root, "docDefaults")
        self.default_run = overlay(RunFormat(size_pt=10.0), run_format(child(defaults, "rPrDefault", "rPr")))
        self.default_paragraph = paragraph_format(child(defaults, "pPrDefault", "pPr"))
        self.language = _language(child(defaults, "rPrDefault", "rPr", "lang"))
        """Language tag of the text by default, "" if not stated."""
        self._records: dict[str, StyleRecord] = {}
        self._default_id: dict[str, str] = {}
        for element in [] if root is None else root.iterfind(w("style")):
            self._add(element)
        self._paragraphs: dict[str, ParagraphFormat] = {}
        self._runs: dict[tuple[str, str], RunFormat] = {}

    def _add(self, element: etree._Element) -> None:
        record = StyleRecord(
            id=element.get(w("styleId"), ""),
            name=value(element, "name") or "",
            kind=element.get(w("type"), "paragraph"),
            based_on=value(element, "basedOn") or "",
            paragraph=paragraph_format(child(element, "pPr")),
            run=run_format(child(element, "rPr")),
        )
        self._records[record.id] = record
        if element.get(w("default")) in {"1", "true", "on"}:
            self._default_id[record.kind] = record.id

    def chain(self, style_id: str) -> list[StyleRecord]:
        """Return the style and its bases, outermost base first; loops are cut."""
        found: list[StyleRecord] = []
        while style_id in self._records and all(style_id != record.id for record in found):
            found.append(self._records[style_id])
            style_id = found[-1].based_on
        return found[::-1]

    def paragraph_style(self, style_id: str | None) -> str:
        """Return the id in force for a paragraph that names `style_id` or none."""
        if style_id is not None and style_id in self._records:
            return style_id
        return self._default_id.get("paragraph", "")

    def name(self, style_id: str) -> str:
        """Return a style's name, which Word keeps in English for its own styles whatever the id."""
        record = self._records.get(style_id)
        return record.name or record.id if record else ""

    def num_id(self, style_id: str) -> str | None:
        """Return the numbering that a style (of any kind) refers to."""
        for record in reversed(self.chain(style_id)):
            if record.paragraph.num_id is not None:
                return record.paragraph.num_id
        return None

    def paragraph(self, style_id: str) -> ParagraphFormat:
        """Return the format that a paragraph style gives, defaults included."""
        if style_id not in self._paragraphs:
            result = self.default_paragraph
            for record in self.chain(style_id):
                result = overlay(result, record.paragraph)
            if result.outline_level is None:
                result = replace(result, outline_level=self._named_level(style_id))
            self._paragraphs[style_id] = result
        return self._paragraphs[style_id]

    def run(self, paragraph_style: str, character_style: str = "") -> RunFormat:
        """Return the format of a run by its styles; toggles in both cancel out (ISO 29500-1, 17.7.3)."""
        key = (paragraph_style, character_style)
        if key not in self._runs:
            by_paragraph = self._chained_run(paragraph_style)
            by_character = self._chained_run(character_style)
            result = overlay(overlay(self.default_run, by_paragraph), by_character)
            self._runs[key] = overlay(result, _cancelled(by_paragraph, by_character))
        return self._runs[key]

    def _chained_run(self, style_id: str) -> RunFormat:
        result = RunFormat()
        for record in self.chain(style_id):
            result = overlay(result, record.run)
        return result

    def _named_level(self, style_id: str) -> int | None:
        """Level by the name of a heading style that states none: damaged or converted files."""
        names = (name for record in reversed(self.chain(style_id)) for name in (record.name, record.id))
        return next((level for level in map(heading_level, names) if level is not None), None)

    def role(self, style_id: str) -> StyleRole:
        """Return what the style's name says the paragraph is."""
        names = (name for record in reversed(self.chain(style_id)) for name in (record.name, record.id))
        return next((role for role in map(role_of, names) if role != "body"), "body")


@cache
def model_style(format_: RunFormat, name: str) -> Style:
    """Return the model's `Style` of a run in the paragraph style `name`."""
    return Style(
        size_pt=format_.size_pt or 0.0,
        font=format_.font or "",
        bold=bool(format_.bold),
        italic=bool(format_.italic),
        color=format_.color or "",
        name=name,
        superscript=bool(format_.superscript),
    )


def _cancelled(first: RunFormat, second: RunFormat) -> RunFormat:
    """Return what two switched-on toggles say together: off."""
    return RunFormat(
        bold=False if first.bold and second.bold else None,
        italic=False if first.italic and second.italic else None,
        vanish=False if first.vanish and second.vanish else None,
    )


def _language(lang: etree._Element | None) -> str:
    return "" if lang is None else lang.get(w("val"), "")


def _font(fonts: etree._Element | None) -> str | None:
    return None if fonts is None else fonts.get(w("ascii"), fonts.get(w("hAnsi")))


def _color(given: str | None) -> str | None:
    if given is None:
        return None
    return f"#{given.lower()}" if re.fullmatch("[0-9A-Fa-f]{6}", given) else ""


def _fill(properties: etree._Element) -> str | None:
    shading = child(properties, "shd")
    highlight = value(properties, "highlight")
    if highlight is not None and highlight != "none":
        return f"#{highlight}"
    return None if shading is None else _color(shading.get(w("fill"), "auto"))


def _border(borders: etree._Element | None) -> str | None:
    """Describe a frame that closes on at least three sides; a rule above or below is none."""
    if borders is None:
        return None
    lines = {side: value(borders, side) for side in ("top", "left", "bottom", "right")}
    drawn = {side: line for side, line in lines.items() if line not in (None, "nil", "none")}
    return repr(drawn) if len(drawn) >= 3 else ""
