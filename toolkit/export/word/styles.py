"""The named styles that a response is written in, and where a template keeps them.

A person restyles the template in Word; we only ever name styles. Word may give a style another id (a French
Word saves "heading 1" as "Titre1"), so styles are found by name.
"""

from __future__ import annotations

import copy
from enum import StrEnum
from typing import Any

from docx.oxml.ns import qn

from toolkit.model.comment import Position


class ParagraphStyle(StrEnum):
    """Names of paragraph styles; lower-case ones are Word's own."""

    NORMAL = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    CONTENTS_HEADING = "TOC Heading"
    CONTENTS_1 = "toc 1"
    CONTENTS_2 = "toc 2"
    CONTENTS_3 = "toc 3"
    HEADER = "header"
    FOOTER = "footer"
    ORGANISATION = "Cover Organisation"
    READING_NOTE = "Reading Note"
    TABLE_HEADING = "Table Heading"
    TABLE_TEXT = "Table Text"
    TABLE_CODE = "Table Code"
    TABLE_NUMBER = "Table Number"
    TABLE_NUMBER_HEADING = "Table Number Heading"
    PLACE = "Provision Place"
    PART = "Provision Part"
    QUOTE = "Provision Quote"
    QUOTE_HEADING = "Provision Quote Heading"
    NOTE = "Provision Note"
    REMARK_HEADING = "Remark Heading"
    REMARK_QUOTE = "Remark Quote"
    REMARK_TEXT = "Remark Text"
    REMARK_LABEL = "Remark Label"
    REMARK_WORDING = "Remark Wording"
    REMARK_SOURCES = "Remark Sources"
    PROMPT = "Prompt"
    ANSWER_LABEL = "Answer Label"
    ANSWER_LAST_LABEL = "Answer Last Label"
    ANSWER = "Answer Field"
    INDEX_ROLE = "Index Role"
    INDEX_ENTRY = "Index Entry"
    CLOSING_NOTE = "Closing Note"


class CharacterStyle(StrEnum):
    """Names of character styles."""

    SUPPORT = "Position Support"
    OPPOSE = "Position Oppose"
    AMEND = "Position Amend"
    QUESTION = "Position Question"
    DELETED = "Wording Deleted"
    INSERTED = "Wording Inserted"
    PERSON = "Remark Person"
    DRAFT = "Remark Draft"
    CODE = "Code"
    HINT = "Answer Hint"
    NOTE_MARK = "Note Mark"


class TableStyle(StrEnum):
    """Names of table styles."""

    COVER = "Cover Table"
    RESPONSE = "Response Table"
    QUOTE = "Quote Table"
    ANSWER = "Answer Table"


POSITION_STYLES: dict[Position, CharacterStyle] = {
    "support": CharacterStyle.SUPPORT,
    "oppose": CharacterStyle.OPPOSE,
    "amend": CharacterStyle.AMEND,
    "question": CharacterStyle.QUESTION,
}


class StyleSheet:
    """The styles of a template by name; those it lacks are taken over from the shipped template."""

    def __init__(self, styles: Any, shipped: Any) -> None:
        """Take two `w:styles` elements; the first is completed from the second."""
        self._styles = styles
        self._ids = _ids_by_name(styles)
        for name in (*ParagraphStyle, *CharacterStyle, *TableStyle):
            if name.lower() not in self._ids:
                self._adopt(name, shipped)

    def id(self, name: str) -> str:
        """Return the id that paragraphs, runs and tables refer to."""
        return self._ids[name.lower()]

    def _adopt(self, name: str, shipped: Any) -> None:
        source = next(style for style in shipped.findall(qn("w:style")) if _name(style) == name.lower())
        style = copy.deepcopy(source)
        for tag in ("w:basedOn", "w:next", "w:link"):
            reference = style.find(qn(tag))
            if reference is not None and reference.get(qn("w:val")) not in self._ids.values():
                style.remove(reference)
        self._styles.append(style)
        self._ids[name.lower()] = style.get(qn("w:styleId"))


def _ids_by_name(styles: Any) -> dict[str, str]:
    return {_name(style): style.get(qn("w:styleId")) for style in styles.findall(qn("w:style"))}


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), "")).lower()
